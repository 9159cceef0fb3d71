"""The Scottish rule of significant water scarcity: thirty days of very low flow suspend takes."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from basinsim.rules.acting import ActingRule, Change, Known, Memory, Seen
from basinsim.rules.governed import (
    asked_for,
    label_of,
    shared_out,
    taking_links,
    unknown_subjects,
    without_share,
)
from basinsim.rules.references import Path, unknown
from basinsim.rules.site import Site
from basinsim.rules.words import flow_at_gauge_in_words, listed, number_in_words, share
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.low_flow import LowFlow
from basinsim.schema.marks import Marks
from basinsim.schema.nodes import Gauge
from basinsim.schema.rule import Rule, register
from basinsim.schema.values import Constant, Found, GaugeTable

LOWER_LEVELS = ("early_warning", "alert", "moderate")
STATES = ("normal", "early warning", "alert", "moderate", "significant")
_MONTH_OF_DAYS = 30  # [d] over which the lower levels' mean is taken
_EXEMPT: Marks = ("groundwater", "drinking_water", "returned")


class LowerLevel(StrictModel):
    """One of the lower levels, by a proxy of this project."""

    below: Flow
    """The mean flow of the last 30 days is below this, such as a percentile of it [flow]."""
    share: OneShare = 1.0
    """Share of what governed users ask for that they may take at this level."""


class LowerLevels(StrictModel):
    """Early warning, alert and moderate scarcity by percentiles of 30-day mean flow.

    The agency weighs rain, flow, soil, groundwater, lochs and forecasts; its limits are not
    published as numbers. These are a proxy of this project and not its rule.
    """

    early_warning: LowerLevel | None = None
    """The first level."""
    alert: LowerLevel | None = None
    """The second."""
    moderate: LowerLevel | None = None
    """The third."""


@register
class SignificantScarcity(Rule):
    """Takes are suspended from the day after the thirtieth of consecutive days of very low flow.

    A day counts when the mean flow of the five days that end with it is below the Q95. The first
    day that does not count ends the run of days, and the suspension from the day after.
    """

    type_name: ClassVar[str] = "significant_scarcity"
    source: ClassVar[str] = (
        "Scottish Environment Protection Agency, answers on its Drought Risk Assessment Tool and guidance on significant water scarcity; the lower levels are a proxy of this project"
    )
    example: ClassVar[str] = """\
forth_scarcity:
  type: significant_scarcity
  gauge: forth_at_gargunnock
  applies_to: [carse_farms]
  lower_levels:
    alert: {below: 130 Ml/d, share: 90 %}
