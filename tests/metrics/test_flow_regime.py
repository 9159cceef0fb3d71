"""The river's regime against the natural one, worked out by hand."""

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, steps, values_of, with_members, with_variable

from basinsim.metrics.flow_regime import flow_duration


def river(dataset, flow, inflow):
    """One gauge below one catchment."""
    dataset = with_variable(
        with_variable(dataset, "gauge_flow", "gauge", {"weir": flow}), "inflow", "catchment", {"hill": inflow}
    )
    return dataset.assign(natural_catchment=(("gauge", "catchment"), np.ones((1, 1), dtype=np.int8)))


def test_flows_exceeded_in_a_share_of_the_days():
    """Of 0 to 100, 95 days exceed 5; gaps do not count."""
    flow = np.random.default_rng(1).permutation(101).astype(float)[None, :]
    assert flow_duration(flow, [95, 50, 5, 0, 100]).tolist() == [pytest.approx([5, 50, 95, 100, 0])]
    gaps = np.append(flow, [[np.nan] * 7], axis=1)
    assert flow_duration(gaps, [95, 50]) == pytest.approx(np.array([[5, 50]]))
    assert flow_duration(np.array([[1.0, 2, 4]]), [25]) == pytest.approx(np.array([[3]]))


def test_the_same_as_nature_has_no_shift():
    flow = 10 + np.arange(100.0)
    dataset = river(days(100), flow[::-1], flow)
    assert values_of(dataset, "flow_duration_shift") == pytest.approx({"weir": 0})
    assert values_of(dataset, "low_flow_ratio") == pytest.approx({"weir": 1})


def test_half_of_everything_taken():
    flow = 10 + np.arange(100.0)
    dataset = river(days(100), flow / 2, flow)
    assert values_of(dataset, "flow_duration_shift") == pytest.approx({"weir": 0.5})
    assert values_of(dataset, "low_flow_ratio") == pytest.approx({"weir": 0.5})
    assert values_of(dataset, "seasonal_shift") == pytest.approx({"weir": 0.5})


def test_seasons_moved():
    """Twenty taken in winter and given back in summer: 20/40 in one, 20/10 in the other."""
    dataset = river(steps(["2001-01-01", "2001-07-01"], "2001-07-31"), [20, 30], [40, 10])
    assert values_of(dataset, "seasonal_shift") == pytest.approx({"weir": (0.5 + 2) / 2})


def test_the_same_month_of_several_years_counts_together():
    months = steps(["2001-01-01", "2001-02-01", "2001-12-01"], "2002-01-01")
    months = months.assign_coords(
        time=np.array(["2001-01-01", "2001-02-01", "2002-01-01"], dtype="datetime64[ns]")
    )
    dataset = river(months, [10, 28, 30], [20, 28, 20])
    # January: (10 + 30) of (20 + 20), each of 31 days, as nature has it.
    assert values_of(dataset, "seasonal_shift") == pytest.approx({"weir": 0})


def test_a_river_that_runs_dry_by_nature_has_no_ratio():
    dataset = river(days(10), 0, [0] * 9 + [5])
    assert values_of(dataset, "low_flow_ratio") == {}
    assert values_of(dataset, "flow_duration_shift") == {}
    assert values_of(dataset, "seasonal_shift") == pytest.approx({"weir": 1})


def test_members():
    dataset = river(with_members(days(3), 2), [[5, 5, 5], [10, 10, 10]], 10)
    assert by_member(dataset, "low_flow_ratio", "weir") == pytest.approx([0.5, 1])
    assert by_member(dataset, "seasonal_shift", "weir") == pytest.approx([0.5, 0])
