"""Hypervolume: the worked example, and its growth in a search."""

import numpy as np
import pytest

from basinsim.tradeoff.hypervolume import Scale, history, hypervolume

# Worked example m03: closed form, points to be minimised against the reference (2, 2).
POINTS, REFERENCE = [(1, 0), (0.5, 0.5), (0, 1)], (2, 2)


def test_the_worked_example():
    assert hypervolume(POINTS, REFERENCE) == pytest.approx(3.25, abs=1e-12)
    without = [POINTS[0], POINTS[2]]
    assert hypervolume(POINTS, REFERENCE) - hypervolume(without, REFERENCE) == pytest.approx(0.25, abs=1e-12)


def test_a_dominated_point_adds_nothing_and_no_point_is_nothing():
    assert hypervolume([*POINTS, (1, 1)], REFERENCE) == pytest.approx(3.25, abs=1e-12)
    assert hypervolume(np.empty((0, 2)), REFERENCE) == 0


def test_five_objectives():
    # One point at the origin and the reference at 2: a cube of five dimensions.
    assert hypervolume([[0] * 5, [1] * 5], [2] * 5) == pytest.approx(32, abs=1e-9)


def test_history_is_the_share_of_the_box_a_tenth_beyond_the_worst():
    costs = [np.array(point, dtype=float) for point in [(2, 2), (0, 2), (2, 0), (1, 1)]]
    scale = Scale.of(np.array(costs))
    found = history([costs[0], None, *costs[1:]], scale)
    whole = 1.1**2
    by_hand = [0.01, 0.01, 0.11, 0.21, 0.21 + 0.25]
    assert found == pytest.approx([area / whole for area in by_hand], abs=1e-12)


def test_an_objective_that_is_the_same_for_all_says_nothing():
    scale = Scale.of(np.array([[1.0, 7.0], [2.0, 7.0]]))
    assert scale.share([[1.0, 7.0]]) == pytest.approx(1.0)
    assert Scale.of(np.array([[3.0]])).share([[3.0]]) == 1.0
