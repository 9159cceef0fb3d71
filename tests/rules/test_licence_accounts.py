"""Seasonal and rolling licences: hard limits on what is taken, worked by hand."""

import numpy as np
import pytest
from rules.rule_runs import run, series, stream


def licensed(flow=1000, **keys) -> dict:
    return stream(flow, {}) | {"licences": {"farm": {"applies_to": ["farm"], **keys}}}


def test_a_seasonal_account_restarts_with_its_first_month_and_ends_with_its_last():
    """20 Ml from April to May, 8 a day: 8, 8, 4, 0 until 31 May, then as much as asked for."""
    basin = licensed(seasonal={"amount": 20, "months": [4, 5]})
    results = run(basin, "2001-03-30", 65)  # to 2 June
    taken = series(results, "delivered", "farm")
    assert taken == [8, 8] + [8, 8, 4] + [0] * 58 + [8, 8]
    assert series(results, "licence_used", "farm") == [0, 0, 8, 16] + [20] * 59 + [0, 0]


def test_a_season_over_the_change_of_the_year_is_one():
    basin = licensed(seasonal={"amount": 20, "months": [12, 1]})
    assert series(run(basin, "2000-12-30", 35), "delivered", "farm") == [8, 8, 4] + [0] * 30 + [8, 8]


@pytest.mark.parametrize(
    ("year_start", "start", "taken"),
    [
        ("01-01", "2000-12-28", [8, 8, 4, 0, 8, 8, 4]),  # again on 1 January
        ("02-29", "2004-02-25", [8, 8, 4, 0, 8, 8, 4]),  # on 29 February, the fifth day,
        (
            "02-29",
            "2005-02-25",
            [8, 8, 4, 0, 8, 8, 4],
        ),  # and where there is none on 1 March, the fifth day too
        ("03-01", "2004-02-25", [8, 8, 4, 0, 0, 8, 8]),  # of which a leap year makes the sixth
    ],
)
def test_an_annual_account_refills_on_its_date_over_new_year_and_leap_days(year_start, start, taken):
    """20 Ml a year, 8 a day; the first days are those of an account that begins with the run."""
    basin = licensed(annual=20, year_start=year_start)
    assert series(run(basin, start, 7), "delivered", "farm") == taken


def test_a_season_that_ends_with_a_leap_day():
    """20 Ml in February, and as much as asked for before and after; the 29th is of February."""
    basin = licensed(seasonal={"amount": 20, "months": [2]})
    assert series(run(basin, "2004-01-31", 31), "delivered", "farm") == [8] + [8, 8, 4] + [0] * 26 + [8]


def test_days_fall_out_of_a_rolling_account_over_a_leap_day():
    """20 Ml in any 4 days, from 27 February 2004: what was taken then falls out on 2 March."""
    basin = licensed(rolling={"amount": 20, "days": 4})
    assert series(run(basin, "2004-02-27", 6), "delivered", "farm") == [8, 8, 4, 0, 8, 8]


def test_a_season_beside_an_annual_account():
    """50 Ml a year from 1 January, 12 of them in April: 12 in April and 38 until then."""
    basin = licensed(annual=50, seasonal={"amount": 12, "months": [4]})
    results = run(basin, "2001-03-29", 8)
    assert series(results, "delivered", "farm") == [8, 8, 8, 8, 4, 0, 0, 0]
    assert series(results, "licence_used", "farm") == [8, 16, 24, 32, 36, 36, 36, 36]
    assert series(results, "licence_used", "farm (season)") == [0, 0, 0, 8, 12, 12, 12, 12]


def test_a_rolling_account_refills_as_days_fall_out():
    """20 Ml in any 4 days: 8, 8, 4, 0, and then what fell out: 8, 8, 4, 0 again."""
    basin = licensed(rolling={"amount": 20, "days": 4})
    assert series(run(basin, "2000-12-28", 10), "delivered", "farm") == [8, 8, 4, 0, 8, 8, 4, 0, 8, 8]


def test_a_pooled_rolling_licence():
    """12 asked for by both: 12 on the first day and 6 of 12 on the second, by equal coverage."""
    basin = licensed(applies_to=["farm", "croft"], rolling={"amount": 18, "days": 3})
    results = run(basin, "2001-01-01", 4)
    assert series(results, "delivered", "farm") == [8, 4, 0, 8]
    assert series(results, "delivered", "croft") == [4, 2, 0, 4]


def test_a_rolling_licence_of_fewer_days_than_the_step():
    """14 Ml in any 7 days are 2 a day in a month."""
    basin = licensed(rolling={"amount": 14, "days": 7})
    assert series(run(basin, "2001-01-01", 59, step="month"), "delivered", "farm") == [2, 2]


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize(
    "foresight", ["none", "full", {"window": 5, "advance": 2}], ids=["none", "full", "window"]
)
def test_no_run_of_days_takes_more_than_the_licence(step, foresight):
    basin = licensed(
        {"values": [5, 11, 0, 30, 30, 8, 30, 30, 2, 30, 30, 30]}, rolling={"amount": 21, "days": 5}
    )
    results = run(basin, "2001-01-01", 12 * step, step=f"{step} days", foresight=foresight)
    taken = np.repeat(series(results, "flow", "ditch"), step)
    sums = np.convolve(taken, np.ones(5), "valid")
    ends = np.arange(4, len(taken))
    # A take counts as even over its step; the limit holds at the end of every step.
    assert (sums[(ends + 1) % step == 0] <= 21 + 1e-5).all()
    assert taken.sum() > 21
    assert results.dataset.attrs["mass_balance_error"] < 1e-6


def test_it_goes_on_where_another_run_ended(tmp_path):
    from support.runs import write_case

    import basinsim as bs

    basin = licensed(rolling={"amount": 20, "days": 4})
    first = write_case(tmp_path, basin, period={"start": "2001-01-01", "end": "2001-01-03"})
    bs.run(first).save(tmp_path / "results" / "first")
    period = {"start": "2001-01-04", "end": "2001-01-06"}
    second = write_case(tmp_path, basin, period=period, initial="results/first")
    assert series(bs.run(second), "delivered", "farm") == [0, 8, 8]
