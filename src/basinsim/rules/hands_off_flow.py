"""Hands-off flow: a take stops where it would bring a gauge below a threshold.

It acts within the step: the step is allocated without the governed takes, the gauge is read, the
takes are limited to what that leaves, and the step is allocated again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from basinsim.rules.acting import ActingRule, Change
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
from basinsim.rules.words import listed, number_in_words, share
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.rule import Rule, register
from basinsim.schema.values import Found


class Step(StrictModel):
    """One step of a graduated limit."""

    below: Flow
    """It holds where the flow at the gauge without the governed takes is below this [flow]."""
    share: OneShare
    """Share of what each user asks for (a demand's amount, a works' or link's capacity) that may be taken."""


@register
class HandsOffFlow(Rule):
    """Takes that stop below a threshold at a gauge, in one go or by steps.

    The flow that counts is the one at the gauge in this step without the takes of this rule.
    With a `threshold`, all takes of the rule together are at most `share_above` of what that flow
    is above it. With `steps`, each user may take a share of what it asks for.
    """

    type_name: ClassVar[str] = "hands_off_flow"
    source: ClassVar[str] = "common practice of abstraction licences; the figures of the basin were not seen"
    example: ClassVar[str] = """\
carse_hands_off:
  type: hands_off_flow
  gauge: forth_at_gargunnock
  threshold: 113.4
  share_above: 50 %
  applies_to: [carse_farms]
"""

    gauge: str
    """Gauge that is read."""
    applies_to: Annotated[tuple[str, ...], Field(min_length=1)]
    """Demands, works, turbines or links whose takes it governs; what counts is taken at the source."""
    threshold: Flow | None = None
    """Flow that the takes must leave in the river [flow]."""
    share_above: OneShare = 1.0
    """Share of the flow above the threshold that all takes together may have."""
    steps: tuple[Step, ...] = ()
    """Graduated limits; where several hold, the least counts."""

    @model_validator(mode="after")
    def _says_something(self) -> "HandsOffFlow":
        if self.threshold is None and not self.steps:
            text = "a hands-off flow has a 'threshold', 'steps', or both"
            raise PydanticCustomError("hands_off", "{text}", {"text": text})
        return self

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown names, and subjects that have nothing of which a share could be taken."""
        found = list(unknown(basin, "gauge", [(("gauge",), self.gauge)]))
        found += unknown_subjects(basin, self.applies_to, "applies_to")
        if any(0 < step.share < 1 for step in self.steps):
            for i, subject in enumerate(self.applies_to):
                said = without_share(basin, subject)
                found += [(("applies_to", i), said)] if said else []
        return found

    def limited_takes(self, name: str, basin: Basin) -> dict[str, tuple[str, ...]]:
        """Return a limit on all takes, one for each subject where there are steps, and shared ones.

        Rules with the same threshold at the same gauge share what is above it.
        """
        takes = {label_of(name, subject): taking_links(basin, subject) for subject in self.applies_to}
        limited = takes if self.steps else {}
        if self.threshold is not None:
            limited = {**limited, label_of(name, "all"): _union(takes.values())}
            equals = self.equals(name, basin)
            if len(equals) > 1:
                limited[pool_label(equals)] = _union(
                    taking_links(basin, subject)
                    for other in equals
                    for subject in getattr(basin.rules[other], "applies_to", ())
                )
        return limited

    def equals(self, name: str, basin: Basin) -> tuple[str, ...]:
        """Return the rules, itself among them, with the same threshold at the same gauge."""
        return tuple(
            sorted(
                other
                for other, rule in basin.rules.items()
                if other == name
                or (
                    isinstance(rule, HandsOffFlow)
                    and (rule.gauge, rule.threshold) == (self.gauge, self.threshold)
                )
            )
        )

    def sentence(self) -> str:
        """Say who may take what at which flow."""
        who, said = listed([f"'{name}'" for name in self.applies_to]), []
        if self.threshold is not None:
            part = "" if self.share_above == 1 else f"{share(self.share_above)} of "
            limit = number_in_words(self.threshold, "Ml/d")
            said.append(
                f"{who} may take no more than {part}what the flow at '{self.gauge}' is above {limit} without these takes"
            )
        for step in self.steps:
            part = "nothing" if step.share == 0 else f"{share(step.share)} of what they ask for"
            said.append(
                f"where that flow at '{self.gauge}' is below {number_in_words(step.below, 'Ml/d')}, {who} may take {part}"
            )
        return "; ".join(said) + "."

    def set_up(self, name: str, site: Site) -> ActingRule:
        """Lay the thresholds and what is asked for on the steps of a run."""
        at: Path = ("rules", name)
        basin = site.network.basin
        threshold = None if self.threshold is None else site.number((*at, "threshold"), self.threshold)
        labels = [label_of(name, "all")] if threshold is not None else []
        equals = self.equals(name, basin)
        pool = [pool_label(equals)] if threshold is not None and len(equals) > 1 else []
        graduated = [
            (site.number((*at, "steps", i, "below"), step.below), step.share)
            for i, step in enumerate(self.steps)
        ]
        subjects = [label_of(name, subject) for subject in self.applies_to] if self.steps else []
        asked = [asked_for(site, subject) for subject in self.applies_to]
        sources = {
            site.network.links[link].source
            for subject in self.applies_to
            for link in taking_links(basin, subject)
        }
        return ActingHandsOff(
            gauge=self.gauge,
            sources=frozenset(sources),
            position=list(site.network.gauges).index(self.gauge),
            threshold=threshold,
            share_above=self.share_above,
            whole=site.positions("take_limit", labels),
            pool=site.positions("take_limit", pool),
            graduated=graduated,
            subjects=site.positions("take_limit", subjects),
            asked=np.stack(np.broadcast_arrays(*asked), axis=-1),
        )


def pool_label(rules: tuple[str, ...]) -> str:
    """Return the label of the limit that rules with equal thresholds share."""
    return f"{' and '.join(rules)}: together"


def _union(links: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({link for some in links for link in some}))


@dataclass(frozen=True)
class ActingHandsOff(ActingRule):
    """A hands-off flow at work; the run asks it for limits once the gauge can be read.

    Attributes
    ----------
    gauge : str
        Which is read.
    sources : frozenset of str
        Nodes from which the governed takes come.
    """

    gauge: str
    sources: frozenset[str]
    position: int
    threshold: np.ndarray | None  # (1 or members, steps)
    share_above: float
    whole: np.ndarray
    pool: np.ndarray
    graduated: list[tuple[np.ndarray, float]] = field(default_factory=list)
    subjects: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=int))
    asked: np.ndarray = field(default_factory=lambda: np.zeros((1, 1, 0)))  # (1 or members, steps, subjects)

    is_law: ClassVar[bool] = True
    states: ClassVar[tuple[str, ...]] = ("free", "limited", "stopped")  # type: ignore[misc] # the same for all

    def rank(self, step: int) -> float:
        """Return the highest flow below which it limits anything; who has less comes first [Ml/d]."""
        limits = [below for below, _ in self.graduated] + ([] if self.threshold is None else [self.threshold])
        return float(max(limit[:, step].max() for limit in limits))

    def asks(self, step: int) -> bool:
        """Say whether anybody asks for anything, so that there is something to limit."""
        return bool((self.asked[:, step] > 0).any())

    def without_takes(self) -> list[Change]:
        """Return what leaves all governed takes out."""
        at = np.concatenate([self.whole, self.subjects])
        return [Change("take_limit", at, "limit", np.zeros((1, len(at))))]

    def limits(self, step: int, flow: np.ndarray) -> list[Change]:
        """Return what may be taken.

        Parameters
        ----------
        step : int
            Which step.
        flow : ndarray, shape (members, gauges)
            Without the governed takes [Ml/d].

        Returns
        -------
        list of Change
            Limits on the takes [Ml/d].
        """
        at_gauge = flow[:, self.position]
        # A solver's zero is not exact: what is a hair below a threshold is on it.
        at_gauge = at_gauge + 1e-7 * (1 + np.abs(at_gauge))
        found = []
        if self.threshold is not None:
            above = np.maximum(flow[:, self.position] - self.threshold[:, step], 0.0)[:, np.newaxis]
            found.append(Change("take_limit", self.whole, "limit", self.share_above * above))
            if len(self.pool):
                found.append(Change("take_limit", self.pool, "limit", above))
        if self.graduated:
            least = np.ones(len(flow))
            for below, part in self.graduated:
                least = np.where(at_gauge < below[:, step], np.minimum(least, part), least)
            limited = shared_out(self.asked[:, step], least[:, np.newaxis])
            found.append(Change("take_limit", self.subjects, "limit", limited))
        return found

    def state_under(self, limits: list[Change], step: int) -> np.ndarray:
        """Return its state under its own limits: 0 free, 1 limited below what is asked for, 2 stopped."""
        asked = self.asked[:, step]
        limited = stopped = np.zeros(len(asked), dtype=bool)
        for change in limits:
            per_subject = change.things is self.subjects
            most = asked if per_subject else asked.sum(axis=1, keepdims=True)
            limited = limited | (change.values < most).any(axis=1)
            stopped = stopped | (change.values <= 0).all(axis=1)
        return np.where(stopped, 2.0, np.where(limited, 1.0, 0.0))
