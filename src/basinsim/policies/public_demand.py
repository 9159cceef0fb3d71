"""How many people are supplied, how much each of them uses, and how far that rises in dry weather."""

from typing import Annotated, ClassVar, TypeVar

from basinsim.demand_models.dry_weather import DryWeather
from basinsim.demand_models.essential_needs import EssentialNeeds
from basinsim.demand_models.fields import LITRES_IN_MEGALITRE, WaterPerHead
from basinsim.demand_models.public_supply import PublicSupply
from basinsim.demand_models.transfer import Transfer
from basinsim.policies.amounts import Amount, has_flows, models_in, scaled_flows, with_models
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.policies.mains import CARBON_OF_WATER, HOUSEHOLD_SHARE
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import register
from basinsim.schema.share_within import ShareWithin
from basinsim.schema.sourced import Figure, Sourced

People = TypeVar("People", PublicSupply, EssentialNeeds)


@register
class PerHeadUse(DemandLever):
    """Set what a person uses at home in a day, where the demand is a model of people.

    Use of shops and works, leakage, and the rise in dry weather stay as they are.
    """

    type_name: ClassVar[str] = "per_head_use"
    option: ClassVar[str | None] = "D1"
    example: ClassVar[str] = "{type: per_head_use, per_head: 140 l/head/d}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "known use of a head (model: public_supply)"
    order_matters_with: ClassVar[dict[str, str]] = {
        "metering": "the use of a head is set outright, and what meters have saved before is lost in it",
        "tariff": "the use of a head is set outright, and what a price has saved before is lost in it",
    }
    carbon: ClassVar[tuple[Figure, ...]] = (CARBON_OF_WATER,)

    zones: Names = None
    """Users by name, sector or community; all whose use of a head is known without it."""
    per_head: Annotated[
        WaterPerHead,
        Sourced(
            "l/head/d",
            "178 l/head/d in Scotland in 2025 (press), 140.4 in England and Wales in 2023/24 (Ofwat, through the press)",
            "second-hand",
            low=140,
            high=180,
        ),
    ] = 178.0
    """What a person uses at home in a day [water per head]."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether the use of a head is known."""
        return bool(models_in(demand.amount, PublicSupply))

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with this use of a head."""
        amount = with_models(
            demand.amount,
            PublicSupply,
            lambda model: model.model_copy(update={"household_use": self.per_head}),
        )
        return demand.model_copy(update={"amount": amount})

    def sentence(self) -> str:
        """Say what a person uses."""
        return f"People {self.where} use {self.per_head:g} litres a head a day at home."


@register
class PopulationGrowth(DemandLever):
    """Let the number of people supplied grow or fall, and with it household use and essential needs.

    Use of shops and works, and leakage, stay as they are. Of a plain series or a transfer,
    `household_share` is taken to be used at home.
    """

    type_name: ClassVar[str] = "population_growth"
    option: ClassVar[str | None] = "D1"
    example: ClassVar[str] = "{type: population_growth, zones: [falkirk], growth: 15 %}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "people to count (sector: public)"

    zones: Names = None
    """Users by name, sector or community; all of public supply without it."""
    growth: Annotated[
        float,
        ShareWithin(-1, 10),
        Sourced("share", "analyst's default: no projection was read", "assumption", low=-0.1, high=0.3),
    ] = 0.1
    """Change of the number of people, as a share of it or in %; below 0 where they get fewer."""
    household_share: Annotated[OneShare, HOUSEHOLD_SHARE] = 0.45
    """Share of a plain series or of a transfer that is taken to be used at home."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it is public supply."""
        known = bool(models_in(demand.amount, PublicSupply)) or has_flows(demand.amount)
        return demand.sector == "public" and known

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with more people, and what they cannot do without."""
        if models_in(demand.amount, PublicSupply):
            amount = with_models(demand.amount, PublicSupply, self._grown)
        else:
            amount = scaled_flows(demand.amount, 1 + self.growth * self.household_share)
        update: dict[str, object] = {"amount": amount}
        if demand.essential is not None:
            needs: Amount = demand.essential.amount
            if models_in(needs, EssentialNeeds):
                needs = with_models(needs, EssentialNeeds, self._grown)
            else:
                needs = scaled_flows(needs, 1 + self.growth)
            update["essential"] = demand.essential.model_copy(update={"amount": needs})
        return demand.model_copy(update=update)

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with more people, in its communities too."""
        communities = dict(basin.communities)
        served: dict[str, list[float]] = {}
        for name, demand in basin.of_type(Demand).items():
            if demand.sector == "public" and demand.community in communities:
                grows = name in self.chosen(basin)
                people = sum(model.population for model in models_in(demand.amount, PublicSupply))
                served.setdefault(str(demand.community), []).extend([people, people if grows else 0.0, grows])
        for name, numbers in served.items():
            people, growing, some = sum(numbers[0::3]), sum(numbers[1::3]), any(numbers[2::3])
            # Where no model counts people, a community grows as a whole with any of its users.
            share = growing / people if people else float(some)
            community = communities[name]
            communities[name] = community.model_copy(
                update={"population": community.population * (1 + self.growth * share)}
            )
        return super().apply(basin).model_copy(update={"communities": communities})

    def sentence(self) -> str:
        """Say by how much the number of people changes."""
        way = "grows" if self.growth >= 0 else "falls"
        return (
            f"The number of people supplied {self.where} {way} by {in_per_cent(abs(self.growth))}, and with it what "
            f"they use at home (of a plain amount, {in_per_cent(self.household_share)})."
        )

    def _grown(self, model: People) -> People:
        return model.model_copy(update={"population": model.population * (1 + self.growth)})


