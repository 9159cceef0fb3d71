"""Yields that are known in closed form."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from support.runs import write_case

import basinsim as bs
from basinsim.yields.outcome import Yield

DRY_DAYS = 184  # July to December
TEN_YEARS = {"start": "2001-01-01", "end": "2010-12-31"}


def loch(inflow: Any, capacity: float = 920, amount: float = 4.0, **more: Any) -> dict[str, Any]:
    """A burn fills a loch, which serves a town and overflows."""
    return {
        "name": "loch",
        "nodes": {
            "burn": {"type": "catchment", "inflow": inflow},
            "loch": {"type": "reservoir", "capacity": capacity, **more},
            "town": {"type": "demand", "sector": "public", "amount": amount},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "burn", "to": "loch"},
            {"from": "loch", "to": "town"},
            {"from": "loch", "to": "sea", "spill": True},
        ],
    }


def intake(inflow: Any, amount: float = 5.0) -> dict[str, Any]:
    """A town takes what it needs from a burn, which has no store."""
    return {
        "name": "intake",
        "nodes": {
            "burn": {"type": "catchment", "inflow": inflow},
            "town": {"type": "demand", "sector": "public", "amount": amount},
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "burn", "to": "town"}, {"from": "burn", "to": "sea"}],
    }


def of(directory: Path, basin: dict[str, Any], period: dict[str, str] | None = None, **asked: Any) -> Yield:
    path = write_case(directory, basin, period=period or TEN_YEARS, step="month")
    return bs.deployable_output(path, "town", **{"tolerance": 0.005, **asked})


def test_seven_wet_months_carry_five_dry_ones_half_the_year(tmp_path: Path) -> None:
    """920 Ml last 184 dry days at 5 Ml/d; with 20 Ml/d the loch is full again by the end of June."""
    found = of(tmp_path, loch([20] * 6 + [0] * 6), level_of_service="never", reserve="none")
    assert found.output.met <= 5.0 <= found.output.unmet
    assert found.output.unmet - found.output.met <= 0.005 * 4.0 * (1 + 1e-9)
    assert found.firm == found.output
    assert found.demand == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("reserve", "output"),
    [
        ("30 days", 920 / (DRY_DAYS + 30)),  # what is left after 184 days is 30 days more
        ("10 %", 0.9 * 920 / DRY_DAYS),
        ("184 Ml", (920 - 184) / DRY_DAYS),
    ],
)
def test_an_emergency_storage_is_not_touched(tmp_path: Path, reserve: str, output: float) -> None:
    found = of(tmp_path, loch([20] * 6 + [0] * 6), level_of_service="never", reserve=reserve)
    assert found.output.met - 1e-6 <= output <= found.output.unmet
    assert found.stores == ("loch",)


def test_dead_storage_is_no_reserve(tmp_path: Path) -> None:
    """Of 1,020 Ml, 100 are dead: 920 serve, and 10 % of usable capacity is 92."""
    basin = loch([20] * 6 + [0] * 6, capacity=1020, dead_storage=100)
    found = of(tmp_path, basin, level_of_service="never", reserve="10 %")
    assert found.output.met <= 0.9 * 920 / DRY_DAYS <= found.output.unmet


def sequent_peak(inflow: list[float], capacity: float, months: np.ndarray) -> float:
    """Return the firm yield by the sequent peak: the deficit below full never exceeds the capacity."""
    low, high = 0.0, 200.0
    while high - low > 1e-7:
        demand, deficit, worst = (low + high) / 2, 0.0, 0.0
        for month, days in enumerate(months):
            deficit = max(0.0, deficit + (demand - inflow[month % 12]) * days)
            worst = max(worst, deficit)
        low, high = (demand, high) if worst <= capacity else (low, demand)
    return low


@pytest.mark.parametrize("seed", range(4))
def test_firm_yield_is_that_of_the_sequent_peak(tmp_path: Path, seed: int) -> None:
    random = np.random.default_rng(seed)
    inflow = [round(float(flow), 3) for flow in random.gamma(0.6, 8.0, 12)]
    capacity = round(float(random.uniform(50, 1500)), 1)
    period = {"start": "2001-01-01", "end": "2004-12-31"}
    edges = np.arange("2001-01", "2005-02", dtype="datetime64[M]").astype("datetime64[D]")
    expected = sequent_peak(inflow, capacity, np.diff(edges).astype(float))
    found = of(tmp_path, loch(inflow, capacity), period, level_of_service="never", reserve="none")
    assert found.output.met <= expected + 1e-6
    assert found.output.unmet >= expected - 1e-6


def yearly(flows: list[float]) -> list[float]:
    return [flow for flow in flows for _ in range(12)]


def test_a_level_of_service_is_exact_on_years_made_by_hand(tmp_path: Path) -> None:
    """Ten years of 10, 11, ... 19 Ml/d: with 1 in 5, two may fail, so 12 is met."""
    basin = intake({"values": yearly(list(range(19, 9, -1)))})
    found = of(tmp_path, basin, level_of_service="1 in 5 years", reserve="30 days", tolerance=0.01)
    assert found.output.met <= 12 <= found.output.unmet
    assert found.firm.met <= 10 <= found.firm.unmet
    assert found.years == 10
    # No store lies above the town, so nothing can be kept in reserve there.
    assert found.stores == ()
    # Of ten years, none at all and up to five may fail by chance: the band ends at the sixth, 15.
    assert np.isnan(found.band[0])
    assert found.band[1] == pytest.approx(15, abs=0.06)


@pytest.mark.slow
def test_all_members_count_together(tmp_path: Path) -> None:
    """Twelve years in two members, 10 to 21 by turns: with 1 in 4, three may fail, so 13 is met."""
    days = np.arange("2001-01-01", "2007-01-01", dtype="datetime64[D]")
    year = days.astype("datetime64[Y]").astype(int) - 31
    flows = np.stack([10.0 + member + 2 * year for member in range(2)])
    time = days.astype("datetime64[ns]")
    inflow = xr.DataArray(flows, dims=("member", "time"), coords={"time": time}, attrs={"units": "Ml/d"})
    inflow.to_dataset(name="burn").to_netcdf(tmp_path / "burn.nc", engine="h5netcdf")
    basin = intake({"file": "burn.nc", "variable": "burn"})
    period = {"start": "2001-01-01", "end": "2006-12-31"}
    asked = {"level_of_service": "0.75", "tolerance": 0.01}
    found = of(tmp_path, basin, period, members=2, **asked)
    assert (found.members, found.years) == (2, 12)
    assert found.output.met <= 13 <= found.output.unmet
    alone = of(tmp_path, basin, period, members=1, **asked)
    assert alone.years == 6
    assert alone.output.met <= 12 <= alone.output.unmet  # 10 may fail


def test_members_that_are_all_alike_are_no_more_years(tmp_path: Path) -> None:
    found = of(tmp_path, intake(10), {"start": "2001-01-01", "end": "2003-12-31"}, members=50)
    assert found.years == 3
    assert "All 50 members are alike: they count as one." in found.notes


def test_a_level_in_days(tmp_path: Path) -> None:
    """Flows 1 to 12 from January on: half of the days may fail, which are January to June (181 of 365)."""
    period = {"start": "2001-01-01", "end": "2003-12-31"}
    found = of(tmp_path, intake(list(range(1, 13))), period, level_of_service="50 % of days")
    assert found.output.met <= 7 <= found.output.unmet
    # All years are alike, so chance leaves nothing.
    assert found.band[0] <= 7 <= found.band[1]
    assert found.band[1] - found.band[0] <= 3 * 0.005 * 5


def test_service_falls_as_demand_rises(tmp_path: Path) -> None:
    found = of(tmp_path, loch([9, 4, 2, 1, 0, 3] * 2, capacity=300), level_of_service="90 % of days")
    table = found.trial_table()
    assert table["demand"].is_monotonic_increasing
    assert table["failing_days"].is_monotonic_increasing
    assert (table["low"] <= table["probability"]).all()
    assert (table["probability"] <= table["high"]).all()
    assert not any("does not only fall" in note for note in found.notes)


def test_a_demand_that_nothing_can_meet_is_told(tmp_path: Path) -> None:
    """Another user empties the loch, so that its reserve is touched without the town."""
    basin = loch([5] * 12, capacity=100)
    basin["nodes"]["mill"] = {"type": "demand", "sector": "industry", "amount": 50}
    basin["links"].append({"from": "loch", "to": "mill"})
    found = of(tmp_path, basin, level_of_service="never", reserve="50 Ml")
    assert np.isnan(found.output.met)
    assert any("Even without this demand the emergency storage is touched" in note for note in found.notes)


def test_what_it_costs_others(tmp_path: Path) -> None:
    """Of 20 Ml/d a town that comes first takes 15 at its yield beside a mill's 10: 5 more than today are missing."""
    basin = intake(20, amount=10)
    basin["nodes"]["mill"] = {"type": "demand", "sector": "industry", "amount": 10, "priority": 2}
    basin["links"].append({"from": "burn", "to": "mill"})
    found = of(tmp_path, basin, level_of_service="never")
    assert found.output.met <= 20 <= found.output.unmet
    mill = found.others().iloc[0]
    assert mill["user"] == "mill"
    assert mill["missed_today"] == pytest.approx(0)
    assert mill["change"] == pytest.approx(10, abs=0.06)


