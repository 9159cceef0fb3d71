"""What metrics share: natural flow, shortages, and gaps in the series."""

import numpy as np
import pytest
from metrics.small_datasets import days, values_of, with_demands, with_variable

from basinsim.metrics.derived import with_derived


def test_natural_flow_is_the_sum_of_the_inflows_above():
    dataset = with_variable(days(2), "inflow", "catchment", {"east": [1, 2], "west": [10, 20]})
    dataset = dataset.assign_coords(gauge=np.array(["bridge", "weir"], dtype=object))
    dataset["natural_catchment"] = (("gauge", "catchment"), np.array([[1, 1], [0, 1]], dtype=np.int8))
    flow = with_derived(dataset)["natural_flow"]
    assert flow.sel(gauge="bridge").to_numpy().ravel().tolist() == [11, 22]
    assert flow.sel(gauge="weir").to_numpy().ravel().tolist() == [10, 20]


GAPS = with_demands(days(6), {"town": 10}, {"town": [10, 5, np.nan, 5, 10, 10]})


def test_a_gap_is_neither_a_shortage_nor_asked_for():
    """Five days are known; on two of them half was delivered, on either side of the gap."""
    assert values_of(GAPS, "time_reliability")["town"] == pytest.approx(3 / 5)
    assert values_of(GAPS, "volumetric_reliability")["town"] == pytest.approx(40 / 50)
    assert values_of(GAPS, "longest_shortage")["town"] == 1


def test_a_shortage_that_goes_on_into_a_gap_has_not_been_recovered_from():
    assert values_of(GAPS, "resilience")["town"] == pytest.approx(1 / 2)


def test_days_that_do_not_follow_each_other_are_no_run():
    dataset = with_demands(days(6), {"town": 10}, {"town": [10, 5, 5, 5, 5, 10]}).isel(time=[0, 1, 2, 4, 5])
    assert values_of(dataset, "longest_shortage")["town"] == 2


def test_what_is_not_there_is_not_derived():
    assert set(with_derived(days(2))) == {"step_length"}
