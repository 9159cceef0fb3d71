"""Significant scarcity: counted by hand. The five-day mean is known from the fifth day on."""

import json

import pytest
from rules.rule_runs import run, series, stream

from basinsim.errors import InputError

LOW, WEIR = 40, 28  # inflow, and what passes the weir while farm and croft take 8 and 4


def scarcity(**keys) -> dict:
    return {
        "scarcity": {
            "type": "significant_scarcity",
            "gauge": "weir",
            "q95": 50,
            "applies_to": ["farm"],
            **keys,
        }
    }


def taken(length: int, floods: dict[int, float], start: str = "2001-06-01", **keys) -> list[float]:
    """Return what the farm gets; floods by day, from 1."""
    flows = [floods.get(day, LOW) for day in range(1, length + 1)]
    results = run(stream({"values": flows}, scarcity(**keys)), start, length)
    assert series(results, "delivered", "croft") == [4] * length
    assert series(results, "requested", "farm") == [8] * length
    return series(results, "delivered", "farm")


@pytest.mark.parametrize(
    "start", ["2001-06-01", "2003-12-10", "2004-02-10"], ids=["summer", "new-year", "leap"]
)
def test_suspended_from_the_day_after_the_thirtieth(start):
    """Days 5 to 34 are thirty; suspended from day 35."""
    assert taken(37, {}, start) == [8] * 34 + [0] * 3


def test_a_freshet_of_one_day_that_lifts_the_mean_breaks_the_run():
    """500 on day 20: the mean of days 20 to 24 is above 50; days 25 to 54 are thirty again."""
    assert taken(56, {20: 500}) == [8] * 54 + [0] * 2


def test_a_freshet_that_does_not_lift_the_mean_breaks_nothing():
    """100 on day 20: 88 pass the weir, and the mean is (4 x 28 + 88) / 5 = 40."""
    assert taken(36, {20: 100}) == [8] * 34 + [0] * 2


def test_lifted_on_the_day_after_a_day_that_does_not_count():
    """Suspended from day 35; 500 on day 37; from day 38 the farm takes again."""
    assert taken(40, {37: 500}) == [8] * 34 + [0] * 3 + [8] * 3


def test_other_lengths_and_a_share():
    """A mean of one day and three days in a row: half of it from day 4 on."""
    assert taken(6, {}, mean_days=1, days=3, share="50 %") == [8] * 3 + [4] * 3


def test_a_flow_of_exactly_the_q95_is_not_below_it():
    assert taken(6, {}, mean_days=1, days=2, q95=WEIR) == [8] * 6


@pytest.mark.parametrize("mark", ["groundwater", "drinking_water", "returned"])
def test_marked_users_are_exempt(mark):
    basin = stream(LOW, scarcity(mean_days=1, days=1, applies_to=["farm", "croft"]), farm={"marks": [mark]})
    results = run(basin, "2001-06-01", 3)
    assert series(results, "delivered", "farm") == [8, 8, 8]
    assert series(results, "delivered", "croft") == [4, 0, 0]
    assert "farm bear marks of exemption" in results.dataset.attrs["notes"]


