"""The kinds of node of a basin."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, PydanticCustomError

from basinsim.schema.base import Priority, StrictModel
from basinsim.schema.demand_model import DemandAmount
from basinsim.schema.fields import (
    CarbonIntensity,
    Cost,
    DemandFlow,
    DepthRate,
    EnergyIntensity,
    EnergyPrice,
    Flow,
    HeadValue,
    OneFlow,
    OneShare,
    VolumeOrShare,
    WaterPrice,
)
from basinsim.schema.marks import Marks
from basinsim.schema.quantity import Quantity
from basinsim.schema.tables import Table
from basinsim.schema.values import Constant, Value

Sector = Literal["public", "agriculture", "energy", "industry"]
LevelAreaVolume = Table((("level", "length"), ("area", "area"), ("volume", "volume")))
VolumeLevel = Table((("volume", "volume"), ("level", "length")))


def _is_a_pair(raw: Any) -> Any:
    if isinstance(raw, list | tuple) and len(raw) == len(("longitude", "latitude")):
        return raw
    text = "must be two numbers: [longitude, latitude], in degrees"
    raise PydanticCustomError("position", "{text}", {"text": text})


Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Position = Annotated[tuple[Longitude, Latitude], BeforeValidator(_is_a_pair)]


class Surface(Quantity):
    """A reservoir's surface: one area, or a level-area-volume table."""

    def read(self, raw: Any, context: dict[str, Any]) -> Any:
        """Read a table where a list of rows stands, else one area."""
        if isinstance(raw, list):
            return LevelAreaVolume.read(raw, context)
        return super().read(raw, context)

    def json_schema(self) -> dict[str, Any]:
        """Describe both forms."""
        return {"anyOf": [*super().json_schema()["anyOf"], LevelAreaVolume.json_schema()]}


class Wish(StrictModel):
    """An amount of water asked for, with its place in the order."""

    bare_form: ClassVar[Quantity] = Quantity("flow")

    amount: Flow
    """How much is asked for [flow]."""
    priority: Priority = 1
    """Order among all wishes, 1 first; wishes of one priority share by equal coverage."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the mapping, and the amount standing alone."""
        return {"anyOf": [handler(schema), *cls.bare_form.json_schema()["anyOf"]]}

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, raw: Any) -> Any:
        # `min_flow: 10`, `min_flow: {file: ...}` and `essential: {model: ...}` are the amount itself.
        if not isinstance(raw, dict) or {"file", "values", "model"} & set(raw):
            return {"amount": raw}
        return raw


class Essential(Wish):
    """The part of a demand that people cannot do without."""

    bare_form: ClassVar[Quantity] = DemandAmount("flow")

    amount: DemandFlow  # type: ignore[assignment]
    """How much is asked for [flow], or a demand model."""
    priority: Priority | None = None  # type: ignore[assignment]
    """Order among all wishes; without one, just ahead of the rest of the demand."""


class EnvironmentalFlow(Wish):
    """A flow the river is meant to keep."""

    natural: tuple[str, ...] = ()
    """Catchments whose inflow in the step caps the target: the river is not owed more than nature brings."""


class FinalStorage(StrictModel):
    """Storage wished for at the end of the period."""

    amount: VolumeOrShare
    """Least storage at the end [volume, or % of capacity]."""
    priority: Priority | None = None
    """Order among all wishes; without one, after all users."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the mapping, and the amount standing alone."""
        return {"anyOf": [handler(schema), *Quantity("volume", share=True).json_schema()["anyOf"]]}

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, raw: Any) -> Any:
        return raw if isinstance(raw, dict) and "amount" in raw else {"amount": raw}


class Returns(StrictModel):
    """Water a user gives back."""

    to: str
    """Node that receives it."""
    fraction: OneShare
    """Share of what was delivered that comes back."""


class Node(StrictModel):
    """What all nodes have in common."""

    position: Position | None = None
    """Longitude and latitude [degrees], for drawings."""
    description: str | None = None
    """A sentence for readers of the file and the drawings."""


class Catchment(Node):
    """Brings water: natural inflow to the river."""

    type: Literal["catchment"]
    inflow: Flow | None = None
    """Water it brings [flow]; from the hydrology of the basin or the scenario without it."""
    low_flow_uplift: OneShare = 0.0
    """Rise of flows exceeded on 70 % of the days of a run or more, as a share of them, up to that flow: what land
    that lets go of its water more slowly is supposed to do."""


