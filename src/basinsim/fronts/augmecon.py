"""A grid over the front of two or three objectives: limits on all but the first."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from basinsim.fronts.payoff import lexicographic_payoff
from basinsim.fronts.program import HAIR, ManyObjectives, NoSolutionError

_SAME = 1e-5
"""Points nearer than this are one [share of the range]."""


@dataclass(frozen=True)
class GridPoint:
    """A point of a front.

    Attributes
    ----------
    values : ndarray, shape (objectives,)
        All objectives, minimised.
    weights : ndarray, shape (objectives,)
        Prices, all positive, at which it is a best point: 1 for the first objective.
    """

    values: np.ndarray
    weights: np.ndarray


def limits_grid(program: ManyObjectives, points: int) -> tuple[np.ndarray, list[GridPoint]]:
    """Minimise the first objective under a grid of limits on the others.

    Parameters
    ----------
    program : ManyObjectives
        Of two objectives or more.
    points : int
        Limits on each of the others, from its worst to its best in the payoff table; at least two.

    Returns
    -------
    (ndarray of shape (objectives, objectives), list of GridPoint)
        The payoff table, and the points, each once, in the order of the grid.

    Notes
    -----
    Mavrotas (2009) and Mavrotas and Florios (2013), AUGMECON and AUGMECON2, Applied Mathematics and
    Computation 213 and 219. Their small weight on slack is replaced by a second, lexicographic solve, so
    that no weight has to be chosen and every point is efficient. Limits between the one set and what the
    last objective came to give the same point, and are passed over.
    """
    payoff = lexicographic_payoff(program)
    ideal, nadir = payoff.min(axis=0), payoff.max(axis=0)
    grids = [np.linspace(nadir[k], ideal[k], points) for k in range(1, program.count)]
    found: list[GridPoint] = []
    size = np.maximum(nadir - ideal, HAIR)
    for limits in _limits(grids):
        _sweep(program, limits, grids[-1], size, found)
    return payoff, found


def _limits(grids: list[np.ndarray]) -> Iterator[list[float]]:
    """Yield every combination of limits on all but the first and the last objective."""
    shape = tuple(len(grid) for grid in grids[:-1])
    for place in np.ndindex(*shape):
        yield [float(grid[i]) for grid, i in zip(grids, place, strict=False)]


def _sweep(
    program: ManyObjectives,
    others: list[float],
    grid: np.ndarray,
    size: np.ndarray,
    found: list[GridPoint],
) -> None:
    reached = np.inf
    for limit in grid:
        if limit > reached:
            continue  # the point before keeps this limit too
        limits = np.array([np.inf, *others, float(limit)])
        limits[1:] += HAIR * size[1:]  # at the very end rounding alone would make it impossible
        try:
            values = program.lexicographic(range(program.count), limits)
        except NoSolutionError:
            return  # tighter limits are impossible too
        reached = float(values[-1])
        if not any(np.all(np.abs(point.values - values) <= _SAME * size) for point in found):
            found.append(GridPoint(values, program.weights / program.weights[0]))
