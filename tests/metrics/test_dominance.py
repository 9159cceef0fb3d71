"""Which policies nobody need consider."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import small

from basinsim.metrics.dominance import non_dominated


@pytest.mark.parametrize(
    ("outcomes", "kept"),
    [
        ([[1, 1], [2, 2]], [False, True]),
        ([[1, 2], [2, 1]], [True, True]),
        ([[1, 2], [1, 2]], [True, True]),
        ([[1, 2], [1, 3]], [False, True]),
        ([[3, np.nan], [3, 1]], [False, True]),
        ([[1], [3], [2]], [False, True, False]),
    ],
    ids=["better in both", "each better in one", "equal", "better in one", "no number", "one metric"],
)
def test_small_tables(outcomes, kept):
    assert non_dominated(outcomes).tolist() == kept


tables = st.lists(st.tuples(*[st.integers(0, 4)] * 3), min_size=1, max_size=7)


@small(50)
@given(table=tables)
def test_somebody_stays_and_a_dominated_one_more_changes_nothing(table):
    kept = non_dominated(table)
    assert kept.any()
    more = [*table, tuple(value - 1 for value in table[int(kept.argmax())])]
    assert non_dominated(more).tolist() == [*kept.tolist(), False]
