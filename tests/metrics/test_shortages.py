"""How shortages begin, last and end, worked out by hand."""

import pytest
from metrics.small_datasets import by_member, days, steps, values_of, with_demands, with_members

from basinsim.metrics.shortages import sustainability

TWELVE = with_demands(days(12), {"town": 10}, {"town": [10, 10, 8, 6, 10, 10, 10, 7, 5, 4, 10, 10]})
"""Shortages of 2, 4 and of 3, 5, 6 of 10 Ml/d; the series ends in success."""
NEVER = with_demands(days(4), {"town": 10}, {"town": 10})
TO_THE_END = with_demands(days(5), {"town": 10}, {"town": [10, 5, 10, 5, 5]})


def town(dataset, metric):
    return values_of(dataset, metric)["town"]


def test_the_published_twelve_steps():
    assert town(TWELVE, "time_reliability") == pytest.approx(7 / 12, abs=1e-12)
    assert town(TWELVE, "volumetric_reliability") == pytest.approx(100 / 120, abs=1e-12)
    assert town(TWELVE, "shortage_days") == pytest.approx(5 / (12 / 365.25))
    assert town(TWELVE, "shortage_events") == pytest.approx(2 / (12 / 365.25))
    assert town(TWELVE, "resilience") == pytest.approx(0.4, abs=1e-12)
    assert town(TWELVE, "longest_shortage") == 3
    assert town(TWELVE, "mean_shortage_length") == pytest.approx(2.5)
    assert town(TWELVE, "mean_event_peak") == pytest.approx(5, abs=1e-12)
    assert town(TWELVE, "mean_event_volume") == pytest.approx(10, abs=1e-12)
    assert town(TWELVE, "vulnerability") == pytest.approx(0.4, abs=1e-12)
    assert town(TWELVE, "worst_shortage") == pytest.approx(14)
    assert town(TWELVE, "worst_coverage") == pytest.approx(0.4, abs=1e-12)
    assert town(TWELVE, "shortage_volume") / 5 == pytest.approx(4)
    assert town(TWELVE, "sustainability_index") == pytest.approx(0.5192494101851104, abs=1e-12)


def test_a_shortage_at_the_end_counts_but_is_no_recovery():
    assert town(TO_THE_END, "resilience") == pytest.approx(1 / 3)
    assert town(TO_THE_END, "mean_shortage_length") == pytest.approx(1.5)
    assert town(TO_THE_END, "worst_shortage") == pytest.approx(10)


def test_nobody_short():
    assert town(NEVER, "resilience") == 1
    assert town(NEVER, "sustainability_index") == 1
    for metric in ("vulnerability", "mean_event_peak", "mean_event_volume", "mean_shortage_length"):
        assert town(NEVER, metric) == 0
    for metric in ("shortage_days", "shortage_events", "worst_shortage"):
        assert town(NEVER, metric) == 0


def test_a_step_without_demand_ends_a_shortage():
    dataset = with_demands(days(5), {"farm": [4, 4, 0, 4, 4]}, {"farm": [4, 2, 0, 2, 4]})
    assert values_of(dataset, "longest_shortage")["farm"] == 1
    assert values_of(dataset, "resilience")["farm"] == 1
    assert values_of(dataset, "vulnerability")["farm"] == pytest.approx(0.5)


def test_who_never_asks_has_no_resilience():
    dataset = with_demands(days(3), {"idle": 0}, {"idle": 0})
    for metric in ("resilience", "vulnerability", "sustainability_index"):
        assert values_of(dataset, metric) == {}


def test_months_weigh_by_their_days():
    months = steps(["2004-01-01", "2004-02-01", "2004-03-01"], "2004-04-01")
    dataset = with_demands(months, {"town": 10}, {"town": [10, 5, 9]})
    assert town(dataset, "mean_shortage_length") == 60
    assert town(dataset, "worst_shortage") == pytest.approx(5 * 29 + 31)
    assert town(dataset, "vulnerability") == pytest.approx((5 * 29 + 31) / 60 / 10)
    assert town(dataset, "resilience") == 0


def test_members_are_counted_each_on_its_own():
    dataset = with_demands(
        with_members(days(4), 2), {"town": 10}, {"town": [[5, 10, 5, 10], [10, 10, 10, 0]]}
    )
    assert by_member(dataset, "resilience", "town") == pytest.approx([1, 0])
    assert by_member(dataset, "mean_event_peak", "town") == pytest.approx([5, 10])
    assert by_member(dataset, "mean_event_volume", "all") == pytest.approx([5, 10])
    assert by_member(dataset, "worst_shortage", "public") == pytest.approx([5, 10])


def test_sustainability_of_two_users_and_of_both():
    """Loucks (1997) has the product, Sandoval-Solis et al. (2011) its root; a group's is weighted by demand."""
    parts = [(7 / 12, 0.4, 0.4), (0.9, 0.5, 0.2)]
    indices = [sustainability(*part) for part in parts]
    assert [index**3 for index in indices] == pytest.approx([0.14, 0.36], abs=1e-12)
    assert indices == pytest.approx([0.5192494101851104, 0.7113786608980126], abs=1e-12)
    assert (10 * indices[0] + 30 * indices[1]) / 40 == pytest.approx(0.663346348219787, abs=1e-12)


def test_the_index_of_a_group_is_weighted_by_demand():
    """The town is short on half of the days by half, the village never: (1/2 x 1 x 1/2)^(1/3) and 1."""
    dataset = with_demands(days(4), {"town": 30, "village": 10}, {"town": [30, 15, 30, 15], "village": 10})
    dataset["delivered"][0, 3, 0] = 15
    index = values_of(dataset, "sustainability_index")
    assert index["village"] == 1
    town_index = (0.5 * 0.5 * 0.5) ** (1 / 3)  # one of its two shortages is still open at the end
    assert index["town"] == pytest.approx(town_index)
    assert index["public"] == pytest.approx((30 * town_index + 10) / 40)
