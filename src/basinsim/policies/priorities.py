"""The order in which wishes are served, as a policy."""

from typing import Any, ClassVar

from pydantic import Field

from basinsim.errors import name_hint
from basinsim.schema.base import Priority, StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy, register
from basinsim.schema.values import Found

_KINDS = {
    # word -> (what it says in a sentence)
    "min_flow": "minimum flows of links",
    "environmental_flow": "environmental flows",
    "target_flow": "target flows of turbines",
    "essential": "essential needs",
    "public": "public supply",
    "agriculture": "agriculture",
    "energy": "energy users",
    "industry": "industry",
}


@register
class Priorities(Policy):
    """Change the order of wishes: for a kind of wish, a sector, a node or a link."""

    type_name: ClassVar[str] = "priorities"
    example: ClassVar[str] = "{type: priorities, set: {agriculture: 5, industry: 6}}"

    set: dict[str, Priority] = Field(min_length=1)
    """New priority of each kind (min_flow, environmental_flow, target_flow, essential), sector,
    node or link; a name of its own wins over its kind."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return the names that this basin does not know."""
        allowed = (*_KINDS, *sorted(_named_wishes(basin)))
        return [
            (
                ("set", name),
                f"is no kind of wish, sector, node or link with a priority; {name_hint(name, allowed)}",
            )
            for name in self.set
            if name not in allowed
        ]

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the new priorities."""
        nodes = {name: self._changed_node(name, node) for name, node in basin.nodes.items()}
        links = tuple(self._changed_link(link) for link in basin.links)
        return basin.model_copy(update={"nodes": nodes, "links": links})

    def sentence(self) -> str:
        """Say which wishes are served when."""
        parts = [
            f"{_KINDS.get(name, name)} at priority {priority}" for name, priority in sorted(self.set.items())
        ]
        return "Wishes are served in another order: " + ", ".join(parts) + "."

    def _of(self, name: str, *kinds: str) -> int | None:
        return next((self.set[word] for word in (name, *kinds) if word in self.set), None)

    def _changed_node(self, name: str, node: Any) -> Any:
        if node.type == "demand":
            update: dict[str, Any] = {"priority": self._of(name, node.sector)}
            if node.essential is not None:
                update["essential"] = _with_priority(
                    node.essential, self._of(f"{name}.essential", "essential")
                )
            return node.model_copy(update={key: value for key, value in update.items() if value is not None})
        for kind in ("environmental_flow", "target_flow"):
            wish = getattr(node, kind, None)
            if wish is not None:
                return node.model_copy(update={kind: _with_priority(wish, self._of(name, kind))})
        return node

    def _changed_link(self, link: Any) -> Any:
        if link.min_flow is None:
            return link
        return link.model_copy(
            update={"min_flow": _with_priority(link.min_flow, self._of(link.label, "min_flow"))}
        )


def _with_priority(wish: StrictModel, priority: int | None) -> StrictModel:
    return wish if priority is None else wish.model_copy(update={"priority": priority})


def _named_wishes(basin: Basin) -> list[str]:
    names = [link.label for link in basin.links if link.min_flow is not None]
    for name, node in basin.nodes.items():
        if node.type == "demand":
            names += [name, f"{name}.essential"] if node.essential else [name]
        elif getattr(node, "environmental_flow", None) or getattr(node, "target_flow", None):
            names.append(name)
    return names
