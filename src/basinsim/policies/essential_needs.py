"""What people and animals cannot do without, ahead of all else."""

from typing import Annotated, Any, ClassVar

from basinsim.demand_models.essential_needs import EssentialNeeds
from basinsim.demand_models.fields import WaterPerHead
from basinsim.demand_models.livestock import Livestock
from basinsim.demand_models.public_supply import PublicSupply
from basinsim.demand_models.total import Sum
from basinsim.policies.amounts import Amount, models_in
from basinsim.policies.demand_lever import DemandLever, Names
from basinsim.schema.base import Priority
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand, Essential
from basinsim.schema.policy import register
from basinsim.schema.sourced import Sourced


@register
class EssentialNeedsFirst(DemandLever):
    """Serve what people cannot do without, and what animals drink, ahead of every other wish.

    People are those of the user's essential part, of its model, or of the community that only it
    serves; where they cannot be counted, an essential part that is stated keeps its amount. Where another wish stands at the same place of the order, that wish and all behind it move
    one place down.
    """

    type_name: ClassVar[str] = "essential_needs_first"
    option: ClassVar[str | None] = "Q1"
    needs: ClassVar[str] = "people or animals to count"
    example: ClassVar[str] = "{type: essential_needs_first, per_head: 80 l/head/d}"
    order_matters_with: ClassVar[dict[str, str]] = {
        "priorities": "both set places in the order of wishes, and the later has the last word",
        "hydropower_operation": "only wishes that are there by then move down to make room",
        "sharing_rule": "the places that a sharing rule names are those of the order by then",
    }

    users: Names = None
    """Users by name, sector or community; all whose people or animals can be counted without it."""
    per_head: Annotated[
        WaterPerHead,
        Sourced(
            "l/head/d", "50 to 100 in texts of the United Nations; at the very least 20", "seen", 20, 100
        ),
    ] = 50.0
    """What a person cannot do without in a day [water per head]."""
    livestock: Annotated[bool, Sourced("", "a switch: the texts on needs are about people", "assumption")] = (
        True
    )
    """Whether what farm animals drink counts too."""
    priority: Annotated[
        Priority, Sourced("-", "the option's own words: before everything", "assumption", 1, 3)
    ] = 1
    """Place in the order of wishes, 1 first."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether its people or animals can be counted."""
        return self._needs(name, demand, basin) is not None

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the user with its needs ahead of the rest."""
        essential = Essential(amount=self._needs(name, demand, basin), priority=self.priority)
        return demand.model_copy(update={"essential": essential})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with these needs, and other wishes behind them."""
        chosen = self.chosen(basin)
        if self.priority in _places(basin, set(chosen)):
            basin = _moved_down(basin, self.priority)
        changed = {name: self.changed(name, basin.of_type(Demand)[name], basin) for name in chosen}
        return basin.model_copy(update={"nodes": {**basin.nodes, **changed}})

    def sentence(self) -> str:
        """Say how much comes first, and for whom."""
        animals = " and what farm animals drink" if self.livestock else ""
        return (
            f"Essential needs of {self.per_head:g} litres a head a day{animals} {self.where} are served at "
            f"priority {self.priority}, ahead of what stood there."
        )

    def _needs(self, name: str, demand: Demand, basin: Basin) -> Amount | None:
        people = _people(name, demand, basin)
        if not people and demand.sector == "public" and demand.essential is not None:
            return demand.essential.amount
        herds = models_in(demand.amount, Livestock) if self.livestock else []
        needs: list[Any] = [EssentialNeeds(population=people, per_head=self.per_head)] if people else []
        needs += herds
        if not needs:
            return None
        return Sum(parts=tuple(needs)) if len(needs) > 1 else needs[0]


def _people(name: str, demand: Demand, basin: Basin) -> float:
    if demand.sector != "public":
        return 0.0
    counted = models_in(demand.essential.amount, EssentialNeeds) if demand.essential else []
    if counted:
        return sum(model.population for model in counted)
    homes = models_in(demand.amount, PublicSupply)
    if homes:
        return sum(model.population for model in homes)
    served = [user for user, other in basin.of_type(Demand).items() if other.community == demand.community]
    community = basin.communities.get(str(demand.community))
    return community.population if community is not None and served == [name] else 0.0


def _places(basin: Basin, without: set[str]) -> set[int]:
    """Return the places in the order at which any wish stands, but the needs of some users."""
    places = {link.min_flow.priority for link in basin.links if link.min_flow is not None}
    for name, node in basin.nodes.items():
        if isinstance(node, Demand):
            places.add(node.priority)
            if node.essential is not None and node.essential.priority is not None and name not in without:
                places.add(node.essential.priority)
        for key in ("environmental_flow", "target_flow", "final"):
            wish = getattr(node, key, None)
            if wish is not None and wish.priority is not None:
                places.add(wish.priority)
    return places


def _moved_down(basin: Basin, place: int) -> Basin:
    """Return the basin with the wishes at a place and behind it one place further down."""

    def below(wish: Any) -> Any:
        if wish is None or wish.priority is None or wish.priority < place:
            return wish
        return wish.model_copy(update={"priority": wish.priority + 1})

    nodes: dict[str, Any] = {}
    for name, node in basin.nodes.items():
        moved = below(node) if isinstance(node, Demand) else node
        wishes = ("essential", "environmental_flow", "target_flow", "final")
        nodes[name] = moved.model_copy(
            update={key: below(getattr(node, key)) for key in wishes if getattr(node, key, None) is not None}
        )
    links = tuple(link.model_copy(update={"min_flow": below(link.min_flow)}) for link in basin.links)
    return basin.model_copy(update={"nodes": nodes, "links": links})
