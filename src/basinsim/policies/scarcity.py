"""What scarcity of water brings to abstractors, as policies: suspension, and caps in good time."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator
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
from basinsim.rules.significant_scarcity import LowerLevel, LowerLevels, SignificantScarcity
from basinsim.rules.words import listed, share
from basinsim.schema.basin import Basin
from basinsim.schema.fields import OneShare
from basinsim.schema.low_flow import LowFlow
from basinsim.schema.marks import Marks
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import SHARE, Sourced
from basinsim.schema.values import Constant, Found, GaugeTable

_AGENCY = "Scottish Environment Protection Agency, answers on its Drought Risk Assessment Tool"
_ADVICE = "Scottish Environment Protection Agency advises reductions at moderate scarcity and orders none (15 July 2022)"
_PROXY = "proxy of this project: the agency's limits are not published as numbers"
_OURS = "assumption of this project"

_Days = Annotated[int, Field(ge=1, le=365, strict=True)]


class _InScarcity(Policy):
    """What both levers have in common: areas, and the agency's rule of significant scarcity in each."""

    _prefix: ClassVar[str] = ""

    areas: Areas
    """Users (demands, works, turbines or links) by the reference gauge of their area."""
    q95: Annotated[
        Constant | GaugeTable | None,
        LowFlow(),
        Sourced("Ml/d", "flow of the modelled baseline, 1991 to 2020", "derived"),
    ] = None
    """Flow exceeded on 95 % of days, fixed for all scenarios [flow]: a number, or {file, column} of a table by
    gauge; what the basin says of each gauge without it."""
    observed_q95: Annotated[
        Constant | GaugeTable | None,
        LowFlow(),
        Sourced("Ml/d", "observed daily flows of the gauges", "derived"),
    ] = None
    """The observed one, for comparison only [flow]."""
    trigger_days: Annotated[_Days, Sourced("d", _AGENCY, "seen", 20, 40)] = 30
    """How many consecutive days below it make scarcity significant [d]."""
    mean_days: Annotated[_Days, Sourced("d", _AGENCY, "seen", 1, 7)] = 5
    """Over how many days flow is averaged [d]."""
    exempt: Annotated[Marks, Sourced("", f"{_AGENCY} and its guidance on significant scarcity", "seen")] = (
        "groundwater",
        "drinking_water",
        "returned",
    )
    """Takes with one of these marks are left alone."""
    natural_q95: Annotated[
        Constant | GaugeTable | None,
        LowFlow(),
        Sourced("Ml/d", "inflow above the gauge in the reference record, 1991 to 2020", "derived"),
    ] = None
    """Flow exceeded on 95 % of days if nobody touched the water, fixed for all scenarios [flow]: a number, or
    {file, column} of a table by gauge. Without it no notified take is spared."""
    notified_share: Annotated[
        OneShare, Sourced(SHARE, f"{_AGENCY} and its guidance on significant scarcity", "seen", 0.0, 0.10)
    ] = 0.05
    """Users whose takes bear the mark `notified` are left alone on days on which those of their area ask for no more
    than this share of the natural Q95 together. That what is asked for counts, day by day, is our reading."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and tables that do not know the gauges."""
        found = problems_of_areas(basin, self.areas)
        known = [gauge for gauge in self.areas if gauge in basin.nodes]
        for key, value in self._flows().items():
            found += problems_of_table(key, value, known)
        found += taken_names(basin, [self._name(gauge) for gauge in self.areas], "areas")
        if not found:
            for gauge, rule in self._rules().items():
                found += [(("areas", gauge, *path[1:]), text) for path, text in rule.problems(basin)]
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the users."""
        return frozenset(user for users in self.areas.values() for user in users)

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with a rule of scarcity for each area."""
        return with_rules(basin, {self._name(gauge): rule for gauge, rule in self._rules().items()})

    def _name(self, gauge: str) -> str:
        return f"{self._prefix}_{gauge}"

    def _flows(self) -> dict[str, Constant | GaugeTable | None]:
        return {"q95": self.q95, "observed_q95": self.observed_q95, "natural_q95": self.natural_q95}

    def _rules(self) -> dict[str, SignificantScarcity]:
        return {
            gauge: SignificantScarcity(
                type="significant_scarcity",
                gauge=gauge,
                applies_to=users,
                exempt=self.exempt,
                mean_days=self.mean_days,
                days=self.trigger_days,
                notified_share=self.notified_share,
                **self._more(gauge),
            )
            for gauge, users in self.areas.items()
        }

    def _more(self, gauge: str) -> dict[str, Any]:
        given = {"q95": self.q95, "observed_q95": self.observed_q95, "natural_q95": self.natural_q95}
        return {key: value for key, value in given.items() if value is not None}

    def _trigger(self) -> str:
        marks = listed([mark.replace("_", " ") for mark in self.exempt]) if self.exempt else ""
        exempt = f"; takes marked {marks} are exempt" if marks else ""
        if self.natural_q95 is not None:
            exempt += (
                f"; takes marked notified are exempt on days on which they are at most {share(self.notified_share)} of the "
                f"natural Q95 together ({flow_in_words(self.natural_q95, self.areas)})"
            )
        low = "the Q95 of the gauge" if self.q95 is None else flow_in_words(self.q95, self.areas)
        return (
            f"the {self.mean_days}-day mean flow has been below {low} for "
            f"{self.trigger_days} consecutive days{exempt}"
        )


