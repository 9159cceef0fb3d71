"""A new user: hydrogen from electrolysis."""

from typing import Annotated, Any, ClassVar

from basinsim.demand_models.energy import Hydrogen
from basinsim.demand_models.fields import LITRES_IN_MEGALITRE, EnergyPerMass, Power, WaterPerMass
from basinsim.errors import name_hint
from basinsim.policies.amounts import models_in, with_models
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin, Link
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand, Returns
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import Sourced
from basinsim.schema.values import Found

_KWH_A_DAY_PER_MW = 24_000.0
_ASIDE = (0.03, -0.02)  # degrees, so that symbols do not overlap in drawings


@register
class HydrogenHub(Policy):
    """Build electrolysers beside a user, on the same sources, in the same place of the order.

    What is not consumed goes where that user's water goes. Where the basin has a hydrogen plant
    already, as an extension may bring it, that one gets these numbers instead.
    """

    type_name: ClassVar[str] = "hydrogen_hub"
    option: ClassVar[str | None] = "I1"
    order_matters_with: ClassVar[dict[str, str]] = {
        "priorities": "the hub has the place in the order that the user beside it has by then"
    }
    example: ClassVar[str] = "{type: hydrogen_hub, electrolyser: 500 MW, load_factor: 60 %}"

    beside: str | None = None
    """The user beside which it stands; the one user of the sector industry without it."""
    electrolyser: Annotated[
        Power, Sourced("MW", "analyst's default; 100 MW were studied at Markinch", "assumption", 20, 1000)
    ] = 200.0
    """Electric power of the electrolysers [power]."""
    load_factor: Annotated[
        OneShare, Sourced("share", "analyst's default: they run all the time", "assumption", 0.4, 1.0)
    ] = 1.0
    """Mean power as a share of the electrolysers' power."""
    water_use: Annotated[
        WaterPerMass,
        Sourced(
            "l/kg", "15.2 for the process and 19.5 for cooling (IRENA, through Hydrogen Insight)", "second-hand", 15.2, 60
        ),
    ] = 34.7  # fmt: skip
    """Water taken for a kilogram of hydrogen [water per mass]."""
    electricity: Annotated[EnergyPerMass, Sourced("kWh/kg", "analyst's default", "assumption", 48, 58)] = 52.0
    """Electricity for a kilogram of hydrogen [energy per mass]."""
    consumptive_share: Annotated[
        OneShare,
        Sourced(
            "share",
            "9 l/kg that become hydrogen and oxygen, and 14.6 l/kg that evaporate (IRENA), of 34.7 l/kg",
            "derived",
            0.5,
            1.0,
        ),
    ] = 0.68
    """Share of the water taken that does not come back."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return why it has no place to stand."""
        users = basin.of_type(Demand)
        if self.beside is not None and self.beside not in users:
            return [
                (("beside",), f"there is no user '{self.beside}'; {name_hint(self.beside, tuple(users))}")
            ]
        if self.beside is None and not _plants(basin) and len(_industry(basin)) != 1:
            found = ", ".join(_industry(basin)) or "none"
            message = f"say beside which user it stands (beside: NAME); users of the sector industry: {found}"
            return [((), message)]
        if self._builds(basin) and self.type_name in basin.nodes:
            return [((), f"the basin has a node '{self.type_name}' already")]
        return []

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the hub, or the plants that the basin has."""
        return frozenset({self.type_name} if self._builds(basin) else _plants(basin))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the hub."""
        if not self._builds(basin):
            users = basin.of_type(Demand)
            plants = {name: self._as_planned(users[name]) for name in _plants(basin)}
            return basin.model_copy(update={"nodes": {**basin.nodes, **plants}})
        name = self._neighbour(basin)
        neighbour = basin.of_type(Demand)[name]
        links = tuple(
            Link.model_validate({"from": link.source, "to": self.type_name}).model_copy(
                update={key: getattr(link, key) for key in ("loss", "preference", "cost", "energy", "marks")}
            )
            for link in basin.links
            if link.target == name
        )
        nodes = {**basin.nodes, self.type_name: self._hub(neighbour)}
        return basin.model_copy(update={"nodes": nodes, "links": (*basin.links, *links)})

    def sentence(self) -> str:
        """Say how large it is, and what it takes."""
        kilograms = self.electrolyser * self.load_factor * _KWH_A_DAY_PER_MW / self.electricity
        takes = kilograms * self.water_use / LITRES_IN_MEGALITRE
        where = "" if self.beside is None else f" beside '{self.beside}'"
        return (
            f"Electrolysers of {self.electrolyser:g} MW{where} run at {in_per_cent(self.load_factor)} and take "
            f"{takes:.3g} Ml/d, of which {in_per_cent(self.consumptive_share)} does not come back."
        )

    def _builds(self, basin: Basin) -> bool:
        return self.beside is not None or not _plants(basin)

    def _neighbour(self, basin: Basin) -> str:
        return self.beside if self.beside is not None else _industry(basin)[0]

    @property
    def _numbers(self) -> dict[str, Any]:
        return {
            "capacity": self.electrolyser,
            "load_factor": self.load_factor,
            "water_use": self.water_use,
            "electricity": self.electricity,
        }

    def _as_planned(self, plant: Demand) -> Demand:
        amount = with_models(plant.amount, Hydrogen, lambda model: model.model_copy(update=self._numbers))
        return plant.model_copy(update={"amount": amount, "returns": self._returns(plant)})

    def _hub(self, neighbour: Demand) -> Demand:
        position = neighbour.position and (
            neighbour.position[0] + _ASIDE[0],
            neighbour.position[1] + _ASIDE[1],
        )
        return Demand(
            type="demand",
            sector="energy",
            position=position,
            amount=Hydrogen(**self._numbers),
            priority=neighbour.priority,
            returns=self._returns(neighbour),
        )

    def _returns(self, user: Demand) -> Returns | None:
        return user.returns and Returns(to=user.returns.to, fraction=1 - self.consumptive_share)


def _industry(basin: Basin) -> list[str]:
    return [name for name, demand in basin.of_type(Demand).items() if demand.sector == "industry"]


def _plants(basin: Basin) -> list[str]:
    return [name for name, demand in basin.of_type(Demand).items() if models_in(demand.amount, Hydrogen)]