def test_a_marked_link_is_exempt_and_the_other_is_not():
    basin = stream(LOW, scarcity(mean_days=1, days=1))
    basin["links"].append(
        {"name": "borehole", "from": "meadow", "to": "farm", "max_flow": 3, "marks": ["groundwater"]}
    )
    results = run(basin, "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 3]


NOTIFIED = {"marks": ["notified"]}


@pytest.mark.parametrize(
    ("natural_q95", "marked", "farm", "croft"),
    [
        (240, ["farm", "croft"], 8, 4),  # 8 and 4 are 5 % of 240
        (239, ["farm", "croft"], 0, 0),  # ... and more than 5 % of 239
        (80, ["croft"], 0, 4),  # 4 is 5 % of 80, and whoever is not notified does not count
        (79, ["croft"], 0, 0),
        (1000, [], 0, 0),
    ],
)
def test_notified_takes_are_spared_while_they_are_small_together(natural_q95, marked, farm, croft):
    rule = scarcity(mean_days=1, days=1, applies_to=["farm", "croft"], natural_q95=natural_q95)
    results = run(stream(LOW, rule, **dict.fromkeys(marked, NOTIFIED)), "2001-06-01", 3)
    assert series(results, "delivered", "farm") == [8, farm, farm]
    assert series(results, "delivered", "croft") == [4, croft, croft]


def test_what_notified_takes_ask_for_counts_day_by_day():
    """5 % of 100: on days of 8 the farm may take nothing, on days of 5 what it asks for."""
    rule = scarcity(mean_days=1, days=1, natural_q95=100)
    farm = {"amount": {"values": [8, 8, 5, 8]}, **NOTIFIED}
    results = run(stream(LOW, rule, farm=farm), "2001-06-01", 4)
    assert series(results, "delivered", "farm") == [8, 0, 5, 0]


def test_another_share_of_the_natural_q95_and_partial_suspension():
    rule = scarcity(mean_days=1, days=1, applies_to=["farm", "croft"], natural_q95=100, notified_share="4 %")
    rule["scarcity"]["share"] = "50 %"
    results = run(stream(LOW, rule, croft=NOTIFIED, farm=NOTIFIED | {"amount": 0.5}), "2001-06-01", 2)
    assert series(results, "delivered", "croft") == [4, 2]  # 4.5 together are more than 4
    rule["scarcity"]["notified_share"] = "5 %"
    results = run(stream(LOW, rule, croft=NOTIFIED, farm=NOTIFIED | {"amount": 0.5}), "2001-06-01", 2)
    assert series(results, "delivered", "croft") == [4, 4]


def test_without_a_natural_q95_no_notified_take_is_spared_and_it_says_so():
    results = run(stream(LOW, scarcity(mean_days=1, days=1), farm=NOTIFIED), "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 0]
    assert "farm: notified, but without a 'natural_q95'" in results.dataset.attrs["notes"]


def test_a_user_with_another_take_beside_the_notified_one_is_not_spared():
    basin = stream(LOW, scarcity(mean_days=1, days=1, natural_q95=1000))
    basin["links"].append({"name": "pipe", "from": "meadow", "to": "farm", "max_flow": 3, **NOTIFIED})
    results = run(basin, "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 0]


def test_the_q95_from_a_table_by_gauge(tmp_path):
    (tmp_path / "low.csv").write_text(
        "# flows\ngauge,modelled,observed\nelsewhere,1,2\nweir,50,60\n", encoding="utf-8"
    )
    file = str(tmp_path / "low.csv")
    keys = {"q95": {"file": file, "column": "modelled"}, "observed_q95": {"file": file, "column": "observed"}}
    results = run(stream(LOW, scarcity(mean_days=1, days=1, **keys)), "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 0]
    assert "low.csv" in json.loads(results.dataset.attrs["inputs"])


def test_without_a_q95_of_its_own_that_of_the_gauge_counts():
    rule = scarcity(mean_days=1, days=1)
    del rule["scarcity"]["q95"]
    results = run(stream(LOW, rule, weir={"q95": 50}), "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 0]
    results = run(stream(LOW, rule, weir={"q95": WEIR}), "2001-06-01", 2)
    assert series(results, "delivered", "farm") == [8, 8]


def test_a_rule_that_differs_from_its_gauge_says_so():
    differs = run(stream(LOW, scarcity(), weir={"q95": 45}), "2001-06-01", 2).dataset.attrs["notes"]
    assert "acts below 50 Ml/d, but days of scarcity are counted below 45, the gauge's own" in differs
    agrees = run(stream(LOW, scarcity(), weir={"q95": 50}), "2001-06-01", 2).dataset.attrs["notes"]
    assert "acts below" not in agrees


def test_one_of_the_two_must_give_a_q95():
    rule = scarcity()
    del rule["scarcity"]["q95"]
    with pytest.raises(InputError, match="neither this rule nor 'weir' gives one"):
        run(stream(LOW, rule), "2001-06-01", 2)


def test_lower_levels_by_the_mean_of_thirty_days_and_labelled_ours():
    """28 a day: the mean is known after day 30; below 30 it is alert, in which farms take half."""
    levels = {"early_warning": {"below": 40}, "alert": {"below": 30, "share": 0.5}, "moderate": {"below": 20}}
    basin = stream(LOW, scarcity(days=200, lower_levels=levels))
    results = run(basin, "2001-06-01", 33)
    assert series(results, "rule_state", "scarcity") == [0] * 30 + [2, 2, 2]
    assert series(results, "delivered", "farm") == [8] * 30 + [4, 4, 4]
    assert "proxy of this project" in results.dataset.attrs["notes"]


def test_longer_steps_are_marked_approximate():
    """Weeks: the run is 3 days after the first (days 5 to 7), 31 after the fifth."""
    results = run(stream(LOW, scarcity()), "2001-06-01", 49, step="week")
    assert series(results, "rule_state", "scarcity") == [0, 0, 0, 0, 0, 4, 4]
    assert results.dataset.attrs["approximate"] == "true"
    assert "approximate" in results.dataset.attrs["notes"]


def test_it_goes_on_where_another_run_ended(tmp_path):
    """Thirty-three days in a first run, two in a second: suspended on day 35, the second of them."""
    from support.runs import write_case

    import basinsim as bs

    first = write_case(tmp_path, stream(LOW, scarcity()), period={"start": "2001-06-01", "end": "2001-07-03"})
    bs.run(first).save(tmp_path / "results" / "first")
    period = {"start": "2001-07-04", "end": "2001-07-05"}
    second = write_case(tmp_path, stream(LOW, scarcity()), period=period, initial="results/first")
    assert series(bs.run(second), "delivered", "farm") == [8, 0]
