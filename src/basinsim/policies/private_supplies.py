"""Homes on springs and burns of their own: connected to the mains, or brought water by tanker."""

from typing import Annotated, Any, ClassVar

from basinsim.demand_models.essential_needs import EssentialNeeds
from basinsim.demand_models.fields import LITRES_IN_MEGALITRE, WaterPerHead
from basinsim.demand_models.public_supply import PublicSupply
from basinsim.errors import name_hint
from basinsim.policies.amounts import models_in, with_models
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.policies.mains import is_mains, is_private
from basinsim.rules.words import listed
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin, Community, Link
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Demand, Junction, Works
from basinsim.schema.policy import register
from basinsim.schema.sourced import Figure, Sourced
from basinsim.schema.values import Constant, Found

_LAST = 1000
"""The preference of a source that is drawn on when all others are not enough."""
_PEOPLE_BY_THEN = "tankers are enough for the people whom springs supply by then"
_DEPOT = "tankers"


@register
class ConnectPrivateSupplies(DemandLever):
    """Connect a share of the homes on private supplies to the mains.

    Their people are counted with the user `to` from then on: they use what its people use, and what
    they cannot do without moves with them. Private supplies are users whose demand model of public
    supply has neither leakage nor use of shops and works.
    """

    type_name: ClassVar[str] = "connect_private_supplies"
    option: ClassVar[str | None] = "Q3"
    needs: ClassVar[str] = "homes on private supplies"
    example: ClassVar[str] = "{type: connect_private_supplies, share: 80 %, to: rural_stirling}"
    costs: ClassVar[tuple[Figure, ...]] = (
        Figure(
            "the programme for private supplies in all of Scotland",
            "capital",
            20e6,
            "GBP",
            "Scottish Government, 2022",
            "seen",
            price_year=2022,
        ),
    )

    users: Names = None
    """Users by name, sector or community; all on private supplies without it."""
    share: Annotated[OneShare, Sourced("share", "analyst's default", "assumption", 0.1, 1.0)] = 0.5
    """Share of their people who are connected."""
    to: str | None = None
    """User on the mains that they join; without it, the one that serves the same community."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it is one of homes on private supplies."""
        return is_private(demand)

    def problems(self, basin: Basin) -> list[Found]:
        """Return names in vain, and homes for which no mains are known."""
        found = super().problems(basin)
        mains = tuple(name for name, demand in basin.of_type(Demand).items() if _counts_people(demand))
        if self.to is not None and self.to not in mains:
            known = name_hint(self.to, mains)
            message = f"there is no user '{self.to}' on mains whose people a demand model counts; {known}"
            return [*found, (("to",), message)]
        for name in {} if found else self.chosen(basin):
            if len(self._joins(name, basin)) != 1:
                message = f"say which user on mains '{name}' joins (to: NAME); on mains are: {', '.join(mains) or 'none'}"
                found.append(((), message))
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the homes connected; those they join are others' business too."""
        return frozenset(self.chosen(basin))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with fewer people on private supplies."""
        for name in self.chosen(basin):
            basin = self._connected(name, self._joins(name, basin)[0], basin)
        return basin

    def sentence(self) -> str:
        """Say how many homes are connected, and to what."""
        to = f"'{self.to}'" if self.to is not None else "their community"
        return f"Of the people on private supplies {self.where}, {in_per_cent(self.share)} join the mains of {to}."

    def _joins(self, name: str, basin: Basin) -> list[str]:
        if self.to is not None:
            return [self.to]
        community = basin.of_type(Demand)[name].community
        users = basin.of_type(Demand).items()
        return [user for user, demand in users if _counts_people(demand) and demand.community == community]

    def _connected(self, name: str, to: str, basin: Basin) -> Basin:
        users = basin.of_type(Demand)
        leaving, joined = users[name], users[to]
        people = self.share * sum(model.population for model in models_in(leaving.amount, PublicSupply))
        there = sum(model.population for model in models_in(joined.amount, PublicSupply))
        nodes = {
            **basin.nodes,
            name: _with_people(leaving, 1 - self.share),
            to: _with_people(joined, 1 + people / there),
        }
        communities = _after_moving(dict(basin.communities), leaving.community, joined.community, people)
        return basin.model_copy(update={"nodes": nodes, "communities": communities})


@register
class TankerSupply(DemandLever):
    """Bring water by tanker to homes on private supplies when their springs give too little.

    A depot is filled from works, and brings each user at most `per_head` for its people; tankers are the
    last source that is drawn on.
    """

    type_name: ClassVar[str] = "tanker_supply"
    option: ClassVar[str | None] = "Q3"
    needs: ClassVar[str] = "homes on private supplies"
    example: ClassVar[str] = "{type: tanker_supply, per_head: 20 l/head/d, works: [carron_valley_works]}"

    order_matters_with: ClassVar[dict[str, str]] = {
        "population_growth": _PEOPLE_BY_THEN,
        "connect_private_supplies": _PEOPLE_BY_THEN,
        "restrictions": "homes that tankers serve by then have reservoirs upstream, and are asked to save too",
        "reduced_export": "tankers are filled at the works that there are by then",
    }

    users: Names = None
    """Users by name, sector or community; all on private supplies without it."""
    per_head: Annotated[
        WaterPerHead,
        Sourced("l/head/d", "emergency supply in British practice, from memory", "assumption", 10, 20),
    ] = 10.0
    """Most that tankers bring for a person in a day [water per head]."""
    works: Names = None
    """Works at which tankers are filled; without it all from which mains lead to public supply."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether it is one of homes on private supplies."""
        return is_private(demand)

    def problems(self, basin: Basin) -> list[Found]:
        """Return names in vain, and the lack of works."""
        found, known = super().problems(basin), tuple(basin.of_type(Works))
        if not (known if self.works else _works_of_mains(basin)):
            found.append(((), "no works at which tankers could be filled"))
        for i, name in enumerate(self.works or ()):
            if name not in known:
                found.append((("works", i), f"there is no works '{name}'; {name_hint(name, known)}"))
        if _DEPOT in basin.nodes:
            found.append(((), f"the basin has a node '{_DEPOT}' already"))
        return found

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with a depot and its tankers."""
        works = _works_of_mains(basin) if self.works is None else self.works
        links = [Link.model_validate({"from": name, "to": _DEPOT}) for name in works]
        for name, demand in self.chosen(basin).items():
            people = sum(model.population for model in models_in(demand.amount, PublicSupply))
            most = Constant(people * self.per_head / LITRES_IN_MEGALITRE)
            link = Link.model_validate({"from": _DEPOT, "to": name, "preference": _LAST})
            links.append(link.model_copy(update={"max_flow": most}))
        nodes = {**basin.nodes, _DEPOT: Junction(type="junction")}
        return basin.model_copy(update={"nodes": nodes, "links": (*basin.links, *links)})

    def sentence(self) -> str:
        """Say what tankers bring, and when."""
        where = "" if self.works is None else " from " + listed([f"'{name}'" for name in self.works])
        return (
            f"When their springs give too little, homes on private supplies {self.where} are brought up to "
            f"{self.per_head:g} litres a head a day by tanker{where}."
        )


def _works_of_mains(basin: Basin) -> list[str]:
    """Return the works from which users on mains are supplied, over junctions or without: not a farm's pump."""
    users = {name for name, demand in basin.of_type(Demand).items() if is_mains(demand)}
    reached, before = users, set[str]()
    while reached != before:
        before = reached
        junctions = {name for name in reached if name in users or basin.nodes[name].type == "junction"}
        reached = before | {
            link.source
            for link in basin.links
            if link.target in junctions and basin.nodes[link.source].type in ("works", "junction")
        }
    return [name for name in basin.of_type(Works) if name in reached]


