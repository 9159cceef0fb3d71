"""How turbines and their dams are run, as a policy."""

from typing import Annotated, Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from basinsim.errors import name_hint
from basinsim.rules.references import unknown
from basinsim.rules.words import listed, number_in_words, share
from basinsim.schema.base import Priority
from basinsim.schema.basin import Basin
from basinsim.schema.fields import Flow, OneFlow
from basinsim.schema.nodes import Hydropower, Wish
from basinsim.schema.policy import Policy, register
from basinsim.schema.share_within import ShareWithin
from basinsim.schema.sourced import SHARE, Sourced
from basinsim.schema.values import Constant, Found

_LAST = 1000  # the last priority there is


@register
class HydropowerOperation(Policy):
    """Dams with turbines keep a least release, and turbines are asked for a flow by month."""

    type_name: ClassVar[str] = "hydropower_operation"
    option: ClassVar[str | None] = "R3"
    order_matters_with: ClassVar[dict[str, str]] = {
        "priorities": "both set places in the order of wishes, and the later has the last word"
    }
    example: ClassVar[str] = """\
- type: hydropower_operation
  natural_q95: {glen_finglas_release: 16.8 Ml/d}
  least_release: 100 %
  turbines: {glen_finglas_hydropower: [120, 120, 100, 80, 40, 30, 30, 30, 40, 80, 100, 120]}
"""

    natural_q95: dict[str, OneFlow] = {}
    """Links below dams, and the flow that the river would have there on 95 % of days without them [flow]."""
    least_release: Annotated[
        float,
        ShareWithin(0.0, 10.0),
        Sourced(SHARE, "assumption of this project", "assumption", 0.5, 1.5),
    ] = 1.0
    """Share of that flow that each of these links is to carry at least."""
    priority: Priority = 1
    """Order of these releases among all wishes, 1 first; a release that has one keeps its own."""
    turbines: dict[str, Flow] = {}
    """Turbines, and the flow that they are asked to pass: by month, water is kept for when it is wanted [flow]."""

    @model_validator(mode="after")
    def _says_something(self) -> "HydropowerOperation":
        if not self.natural_q95 and not self.turbines:
            text = "hydropower is run otherwise by 'natural_q95' of releases, by flows of 'turbines', or both"
            raise PydanticCustomError("hydropower_operation", "{text}", {"text": text})
        return self

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and releases that a link cannot carry."""
        found = list(unknown(basin, "link", ((("natural_q95", name), name) for name in self.natural_q95)))
        for link in basin.links:
            if link.label in self.natural_q95 and isinstance(link.max_flow, Constant):
                least = self._least(link.label)
                if least.number > link.max_flow.number:
                    message = f"asks for {least.number:g} Ml/d, and the link carries at most {link.max_flow.number:g} Ml/d"
                    found.append((("natural_q95", link.label), message))
        known = tuple(basin.of_type(Hydropower))
        found += [
            (("turbines", name), f"there is no hydropower '{name}'; {name_hint(name, known)}")
            for name in self.turbines
            if name not in known
        ]
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the links and turbines."""
        return frozenset({*self.natural_q95, *self.turbines})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the least releases and the turbines' flows."""
        nodes: dict[str, Any] = dict(basin.nodes)
        # A turbine that asked for nothing before comes after all other wishes.
        last = max(_priorities(basin), default=0) + 1
        for name, flow in self.turbines.items():
            present = nodes[name].target_flow
            priority = min(last, _LAST) if present is None else present.priority
            wish = Wish(amount=flow, priority=priority)
            nodes[name] = nodes[name].model_copy(update={"target_flow": wish})
        links = tuple(
            link.model_copy(
                update={
                    "min_flow": Wish(
                        amount=self._least(link.label),
                        priority=self.priority if link.min_flow is None else link.min_flow.priority,
                    )
                }
            )
            if link.label in self.natural_q95
            else link
            for link in basin.links
        )
        return basin.model_copy(update={"nodes": nodes, "links": links})

    def sentence(self) -> str:
        """Say which dams release how much, and which turbines are asked for what."""
        said = []
        if self.natural_q95:
            least = [
                f"{number_in_words(self._least(name), 'Ml/d')} over '{name}'" for name in self.natural_q95
            ]
            said.append(
                f"Dams release at least {listed(least)} ({share(self.least_release)} of the natural Q95)."
            )
        if self.turbines:
            flows = [f"'{name}' {number_in_words(flow, 'Ml/d')}" for name, flow in self.turbines.items()]
            said.append(f"Turbines are asked to pass: {listed(flows)}.")
        return " ".join(said)

    def _least(self, link: str) -> Constant:
        flow = self.natural_q95[link]
        assert isinstance(flow, Constant)  # the field takes one number
        return Constant(flow.number * self.least_release)


def _priorities(basin: Basin) -> list[int]:
    found = [link.min_flow.priority for link in basin.links if link.min_flow is not None]
    for node in basin.nodes.values():
        if node.type == "demand":
            found.append(node.priority)
        wish = getattr(node, "environmental_flow", None) or getattr(node, "target_flow", None)
        found += [] if wish is None else [wish.priority]
    return found
