"""Fronts whose corners are known."""

import numpy as np
import pytest
from fronts.published import line, program_of
from hypothesis import given, settings
from hypothesis import strategies as st

from basinsim.fronts.breakpoints import exact_corners


def test_the_line_has_two_corners_and_nothing_between() -> None:
    """Example m02: f2 = 200 - 2 f1 from 8 to 20."""
    corners = exact_corners(line()).corners
    assert np.allclose([-corner.values for corner in corners], [[20, 160], [8, 184]], atol=1e-6)


def polygon(points: list[tuple[float, float]]) -> list[list[float]]:
    """Return the convex hull's corners that face down and to the left, from the left."""
    front: list[tuple[float, float]] = []
    for point in sorted(set(points)):
        while len(front) > 1 and _turns_up(front[-2], front[-1], point) <= 1e-9:
            front.pop()
        front.append(point)
    lowest = min(range(len(front)), key=lambda i: (front[i][1], front[i][0]))
    return [list(point) for point in front[: lowest + 1]]


def _turns_up(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


whole = st.integers(0, 12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(whole, whole), min_size=1, max_size=10))
def test_every_corner_of_a_polygon_is_found(points: list[tuple[int, int]]) -> None:
    """Shares of given points, of sum one: the front is that of their convex hull."""
    count = len(points)
    program = program_of(
        [[float(x) for x, _ in points], [float(y) for _, y in points]],
        [[1.0] * count],
        [(1.0, 1.0)],
        [1.0] * count,
    )
    expected = polygon([(float(x), float(y)) for x, y in points])
    front = exact_corners(program)
    found = front.corners
    assert front.complete
    assert len(found) == len(expected)
    assert np.allclose([corner.values for corner in found], expected, atol=1e-6)
    for corner in found:
        # Each is the one best point for its own weights.
        assert (corner.weights > 0).all()
        sums = np.array(expected) @ corner.weights
        best = int(np.argmin(sums))
        assert np.allclose(expected[best], corner.values, atol=1e-6)
        if len(sums) > 1:
            assert np.partition(sums, 1)[1] > sums[best]


def test_what_is_dominated_changes_nothing() -> None:
    points = [(0, 10), (2, 4), (10, 0)]
    corners = []
    for more in ([], [(5, 5), (2, 5), (10, 10)]):
        all_points = points + more
        costs = [[float(p[k]) for p in all_points] for k in range(2)]
        ones = [1.0] * len(all_points)
        corners.append([c.values for c in exact_corners(program_of(costs, [ones], [(1, 1)], ones)).corners])
    assert np.allclose(corners[0], corners[1], atol=1e-6)
    assert np.allclose(corners[0], points, atol=1e-6)


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_totals_over_steps_are_those_of_one_row(steps: int) -> None:
    """The same polygon, its columns spread over steps: running totals add up to the sums."""
    from scipy.sparse import csc_array

    from basinsim.fronts.program import ManyObjectives

    xs, ys = np.array([0.0, 2, 10, 7]), np.array([10.0, 4, 0, 9])
    matrix = csc_array(np.hstack([np.ones((1, 4)), -np.ones((1, 4)) / 4]))
    order = np.arange(8).reshape(2, 4).T.ravel()  # columns of each step stand together
    lower = np.concatenate([np.zeros(4), np.ones(4)])[order]
    zeros = np.zeros(4)
    costs = [np.concatenate([cost, zeros])[order] for cost in (xs, ys)]
    program = ManyObjectives(csc_array(matrix[:, order]), lower, np.ones(8), costs, steps)
    assert np.allclose(
        [c.values for c in exact_corners(program).corners], [[0, 10], [2, 4], [10, 0]], atol=1e-6
    )


def test_where_there_are_too_many_the_most_telling_come_first() -> None:
    """Of a quarter of a circle by 33 points, five: no point lies farther beyond their lines than said."""
    angle = np.linspace(0, np.pi / 2, 33)
    xs, ys = 1 - np.sin(angle), 1 - np.cos(angle)
    ones = [1.0] * 33
    program = program_of([xs.tolist(), ys.tolist()], [ones], [(1, 1)], ones)
    front = exact_corners(program, most=5)
    assert not front.complete
    values = np.array([corner.values for corner in front.corners])
    assert len(values) == 5
    assert (np.abs(values[:, np.newaxis] - np.stack([xs, ys], axis=1)).max(axis=2).min(axis=1) < 1e-6).all()
    lines = np.interp(xs, values[:, 0], values[:, 1])
    assert 0 < (lines - ys).max() / 2 <= front.gap
    assert len(exact_corners(program).corners) == 33