def _counts_people(demand: Demand) -> bool:
    homes = models_in(demand.amount, PublicSupply)
    return is_mains(demand) and sum(model.population for model in homes) > 0


def _with_people(demand: Demand, factor: float) -> Demand:
    def changed(model: Any) -> Any:
        return model.model_copy(update={"population": model.population * factor})

    update: dict[str, Any] = {"amount": with_models(demand.amount, PublicSupply, changed)}
    if demand.essential is not None:
        needs = with_models(demand.essential.amount, EssentialNeeds, changed)
        update["essential"] = demand.essential.model_copy(update={"amount": needs})
    return demand.model_copy(update=update)


def _after_moving(
    communities: dict[str, Community], left: str | None, joined: str | None, people: float
) -> dict[str, Community]:
    """Return the communities once people have left private supplies, and perhaps one for another."""
    for name, gain, private in ((left, -people, -people), (joined, people, 0.0)):
        if name not in communities:
            continue
        community = communities[name]
        update: dict[str, float] = {"population": community.population + (gain if left != joined else 0.0)}
        if community.private_supply_share is not None and update["population"]:
            on_springs = community.private_supply_share * community.population + private
            update["private_supply_share"] = max(0.0, on_springs / update["population"])
        communities[name] = community.model_copy(update=update)
    return communities
