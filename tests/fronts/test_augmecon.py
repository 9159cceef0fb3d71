"""Grids over fronts that are known."""

import numpy as np
import pytest
from fronts.published import energy, line, program_of
from scipy.optimize import linprog

from basinsim.fronts.augmecon import limits_grid
from basinsim.metrics.dominance import non_dominated


def test_a_sweep_over_a_line_stays_on_it() -> None:
    """Example m02: all points lie on f2 = 200 - 2 f1, evenly, and one more of f1 costs two of f2."""
    _, points = limits_grid(line(), 7)
    values = np.array([-point.values for point in points])
    assert np.allclose(values[:, 0], np.linspace(20, 8, 7), atol=1e-6)
    assert np.allclose(values[:, 1], 200 - 2 * values[:, 0], atol=1e-6)
    for point in points[1:-1]:
        # f1 is first: one unit of f2 less costs half a unit of f1.
        assert point.weights == pytest.approx([1.0, 0.5])
    for point in points:
        assert (point.weights > 0).all()
        assert point.weights @ point.values <= (-values @ point.weights).min() + 1e-6


def least_cost(emissions: float, imports: float) -> float | None:
    """Return the least cost of the energy example within limits, by another solver; None where there is none."""
    # LIGN1, LIGN2, OIL2, OIL3, NG1, NG2, NG3, RES1, RES3
    at_most = [
        ([1.44, 1.44, 0.72, 0.72, 0.45, 0.45, 0.45, 0, 0], emissions),
        ([0, 0, 1, 1, 1, 1, 1, 0, 0], imports),
        ([1, 1, 0, 0, 0, 0, 0, 0, 0], 31000),
        ([0, 0, 1, 1, 0, 0, 0, 0, 0], 15000),
        ([0, 0, 0, 0, 1, 1, 1, 0, 0], 22000),
        ([0, 0, 0, 0, 0, 0, 0, 1, 1], 10000),
        ([-1, 0, 0, 0, -1, 0, 0, -1, 0], -38400),
        ([0, -1, -1, 0, 0, -1, 0, 0, 0], -19200),
        ([0, 0, 0, -1, 0, 0, -1, 0, -1], -6400),
    ]
    rows, limits = zip(*at_most, strict=True)
    found = linprog([30, 30, 75, 75, 60, 60, 60, 90, 90], A_ub=rows, b_ub=limits)
    return float(found.fun) if found.status == 0 else None


def test_three_objectives() -> None:
    payoff, points = limits_grid(energy(), 6)
    values = np.array([point.values for point in points])
    assert np.allclose(payoff[0], [3075000, 62460, 33000], atol=1.0)
    assert non_dominated(-values / np.ptp(values, axis=0)).all()
    # Every pair of limits of the grid that can be kept has its point, of just the least cost.
    kept = 0
    for emissions in np.linspace(62460, 45180, 6):
        for imports in np.linspace(37000, 23000, 6):
            cost = least_cost(emissions + 1e-3, imports + 1e-3)
            if cost is None:
                continue
            kept += 1
            within = (values[:, 1] <= emissions + 0.01) & (values[:, 2] <= imports + 0.01)
            assert values[within, 0].min() == pytest.approx(cost, abs=1.0)
    assert kept > len(points)  # some give the same point
    # Every point is the best of all at its own prices.
    for point in points:
        assert point.weights @ point.values <= (values @ point.weights).min() * (1 + 1e-7)


def test_limits_that_change_nothing_are_passed_over() -> None:
    """Two points only: (0, 1) and (1, 0) joined by nothing, since x is 0 or not at all."""
    program = program_of([[0.0, 1.0], [1.0, 0.0]], [[1, 1]], [(1, 1)], [1, 0])
    _, points = limits_grid(program, 9)
    assert len(points) == 1
