"""Years in which users were short, and how rare they are."""

import numpy as np
import pytest
from metrics.small_datasets import (
    by_member,
    days,
    steps,
    values_of,
    with_demands,
    with_members,
    with_variable,
)

from basinsim.metrics.service import return_period, return_periods


def years(first, count):
    """Return monthly steps of whole years."""
    months = [f"{year}-{month:02d}-01" for year in range(first, first + count) for month in range(1, 13)]
    return steps(months, f"{first + count}-01-01")


def each_year(values):
    return np.repeat(values, 12)


def test_the_published_return_period():
    """38 failing years in 400 members of 48 years."""
    found = return_period(38, 400 * 48)
    assert found.probability == pytest.approx(0.001979166666666667)
    assert found.years == pytest.approx(505.2631578947368)
    assert (found.low, found.high) == pytest.approx((368.3, 713.7), abs=0.6)


def test_return_periods_at_either_end():
    """With no failure in n years the bound is known in closed form: 1 - p = 0.025^(1/n)."""
    never, always = return_period(0, 48), return_period(48, 48)
    assert (never.probability, never.years, never.high) == (0, np.inf, np.inf)
    assert never.low == pytest.approx(1 / (1 - 0.025 ** (1 / 48)))
    assert (always.years, always.low) == (1, 1)
    assert always.high == pytest.approx(0.025 ** (-1 / 48))
    for failing, total in ((-1, 5), (6, 5), (0, 0)):
        with pytest.raises(ValueError, match="cannot have failed"):
            return_period(failing, total)


FOUR_YEARS = with_demands(years(2001, 4), {"town": 10}, {"town": each_year([10, 9.9, 5, 10])})
"""Short by 1 % in the second year and by half in the third; the fourth has a leap day."""


def test_years():
    assert values_of(FOUR_YEARS, "shortage_years")["town"] == pytest.approx(2 / 4)
    assert values_of(FOUR_YEARS, "annual_reliability")["town"] == pytest.approx(3 / 4)
    assert values_of(FOUR_YEARS, "shortage_index")["town"] == pytest.approx(100 / 4 * (0.01**2 + 0.5**2))
    assert values_of(FOUR_YEARS, "worst_month_coverage")["town"] == pytest.approx(0.5)


def test_years_in_which_nothing_is_asked_for_do_not_count():
    dataset = with_demands(years(2001, 3), {"farm": each_year([0, 4, 4])}, {"farm": each_year([0, 4, 1])})
    assert values_of(dataset, "shortage_years")["farm"] == pytest.approx(1 / 2)
    assert values_of(dataset, "shortage_index")["farm"] == pytest.approx(100 / 2 * 0.75**2)
    dataset = with_demands(years(2001, 3), {"idle": 0}, {"idle": 0})
    for metric in ("shortage_years", "annual_reliability", "shortage_index", "worst_month_coverage"):
        assert values_of(dataset, metric) == {}


def test_less_than_a_year_says_nothing_about_years():
    dataset = with_demands(days(300), {"town": 10}, {"town": 5})
    for metric in ("shortage_years", "annual_reliability", "shortage_index"):
        assert values_of(dataset, metric) == {}
    assert values_of(dataset, "worst_month_coverage")["town"] == pytest.approx(0.5)
    assert return_periods(dataset).empty


def test_the_worst_month_is_the_groups_and_not_the_sum_of_the_worst():
    dataset = with_demands(
        steps(["2001-01-01", "2001-02-01"], "2001-03-01"),
        {"town": 10, "village": 10},
        {"town": [0, 10], "village": [10, 5]},
    )
    assert values_of(dataset, "worst_month_coverage") == pytest.approx(
        {"town": 0, "village": 0.5, "public": 0.5, "all": 0.5}
    )


def test_members():
    delivered = [each_year([10, 5, 10]), each_year([5, 5, 5])]
    dataset = with_demands(with_members(years(2001, 3), 2), {"town": 10}, {"town": delivered})
    assert by_member(dataset, "shortage_years", "town") == pytest.approx([1 / 3, 1])
    assert by_member(dataset, "annual_reliability", "all") == pytest.approx([2 / 3, 0])
    dataset = with_variable(dataset, "essential_requested", "demand", {"town": 2})
    essential = [each_year([2, 1, 2]), each_year([2, 2, 2])]
    dataset = with_variable(dataset, "essential_delivered", "demand", {"town": essential})
    table = return_periods(dataset).set_index(["group", "event"])
    row = table.loc[("town", "any shortage")]
    assert (row["failing_years"], row["years"], row["return_period"]) == (4, 6, 1.5)
    assert row["low"] < 1.5 < row["high"]
    assert table.loc[("town", "essential needs unmet")]["failing_years"] == 1
    assert table.loc[("town", "more than 5 % of the year's water missing")]["failing_years"] == 4
