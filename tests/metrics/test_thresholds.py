"""One threshold of scarcity for all runs."""

import numpy as np
import pytest
from metrics.small_datasets import days, with_variable

from basinsim.metrics.thresholds import scarcity_against, thresholds_of


def river(flow, q95):
    dataset = with_variable(days(101), "gauge_flow", "gauge", {"weir": flow, "bridge": flow})
    return dataset.assign(q95=("gauge", np.array(q95)))


def test_what_is_published_counts_and_the_rest_is_of_the_baseline():
    flow = np.arange(101.0)
    threshold, derived = thresholds_of(river(flow, [np.nan, 30]))
    assert derived == ("weir",)
    assert threshold.to_numpy() == pytest.approx([5, 30])
    assert thresholds_of(river(flow, [3, 30]))[1] == ()


def test_the_natural_flow_is_the_measure_where_it_is_known():
    dataset = with_variable(
        river(np.arange(101.0), [np.nan, 30]), "inflow", "catchment", {"hill": 2 * np.arange(101.0)}
    )
    dataset["natural_catchment"] = (("gauge", "catchment"), np.ones((2, 1), dtype=np.int8))
    assert thresholds_of(dataset)[0].to_numpy() == pytest.approx([10, 30])


def test_scarcity_is_counted_anew():
    dataset = river(np.full(101, 4.0), [np.nan, 30])
    threshold, _ = thresholds_of(river(np.arange(101.0), [np.nan, 30]))
    table = scarcity_against(dataset, threshold).set_index(["metric", "group"])["value"]
    assert table[("days_below_q95", "weir")] == pytest.approx(365.25)
    assert table[("scarcity_days", "weir")] == pytest.approx((101 - 29) / (101 / 365.25))
