"""Irrigation: equipment that takes less, and summers that need more."""

from typing import Annotated, ClassVar

from pydantic import Field

from basinsim.demand_models.fields import Depth
from basinsim.demand_models.irrigation import Irrigation
from basinsim.demand_models.irrigation_depth import IrrigationDepth
from basinsim.policies.amounts import has_flows, models_in, scaled_flows, with_models
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import register
from basinsim.schema.sourced import Figure, Sourced


@register
class IrrigationEfficiency(DemandLever):
    """Let irrigation take less for the same crops: trickle in place of a rain gun.

    The fields of a demand model take less; a plain series of agriculture is taken to be irrigation and
    nothing else. With `rebound` the water saved waters more land of the same crops instead, so that as
    much is taken as before.
    """

    type_name: ClassVar[str] = "irrigation_efficiency"
    option: ClassVar[str | None] = "A1"
    needs: ClassVar[str] = "irrigation"
    example: ClassVar[str] = "{type: irrigation_efficiency, users: [lower_devon_farms], saving: 30 %}"
    costs: ClassVar[tuple[Figure, ...]] = (
        Figure(
            "water by trickle, where that of a rain gun costs 0.20",
            "volume",
            0.41,
            "GBP/m3",
            "table in Farmers Weekly, of about 2003",
            "seen",
            price_year=2003,
            low=0.33,
            high=0.50,
        ),
    )

    users: Names = None
    """Users by name, sector or community; all that irrigate without it."""
    saving: Annotated[
        OneShare,
        Field(lt=1),
        Sourced(
            "share",
            "15 % measured on a farm; up to 40 % claimed (both Farmers Weekly)",
            "seen",
            low=0.10,
            high=0.40,
        ),
    ] = 0.15
    """Share of the water taken that is saved."""
    rebound: Annotated[
        bool, Sourced("", "a switch, since savings that water more land are often reported", "assumption")
    ] = False
    """Whether the water saved waters more land, in place of staying in the river."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it irrigates."""
        return _has_fields(demand) or (demand.sector == "agriculture" and has_flows(demand.amount))

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with better equipment."""
        amount = with_models(demand.amount, Irrigation, self._on_fields)
        amount = with_models(amount, IrrigationDepth, self._on_depth)
        if amount == demand.amount and not self.rebound:
            amount = scaled_flows(amount, 1 - self.saving)
        return demand.model_copy(update={"amount": amount})

    def sentence(self) -> str:
        """Say how much less is taken, and whether more land is watered."""
        then = (
            "; what is saved waters more land of the same crops, so that as much is taken as before"
            if self.rebound
            else ""
        )
        return f"Irrigation {self.where} takes {in_per_cent(self.saving)} less for the same crops{then}."

    def _saving(self, before: float) -> float:
        return 1 - (1 - before) * (1 - self.saving)

    def _on_fields(self, model: Irrigation) -> Irrigation:
        crops = model.crops
        if self.rebound:
            crops = {
                name: crop.model_copy(update={"area": crop.area / (1 - self.saving)})
                for name, crop in crops.items()
            }
        return model.model_copy(update={"saving": self._saving(model.saving), "crops": crops})

    def _on_depth(self, model: IrrigationDepth) -> IrrigationDepth:
        area = model.area / (1 - self.saving) if self.rebound else model.area
        return model.model_copy(update={"saving": self._saving(model.saving), "area": area})


@register
class DryYearIrrigation(DemandLever):
    """Let every summer need as much irrigation as a dry one: a fixed depth on all irrigated land.

    It takes the place of the balance of the soil, and no longer follows the weather. What better
    equipment saves stays saved. Without a demand model the irrigated area is not known.
    """

    type_name: ClassVar[str] = "dry_year_irrigation"
    option: ClassVar[str | None] = "A3"
    needs: ClassVar[str] = "irrigated area (model: irrigation)"
    example: ClassVar[str] = "{type: dry_year_irrigation, users: [carse_farms], depth: 100 mm}"

    users: Names = None
    """Users by name, sector or community; all whose irrigated area is known without it."""
    depth: Annotated[
        Depth,
        Sourced(
            "mm",
            "analyst's default: three or four passes of 18 mm to 25 mm (Farmers Weekly); in the east of Scotland "
            "there was a fourth in July 2018 (AHDB)",
            "assumption",
            low=0,
            high=125,
        ),
    ] = 75.0
    """Water taken for the fields in a season [depth]."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether its irrigated area is known."""
        return _has_fields(demand)

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with this depth in every summer."""
        amount = with_models(demand.amount, Irrigation, self._fixed)
        amount = with_models(
            amount, IrrigationDepth, lambda model: model.model_copy(update={"depth": self.depth})
        )
        return demand.model_copy(update={"amount": amount})

    def sentence(self) -> str:
        """Say how much every summer needs."""
        return f"Every summer, irrigated land {self.where} takes {self.depth:g} mm, as in a dry year."

    def _fixed(self, model: Irrigation) -> IrrigationDepth:
        area = sum(crop.area for crop in model.crops.values())
        return IrrigationDepth(area=area, depth=self.depth, saving=model.saving)


def _has_fields(demand: Demand) -> bool:
    return bool(models_in(demand.amount, Irrigation)) or bool(models_in(demand.amount, IrrigationDepth))
