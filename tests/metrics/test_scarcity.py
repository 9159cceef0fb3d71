"""Days and episodes of significant scarcity, by the regulator's rule."""

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, steps, values_of, with_members, with_variable

from basinsim.metrics.scarcity import days_below, trailing_mean


def with_flow(dataset, flow, q95):
    dataset = with_variable(dataset, "gauge_flow", "gauge", flow)
    return dataset.assign(q95=("gauge", np.array([q95[name] for name in flow], dtype=float)))


def in_a_year(count, of):
    return pytest.approx(count / (of / 365.25))


def test_means_of_five_days_and_of_fewer_at_the_start():
    assert trailing_mean(np.array([[5.0, 3, 4, 4, 4, 10]])).tolist() == [[5, 4, 4, 4, 4, 5]]


def test_a_days_freshet_does_not_begin_the_count_anew():
    """9, and 12 on one day: the mean of five days stays at 9.6, below 10."""
    flow = np.full((1, 40), 9.0)
    flow[0, 20] = 12
    assert days_below(flow, 10.0)[0].tolist() == list(range(1, 41))
    flow[0, 20] = 20
    assert days_below(flow, 10.0)[0, 19:27].tolist() == [20, 0, 0, 0, 0, 0, 1, 2]


def test_exactly_at_the_threshold_is_not_below():
    assert days_below(np.full((1, 3), 10.0), 10.0).tolist() == [[0, 0, 0]]


def test_a_river_held_at_its_threshold_is_not_below_it_by_rounding():
    flow = np.full(40, 10.0)
    flow[::2] -= 1e-9
    dataset = with_flow(days(40), {"weir": flow}, {"weir": 10})
    assert values_of(dataset, "days_below_q95")["weir"] == 0.0
    assert values_of(dataset, "scarcity_days")["weir"] == 0.0


def test_scarcity_is_significant_from_the_thirtieth_day():
    flow = [20] * 10 + [1] * 40 + [100] * 10
    dataset = with_flow(days(60), {"weir": flow}, {"weir": 10})
    # The mean of five days is below 10 from the third low day on: (20 x 2 + 1 x 3) / 5 = 8.6.
    below = 40 - 2
    assert values_of(dataset, "scarcity_days")["weir"] == in_a_year(below - 29, 60)
    assert values_of(dataset, "scarcity_episodes")["weir"] == in_a_year(1, 60)
    assert values_of(dataset, "days_below_q95")["weir"] == in_a_year(40, 60)
    assert values_of(dataset, "volume_below_q95")["weir"] == in_a_year(40 * 9, 60)


def test_days_of_all_gauges_count_once():
    flow = {"weir": [1] * 35 + [50] * 10, "bridge": [50] * 5 + [1] * 40, "unknown": 0}
    dataset = with_flow(days(45), flow, {"weir": 10, "bridge": 10, "unknown": np.nan})
    found = values_of(dataset, "scarcity_days")
    assert set(found) == {"weir", "bridge", "all"}
    assert found["weir"] == in_a_year(6, 45)  # days 30 to 35
    # The bridge is below from its eighth day on, when four of five days are low... 50 x 1 + 4 = 54 > 50.
    assert found["bridge"] == in_a_year(45 - 9 - 29, 45)
    assert found["all"] == in_a_year(6 + 45 - 9 - 29, 45)
    assert values_of(dataset, "days_below_q95")["all"] == in_a_year(45, 45)
    assert values_of(dataset, "volume_below_q95")["all"] == in_a_year(9 * 75, 45)


def test_steps_longer_than_a_day_cannot_tell():
    dataset = with_flow(steps(["2001-01-01", "2001-02-01"], "2001-03-01"), {"weir": 1}, {"weir": 10})
    assert values_of(dataset, "scarcity_days") == {}
    assert values_of(dataset, "scarcity_episodes") == {}
    assert values_of(dataset, "days_below_q95")["weir"] == in_a_year(59, 59)


def test_a_gap_begins_the_count_anew():
    flow = np.full((1, 40), 1.0)
    flow[0, 10] = np.nan
    assert days_below(flow, 10.0)[0, [9, 10, 14, 15, 39]].tolist() == [10, 0, 0, 1, 25]


def test_members():
    flow = [[1] * 40, [100] * 40]
    dataset = with_flow(with_members(days(40), 2), {"weir": flow}, {"weir": 10})
    assert by_member(dataset, "scarcity_days", "weir") == pytest.approx([11 / (40 / 365.25), 0])


def test_no_thresholds():
    dataset = with_flow(days(3), {"weir": 1}, {"weir": np.nan})
    for metric in ("scarcity_days", "scarcity_episodes", "days_below_q95", "volume_below_q95"):
        assert values_of(dataset, metric) == {}