@register
class PeakDemand(DemandLever):
    """Set how far demand rises above its mean in the driest weather, where it follows the weather.

    It takes the place of the rise that the demand has. Where it is homes that use more, their rise is
    made such that the whole (with shops, works and leakage) rises by `uplift`.
    """

    type_name: ClassVar[str] = "peak_demand"
    option: ClassVar[str | None] = "D1"
    example: ClassVar[str] = "{type: peak_demand, uplift: 15 %}"
    key: ClassVar[str] = "zones"
    needs: ClassVar[str] = "demand that rises in dry weather (dry_weather)"
    order_matters_with: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "leakage_reduction",
            "per_head_use",
            "population_growth",
            "metering",
            "tariff",
            "connect_private_supplies",
        ),
        "the rise of homes is worked out from what leaks and what they use by then",
    )

    zones: Names = None
    """Users by name, sector or community; all that follow the weather without it."""
    uplift: Annotated[
        OneShare,
        Sourced("share", "150 Ml/d on about 1,850 Ml/d in May 2025 (press)", "seen", low=0.0, high=0.15),
    ] = 0.08
    """Largest rise of what is asked for in all, as a share of its mean."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it follows the weather."""
        homes, transfers = models_in(demand.amount, PublicSupply), models_in(demand.amount, Transfer)
        rises = [model.dry_weather for model in homes] + [model.dry_weather for model in transfers]
        return any(rise is not None for rise in rises)

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with this rise."""
        amount = with_models(demand.amount, PublicSupply, self._homes)
        amount = with_models(
            amount, Transfer, lambda model: model.model_copy(update=_rise(model.dry_weather, self.uplift))
        )
        return demand.model_copy(update={"amount": amount})

    def sentence(self) -> str:
        """Say how far it rises."""
        return (
            f"In the driest weather, what is asked for {self.where} rises to at most "
            f"{in_per_cent(self.uplift)} above its mean."
        )

    def _homes(self, model: PublicSupply) -> PublicSupply:
        homes = model.population * model.household_use / LITRES_IN_MEGALITRE
        whole = homes + model.non_household_use + model.leakage
        return model.model_copy(
            update=_rise(model.dry_weather, self.uplift * whole / homes if homes else 0.0)
        )


def _rise(dry_weather: DryWeather | None, increase: float) -> dict[str, DryWeather]:
    if dry_weather is None:
        return {}
    return {"dry_weather": dry_weather.model_copy(update={"increase": increase})}
