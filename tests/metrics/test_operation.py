"""What operating rules asked of people, worked out by hand."""

import json

import pytest
from metrics.small_datasets import by_member, days, values_of, with_demands, with_members, with_variable


def test_days_in_each_state_but_the_ordinary_one():
    dataset = with_variable(
        with_members(days(10), 2),
        "rule_state",
        "rule",
        {"drought": [[0] * 10, [0, 0, 1, 1, 1, 2, 1, 0, 0, 0]]},
    )
    dataset = dataset.assign_attrs(
        rule_states=json.dumps({"drought": ["normal", "alert", "severe", "extreme"]})
    )
    a_year = 365.25 / 10
    assert by_member(dataset, "rule_days", "drought: alert") == pytest.approx([0, 4 * a_year])
    assert by_member(dataset, "rule_days", "drought: severe") == pytest.approx([0, a_year])
    assert by_member(dataset, "rule_days", "drought: extreme") == [0, 0]


def test_what_was_saved_is_told_by_user_and_sector():
    dataset = with_demands(days(4), {"town": 8, "farm": 2}, {"town": 8, "farm": 2}, {"farm": "agriculture"})
    dataset = with_variable(dataset, "saved", "demand", {"town": [0, 2, 2, 0], "farm": 0})
    a_year = 365.25 / 4
    assert values_of(dataset, "saved_volume") == pytest.approx(
        {"town": 4 * a_year, "farm": 0, "public": 4 * a_year, "agriculture": 0, "all": 4 * a_year}
    )


def test_without_rules():
    assert values_of(with_demands(days(2), {"town": 1}, {"town": 1}), "saved_volume") == {}
    assert values_of(with_variable(days(2), "rule_state", "rule", {}), "rule_days") == {}
