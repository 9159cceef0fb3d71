"""The river is meant to keep more: what remains for two farms, by hand."""

import json

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import stream

from basinsim.schema.policy import read_policy

KEPT = {"environmental_flow": {"amount": 20}}
FARMS = {"farm": {"priority": 2}, "croft": {"priority": 2}}


def keeping(inflow=25, **weir) -> dict:
    return stream(inflow, {}, weir=KEPT | weir, **FARMS)


def lever(**keys) -> dict:
    return {"type": "environmental_flows", **keys}


def test_a_factor_leaves_the_farms_less():
    """25 come, 20 stay: 5 for 8 + 4, a coverage of 5/12. With 20 x 1.2 = 24 only 1: a twelfth."""
    before, after = under(keeping()), under(keeping(), lever(factor=1.2))
    assert series(before, "delivered", "farm") == exactly([8 * 5 / 12])
    assert series(after, "delivered", "farm") == exactly([8 / 12])
    assert series(after, "delivered", "croft") == exactly([4 / 12])
    assert series(after, "gauge_flow", "weir") == exactly([24])


def test_in_some_months_only():
    results = under(keeping(100), lever(factor="150 %", months=[2]), start="2001-01-30", days=4)
    assert series(results, "environmental_flow_target", "weir") == exactly([20, 20, 30, 30])


def test_months_of_a_flow_that_changes_by_month_already():
    monthly = {"environmental_flow": {"amount": [10.0] + [20.0] * 11}}
    basin = keeping(100, **monthly)
    results = under(basin, lever(factor=2, months=[1]), start="2001-01-31", days=2)
    assert series(results, "environmental_flow_target", "weir") == exactly([20, 20])


def test_to_a_flow_of_a_table(tmp_path):
    (tmp_path / "low.csv").write_text("gauge,q90\nweir,22.5\n", encoding="utf-8")
    to = {"file": str(tmp_path / "low.csv"), "column": "q90"}
    results = under(keeping(), lever(gauges=["weir"], to=to))
    assert series(results, "delivered", "farm") == exactly([8 * 2.5 / 12])
    assert "low.csv" in json.loads(results.dataset.attrs["inputs"])
    sentence = read_policy(lever(gauges=["weir"], to=to)).sentence()
    assert sentence == "The environmental flow at 'weir' becomes 22.5 Ml/d at 'weir' (q90 of low.csv)."


def test_the_river_is_still_owed_no_more_than_nature_brings():
    natural = {"environmental_flow": {"amount": 20, "natural": ["spring"]}}
    results = under(keeping(22, **natural), lever(factor=2))
    assert series(results, "environmental_flow_target", "weir") == exactly([22])
    assert series(results, "delivered", "farm") == exactly([0])


def test_what_does_not_fit():
    assert misfits(keeping(), lever(gauges=["wier"], factor=2)) == [
        ("0.gauges.0", "there is no gauge with an environmental_flow 'wier'; did you mean 'weir'?")
    ]
    stepped = keeping(environmental_flow={"amount": {"values": [1, 2]}})
    ((key, message),) = misfits(stepped, lever(factor=2, months=[6]))
    assert (key, "is a series" in message) == ("0.months", True)


@pytest.mark.parametrize("keys", [{}, {"factor": 1.1, "to": 30}])
def test_it_says_one_thing(keys):
    with pytest.raises(ValueError, match="give one of them"):
        read_policy(lever(**keys))
