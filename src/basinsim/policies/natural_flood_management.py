"""Peat, woodland and floodplains: land that lets go of its water more slowly."""

from typing import Annotated, ClassVar

from basinsim.errors import name_hint
from basinsim.policies.demand_lever import Names
from basinsim.rules.words import listed
from basinsim.rules.words import share as in_per_cent
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.nodes import Catchment
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import Sourced
from basinsim.schema.values import Found


@register
class NaturalFloodManagement(Policy):
    """Raise the low flows of catchments, as a question of how much it would matter.

    No evidence was found that natural flood management raises low flows: the uplift is 0 unless a file
    says otherwise, and a file that does shows a sensitivity and not an effect. Flows that are exceeded on
    70 % of the days or more rise by this share, up to the flow exceeded on 70 % of days.
    """

    type_name: ClassVar[str] = "natural_flood_management"
    option: ClassVar[str | None] = "N1"
    example: ClassVar[str] = (
        "{type: natural_flood_management, catchments: [allan_catchment], low_flow_uplift: 5 %}"
    )

    catchments: Names = None
    """Catchments by name; all without it."""
    low_flow_uplift: Annotated[
        OneShare,
        Sourced(
            "share",
            "what was found at Eddleston is a later flood peak, in catchments of up to about 26 km2 (Black et al. 2021); "
            "no evidence on low flows was found",
            "assumption",
            low=0.0,
            high=0.05,
        ),
    ] = 0.0
    """Rise of low flows, as a share of them."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown catchments."""
        known = tuple(basin.of_type(Catchment))
        if self.catchments is None:
            return [] if known else [((), "nothing to act on: the basin has no catchment")]
        return [
            (("catchments", i), f"there is no catchment '{name}'; {name_hint(name, known)}")
            for i, name in enumerate(self.catchments)
            if name not in known
        ]

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the catchments."""
        known = basin.of_type(Catchment)
        return frozenset(known if self.catchments is None else self.catchments)

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with these low flows."""
        nodes = {
            name: node.model_copy(update={"low_flow_uplift": self.low_flow_uplift})
            for name, node in basin.nodes.items()
            if name in self.acts_on(basin)
        }
        return basin.model_copy(update={"nodes": {**basin.nodes, **nodes}})

    def sentence(self) -> str:
        """Say by how much low flows rise, or that they do not."""
        where = (
            "everywhere"
            if self.catchments is None
            else "in " + listed([f"'{name}'" for name in self.catchments])
        )
        if not self.low_flow_uplift:
            return (
                f"Natural flood management {where} changes no low flow: no evidence that it does was found."
            )
        return (
            f"Natural flood management {where} is supposed to raise low flows by {in_per_cent(self.low_flow_uplift)}, "
            "for which no evidence was found."
        )
