"""How full the reservoirs were, worked out by hand."""

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, steps, values_of, with_members, with_variable


def test_worst_storage_of_all_is_at_one_time_and_not_the_sum_of_the_worst():
    dataset = with_variable(days(3), "storage", "reservoir", {"high": [10, 50, 90], "low": [80, 20, 5]})
    assert values_of(dataset, "worst_storage") == {"high": 10, "low": 5, "all": 70}


def test_overflow_counts_by_the_days_of_each_step():
    months = steps(["2004-02-01", "2004-03-01"], "2004-04-01")
    dataset = with_variable(months, "overflow", "reservoir", {"high": [2, 1], "low": 0})
    assert values_of(dataset, "overflow_volume") == pytest.approx({"high": 2 * 29 + 31, "low": 0})


def test_members_are_counted_each_on_its_own():
    dataset = with_variable(with_members(days(2), 2), "storage", "reservoir", {"loch": [[5, 4], [7, 9]]})
    assert by_member(dataset, "worst_storage", "loch") == [4, 7]
    assert by_member(dataset, "worst_storage", "all") == [4, 7]


def test_no_reservoirs():
    dataset = with_variable(days(2), "storage", "reservoir", {})
    dataset = with_variable(dataset, "overflow", "reservoir", {})
    assert values_of(dataset, "worst_storage") == {}
    assert values_of(dataset, "overflow_volume") == {}


def with_capacity(dataset, capacity, dead):
    dataset["capacity"] = ("reservoir", np.array(capacity, dtype=float))
    dataset["dead_storage"] = ("reservoir", np.array(dead, dtype=float))
    return dataset


def test_lowest_share_of_usable_storage():
    dataset = with_variable(days(3), "storage", "reservoir", {"high": [60, 100, 100], "low": [50, 20, 40]})
    dataset = with_capacity(dataset, [110, 50], [10, 0])
    assert values_of(dataset, "lowest_storage_share") == pytest.approx(
        {"high": 0.5, "low": 0.4, "all": 100 / 150}
    )


def test_a_reservoir_whose_capacity_changes_has_no_share():
    dataset = with_variable(days(2), "storage", "reservoir", {"weir": [1, 2], "loch": [4, 2]})
    dataset = with_capacity(dataset, [np.nan, 8], [0, 0])
    assert values_of(dataset, "lowest_storage_share") == {"loch": 0.25, "all": 0.25}
    assert values_of(dataset, "unfilled_years") == {}


def test_years_in_which_a_reservoir_did_not_fill():
    first = [f"{2001 + i // 12}-{i % 12 + 1:02d}-01" for i in range(24)]
    storage = [10] * 11 + [96] + [94] * 12
    dataset = with_variable(steps(first, "2003-01-01"), "storage", "reservoir", {"loch": storage})
    assert values_of(with_capacity(dataset, [100], [0]), "unfilled_years") == {"loch": 0.5}
