"""Deliveries by month: the same in blocks as at once, and the same as the metrics say."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from figures.two_years import two_years
from metrics.small_datasets import steps, with_demands

from basinsim.metrics.derived import with_derived
from basinsim.metrics.fairness_passport import fairness_passport
from basinsim.metrics.service import return_periods, worst_month_coverage
from basinsim.report import service as subject
from basinsim.report.service import monthly_service


def members(count: int = 5) -> xr.Dataset:
    """Two years of several members, each with its own share of deliveries."""
    one = two_years().dataset[["requested", "delivered", "sector", "step_length", "time_bounds"]]
    parts = [
        one.assign(delivered=one["delivered"] * (1 - 0.1 * k)).assign_coords(member=[k]) for k in range(count)
    ]
    return xr.concat(parts, dim="member", data_vars="minimal")


def test_blocks_of_members_give_the_same_as_all_at_once(monkeypatch):
    dataset = members()
    whole = monthly_service(dataset)
    monkeypatch.setattr(subject, "_AT_ONCE", 2 * dataset.sizes["time"] * dataset.sizes["demand"])
    parts = monthly_service(dataset)
    assert whole is not None
    assert parts is not None
    assert whole.asked.shape == (5, 24, 2)
    np.testing.assert_array_equal(parts.asked, whole.asked)
    np.testing.assert_array_equal(parts.missed, whole.missed)


def test_it_agrees_with_passports_return_periods_and_worst_months():
    dataset = members()
    service = monthly_service(dataset)
    assert service is not None
    pd.testing.assert_frame_equal(service.passports, fairness_passport(dataset), rtol=1e-9)
    pd.testing.assert_frame_equal(service.return_periods, return_periods(dataset))
    for group, values in worst_month_coverage(with_derived(dataset)):
        worst = service.worst_month(group)
        assert worst is not None
        assert worst.coverage == pytest.approx(float(values.min()))
        assert worst.member == int(values.idxmin())


def test_the_worst_month_by_hand():
    months = steps(["2001-05-01", "2001-06-01", "2001-07-01"], "2001-08-01")
    dataset = with_demands(months, {"farm": 2}, {"farm": [2, 0.5, 1]}, {"farm": "agriculture"})
    service = monthly_service(dataset)
    assert service is not None
    worst = service.worst_month("farm")
    assert worst is not None
    assert (worst.coverage, worst.first_day, worst.member) == (0.25, date(2001, 6, 1), 0)
    assert service.mean_demand("farm") == pytest.approx(2)
    assert service.coverage("agriculture").tolist() == [[1.0, 0.25, 0.5]]


def test_results_without_deliveries_have_none():
    assert monthly_service(two_years().dataset.drop_vars("delivered")) is None
