"""Takes read at a gauge: a share of what flows, and what is above a hands-off flow."""

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import stream

from basinsim.schema.policy import read_policy


def lever(**keys) -> dict:
    return {"type": "take_limits", "areas": {"weir": ["farm", "croft"]}, **keys}


@pytest.mark.parametrize(
    ("keys", "farm"),
    [
        ({"max_take": "10 %"}, 20 / 3),  # a tenth of 100 is 10 for 8 + 4: five sixths
        ({"hands_off_flow": 94}, 4),  # 6 above it: a half
        ({"hands_off_flow": 90, "max_take": 0.3}, 2),  # 3 of the 10 above it: a quarter
        ({"hands_off_flow": 110}, 0),
        ({"max_take": "35 %"}, 8),
    ],
)
def test_what_a_farm_may_take_of_a_hundred(keys, farm):
    results = under(stream(100, {}), lever(**keys))
    assert series(results, "delivered", "farm") == exactly([farm])
    assert series(results, "delivered", "croft") == exactly([farm / 2])


def test_gauges_of_a_table(tmp_path):
    (tmp_path / "low.csv").write_text("gauge,q95\nweir,94\n", encoding="utf-8")
    file = {"file": str(tmp_path / "low.csv"), "column": "q95"}
    assert series(under(stream(100, {}), lever(hands_off_flow=file)), "delivered", "farm") == exactly([4])
    ((key, message),) = misfits(stream(100, {}), lever(hands_off_flow=file | {"column": "q59"}))
    assert (key, message) == ("0.hands_off_flow", "low.csv has no column 'q59'; did you mean 'q95'?")


def test_every_wrong_name_at_once():
    areas = {"weir": ["fram", "croft"], "wier": ["farm"]}
    assert misfits(stream(100, {}), lever(max_take=0.1) | {"areas": areas}) == [
        ("0.areas.wier", "there is no gauge 'wier'; did you mean 'weir'?"),
        ("0.areas.weir.0", "there is no demand, works, hydropower or link 'fram'; did you mean 'farm'?"),
    ]


def test_a_user_stands_under_one_gauge():
    basin = stream(100, {}, upper={"type": "gauge"})
    basin["links"][2:3] = [{"from": "meadow", "to": "upper"}, {"from": "upper", "to": "weir"}]
    twice = {"weir": ["farm"], "upper": ["farm"]}
    assert misfits(basin, lever(max_take=0.1) | {"areas": twice}) == [
        ("0.areas.upper.0", "'farm' stands under the gauge 'weir' already")
    ]


def test_without_a_limit_it_is_refused():
    with pytest.raises(ValueError, match="need a 'hands_off_flow', a 'max_take', or both"):
        read_policy(lever())