"""

    gauge: str
    """Reference gauge of the area."""
    q95: Annotated[Constant | GaugeTable | None, LowFlow()] = None
    """Flow exceeded on 95 % of days at the gauge, fixed for all scenarios: the modelled baseline's, lest a
    biased model be in scarcity all the time [flow]; a number, or {file, column} of a table by gauge. Without
    it, that of the gauge itself."""
    observed_q95: Annotated[Constant | GaugeTable | None, LowFlow()] = None
    """The observed one, for comparison only [flow]."""
    applies_to: Annotated[tuple[str, ...], Field(min_length=1)]
    """Demands, works, turbines or links whose takes it governs."""
    exempt: Marks = _EXEMPT
    """Takes with one of these marks are left alone."""
    natural_q95: Annotated[Constant | GaugeTable | None, LowFlow()] = None
    """Flow exceeded on 95 % of days at the gauge if nobody touched the water, fixed for all scenarios [flow]; a number,
    or {file, column} of a table by gauge. Without it no notified take is spared."""
    notified_share: OneShare = 0.05
    """Users whose takes bear the mark `notified` are left alone on days on which those of them whom this rule governs
    ask for no more than this share of the natural Q95 together. That what is asked for counts, day by day, is our reading."""
    share: OneShare = 0.0
    """Share of what they ask for that governed users may still take."""
    mean_days: Annotated[int, Field(ge=1, le=365, strict=True)] = 5
    """Over how many days flow is averaged [d]."""
    days: Annotated[int, Field(ge=1, le=365, strict=True)] = 30
    """How many consecutive days below make it significant [d]."""
    lower_levels: LowerLevels | None = None
    """Early warning, alert and moderate scarcity; a proxy of this project."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and users of whom no share can be told."""
        found = list(unknown(basin, "gauge", [(("gauge",), self.gauge)]))
        own = None if found else _own_q95(basin, self.gauge)
        if not found and self.q95 is None and own is None:
            found.append((("gauge",), f"needs a 'q95': neither this rule nor '{self.gauge}' gives one"))
        found += unknown_subjects(basin, self.applies_to, "applies_to")
        shares = [self.share, *(level.share for _, level in self._levels())]
        if any(0 < part < 1 for part in shares):
            for i, subject in enumerate(self.applies_to):
                said = without_share(basin, subject)
                found += [(("applies_to", i), said)] if said else []
        return found

    def limited_takes(self, name: str, basin: Basin) -> dict[str, tuple[str, ...]]:
        """Return a limit for each user, on those of its takes that are not exempt."""
        takes = {subject: taking_links(basin, subject, self.exempt) for subject in self.applies_to}
        return {label_of(name, subject): links for subject, links in takes.items() if links}

    def in_basin(self, basin: Basin) -> "SignificantScarcity":
        """Return the rule with the gauge's own Q95 where it names none."""
        own = _own_q95(basin, self.gauge)
        return self if self.q95 is not None or own is None else self.model_copy(update={"q95": Constant(own)})

    def sentence(self) -> str:
        """Say when who is suspended, and who is not."""
        who = listed([f"'{name}'" for name in self.applies_to])
        beside = (
            ""
            if self.observed_q95 is None
            else f" (observed: {flow_at_gauge_in_words(self.observed_q95, self.gauge)})"
        )
        left = "are suspended" if self.share == 0 else f"may take {share(self.share)} of what they ask for"
        marks = listed([mark.replace("_", " ") for mark in self.exempt]) if self.exempt else ""
        exempt = f"; takes marked {marks} are exempt" if marks else ""
        notified = (
            ""
            if self.natural_q95 is None
            else f"; takes marked notified are exempt on days on which they are at most {share(self.notified_share)} of the "
            f"natural Q95 together ({flow_at_gauge_in_words(self.natural_q95, self.gauge)})"
        )
        low = "its Q95" if self.q95 is None else flow_at_gauge_in_words(self.q95, self.gauge)
        text = (
            f"When the {self.mean_days}-day mean flow at '{self.gauge}' has been below {low}"
            f"{beside} for {self.days} consecutive days, {who} {left} from the next day on, until the day after the first on which it is not{exempt}{notified}."
        )
        lower = [
            f"{word.replace('_', ' ')} below {number_in_words(level.below, 'Ml/d')}, with {share(level.share)} of takes"
            for word, level in self._levels()
        ]
        if not lower:
            return text
        return (
            f"{text} Before that, by the mean flow of 30 days (a proxy of this project): {'; '.join(lower)}."
        )

    def _levels(self) -> list[tuple[str, LowerLevel]]:
        if self.lower_levels is None:
            return []
        found = [(word, getattr(self.lower_levels, word)) for word in LOWER_LEVELS]
        return [(word, level) for word, level in found if level is not None]

    def set_up(self, name: str, site: Site) -> ActingRule:
        """Find the gauge, its Q95 and what is asked for."""
        at: Path = ("rules", name)
        if self.observed_q95 is not None:
            site.at_gauge((*at, "observed_q95"), self.observed_q95, self.gauge)
        q95 = own = _own_q95(site.network.basin, self.gauge)
        if self.q95 is not None:
            q95 = site.at_gauge((*at, "q95"), self.q95, self.gauge)
        assert q95 is not None  # problems() asks for one of the two
        subjects = list(self.limited_takes(name, site.network.basin))
        governed = [subject for subject in self.applies_to if label_of(name, subject) in subjects]
        asked = [asked_for(site, subject) for subject in governed]
        natural = None
        if self.natural_q95 is not None:
            natural = site.at_gauge((*at, "natural_q95"), self.natural_q95, self.gauge)
        notified = np.array(
            [self._is_notified(site.network.basin, subject) for subject in governed], dtype=bool
        )
        below = np.full((len(LOWER_LEVELS), 1, len(site.calendar)), -np.inf)
        shares = np.ones(len(STATES))
        for word, level in self._levels():
            i = LOWER_LEVELS.index(word)
            flow = site.number((*at, "lower_levels", word, "below"), level.below)
            below = np.array(
                np.broadcast_to(below, (len(LOWER_LEVELS), max(len(flow), below.shape[1]), below.shape[2]))
            )
            below[i] = flow
            shares[i + 1] = level.share
        shares[-1] = self.share
        exempt = [subject for subject in self.applies_to if label_of(name, subject) not in subjects]
        return _Acting(
            position=list(site.network.gauges).index(self.gauge),
            q95=q95,
            q95_of_metrics=own or q95,
            mean_days=self.mean_days,
            days=self.days,
            subjects=site.positions("take_limit", subjects),
            asked=np.stack(np.broadcast_arrays(*asked), axis=-1)
            if asked
            else np.zeros((1, len(site.calendar), 0)),
            notified=notified,
            most_notified=None if natural is None else self.notified_share * natural,
            names=tuple(governed),
            below=below,
            has_levels=bool(self._levels()),
            shares=shares,
            longest_step=float(site.calendar.days.max()),
            exempt=tuple(exempt),
        )

    def _is_notified(self, basin: Basin, subject: str) -> bool:
        """Say whether all takes of a subject are notified that are not exempt anyway."""
        return not taking_links(basin, subject, (*self.exempt, "notified"))


