"""The patient rule induction method finds boxes that are known."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import small

from basinsim.tradeoff.robustness.prim import LEAST_MASS, Limit, best_box, box_of, inside, peel


def points(count=400, features=4, seed=1):
    return pd.DataFrame(
        np.random.default_rng(seed).random((count, features)), columns=list("abcdefgh"[:features])
    )


def test_a_known_box_is_found_and_nothing_else_is_limited():
    table = points(1000)
    interest = ((table["a"] < 0.4) & (table["c"] > 0.5)).to_numpy()
    box = best_box(peel(table, interest), table, interest)
    assert set(box.limits) == {"a", "c"}
    assert box.limits["a"].high == pytest.approx(0.4, abs=0.03)
    assert box.limits["c"].low == pytest.approx(0.5, abs=0.03)
    assert np.isinf(box.limits["a"].low)
    assert min(box.coverage, box.density) > 0.93


def test_a_word_among_numbers_is_found():
    table = points(300, 2).assign(climate=np.resize(["present", "2050s", "2080s"], 300))
    interest = ((table["climate"] != "present") & (table["a"] < 0.5)).to_numpy()
    box = best_box(peel(table, interest), table, interest)
    assert box.limits["climate"].among == frozenset({"2050s", "2080s"})
    assert box.limits["a"].high == pytest.approx(0.5, abs=0.06)


def test_cases_strewn_by_chance_get_no_box_that_passes_for_one():
    table = points(60, 3, seed=4)
    interest = np.random.default_rng(9).random(60) < 0.3
    box = best_box(peel(table, interest), table, interest)
    assert all(p < 0.05 for p in box.quasi_p.values())
    assert box.quality < 0.75


def test_coverage_density_mass_and_quasi_p_by_hand():
    table = pd.DataFrame({"a": [1.0, 2, 3, 4, 5, 6, 7, 8]})
    interest = np.array([True, True, True, False, False, False, False, True])
    box = box_of({"a": Limit(high=4.0)}, table, interest)
    assert (box.coverage, box.density, box.mass) == (0.75, 0.75, 0.5)
    # Three or four of four where half of all are of interest: 5 / 16.
    assert box.quasi_p["a"] == pytest.approx(5 / 16)
    assert box.quality == pytest.approx(0.75)


@small(15)
@given(st.integers(0, 10_000), st.floats(0.1, 0.9))
def test_peeling_goes_inwards_and_never_below_the_least_mass(seed, share):
    table = points(80, 3, seed)
    interest = np.random.default_rng(seed + 1).random(80) < share
    boxes = peel(table, interest)
    for outer, inner in itertools.pairwise(boxes):
        assert not (inside(inner.limits, table) & ~inside(outer.limits, table)).any()
        assert LEAST_MASS <= inner.mass < outer.mass
    for box in boxes:
        held = inside(box.limits, table)
        assert box.density == pytest.approx(interest[held].mean())


def test_equal_values_fall_on_the_same_side():
    table = pd.DataFrame({"a": np.repeat([0.0, 1.0], 20)})
    interest = np.repeat([False, True], 20)
    box = best_box(peel(table, interest), table, interest)
    assert (box.coverage, box.density) == (1.0, 1.0)
    assert box.limits["a"].low == pytest.approx(0.5)