def test_a_group_is_met_when_each_of_it_is(tmp_path: Path) -> None:
    """Two towns of 4 and 2 on pipes of 6 and 6: at 1.5 times today's the first one's pipe is full."""
    basin = {
        "name": "two",
        "nodes": {
            "burn": {"type": "catchment", "inflow": 100},
            "first": {"type": "demand", "sector": "public", "amount": 4},
            "second": {"type": "demand", "sector": "public", "amount": 2},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "burn", "to": "first", "max_flow": 6},
            {"from": "burn", "to": "second", "max_flow": 6},
            {"from": "burn", "to": "sea"},
        ],
    }
    path = write_case(tmp_path, basin, period=TEN_YEARS, step="month")
    found = bs.deployable_output(path, "public", level_of_service="never", tolerance=0.001)
    assert found.demand == pytest.approx(6)
    assert found.output.met <= 9 <= found.output.unmet


def test_essentials_are_multiplied_with_the_rest(tmp_path: Path) -> None:
    basin = intake(10, amount=5)
    basin["nodes"]["town"] |= {"priority": 2, "essential": {"amount": 4, "priority": 1}}
    found = of(tmp_path, basin, level_of_service="never")
    assert found.output.met <= 10 <= found.output.unmet


@pytest.mark.parametrize(
    ("settings", "asked", "said"),
    [
        ({}, {"level_of_service": "often", "reserve": "some"}, ("often", "some")),
        ({"foresight": "full"}, {}, ("foresight",)),
        ({}, {"reserve_in": ["lock"]}, ("'loch'",)),
        ({}, {"tolerance": 2}, ("tolerance",)),
        ({"period": {"start": "2001-02-01", "end": "2001-12-31"}}, {}, ("whole calendar year",)),
    ],
)
def test_mistakes_are_all_told(
    tmp_path: Path, settings: dict[str, Any], asked: dict[str, Any], said: tuple[str, ...]
) -> None:
    path = write_case(tmp_path, loch(5), **{"period": TEN_YEARS, "step": "month", **settings})
    with pytest.raises(bs.InputError) as caught:
        bs.deployable_output(path, "town", **asked)
    for part in said:
        assert part in str(caught.value)


def test_who_asks_for_nothing_has_no_yield(tmp_path: Path) -> None:
    with pytest.raises(bs.InputError, match="asks for nothing"):
        of(tmp_path, loch(5, amount=0))
