"""From the members of every future to one number for each objective and constraint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from basinsim.metrics.registry import METRICS
from basinsim.schema.statistic import percentile_of
from basinsim.schema.study import StudyFile
from basinsim.schema.study_parts import Constraint, Measure
from basinsim.tradeoff.evaluation import Evaluation

Array = NDArray[np.float64]
Outcomes = Mapping[str, Evaluation]
"""Of one policy: what it gives in each future, by the future's name."""


def over_members(values: Array, statistic: str, direction: str) -> float:
    """Return one number over members.

    Parameters
    ----------
    values : ndarray, shape (members,)
        Members without a number are left out.
    statistic : str
        mean, median, worst, best, or a percentile such as ``p05``.
    direction : {"max", "min"}
        Which way is better.

    Returns
    -------
    float
        Not-a-number where no member has one.
    """
    values = values[~np.isnan(values)]
    if not len(values):
        return np.nan
    percentile = percentile_of(statistic)
    if percentile is not None:
        return float(np.percentile(values, percentile))
    if statistic == "mean":
        return float(values.mean())
    if statistic == "median":
        return float(np.median(values))
    lowest = (statistic == "worst") == (direction == "max")
    return float(values.min() if lowest else values.max())


def measured(measure: Measure, outcomes: Outcomes, futures: Sequence[str]) -> float:
    """Return what a policy is by one measure.

    Parameters
    ----------
    measure : Measure
        Metric, group, statistic over members, statistic over futures.
    outcomes : mapping of str to Evaluation
        By future.
    futures : sequence of str
        Names of all futures.

    Returns
    -------
    float
        In the metric's unit; not-a-number where a simulation failed or has no such number.
    """
    direction = METRICS[measure.metric].direction
    chosen = [measure.futures] if measure.futures in futures else list(futures)
    found = []
    for name in chosen:
        values = outcomes[name].numbers.get((measure.metric, measure.group))
        found.append(np.nan if values is None else over_members(values, measure.statistic, direction))
    numbers = np.array(found)
    if np.isnan(numbers).any():
        return np.nan
    if measure.futures == "worst" and "worst" not in futures:
        return float(numbers.min() if direction == "max" else numbers.max())
    return float(numbers.mean())


@dataclass(frozen=True)
class Verdict:
    """What a policy is judged to be.

    Attributes
    ----------
    objectives : ndarray, shape (objectives,)
        In the metrics' units.
    constraints : ndarray, shape (constraints,)
        What each constraint measures, in the metric's unit.
    violation : ndarray, shape (constraints,)
        How far it is from what is allowed, as a share of the limit; not above zero where it holds.
    """

    objectives: Array
    constraints: Array
    violation: Array

    @property
    def known(self) -> bool:
        """Whether every objective has a number."""
        return not bool(np.isnan(self.objectives).any())

    @property
    def feasible(self) -> bool:
        """Whether every objective has a number and every constraint holds."""
        return self.known and bool((self.violation <= 0).all())


@dataclass(frozen=True)
class Judge:
    """Knows what a study asks for, and what the baseline gives.

    Attributes
    ----------
    settings : StudyFile
        Objectives and constraints.
    futures : tuple of str
        Names of all futures.
    baseline : mapping of str to Evaluation
        What is without any lever, by future.
    """

    settings: StudyFile
    futures: tuple[str, ...]
    baseline: Outcomes

    @property
    def signs(self) -> Array:
        """1 for each objective that should be low, -1 for each that should be high."""
        directions = [METRICS[one.metric].direction for one in self.settings.objectives.values()]
        return np.array([1.0 if direction == "min" else -1.0 for direction in directions])

    @property
    def epsilons(self) -> Array:
        """Least difference that matters in each objective; 0 where every one does."""
        return np.array([one.epsilon or 0.0 for one in self.settings.objectives.values()])

    def verdict(self, outcomes: Outcomes) -> Verdict:
        """Judge a policy by what it gives in every future."""
        objectives = [measured(one, outcomes, self.futures) for one in self.settings.objectives.values()]
        found, violation = [], []
        for constraint in self.settings.constraints.values():
            value = measured(constraint, outcomes, self.futures)
            found.append(value)
            violation.append(self._violation(constraint, value))
        return Verdict(np.array(objectives), np.array(found), np.array(violation))

    def _violation(self, constraint: Constraint, value: float) -> float:
        if np.isnan(value):
            return np.inf
        baseline = measured(constraint, self.baseline, self.futures)
        worst = -np.inf
        for limit, sign in ((constraint.at_least, -1.0), (constraint.at_most, 1.0)):
            if limit is not None:
                allowed = limit.value(baseline)
                size = max(abs(allowed), 1e-9)
                beyond = sign * (value - allowed) / size
                worst = max(worst, 0.0 if abs(beyond) < _ROUNDING else beyond)
        return worst


_ROUNDING = 1e-9
