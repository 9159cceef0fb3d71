"""A fixed depth of irrigation in every season, by hand."""

import pytest
from demand_models.small_weather import a_day, surroundings, year

from basinsim.demand_models.irrigation_depth import IrrigationDepth

FIELDS = IrrigationDepth(area=100, depth=75)


def test_a_season_takes_depth_times_area():
    """100 ha x 75 mm = 75 Ml, in a leap year too."""
    assert year(FIELDS, 0.0, 0.0).sum() == pytest.approx(75)
    leap = FIELDS.daily(surroundings("2004-01-01", "2004-12-31"))
    assert leap.shape == (1, 366)
    assert leap.sum() == pytest.approx(75)


@pytest.mark.parametrize(
    ("day", "share", "days"),
    [("2001-05-31", 0.1, 31), ("2001-06-01", 0.3, 30), ("2001-07-15", 0.4, 31), ("2001-08-01", 0.2, 31)],
)
def test_a_month_takes_its_share_evenly(day, share, days):
    assert a_day(FIELDS, day) == pytest.approx(75 * share / days)


def test_winter_takes_nothing_and_savings_count():
    assert a_day(FIELDS, "2001-04-30") == a_day(FIELDS, "2001-09-01") == 0
    assert year(IrrigationDepth(area=100, depth=75, saving=0.2), 9.0, 0.0).sum() == pytest.approx(60)


def test_february_of_a_leap_year_has_a_day_more():
    even = IrrigationDepth(area=100, depth=12, seasonal=(1.0,) * 12)
    assert a_day(even, "2001-02-10") == pytest.approx(1 / 28)
    assert a_day(even, "2004-02-10") == pytest.approx(1 / 29)
