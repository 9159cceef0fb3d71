"""A supply-demand balance worked out by hand."""

import numpy as np
import pytest
from metrics.small_datasets import days, steps, with_demands

from basinsim.metrics.balance import supply_demand_balance


def test_the_year_of_highest_demand_counts():
    months = [f"{year}-{month:02d}-01" for year in (2003, 2004) for month in range(1, 13)]
    asked = np.repeat([40.0, 50.0], 12)
    dataset = with_demands(steps(months, "2005-01-01"), {"town": asked}, {"town": asked})
    row = supply_demand_balance(
        dataset, {"town": 60}, climate_impact={"town": 2}, outage=0.05, process_losses=0.02, headroom=0.1
    ).iloc[0]
    assert row["demand"] == pytest.approx(50)
    assert row["water_available"] == pytest.approx(60 - 2 - 3 - 1.2)
    assert row["target_headroom"] == pytest.approx(5)
    assert row["balance"] == pytest.approx(53.8 - 55)


def test_less_than_a_year_is_taken_as_it_is():
    dataset = with_demands(days(10), {"town": 8}, {"town": 8})
    assert supply_demand_balance(dataset, {"town": 10}).iloc[0]["balance"] == pytest.approx(2)
    with pytest.raises(ValueError, match="no demand is called city"):
        supply_demand_balance(dataset, {"city": 10})
