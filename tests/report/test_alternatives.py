"""A table of alternatives: scores and who is beaten by hand, and rules that hold for any table."""

import numpy as np
import pandas as pd
import pytest
from figures.two_years import two_years
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from basinsim.metrics.comparison import compare_results
from basinsim.report.alternatives import (
    Alternatives,
    Axis,
    alternatives_of_comparison,
    alternatives_of_table,
)
from basinsim.report.subjects import Subjects
from basinsim.results.sketch import sketch_of

COST = Axis("Cost", "GBP/yr", False)
MET = Axis("Demand met", "1", True)


def test_scores_and_who_is_beaten():
    found = Alternatives(("now", "dear", "waste"), (COST, MET), np.array([[0, 0.5], [10, 1.0], [10, 0.75]]))
    assert found.scores.tolist() == [[1.0, 0.0], [0.0, 1.0], [0.0, 0.5]]
    assert found.efficient.tolist() == [True, True, False]
    assert found.telling.tolist() == [True, True]
    assert found.text(1, 1).split() == ["100", "%"]
    data = found.as_data()
    assert [axis["worst"] for axis in data["axes"]] == [10.0, 0.5]
    assert [axis["best"] for axis in data["axes"]] == [0.0, 1.0]


def test_what_does_not_differ_has_no_axis_and_decides_nothing():
    found = Alternatives(("a", "b"), (COST, MET), np.array([[1.0, 0.5], [2.0, 0.5004]]))
    assert found.telling.tolist() == [True, False]  # less than a tenth of a point
    assert found.efficient.tolist() == [True, False]
    assert len(found.as_data()["axes"]) == 1


def test_what_is_not_known_counts_as_worst():
    found = Alternatives(("a", "b", "c"), (COST,), np.array([[1.0], [np.nan], [3.0]]))
    assert found.scores.tolist() == [[1.0], [0.0], [0.0]]


def test_tables_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="2 alternatives x 1 axes"):
        Alternatives(("a", "b"), (COST,), np.zeros((2, 2)))


def test_a_table_with_settings():
    table = pd.DataFrame(
        {
            "name": ["now", "pipes"],
            "leakage_reduction": [0.0, 0.25],
            "rule": ["old", "new"],
            "cost": [0.0, 5.0],
            "met": [0.8, 0.9],
        }
    )
    found = alternatives_of_table(
        table, [("cost", COST), ("met", MET)], baseline="now", settings=["leakage_reduction", "rule"]
    )
    assert found.settings == ("leakage reduction: 0; rule: old", "leakage reduction: 0.25; rule: new")
    assert found.baseline == 0
    with pytest.raises(ValueError, match="no alternative 'not there'"):
        alternatives_of_table(table, [("cost", COST)], baseline="not there")
    with pytest.raises(KeyError):
        alternatives_of_table(table, [("price", COST)])


NUMBERS = arrays(
    float,
    st.tuples(st.integers(1, 8), st.integers(1, 4)),
    elements=st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)) | st.just(float("nan")),
)


@given(NUMBERS)
def test_rules_that_hold_for_any_table(values):
    axes = tuple(Axis(f"axis {k}", "Ml", k % 2 == 0) for k in range(values.shape[1]))
    found = Alternatives(tuple(map(str, range(len(values)))), axes, values)
    assert ((found.scores >= -1e-12) & (found.scores <= 1 + 1e-12)).all()
    assert found.efficient.any()
    beaten_by = (found.scores[:, None, :] <= found.scores[None, :, :]).all(axis=2)
    beaten_by &= (found.scores[:, None, :] < found.scores[None, :, :]).any(axis=2)
    assert (found.efficient == ~beaten_by.any(axis=1)).all()


def test_a_comparison():
    runs = (two_years(), two_years("river last", 5))
    comparison = compare_results(runs)
    dataset = runs[0].dataset
    found = alternatives_of_comparison(comparison, Subjects(dataset), sketch_of(dataset))
    assert found.names == ("as it is", "river last")
    assert found.efficient.tolist() == comparison.efficient.tolist()
    farm = found.at_nodes["farm"]
    assert [verdict for _, verdict in farm] == ["", "better"]
    assert "of its demand delivered" in farm[1][0]
    assert found.at_nodes["weir"][1][1] == "worse"
    by_label = {axis.label: axis for axis in found.axes}
    assert by_label["Irrigation met in dry years"].places == ("farm",)
    assert by_label["Environmental flow missed"].places == ("weir",)
    assert by_label["Coverage of the worst-off community"].places == ("town",)
