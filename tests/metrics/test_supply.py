"""How well users were served, worked out by hand."""

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

TEN_DAYS = with_demands(days(10), {"town": 10}, {"town": [10, 10, 6, 4, 10, 10, 10, 10, 5, 0]})
"""Short by 4, 6, 5 and 10 of 10 Ml/d; the series ends in failure."""


def test_ten_days_that_end_in_failure():
    assert values_of(TEN_DAYS, "volumetric_reliability")["town"] == pytest.approx(75 / 100)
    assert values_of(TEN_DAYS, "time_reliability")["town"] == pytest.approx(6 / 10)
    assert values_of(TEN_DAYS, "worst_coverage")["town"] == pytest.approx(0)
    assert values_of(TEN_DAYS, "longest_shortage")["town"] == pytest.approx(2)
    assert values_of(TEN_DAYS, "shortage_volume")["town"] == pytest.approx(25)


@pytest.mark.parametrize(
    ("delivered", "longest"),
    [
        ([10, 9, 9, 10, 9, 9, 9], 3),
        ([9, 9, 9, 10, 9, 9, 10], 3),
        ([9] * 7, 7),
        ([10] * 7, 0),
        ([10, 9, 10, 9, 10, 9, 10], 1),
    ],
    ids=["at the end", "at the start", "always", "never", "every other day"],
)
def test_longest_shortage_at_either_end(delivered, longest):
    dataset = with_demands(days(7), {"town": 10}, {"town": delivered})
    assert values_of(dataset, "longest_shortage")["town"] == longest


def test_months_count_by_their_days():
    """Half is delivered in February, of 31 + 28 + 31 days."""
    months = steps(["2001-01-01", "2001-02-01", "2001-03-01"], "2001-04-01")
    dataset = with_demands(months, {"town": 10}, {"town": [10, 5, 10]})
    assert values_of(dataset, "volumetric_reliability")["town"] == pytest.approx(1 - 5 * 28 / (10 * 90))
    assert values_of(dataset, "time_reliability")["town"] == pytest.approx(62 / 90)
    assert values_of(dataset, "longest_shortage")["town"] == 28
    assert values_of(dataset, "shortage_volume")["town"] == pytest.approx(140)
    assert values_of(dataset, "delivered_volume")["town"] == pytest.approx(10 * 90 - 140)
    assert values_of(dataset, "worst_coverage")["town"] == pytest.approx(0.5)


def test_february_has_29_days_in_a_leap_year():
    months = steps(["2004-02-01", "2004-03-01"], "2004-04-01")
    dataset = with_demands(months, {"town": 10}, {"town": [5, 10]})
    assert values_of(dataset, "shortage_volume")["town"] == pytest.approx(145)
    assert values_of(dataset, "longest_shortage")["town"] == 29
    assert values_of(dataset, "time_reliability")["town"] == pytest.approx(31 / 60)


def test_a_short_last_step_counts_by_its_days():
    weeks = steps(["2001-01-01", "2001-01-08", "2001-01-15"], "2001-01-17")
    dataset = with_demands(weeks, {"town": 10}, {"town": [10, 5, 5]})
    assert values_of(dataset, "longest_shortage")["town"] == 9
    assert values_of(dataset, "shortage_volume")["town"] == pytest.approx(45)
    assert values_of(dataset, "time_reliability")["town"] == pytest.approx(7 / 16)


def test_steps_on_which_nothing_is_asked_for_do_not_count():
    """A farm that irrigates on two days of four, and is short on one of them: reliable half the time."""
    dataset = with_demands(days(4), {"farm": [0, 8, 8, 0]}, {"farm": [0, 8, 2, 0]})
    assert values_of(dataset, "time_reliability")["farm"] == pytest.approx(0.5)
    assert values_of(dataset, "volumetric_reliability")["farm"] == pytest.approx(10 / 16)
    assert values_of(dataset, "worst_coverage")["farm"] == pytest.approx(0.25)
    assert values_of(dataset, "longest_shortage")["farm"] == 1