@register
class ScarcitySuspension(_InScarcity):
    """Takes are suspended in significant scarcity: the agency's rule, for the users of areas.

    It acts from the day after the thirtieth of consecutive days of very low flow until the day after
    the first that is not. Which users stand under which gauge is the scenario's to say.
    """

    type_name: ClassVar[str] = "scarcity_suspension"
    option: ClassVar[str | None] = "E2"
    _prefix: ClassVar[str] = "scarcity"
    conflicts_with: ClassVar[dict[str, str]] = {
        "graduated_caps": "the caps end in the same suspension; keep one of the two"
    }
    example: ClassVar[str] = """\
- type: scarcity_suspension
  areas:
    forth_at_gargunnock: [carse_farms]
    devon_at_glenochil: [lower_devon_farms]
  natural_q95: {file: ../data/forth_valley/low_flows.csv, column: q95_natural}
"""

    share_left: Annotated[
        OneShare, Sourced(SHARE, f"{_AGENCY}: full suspension; partial ones were ordered in 2022", "seen")
    ] = 0.0
    """Share of what they ask for that users may still take."""

    def sentence(self) -> str:
        """Say who is suspended when, and who is not."""
        left = (
            "may take nothing"
            if self.share_left == 0
            else f"may take {share(self.share_left)} of what they ask for"
        )
        return f"In significant scarcity users {left} ({users_in_words(self.areas)}): when {self._trigger()}."

    def _more(self, gauge: str) -> dict[str, Any]:
        return {**super()._more(gauge), "share": self.share_left}


@register
class GraduatedCaps(_InScarcity):
    """Takes are capped step by step before scarcity becomes significant, and suspended when it is.

    Early warning, alert and moderate scarcity are told by the mean flow of 30 days: a proxy of this
    project, since the agency weighs several signs and publishes no limits.
    """

    type_name: ClassVar[str] = "graduated_caps"
    option: ClassVar[str | None] = "E3"
    _prefix: ClassVar[str] = "caps"
    conflicts_with: ClassVar[dict[str, str]] = {
        "scarcity_suspension": "the caps end in the same suspension; keep one of the two"
    }
    example: ClassVar[str] = """\
- type: graduated_caps
  areas:
    forth_at_gargunnock: [carse_farms]
    devon_at_glenochil: [lower_devon_farms]
  early_warning: {file: ../data/forth_valley/low_flows.csv, column: q80_modelled}
  alert: {file: ../data/forth_valley/low_flows.csv, column: q90_modelled}
  moderate: {file: ../data/forth_valley/low_flows.csv, column: q95_modelled}
  natural_q95: {file: ../data/forth_valley/low_flows.csv, column: q95_natural}
"""

    early_warning: Annotated[
        Constant | GaugeTable | None, LowFlow(), Sourced("Ml/d", _PROXY, "assumption")
    ] = None
    """The mean flow of 30 days below which it is early warning [flow]."""
    alert: Annotated[Constant | GaugeTable | None, LowFlow(), Sourced("Ml/d", _PROXY, "assumption")] = None
    """The same for alert [flow]."""
    moderate: Annotated[Constant | GaugeTable | None, LowFlow(), Sourced("Ml/d", _PROXY, "assumption")] = None
    """The same for moderate scarcity [flow]."""
    early_warning_cap: Annotated[OneShare, Sourced(SHARE, _OURS, "assumption", 0.9, 1.0)] = 1.0
    """Share of what they ask for that users may take at early warning."""
    alert_cap: Annotated[OneShare, Sourced(SHARE, _OURS, "assumption", 0.7, 1.0)] = 0.9
    """The same at alert."""
    moderate_cap: Annotated[OneShare, Sourced(SHARE, f"{_OURS}; {_ADVICE}", "assumption", 0.5, 1.0)] = 0.7
    """The same at moderate scarcity."""
    significant_cap: Annotated[OneShare, Sourced(SHARE, _AGENCY, "seen")] = 0.0
    """The same at significant scarcity."""

    @model_validator(mode="after")
    def _has_a_level(self) -> "GraduatedCaps":
        if not self._levels():
            text = "graduated caps need a flow for one of: early_warning, alert, moderate (or use scarcity_suspension)"
            raise PydanticCustomError("graduated_caps", "{text}", {"text": text})
        return self

    def sentence(self) -> str:
        """Say the cap of each level, and what tells it."""
        levels = [
            f"{share(cap)} at {word.replace('_', ' ')} (30-day mean flow below {flow_in_words(below, self.areas)})"
            for word, (below, cap) in self._levels().items()
        ]
        return (
            f"Before scarcity is significant users may take a share of what they ask for ({users_in_words(self.areas)}): "
            f"{listed(levels)}, by a proxy of this project; {share(self.significant_cap)} in significant scarcity, "
            f"when {self._trigger()}."
        )

    def _levels(self) -> dict[str, tuple[Constant | GaugeTable, float]]:
        caps = {
            "early_warning": (self.early_warning, self.early_warning_cap),
            "alert": (self.alert, self.alert_cap),
            "moderate": (self.moderate, self.moderate_cap),
        }
        return {word: (below, cap) for word, (below, cap) in caps.items() if below is not None}

    def _flows(self) -> dict[str, Constant | GaugeTable | None]:
        return {**super()._flows(), **{word: below for word, (below, _) in self._levels().items()}}

    def _more(self, gauge: str) -> dict[str, Any]:
        levels = {
            word: LowerLevel(below=at_gauge(below, gauge), share=cap)
            for word, (below, cap) in self._levels().items()
        }
        return {
            **super()._more(gauge),
            "share": self.significant_cap,
            "lower_levels": LowerLevels(**levels),
        }
