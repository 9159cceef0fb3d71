"""The front of two objectives exactly: every corner of it, by supporting lines."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from basinsim.fronts.program import HAIR, ManyObjectives

_FLAT = 1e-7
"""A point this near to the line between its neighbours lies on it [share of the front's extent]."""


@dataclass(frozen=True)
class Corner:
    """A corner of a front.

    Attributes
    ----------
    values : ndarray, shape (2,)
        Both objectives, minimised.
    weights : ndarray, shape (2,)
        For which it is the one best point: between those of the edges that meet in it; they sum to one
        once each objective is divided by its range on the front.
    """

    values: np.ndarray
    weights: np.ndarray


@dataclass(frozen=True)
class Corners:
    """Corners of a front.

    Attributes
    ----------
    corners : list of Corner
        From the best of the first objective to the best of the second; one alone where nothing has to be
        traded.
    complete : bool
        Whether these are all of them: then it is a straight line between two neighbours. If not, the
        front lies at most `gap` beyond the lines.
    gap : float
        Largest distance by which the front may lie beyond them, as a share of its extent; 0 where
        complete.
    """

    corners: list[Corner]
    complete: bool
    gap: float


def exact_corners(program: ManyObjectives, most: int = 1000) -> Corners:
    """Find the corners of the front of two objectives.

    Parameters
    ----------
    program : ManyObjectives
        Of two objectives.
    most : int
        How many corners are looked for; where there are more, those are found first that are farthest
        from the lines between the others.

    Returns
    -------
    Corners
        Exact, each of them.

    Notes
    -----
    The front of a linear program is convex and piecewise linear. Between two points of it the sum is
    minimised that weighs them alike: what is better is a new point, and nothing better means an edge
    (Aneja and Nair 1979, Management Science 25; Cohon 1978, noninferior set estimation).
    """
    first, last = program.lexicographic([0, 1]), program.lexicographic([1, 0])
    extent = np.abs(last - first)
    # What was reached may be missed by a hair; a front no wider than some of these is a point.
    if np.any(extent <= _FLAT * np.maximum(np.abs(first), np.abs(last)) + 100 * HAIR * program.sizes):
        return Corners([Corner(first, 0.5 / program.sizes)], complete=True, gap=0.0)
    points, gap = _points(program, [first, last], extent, most)
    points = _without_flat(points, extent)
    # Of a normal line (a, b) in units of the extent; the ends of the front go to one objective alone.
    normals = [_normal((after - before) / extent) for before, after in pairwise(points)]
    normals = [np.array([1.0, 0.0]), *normals, np.array([0.0, 1.0])]
    corners = [Corner(point, (normals[i] + normals[i + 1]) / 2 / extent) for i, point in enumerate(points)]
    return Corners(corners, complete=gap == 0, gap=gap)


def _points(
    program: ManyObjectives, points: list[np.ndarray], extent: np.ndarray, most: int
) -> tuple[list[np.ndarray], float]:
    """Split lines between points of the front, the one first beyond which it may lie farthest."""
    beyond = {0: 1.0}  # by position of the line's first point; 0 where it is known to be an edge
    while len(points) < most and max(beyond.values()) > 0:
        at = max(beyond, key=lambda place: beyond[place])
        before, after = points[at], points[at + 1]
        weights = _normal((after - before) / extent) / extent
        found = program.minimise(weights)
        won = float(weights @ before - weights @ found)
        near = min(np.max(np.abs(found - end) / extent) for end in (before, after))
        if won <= _FLAT or near <= _FLAT:
            beyond[at] = 0.0
            continue
        points.insert(at + 1, found)
        beyond = {place + (place > at): value for place, value in beyond.items()}
        # A line can be left behind by no more than its first point's line was.
        beyond[at] = beyond[at + 1] = won
    return points, max(beyond.values())


def _normal(along: np.ndarray) -> np.ndarray:
    """Return the weights, both positive and of sum one, that a step along the front leaves unchanged."""
    normal = np.abs(along[::-1])
    return np.asarray(normal / normal.sum())


def _without_flat(points: list[np.ndarray], extent: np.ndarray) -> list[np.ndarray]:
    kept = points[:1]
    for place, point in enumerate(points[1:-1], start=1):
        weights = _normal((points[place + 1] - kept[-1]) / extent) / extent
        if float(weights @ kept[-1] - weights @ point) > _FLAT:
            kept.append(point)
    return [*kept, points[-1]]
