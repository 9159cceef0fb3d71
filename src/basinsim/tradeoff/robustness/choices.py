"""A few policies out of many: near the best, and as different as can be in who gains."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from basinsim.metrics.dominance import non_dominated
from basinsim.tradeoff.policies import BASELINE
from basinsim.tradeoff.robustness.cases import Array, Cases
from basinsim.tradeoff.robustness.gains import Gains

TOLERANCE = 0.05
"""How much better another policy must be in every objective before one is not near-best any more, as a
share of the range found."""
COUNT = 5
_ALIKE = 0.05  # distance below which nobody's gain differs by as much as a twentieth of the largest
_MOST_KNEES = 3
_BEND = 0.1  # how far a knee stands out, in shares of the range of each of two objectives


@dataclass(frozen=True)
class Knee:
    """A policy beyond which a little more of one objective costs much of another: a suggestion.

    Attributes
    ----------
    point : str
        Its name.
    one, other : str
        The objectives.
    distance : float
        From the straight line between the two policies that are best in one of them, in shares of
        their ranges.
    """

    point: str
    one: str
    other: str
    distance: float


def judged(cases: Cases) -> Array:
    """Return each objective's number by which the study judged, higher is better, shape (points, objectives).

    Objectives in which policies do not differ are columns of zeros; others run from 0, the worst, to 1.
    """
    stage = list(cases.outcome.manifest["stages"])[-1]
    rows = cases.outcome.points
    rows = rows[rows["stage"] == stage].set_index("point").loc[list(cases.points)]
    columns = []
    for name in cases.objectives:
        values = cases.sign(name) * rows[f"objective.{name}"].to_numpy(dtype=float)
        span = np.nanmax(values) - np.nanmin(values)
        size = max(float(np.nanmax(np.abs(values))), 1e-12)
        wide = span > 1e-9 * size
        columns.append((values - np.nanmin(values)) / span if wide else np.zeros(len(values)))
    return np.stack(columns, axis=1)


def near_best(scores: Array, tolerance: float = TOLERANCE) -> np.ndarray:
    """Say which policies are near the best.

    Parameters
    ----------
    scores : ndarray, shape (points, objectives)
        From 0, the worst, to 1, the best.
    tolerance : float
        Share of the range.

    Returns
    -------
    ndarray of bool, shape (points,)
        Those that nobody beats in every objective in which policies differ by more than the tolerance.
    """
    told = scores[:, np.ptp(scores, axis=0) > 0]
    if not told.shape[1]:
        return np.ones(len(scores), dtype=bool)
    beats = np.asarray((told[None, :, :] > told[:, None, :] + tolerance).all(axis=2))
    return np.asarray(~beats.any(axis=1))


def choose(cases: Cases, gains: Gains, count: int = COUNT) -> tuple[str, ...]:
    """Choose policies to argue about.

    Parameters
    ----------
    cases : Cases
        Of a study.
    gains : Gains
        Who gains by each policy.
    count : int
        How many at most.

    Returns
    -------
    tuple of str
        Names. The first is near-best and has the least regret in the objective in which it has most; each
        further one is, of the near-best, farthest in who gains from those chosen before: the distance of
        two policies is the largest difference in anyone's scaled gain. Fewer where the rest is alike.
        Neither the baseline nor one that changes nothing for anybody is among them.
    """
    scores = judged(cases)
    changes = (gains.scaled != 0).any(axis=1)
    allowed = near_best(scores) & changes & (np.array(cases.points) != BASELINE)
    left = [int(at) for at in np.flatnonzero(allowed)]
    if not left:
        return ()
    told = scores[:, np.ptp(scores, axis=0) > 0]
    worst = told.min(axis=1, initial=1.0)
    chosen = [max(left, key=lambda at: (worst[at], told[at].sum()))]
    place = gains.scaled
    while len(chosen) < count:
        distance = {
            at: min(float(np.abs(place[at] - place[one]).max(initial=0.0)) for one in chosen) for at in left
        }
        farthest = max(left, key=lambda at: distance[at])
        if distance[farthest] < _ALIKE:
            break
        chosen.append(farthest)
    return tuple(cases.points[at] for at in chosen)


def knees(cases: Cases) -> tuple[Knee, ...]:
    """Suggest policies at which the front bends most.

    Parameters
    ----------
    cases : Cases
        Of a study.

    Returns
    -------
    tuple of Knee
        For each pair of objectives the policy of their own front that lies farthest beyond the straight
        line between its two ends, where that is a tenth of the ranges or more; the three farthest.
    """
    scores, names = judged(cases), list(cases.objectives)
    found = []
    for one, other in combinations(range(len(names)), 2):
        pair = scores[:, [one, other]]
        at = np.flatnonzero(non_dominated(pair))
        ends = pair[at]
        low, span = ends.min(axis=0), np.ptp(ends, axis=0)
        if len(at) < 3 or (span <= 0).any():
            continue
        # With both ends of the front at (0, 1) and (1, 0), the line between them is x + y = 1.
        beyond = ((ends - low) / span).sum(axis=1) - 1.0
        best = int(np.argmax(beyond))
        distance = float(beyond[best] / np.sqrt(2.0))
        if distance >= _BEND:
            found.append(Knee(cases.points[at[best]], names[one], names[other], distance))
    return tuple(sorted(found, key=lambda knee: -knee.distance)[:_MOST_KNEES])
