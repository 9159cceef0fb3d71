"""Who gains and who loses by each policy, against the baseline in the same weather."""

from dataclasses import dataclass

import numpy as np

from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.comparison import least_telling
from basinsim.metrics.front_page import FRONT_PAGE
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.cases import Array, Cases, Pair

SERVED = "volumetric_reliability"
"""What of its water each user gets: where a study keeps it, every user has a say."""


@dataclass(frozen=True)
class Stake:
    """A number that somebody has a stake in.

    Attributes
    ----------
    metric, group : str
        Where it stands in the evaluations.
    label : str
        A few words.
    """

    metric: str
    group: str
    label: str


@dataclass(frozen=True)
class Gains:
    """What policies change for whom.

    Attributes
    ----------
    cases : Cases
        Of which study.
    stakes : tuple of Stake
        Whose numbers.
    changes : ndarray, shape (points, stakes)
        Mean over all cases of policy less baseline, in each metric's unit; 0 where it is too small to tell.
    """

    cases: Cases
    stakes: tuple[Stake, ...]
    changes: Array

    @property
    def scaled(self) -> Array:
        """Changes for the better, as shares of the largest change of any policy [-1 to 1], same shape."""
        units = [self.cases.facts[one.metric, one.group] for one in self.stakes]
        signs = np.array([1.0 if way == "max" else -1.0 for _, way in units])
        sizes = np.abs(self.changes).max(axis=0, initial=0.0)
        shares = np.divide(self.changes * signs, sizes, out=np.zeros_like(self.changes), where=sizes > 0)
        return np.asarray(shares)

    def in_words(self, point: str, *, better: bool) -> list[str]:
        """Return for whom a policy is better, or worse, and by how much, largest change first."""
        at = self.cases.points.index(point)
        found = []
        for place in np.argsort(-np.abs(self.scaled[at]), kind="stable"):
            gain, stake = self.scaled[at, place], self.stakes[place]
            if (gain > 0) if better else (gain < 0):
                unit = self.cases.facts[stake.metric, stake.group][0]
                change = shown(float(self.changes[at, place]), unit, signed=True)
                found.append(f"{stake.label} {change} {'points' if unit == '1' else shown_unit(unit)}")
        return found


def gains_of(cases: Cases) -> Gains:
    """Compare every policy with the baseline.

    Parameters
    ----------
    cases : Cases
        Of a study.

    Returns
    -------
    Gains
        Of the objectives, the numbers of the front page, and the service of each user where it is kept.
    """
    baseline = cases.points.index(BASELINE)
    stakes, columns = [], []
    for stake in _stakes(cases):
        values = cases.values[stake.metric, stake.group]
        change = values - values[baseline]
        if np.isnan(change).any():
            continue
        mean = change.mean(axis=(1, 2))
        size = np.maximum(np.abs(values.mean(axis=(1, 2))), abs(values[baseline].mean()))
        unit = cases.facts[stake.metric, stake.group][0]
        telling = np.abs(mean) > [least_telling(unit, float(one)) for one in size]
        stakes.append(stake)
        columns.append(np.where(telling, mean, 0.0))
    changes = np.stack(columns, axis=1) if columns else np.zeros((len(cases.points), 0))
    return Gains(cases, tuple(stakes), changes)


def _stakes(cases: Cases) -> list[Stake]:
    found: dict[Pair, str] = {
        (one["metric"], one["group"]): one["label"] for one in cases.objectives.values()
    }
    for entry in FRONT_PAGE:
        found.setdefault((entry.metric, entry.group), entry.label)
    for metric, group in cases.values:
        if metric == SERVED and group not in ("all", "public", "agriculture", "industry", "energy"):
            found.setdefault((metric, group), f"Demand met, {group.replace('_', ' ')}")
    return [Stake(*pair, label) for pair, label in found.items() if pair in cases.values]
