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


def exact_corners(program: ManyObjectives) -> list[Corner]:
    """Return all corners of the front of two objectives; between two neighbours it is a straight line.

    Parameters
    ----------
    program : ManyObjectives
        Of two objectives.

    Returns
    -------
    list of Corner
        From the best of the first objective to the best of the second; one alone where nothing has to be
        traded.

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
        return [Corner(first, 0.5 / program.sizes)]
    points = [first, *_between(program, first, last, extent), last]
    points = _without_flat(points, extent)
    # Of a normal line (a, b) in units of the extent; the ends of the front go to one objective alone.
    normals = [_normal((after - before) / extent) for before, after in pairwise(points)]
    normals = [np.array([1.0, 0.0]), *normals, np.array([0.0, 1.0])]
    return [Corner(point, (normals[i] + normals[i + 1]) / 2 / extent) for i, point in enumerate(points)]


def _between(
    program: ManyObjectives, first: np.ndarray, last: np.ndarray, extent: np.ndarray
) -> list[np.ndarray]:
    weights = _normal((last - first) / extent) / extent
    found = program.minimise(weights)
    if float(weights @ first - weights @ found) <= _FLAT:
        return []
    if min(np.max(np.abs(found - end) / extent) for end in (first, last)) <= _FLAT:
        return []
    return [
        *_between(program, first, found, extent),
        found,
        *_between(program, found, last, extent),
    ]


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
