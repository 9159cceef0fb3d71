"""Robustness metrics against the published vectors of RAPID (McPhail et al. 2018)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import small

from basinsim.metrics import robustness as r

F = [[0.99, 1.0, 0.5], [0.69, 0.6, 0.6]]
G = [[0.5, 0.99, 1.0], [0.6, 0.65, 0.69]]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (r.maximin(F), [0.5, 0.6]),
        (r.maximax(F), [1.0, 0.69]),
        (r.hurwicz(F, 0.75), [0.625, 0.6225]),
        (r.laplace(F), [0.83, 0.63]),
        (r.minimax_regret(F), [-0.1, -0.4]),
        (r.percentile_regret(F, 0.5), [0.0, -0.3]),
        (r.mean_variance(F), [1.42320289996384, 1.54948632859709]),
        (r.undesirable_deviations(F), [-0.245, 0.0]),
        (r.satisficing(G, 0.65), [2 / 3, 2 / 3]),
        (r.satisficing(G, 0.65, strict=True), [2 / 3, 1 / 3]),
        (r.satisficing(-np.array(G), -0.65), [1 / 3, 2 / 3]),
        (r.satisficing(-np.array(G), -0.65, strict=True), [1 / 3, 1 / 3]),
    ],
)
def test_published_vectors(found, expected):
    assert found == pytest.approx(np.array(expected), abs=1e-9)


def test_good_enough_in_all_metrics():
    outcomes = np.array([[[1, 5], [2, 1]], [[3, 3], [4, 4]]])
    assert r.satisficing(outcomes, [2, 3]).tolist() == [0, 1]


tables = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(st.floats(-10, 10), min_size=n, max_size=n), min_size=1, max_size=5)
)


@small(40)
@given(table=tables)
def test_regret_is_never_negative_and_somebody_has_none(table):
    found = r.regret(table)
    assert (found >= 0).all()
    assert (found.min(axis=0) == 0).all()


def test_what_is_no_table():
    for outcomes in ([1, 2], [[]]):
        with pytest.raises(ValueError, match="policies by scenarios"):
            r.maximin(outcomes)