def _own_q95(basin: Basin, gauge: str) -> float | None:
    """Return the Q95 that a gauge gives itself [Ml/d]."""
    node = basin.nodes[gauge]
    q95 = node.q95 if isinstance(node, Gauge) else None
    return q95.number if isinstance(q95, Constant) else None


@dataclass(frozen=True)
class _Acting(ActingRule):
    position: int
    q95: float
    q95_of_metrics: float
    mean_days: int
    days: int
    subjects: np.ndarray
    asked: np.ndarray  # (1 or members, steps, subjects)
    notified: np.ndarray  # (subjects,)
    most_notified: float | None  # [Ml/d]; of all of them together
    names: tuple[str, ...]  # (subjects,)
    below: np.ndarray  # (levels, 1 or members, steps)
    has_levels: bool
    shares: np.ndarray  # (states,)
    longest_step: float
    exempt: tuple[str, ...]

    is_law: ClassVar[bool] = True
    states: ClassVar[tuple[str, ...]] = STATES  # type: ignore[misc] # the same for all

    @property
    def _length(self) -> int:
        return max(self.mean_days, _MONTH_OF_DAYS if self.has_levels else 1)

    def begin(self, members: int) -> Memory:
        unknown_flow = np.full((members, self._length), np.nan)
        return {"flow": unknown_flow, "run": np.zeros((members, 1)), "level": np.zeros((members, 1))}

    def decide(self, memory: Memory, known: Known) -> Memory:
        level = np.zeros(len(known.storage))
        if self.has_levels:
            mean = memory["flow"][:, -_MONTH_OF_DAYS:].mean(axis=1)
            for i in range(len(LOWER_LEVELS)):
                # Not-a-number, where 30 days are not known yet, is below nothing.
                level = np.where(mean < self.below[i, :, known.step], i + 1.0, level)
        level = np.where(memory["run"][:, 0] >= self.days, len(STATES) - 1.0, level)
        return {**memory, "level": level[:, np.newaxis]}

    def changes(self, memory: Memory, step: int) -> list[Change]:
        part = self.shares[memory["level"][:, 0].astype(int)]
        if not len(self.subjects) or (part >= 1).all():
            return []
        asked = self.asked[:, step]
        limits = shared_out(asked, part[:, np.newaxis])
        if self.most_notified is not None and self.notified.any():
            together = asked[:, self.notified].sum(axis=1, keepdims=True)
            limits = np.where(self.notified & (together <= self.most_notified * (1 + 1e-9)), np.inf, limits)
        return [Change("take_limit", self.subjects, "limit", limits)]

    def learn(self, memory: Memory, seen: Seen) -> Memory:
        flow, run = memory["flow"], memory["run"]
        today = seen.gauge_flow[:, [self.position]]
        for _ in range(seen.days):
            flow = np.concatenate([flow[:, 1:], today], axis=1)
            mean = flow[:, -self.mean_days :].mean(axis=1, keepdims=True)
            run = np.where(mean < self.q95 * (1 - 1e-9), run + 1, 0.0)
        return {**memory, "flow": flow, "run": run}

    def state(self, memory: Memory, step: int) -> np.ndarray:
        return memory["level"][:, 0]

    @property
    def is_approximate(self) -> bool:
        return self.longest_step > 1

    def notes(self) -> list[str]:
        found = []
        if not np.isclose(self.q95, self.q95_of_metrics):
            found.append(
                f"acts below {self.q95:g} Ml/d, but days of scarcity are counted below {self.q95_of_metrics:g}, the "
                "gauge's own 'q95'."
            )
        if self.is_approximate:
            found.append(
                "days of low flow are counted from means over longer steps, so scarcity is approximate."
            )
        if self.has_levels:
            found.append(
                "early warning, alert and moderate scarcity are a proxy of this project, not the agency's rule."
            )
        if self.most_notified is None and self.notified.any():
            named = listed([name for name, is_one in zip(self.names, self.notified, strict=True) if is_one])
            found.append(
                f"{named}: notified, but without a 'natural_q95' no share of it can be told: not spared."
            )
        if self.exempt:
            found.append(f"{listed(list(self.exempt))} bear marks of exemption and are left alone.")
        return found
