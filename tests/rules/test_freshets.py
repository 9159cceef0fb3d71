"""Freshets: a release raised on dates of the year, for some days."""

import pytest
from rules.rule_runs import river, run, series


def freshet(*dates: str, days: int = 2, flow=100) -> dict:
    return {
        "spring": {"type": "freshets", "link": "release", "dates": list(dates), "days": days, "flow": flow}
    }


def test_the_release_is_raised_on_its_days():
    results = run(river(freshet("04-15")), "2001-04-13", 6)
    assert series(results, "flow", "release") == [10, 10, 100, 100, 10, 10]
    assert series(results, "rule_state", "spring") == [0, 0, 1, 1, 0, 0]


def test_a_higher_minimum_flow_stays():
    results = run(river(freshet("04-15", flow=5)), "2001-04-15", 1)
    assert series(results, "minimum_flow_target", "release") == [10]


def test_it_runs_over_the_change_of_the_year():
    results = run(river(freshet("12-30", days=4), hill={"inflow": 200}), "2000-12-29", 7)
    assert series(results, "minimum_flow_target", "release") == [10, 100, 100, 100, 100, 10, 10]
    begun_before_the_period = run(river(freshet("12-30", days=4)), "2001-01-01", 3)
    assert series(begun_before_the_period, "minimum_flow_target", "release") == [100, 100, 10]


@pytest.mark.parametrize(
    ("start", "raised"), [("2004-02-27", [0, 0, 1, 1, 0]), ("2001-02-27", [0, 0, 1, 1, 0])]
)
def test_the_leap_day_counts_as_the_first_of_march_in_other_years(start, raised):
    """From 27 February: the third day is 29 February in 2004, and 1 March in 2001."""
    results = run(river(freshet("02-29")), start, 5)
    assert series(results, "rule_state", "spring") == raised


def test_longer_steps_take_the_mean_over_their_days():
    """A week with two days of 100 and five of 10: 250 / 7."""
    results = run(river(freshet("04-15"), loch={"initial": 1000}), "2001-04-13", 7, step="week")
    assert series(results, "minimum_flow_target", "release") == [pytest.approx(250 / 7, abs=1e-6)]


def test_two_freshets_on_one_link_ask_for_the_higher():
    rules = freshet("04-15") | {
        "autumn": {"type": "freshets", "link": "release", "dates": ["04-16"], "days": 2, "flow": 40}
    }
    results = run(river(rules), "2001-04-15", 3)
    assert series(results, "minimum_flow_target", "release") == [100, 100, 40]
