"""What the river kept, worked out by hand."""

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, steps, values_of, with_members, with_variable


def with_gauge(dataset, target, flow):
    dataset = with_variable(dataset, "environmental_flow_target", "gauge", target)
    return with_variable(dataset, "gauge_flow", "gauge", flow)


def with_link(dataset, target, flow):
    """Add targets for some links, and flows for all of them."""
    targets = {name: target.get(name, np.nan) for name in flow}
    dataset = with_variable(dataset, "minimum_flow_target", "link", targets)
    return with_variable(dataset, "flow", "link", flow)


def test_days_and_volume_missed_at_a_gauge():
    dataset = with_gauge(days(5), {"weir": 40}, {"weir": [40, 39, 100, 0, 30]})
    assert values_of(dataset, "environmental_flow_days_missed") == {"weir": 3, "all": 3}
    assert values_of(dataset, "environmental_flow_volume_missed") == pytest.approx(
        {"weir": 1 + 40 + 10, "all": 1 + 40 + 10}
    )
    assert values_of(dataset, "lowest_flow") == {"weir": 0}


def test_a_target_that_changes_and_is_sometimes_nothing():
    """More than was asked for on one day does not make up for another."""
    dataset = with_gauge(days(4), {"weir": [10, 0, 20, 30]}, {"weir": [10, 0, 15, 60]})
    assert values_of(dataset, "environmental_flow_days_missed") == {"weir": 1, "all": 1}
    assert values_of(dataset, "environmental_flow_volume_missed") == pytest.approx({"weir": 5, "all": 5})


def test_all_gauges_count_days_once_and_volumes_each():
    dataset = with_gauge(days(3), {"weir": 40, "bridge": 50}, {"weir": [30, 40, 39], "bridge": [45, 45, 60]})
    assert values_of(dataset, "environmental_flow_days_missed") == {"weir": 2, "bridge": 2, "all": 3}
    volumes = values_of(dataset, "environmental_flow_volume_missed")
    assert volumes == pytest.approx({"weir": 11, "bridge": 10, "all": 21})


def test_a_gauge_without_a_target_reports_only_its_lowest_flow():
    dataset = with_gauge(days(2), {"weir": 0, "bridge": 5}, {"weir": [3, 2], "bridge": [5, 6]})
    assert values_of(dataset, "environmental_flow_days_missed") == {"bridge": 0, "all": 0}
    assert values_of(dataset, "environmental_flow_volume_missed") == {"bridge": 0, "all": 0}
    assert values_of(dataset, "lowest_flow") == {"weir": 2, "bridge": 5}


def test_months_count_by_their_days():
    months = steps(["2004-01-01", "2004-02-01", "2004-03-01"], "2004-04-01")
    dataset = with_gauge(months, {"weir": 40}, {"weir": [40, 38, 39]})
    assert values_of(dataset, "environmental_flow_days_missed") == {"weir": 29 + 31, "all": 29 + 31}
    assert values_of(dataset, "environmental_flow_volume_missed") == pytest.approx(
        {"weir": 2 * 29 + 31, "all": 2 * 29 + 31}
    )
    dataset = with_link(months, {"release": 40}, {"release": [40, 38, 39]})
    assert values_of(dataset, "minimum_flow_days_missed") == {"release": 29 + 31}
    assert values_of(dataset, "minimum_flow_volume_missed") == pytest.approx({"release": 2 * 29 + 31})


def test_links_without_a_minimum_flow_are_left_out():
    dataset = with_link(
        days(3),
        {"upper": 5, "lower": 10},
        {"lower": [10, 8, 7], "other": 0, "upper": [5, 5, 1]},
    )
    assert values_of(dataset, "minimum_flow_days_missed") == {"upper": 1, "lower": 2}
    assert values_of(dataset, "minimum_flow_volume_missed") == pytest.approx({"upper": 4, "lower": 2 + 3})


def test_rounding_is_not_missing():
    dataset = with_gauge(days(2), {"weir": 40}, {"weir": 40 * (1 - 1e-9)})
    assert values_of(dataset, "environmental_flow_days_missed") == {"weir": 0, "all": 0}
    assert values_of(dataset, "environmental_flow_volume_missed") == {"weir": 0, "all": 0}


def test_members_are_counted_each_on_its_own():
    dataset = with_gauge(with_members(days(2), 2), {"weir": 40}, {"weir": [[40, 40], [20, 39]]})
    assert by_member(dataset, "environmental_flow_days_missed", "weir") == [0, 2]
    assert by_member(dataset, "environmental_flow_volume_missed", "weir") == pytest.approx([0, 21])
    assert by_member(dataset, "lowest_flow", "weir") == [40, 20]


def test_a_river_without_gauges_or_minimum_flows():
    dataset = with_link(with_gauge(days(2), {}, {}), {}, {"a->b": 1})
    for metric in ("environmental_flow_days_missed", "minimum_flow_volume_missed", "lowest_flow"):
        assert values_of(dataset, metric) == {}
