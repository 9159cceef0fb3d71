import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from basinsim.hydrology.weather.seasons import days_of_year, keeping_means, months, through_months

LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def test_a_date_has_the_same_place_in_every_year():
    days = np.array(["2000-01-01", "2000-02-29", "2000-03-01", "2001-03-01", "2001-12-31"], "datetime64[D]")

    assert days_of_year(days).tolist() == [0, 59, 60, 60, 365]
    assert months(days).tolist() == [0, 1, 2, 2, 11]


def test_lines_pass_the_monthly_values_at_mid_month():
    daily = through_months(np.arange(12.0))

    assert daily[15] == 0.0  # 16 January, the middle of 31 days
    assert daily[45] == 1.0  # 15 February of 29 days
    assert 0 < daily[0] < 11  # between December's and January's


@given(st.lists(st.floats(-50, 50), min_size=12, max_size=12))
def test_the_mean_over_each_month_is_kept(monthly):
    daily = keeping_means(np.array(monthly))

    means = [part.mean() for part in np.split(daily, np.cumsum(LENGTHS)[:-1])]
    np.testing.assert_allclose(means, monthly, atol=1e-9)
