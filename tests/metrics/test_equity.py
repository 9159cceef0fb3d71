"""Indices of inequality against worked examples and by their properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from support.examples import small

from basinsim.metrics.equity import alpha_welfare, atkinson, gini, hoover, jain, price_of_fairness, theil

INDICES = {"gini": gini, "theil": theil, "jain": jain, "hoover": hoover, "atkinson": atkinson}


def test_one_to_five():
    x = [1, 2, 3, 4, 5]
    assert gini(x) == pytest.approx(0.26666666666666666, abs=1e-12)
    assert jain(x) == pytest.approx(0.8181818181818182, abs=1e-12)
    assert theil(x) == pytest.approx(0.11968759358350925, abs=1e-12)
    assert hoover(x) == pytest.approx(0.2, abs=1e-12)
    assert atkinson(x) == pytest.approx(0.13160963843421614, abs=1e-12)
    assert atkinson(x, aversion=0.5) == pytest.approx(0.06315339222708627, abs=1e-12)


@pytest.mark.parametrize("name", INDICES)
def test_everyone_alike_is_equal_even_with_nothing(name):
    equal = 1 if name == "jain" else 0
    assert INDICES[name]([3, 3, 3], [1, 5, 2]) == pytest.approx(equal)
    assert INDICES[name]([0, 0]) == pytest.approx(equal)


def test_somebody_with_nothing():
    assert gini([0, 1]) == pytest.approx(0.5)
    assert theil([0, 1]) == pytest.approx(np.log(2))
    assert jain([0, 1]) == pytest.approx(0.5)
    assert hoover([0, 1]) == pytest.approx(0.5)
    assert atkinson([0, 1]) == 1
    assert atkinson([0, 1], aversion=2) == 1
    assert atkinson([0, 1], [0, 1]) == pytest.approx(0)


shares = st.lists(st.tuples(st.floats(0.01, 1), st.integers(1, 5)), min_size=1, max_size=6)


@pytest.mark.parametrize("name", INDICES)
@small(40)
@given(people=shares, scale=st.floats(0.1, 100))
def test_weights_are_people_and_units_do_not_matter(name, people, scale):
    values, weights = zip(*people, strict=True)
    found = INDICES[name](values, weights)
    each = np.repeat(values, weights)
    assert found == pytest.approx(INDICES[name](each), abs=1e-9)
    assert INDICES[name](scale * np.array(values), weights) == pytest.approx(found, abs=1e-9)


@small(40)
@given(people=shares)
def test_the_gini_index_is_half_the_mean_relative_difference(people):
    values, weights = (np.array(part, dtype=float) for part in zip(*people, strict=True))
    apart = np.abs(values[:, None] - values) * weights[:, None] * weights
    mean = (weights * values).sum() / weights.sum()
    assert gini(values, weights) == pytest.approx(apart.sum() / (2 * weights.sum() ** 2 * mean), abs=1e-9)


def test_many_members_at_once():
    table = np.random.default_rng(3).uniform(0.1, 1, (4, 5))
    for name, index in INDICES.items():
        assert index(table, [1, 2, 3, 4, 5]) == pytest.approx(
            [float(index(row, [1, 2, 3, 4, 5])) for row in table]
        ), name


def test_what_has_no_index():
    for values, weights in (([-1, 2], None), ([], None), ([1, 2], [0, 0]), ([1, 2], [-1, 2])):
        with pytest.raises(ValueError, match="not negative"):
            gini(values, weights)
    with pytest.raises(ValueError, match="aversion"):
        atkinson([1, 2], aversion=0)


@pytest.mark.parametrize(
    ("alpha", "long_flow"), [(0.5, 0.2), (1, 1 / 3), (2, 0.4142135623730951), (5, 0.4653980386192365)]
)
def test_alpha_fair_sharing_of_two_links(alpha, long_flow):
    """Massoulie and Roberts (1999): one flow over two links of capacity 1, and a short one on each."""

    def loss(x):
        return -alpha_welfare([x, 1 - x, 1 - x], alpha)

    best = minimize_scalar(loss, bounds=(1e-9, 1 - 1e-9), method="bounded", options={"xatol": 1e-10}).x
    assert best == pytest.approx(long_flow, abs=1e-6)
    assert best == pytest.approx(1 / (1 + 2 ** (1 / alpha)), abs=1e-6)


def test_without_any_aversion_the_long_flow_gets_nothing():
    grid = np.linspace(0, 1, 101)
    welfare = alpha_welfare(np.stack([grid, 1 - grid, 1 - grid], axis=-1), 0.0)
    assert grid[welfare.argmax()] == 0


def test_with_boundless_aversion_all_flows_are_nearly_equal():
    grid = np.linspace(0.01, 0.99, 981)
    welfare = alpha_welfare(np.stack([grid, 1 - grid, 1 - grid], axis=-1), 200.0)
    assert grid[welfare.argmax()] == pytest.approx(0.5, abs=0.002)


def test_price_of_fairness():
    assert price_of_fairness(100, 55) == pytest.approx(0.45)
    assert price_of_fairness(0, 0) == 0
