import numpy as np
import pytest

from basinsim.hydrology.validation.statistics import (
    annual_minima,
    driest,
    lag_one,
    likeness,
    monthly_means,
    statistics,
)


def _days(first, last):
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def _by_name(days, series):
    return {one.name: one.values for one in statistics(days, series)}


def test_a_ramp_of_a_hundred_days_has_the_numbers_that_can_be_counted():
    found = _by_name(_days("2001-01-01", "2001-04-11"), np.arange(101.0)[:, None])

    assert found["mean"][0] == 50
    assert found["Q95"][0] == 5
    assert found["Q10"][0] == 90
    assert found["standard deviation"][0] == pytest.approx(np.sqrt((101**2 - 1) / 12))
    assert found["Jan mean"][0] == 15
    assert np.isnan(found["Jul mean"][0])


def test_missing_days_are_left_out():
    days = _days("2001-01-01", "2001-12-31")
    series = np.ones((365, 2))
    series[:31, 0] = np.nan
    series[31:, 0] = 3.0

    assert monthly_means(days, series)[1].tolist() == [3.0, 1.0]
    assert np.isnan(monthly_means(days, series)[0, 0])
    assert _by_name(days, series)["mean"].tolist() == [3.0, 1.0]


def test_the_driest_stretches_do_not_overlap_and_are_in_percent_of_the_mean():
    days = _days("2001-01-01", "2004-12-31")
    month = days.astype("datetime64[M]").astype(int) - np.datetime64("2001-01").astype(int)
    series = np.full(len(days), 10.0)
    series[(month >= 6) & (month < 12)] = 1.0  # July to December 2001
    series[(month >= 30) & (month < 36)] = 4.0  # July to December 2003

    found = driest(days, series[:, None], 6)[:, 0]

    mean = series.mean()
    assert found == pytest.approx([100 / mean, 400 / mean, 1000 / mean])


def test_a_record_too_short_for_a_drought_has_none():
    days = _days("2001-01-01", "2001-12-31")

    assert np.isnan(driest(days, np.ones((365, 1)), 24)).all()


def test_the_annual_minimum_is_the_mean_over_years_of_the_lowest_week():
    days = _days("2001-01-01", "2002-12-31")
    series = np.full(730, 9.0)
    series[200:207] = 2.0
    series[500:507] = 4.0

    assert annual_minima(days, series[:, None], 7)[0] == pytest.approx(3.0)


def test_lag_and_likeness_of_series_that_are_known():
    wave = np.tile([1.0, -1.0], 400)

    assert lag_one(wave[:, None])[0] == pytest.approx(-1.0)
    other = np.stack([wave, -wave, wave + 5], axis=1)
    np.testing.assert_allclose(likeness(other), [[1, -1, 1], [-1, 1, -1], [1, -1, 1]])