class Reservoir(Node):
    """Stores water from step to step."""

    type: Literal["reservoir"]
    capacity: Annotated[Value, Quantity("volume")]
    """Storage when full [volume]."""
    dead_storage: VolumeOrShare = Constant(0.0)
    """Storage below the lowest outlet, which no one can draw [volume, or % of capacity]."""
    initial: VolumeOrShare | None = None
    """Storage at the start of the period [volume, or % of capacity]; full without it."""
    storage_priority: Priority = 1
    """Order in which reservoirs keep water, 1 first; equal ones are kept equally full."""
    surface: Annotated[Any, Surface("area", varies=False)] = None
    """Water surface [area], or a table of level, area and volume."""
    rainfall: DepthRate | None = None
    """Rain on the surface [mm/d]."""
    evaporation: DepthRate | None = None
    """Evaporation from the surface [mm/d]."""
    level: Annotated[Any, VolumeLevel] = None
    """Table of volume and level, for the head of turbines."""
    final: FinalStorage | None = None
    """Least storage at the end of the period; used with foresight only."""
    end_value: Cost | None = None
    """Value of water left at the end [GBP/Ml]; used by the economic objective only."""


class Junction(Node):
    """Where rivers meet or part."""

    type: Literal["junction"]


class Gauge(Node):
    """Where the flow of a river is watched, and may be protected."""

    type: Literal["gauge"]
    environmental_flow: EnvironmentalFlow | None = None
    """Flow the river is meant to keep here."""
    q95: OneFlow | None = None
    """Flow exceeded on 95 % of days in the reference period, below which the river counts as scarce [flow]."""
    station: str | None = None
    """Number of the gauging station that stands here, for comparison with what it measured."""


class Works(Node):
    """Treats water."""

    type: Literal["works"]
    capacity: Flow | None = None
    """Most it takes in [flow]."""
    loss: OneShare = 0.0
    """Share of what it takes in that does not come out."""
    energy: EnergyIntensity | None = None
    """Energy used on what it takes in [kWh/Ml]."""
    carbon: CarbonIntensity | None = None
    """Greenhouse gas of treating and moving what it takes in, energy included [kg of CO2e/Ml]."""
    cost: Cost | None = None
    """Operating cost on what it takes in [GBP/Ml]."""
    marks: Marks = ()
    """What sets its takes apart where a rule says so: groundwater, drinking_water, returned or stored."""


class Demand(Node):
    """A user of water."""

    type: Literal["demand"]
    sector: Sector
    """Who it is: public, agriculture, energy or industry."""
    amount: DemandFlow
    """How much is asked for in all [flow], or a demand model."""
    priority: Priority = 1
    """Order among all wishes, 1 first."""
    essential: Essential | None = None
    """The part of `amount` that comes strictly ahead of the rest."""
    value: WaterPrice | None = None
    """Value of water delivered [GBP/Ml], or a falling curve; used by the economic objective only."""
    returns: Returns | None = None
    """What comes back to the river."""
    community: str | None = None
    """Community it serves."""
    metered: OneShare = 0.0
    """Share of its homes that pay by meter: only they feel a tariff; nothing else depends on it."""
    marks: Marks = ()
    """What sets its takes apart where a rule says so: groundwater, drinking_water, returned or stored."""


class Hydropower(Node):
    """A turbine; all water that arrives passes on."""

    type: Literal["hydropower"]
    max_flow: Flow | None = None
    """Most it can pass [flow]."""
    head: HeadValue
    """Drop of the water [length], or the reservoir whose level gives it."""
    efficiency: OneShare
    """Share of the water's power that becomes electricity."""
    value: EnergyPrice | None = None
    """Value of its energy [GBP/MWh]."""
    target_flow: Wish | None = None
    """Flow it wishes to pass."""


class Outlet(Node):
    """Where water leaves the basin."""

    type: Literal["outlet"]


AnyNode = Annotated[
    Catchment | Reservoir | Junction | Gauge | Works | Demand | Hydropower | Outlet, Discriminator("type")
]
