"""The policies that nobody beats by more than what matters."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from basinsim.metrics.dominance import non_dominated


def epsilon_non_dominated(costs: ArrayLike, epsilons: ArrayLike) -> NDArray[np.bool_]:
    """Say which policies stand for all that nobody beats.

    Parameters
    ----------
    costs : array_like, shape (policies, objectives)
        Lower is better; finite.
    epsilons : array_like, shape (objectives,)
        Least difference that matters; 0: any does.

    Returns
    -------
    ndarray of bool, shape (policies,)
        True for one policy of each box of this size that no other box beats: the one nearest to the
        box's best corner, the first of equal ones. A policy that another one beats changes nothing.

    Notes
    -----
    Boxes of Laumanns, Thiele, Deb and Zitzler (2002), Evolutionary Computation 10, 263-282, of all
    policies at once instead of one after the other, so that their order does not count.
    """
    table = np.asarray(costs, dtype=float)
    if table.ndim != 2:
        message = "costs are a table of policies by objectives"
        raise ValueError(message)
    widths = np.asarray(epsilons, dtype=float)
    boxed = widths > 0
    scaled = np.where(boxed, table / np.where(boxed, widths, 1.0), table)
    # What lies on an edge but for rounding lies on it.
    boxes = np.where(boxed, np.floor(scaled + 1e-9), scaled)
    distance = np.where(boxed, scaled - boxes, 0.0)
    kept = np.zeros(len(table), dtype=bool)
    best: dict[tuple[float, ...], int] = {}
    for at in np.flatnonzero(non_dominated(-boxes)) if len(table) else ():
        box = tuple(boxes[at])
        other = best.get(box)
        if other is None or _nearer(distance[at], distance[other]):
            best[box] = int(at)
    kept[list(best.values())] = True
    return kept


def _nearer(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    return bool((one**2).sum() < (other**2).sum())


def survivors(costs: ArrayLike, count: int) -> NDArray[np.intp]:
    """Choose the policies that are worth a closer look.

    Parameters
    ----------
    costs : array_like, shape (policies, objectives)
        Lower is better; finite.
    count : int
        How many at most.

    Returns
    -------
    ndarray of int
        Sorted positions: those nobody beats, then those beaten by these alone, and so on; of the
        first group that does not fit, those farthest from all chosen before, on scales from the
        best to the worst of each objective.
    """
    table = np.asarray(costs, dtype=float)
    left = np.arange(len(table))
    chosen: list[int] = []
    while len(left) and len(chosen) < count:
        front = left[non_dominated(-table[left])]
        if len(chosen) + len(front) <= count:
            chosen += front.tolist()
        else:
            chosen += _spread(table, chosen, front.tolist(), count - len(chosen))
        left = np.setdiff1d(left, front)
    return np.sort(np.array(chosen, dtype=int))


def _spread(table: NDArray[np.float64], chosen: list[int], front: list[int], count: int) -> list[int]:
    span = np.ptp(table, axis=0)
    places = (table - table.min(axis=0)) / np.where(span > 0, span, 1.0)
    if not chosen:
        # The best of each objective first: the ends of the front.
        ends = list(dict.fromkeys(front[int(np.argmin(column))] for column in table[front].T))[:count]
    else:
        ends = []
    added, left = list(ends), [at for at in front if at not in ends]
    while len(added) < count and left:
        known = places[[*chosen, *added]]
        gaps = [float(np.min(np.linalg.norm(known - places[at], axis=1))) for at in left]
        added.append(left.pop(int(np.argmax(gaps))))
    return added
