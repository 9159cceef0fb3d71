"""Takes that leave the river its low flow, or a share of its flow, as a policy."""

from typing import Annotated, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from basinsim.policies.areas import (
    Areas,
    at_gauge,
    flow_in_words,
    problems_of_areas,
    problems_of_table,
    taken_names,
    users_in_words,
    with_rules,
)
from basinsim.rules.hands_off_flow import HandsOffFlow
from basinsim.rules.words import share
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.low_flow import LowFlow
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import SHARE, Sourced
from basinsim.schema.values import Constant, Found, GaugeTable


@register
class TakeLimits(Policy):
    """Users under a gauge stop taking below a hands-off flow, and take a share of what flows above it.

    Without `hands_off_flow` the share is one of all that flows: a band of the kind that standards
    give (so many per cent of natural flow), read at the gauge without these takes.
    """

    type_name: ClassVar[str] = "take_limits"
    option: ClassVar[str | None] = "E1"
    example: ClassVar[str] = """\
- type: take_limits
  areas: {allan_at_bridge_of_allan: [strathallan_farms]}
  max_take: 10 %
"""

    areas: Areas
    """Users (demands, works, turbines or links) by the gauge that is read for them."""
    hands_off_flow: Annotated[
        Constant | GaugeTable | None,
        LowFlow(),
        Sourced(
            "Ml/d", "Q95 (Q98 to Q90) as a benchmark; the figure of a licence was not seen", "assumption"
        ),
    ] = None
    """Flow that the takes must leave [flow]; a number, or {file, column} of a table by gauge."""
    max_take: Annotated[
        OneShare | None,
        Sourced(
            SHARE,
            "Acreman et al. 2008, Hydrological Sciences Journal 53: 15 to 35 % of natural flow in the least "
            "and 7.5 to 25 % in the most sensitive rivers",
            "seen",
            0.075,
            0.35,
        ),
    ] = None
    """Share of the flow (above the hands-off flow, where there is one) that all takes of an area may have
    together; all of it without this."""

    @model_validator(mode="after")
    def _says_something(self) -> "TakeLimits":
        if self.hands_off_flow is None and self.max_take is None:
            text = "take limits need a 'hands_off_flow', a 'max_take', or both"
            raise PydanticCustomError("take_limits", "{text}", {"text": text})
        return self

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and a table that does not know the gauges."""
        found = problems_of_areas(basin, self.areas)
        known = [gauge for gauge in self.areas if gauge in basin.nodes]
        found += problems_of_table("hands_off_flow", self.hands_off_flow, known)
        return found + taken_names(basin, [_name(gauge) for gauge in self.areas], "areas")

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the users."""
        return frozenset(user for users in self.areas.values() for user in users)

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with a hands-off rule for each area."""
        rules = {
            _name(gauge): HandsOffFlow(
                type="hands_off_flow",
                gauge=gauge,
                applies_to=users,
                threshold=at_gauge(self.hands_off_flow, gauge) or Constant(0.0),
                share_above=1.0 if self.max_take is None else self.max_take,
            )
            for gauge, users in self.areas.items()
        }
        return with_rules(basin, rules)

    def sentence(self) -> str:
        """Say who may take what, read at which gauge."""
        part = "" if self.max_take is None else f"{share(self.max_take)} of "
        flow = (
            f"{part}what flows without them"
            if self.hands_off_flow is None
            else f"{part}what flows without them above {flow_in_words(self.hands_off_flow, self.areas)}"
        )
        return f"Takes are read at a gauge ({users_in_words(self.areas)}): all together at most {flow}."


def _name(gauge: str) -> str:
    return f"take_limit_{gauge}"
