"""A basin: nodes, links, communities and licences."""

from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from basinsim.schema.base import StrictModel
from basinsim.schema.fields import CarbonIntensity, Cost, EnergyIntensity, Flow, OneShare, Volume, WaterPrice
from basinsim.schema.file_beside import FileBeside
from basinsim.schema.folder import Folder
from basinsim.schema.marks import Marks
from basinsim.schema.month_day import MonthDay, month_and_day
from basinsim.schema.nodes import AnyNode, Node, Wish
from basinsim.schema.rule import AnyRule
from basinsim.schema.sharing import Sharing
from basinsim.units import UNIT_WORDS

OneNode = TypeVar("OneNode", bound=Node)


def _unit_word(kind: str) -> AfterValidator:
    def check(word: str) -> str:
        if word not in UNIT_WORDS[kind]:
            allowed = ", ".join(UNIT_WORDS[kind])
            raise PydanticCustomError(
                "unit", "{text}", {"text": f"unknown unit '{word}' (allowed: {allowed})"}
            )
        return word

    return AfterValidator(check)


class Units(StrictModel):
    """Units of bare numbers in the file."""

    flow: Annotated[str, _unit_word("flow")] = "Ml/d"
    """Unit of flows written as a bare number."""
    volume: Annotated[str, _unit_word("volume")] = "Ml"
    """Unit of volumes written as a bare number."""


class Link(StrictModel):
    """A river reach, tunnel or pipe; it carries what leaves its source."""

    source: str = Field(alias="from")
    """Node the water leaves."""
    target: str = Field(alias="to")
    """Node the water reaches."""
    name: str = ""
    """Name; `from->to` where none is given."""
    max_flow: Flow | None = None
    """Most it can carry, at its source [flow]."""
    min_flow: Wish | None = None
    """Flow it is meant to carry, at its source: a value (priority 1), or amount and priority."""
    loss: OneShare = 0.0
    """Share of what leaves the source that does not arrive."""
    spill: bool = False
    """Whether it is used only when there is no other way."""
    only_when_full: bool = False
    """Whether it carries only what the full reservoir it leaves cannot hold: a spillway without a gate."""
    preference: Annotated[int, Field(ge=1, le=1000, strict=True)] = 1
    """Order in which sources are drawn on, 1 first."""
    cost: Cost | None = None
    """Operating cost on what it carries [GBP/Ml]."""
    energy: EnergyIntensity | None = None
    """Energy used on what it carries [kWh/Ml]."""
    carbon: CarbonIntensity | None = None
    """Greenhouse gas of moving what it carries, energy included [kg of CO2e/Ml]."""
    value: WaterPrice | None = None
    """Value of what it carries [GBP/Ml]; used by the economic objective only."""
    marks: Marks = ()
    """What sets this take apart where a rule says so: groundwater, drinking_water, returned or stored."""

    @property
    def label(self) -> str:
        """Its name, or ``from->to``."""
        return self.name or f"{self.source}->{self.target}"


class Community(StrictModel):
    """People who share a supply."""

    population: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    """Number of people."""
    deprived_share: OneShare | None = None
    """Share of them living in the most deprived fifth of the country's areas; unknown without it."""
    private_supply_share: OneShare | None = None
    """Share of them with a private supply; unknown without it."""


class Season(StrictModel):
    """A limit on what is taken in some months of each year."""

    amount: Volume
    """Most that may be taken in the season [volume]."""
    months: Annotated[tuple[Annotated[int, Field(ge=1, le=12, strict=True)], ...], Field(min_length=1)]
    """The months that count, one after the other: [4, 5, 6, 7, 8, 9]; they may run over the change of the year.
    The account restarts with the first of them."""

    @model_validator(mode="after")
    def _is_one_season(self) -> "Season":
        if len(self._first_months) != 1:
            text = "the months of a season follow one another, and are not all twelve (that is an annual licence)"
            raise PydanticCustomError("season", "{text}", {"text": text})
        return self

    @property
    def _first_months(self) -> list[int]:
        return sorted(month for month in set(self.months) if (month - 2) % 12 + 1 not in self.months)

    @property
    def first_month(self) -> int:
        """The month with which it begins."""
        return self._first_months[0]


class RollingLimit(StrictModel):
    """A limit on what is taken in any run of days."""

    amount: Volume
    """Most that may be taken in that many days [volume]."""
    days: Annotated[int, Field(ge=1, le=3660, strict=True)]
    """How many days count together, the last of the step included [d]."""


class Licence(StrictModel):
    """A limit set by the regulator on what is taken."""

    applies_to: Annotated[tuple[str, ...], Field(min_length=1)]
    """Works, demands, turbines or links whose takes count together, at the source."""
    annual: Volume | None = None
    """Most that may be taken in an account year [volume]."""
    daily: Flow | None = None
    """Most that may be taken, multiplied by the days of the step [flow]."""
    year_start: MonthDay = "01-01"
    """Month and day on which the annual account restarts."""
    seasonal: Season | None = None
    """Most that may be taken in some months of each year."""
    rolling: RollingLimit | None = None
    """Most that may be taken in any run of so many days."""

    @property
    def month_and_day(self) -> tuple[int, int]:
        """Month and day on which the account restarts."""
        return month_and_day(self.year_start)


class Basin(StrictModel):
    """A river basin as a network of nodes and links."""

    name: str
    """What the basin is called."""
    description: str | None = None
    """A sentence for readers."""
    units: Units = Units()
    """Units of bare numbers."""
    nodes: Annotated[dict[str, AnyNode], Field(min_length=1)]
    """Nodes by name."""
    links: tuple[Link, ...] = ()
    """Links between them."""
    communities: dict[str, Community] = {}
    """Communities by name."""
    licences: dict[str, Licence] = {}
    """Licences by name."""
    extensions: dict[str, Annotated[Path, FileBeside()]] = {}
    """Parts that a scenario can switch on: name, and file relative to this one."""
    rules: dict[str, AnyRule] = {}
    """Operating rules by name: what is done step by step on what is known by then."""
    sharing: tuple[Sharing, ...] = ()
    """Rules by which users of one priority share; equal coverage where none is given."""
    hydrology: Annotated[Path | None, Folder()] = None
    """Folder of the tables from which weather and rivers are made, relative to this file."""

    def of_type(self, kind: type[OneNode]) -> dict[str, OneNode]:
        """Return the nodes of one type by name.

        Parameters
        ----------
        kind : type
            A class of :mod:`basinsim.schema.nodes`.

        Returns
        -------
        dict
            Sorted by name.
        """
        return {name: node for name, node in sorted(self.nodes.items()) if isinstance(node, kind)}
