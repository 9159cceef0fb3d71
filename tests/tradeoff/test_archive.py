"""Epsilon boxes and survivors: worked out by hand, and what holds whatever the policies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from basinsim.metrics.dominance import non_dominated
from basinsim.tradeoff.archive import epsilon_non_dominated, survivors

tables = st.integers(1, 4).flatmap(
    lambda width: st.integers(1, 12).flatmap(
        lambda count: arrays(float, (count, width), elements=st.integers(0, 6).map(float))
    )
)


def test_without_epsilon_they_are_the_non_dominated():
    costs = [[1, 5], [2, 4], [2, 4.5], [5, 1], [6, 6]]
    assert epsilon_non_dominated(costs, [0, 0]).tolist() == [True, True, False, True, False]


def test_of_equal_policies_the_first_stays():
    assert epsilon_non_dominated([[1, 2], [1, 2]], [0, 0]).tolist() == [True, False]


def test_one_policy_of_a_box_stands_for_the_others():
    # Boxes of 1: (0, 3) holds two, of which the second is nearer to its corner; (0, 4) and (2, 3) are beaten by it.
    costs = [[0.8, 3.8], [0.1, 3.2], [0.0, 4.9], [2.0, 3.0], [5.5, 0.2]]
    assert epsilon_non_dominated(costs, [1, 1]).tolist() == [False, True, False, False, True]


@given(tables, st.sampled_from([0.0, 1.0, 2.5]))
def test_a_dominated_policy_changes_nothing(costs, width):
    epsilons = np.full(costs.shape[1], width)
    kept = epsilon_non_dominated(costs, epsilons)
    worse = costs[np.flatnonzero(kept)[0]] + np.eye(1, costs.shape[1])[0]
    again = epsilon_non_dominated(np.vstack([costs, worse]), epsilons)
    assert again.tolist() == [*kept.tolist(), False]
    # ... nor does it matter where in the list it stands.
    first = epsilon_non_dominated(np.vstack([worse, costs]), epsilons)
    assert first.tolist() == [False, *kept.tolist()]


@given(tables)
def test_every_policy_has_one_that_is_no_worse_by_more_than_epsilon(costs):
    width = 1.5
    kept = costs[epsilon_non_dominated(costs, np.full(costs.shape[1], width))]
    for row in costs:
        assert (kept <= row + width).all(axis=1).any()


@given(tables, st.integers(1, 8))
def test_survivors_are_the_best_fronts_first(costs, count):
    chosen = survivors(costs, count)
    assert len(chosen) == min(count, len(costs))
    assert len(set(chosen.tolist())) == len(chosen)
    front = np.flatnonzero(non_dominated(-costs))
    assert set(front) <= set(chosen) or set(chosen) <= set(front)


def test_of_a_front_too_large_its_ends_and_what_lies_farthest_between_survive():
    steps = np.linspace(0, 1, 11)
    chosen = survivors(np.column_stack([steps, 1 - steps]), 3)
    assert chosen.tolist() == [0, 5, 10]


def test_costs_are_a_table():
    with pytest.raises(ValueError, match="a table"):
        epsilon_non_dominated([1, 2], [0])