def test_a_user_that_asks_for_nothing_has_no_reliability_and_no_shortage():
    dataset = with_demands(days(3), {"idle": 0, "town": 10}, {"idle": 0, "town": 10})
    for metric in ("volumetric_reliability", "time_reliability", "worst_coverage"):
        assert set(values_of(dataset, metric)) == {"town", "public", "all"}
    for metric in ("longest_shortage", "shortage_volume"):
        assert values_of(dataset, metric) == {"idle": 0, "town": 0, "public": 0, "all": 0}


SECTORS = with_demands(
    days(4),
    {"town": 10, "village": 2, "farm": [0, 4, 4, 0]},
    {"town": [10, 10, 10, 5], "village": [2, 1, 2, 2], "farm": [0, 4, 0, 0]},
    {"farm": "agriculture"},
)


def test_sectors_and_everyone_together():
    """Volumes are summed; a group is short on a day on which any of it is, and its worst user counts."""
    assert values_of(SECTORS, "volumetric_reliability") == pytest.approx(
        {
            "town": 35 / 40,
            "village": 7 / 8,
            "farm": 4 / 8,
            "public": 42 / 48,
            "agriculture": 0.5,
            "all": 46 / 56,
        }
    )
    assert values_of(SECTORS, "time_reliability") == pytest.approx(
        {"town": 0.75, "village": 0.75, "farm": 0.5, "public": 0.5, "agriculture": 0.5, "all": 0.25}
    )
    assert values_of(SECTORS, "worst_coverage") == pytest.approx(
        {"town": 0.5, "village": 0.5, "farm": 0, "public": 0.5, "agriculture": 0, "all": 0}
    )
    assert values_of(SECTORS, "longest_shortage") == pytest.approx(
        {"town": 1, "village": 1, "farm": 1, "public": 1, "agriculture": 1, "all": 3}
    )
    assert values_of(SECTORS, "shortage_volume") == pytest.approx(
        {"town": 5, "village": 1, "farm": 4, "public": 6, "agriculture": 4, "all": 10}
    )


def test_rounding_is_no_shortage():
    """A rounding of a billionth is no shortage; a thousandth is."""
    dataset = with_demands(days(2), {"town": 10}, {"town": [10 * (1 - 1e-9), 10 * (1 - 1e-3)]})
    assert values_of(dataset, "time_reliability")["town"] == pytest.approx(0.5)
    assert values_of(dataset, "shortage_volume")["town"] == pytest.approx(0.01)


def test_members_are_counted_each_on_its_own():
    delivered = [[10, 10, 10, 10], [10, 5, 5, 10], [0, 0, 0, 0]]
    dataset = with_demands(with_members(days(4), 3), {"town": 10}, {"town": delivered})
    assert by_member(dataset, "volumetric_reliability", "town") == pytest.approx([1, 0.75, 0])
    assert by_member(dataset, "time_reliability", "all") == pytest.approx([1, 0.5, 0])
    assert by_member(dataset, "worst_coverage", "public") == pytest.approx([1, 0.5, 0])
    assert by_member(dataset, "longest_shortage", "town") == pytest.approx([0, 2, 4])
    assert by_member(dataset, "shortage_volume", "all") == pytest.approx([0, 10, 40])


def test_essential_needs_are_counted_for_those_who_have_any():
    dataset = with_demands(days(3), {"town": 10, "mill": 10}, {"town": [10, 1, 3], "mill": 0})
    dataset = with_variable(dataset, "essential_requested", "demand", {"town": 2, "mill": 0})
    dataset = with_variable(dataset, "essential_delivered", "demand", {"town": [2, 1, 2], "mill": 0})
    assert values_of(dataset, "essential_shortage_volume") == pytest.approx({"town": 1, "all": 1})


def test_essential_needs_of_nobody():
    dataset = with_demands(days(3), {"mill": 10}, {"mill": 0})
    for name in ("essential_requested", "essential_delivered"):
        dataset = with_variable(dataset, name, "demand", {"mill": 0})
    assert values_of(dataset, "essential_shortage_volume") == {}


def test_no_demands_at_all():
    dataset = with_demands(days(3), {}, {})
    for name in ("essential_requested", "essential_delivered"):
        dataset = with_variable(dataset, name, "demand", {})
    for metric in (
        "volumetric_reliability",
        "time_reliability",
        "worst_coverage",
        "longest_shortage",
        "shortage_volume",
        "essential_shortage_volume",
    ):
        assert values_of(dataset, metric) == {}
