"""Areas and heads inside a horizon: at most five passes, and what still changes is said."""

from typing import Any

import numpy as np
import pytest
import xarray as xr
from support.runs import run_days

import basinsim.simulation.horizon
from basinsim.allocation.horizon import HorizonAllocator

Basin = dict[str, Any]
MWH_PER_ML_AND_METRE = 9.81 / 3600
MOST_PASSES = 5
LEVELS = [[0, 80], [200, 100]]  # volume, level
TAILWATER, EFFICIENCY = 70, 0.8


def each(*values: float) -> dict[str, list[float]]:
    return {"values": list(values)}


def turbine_basin(**turbine: Any) -> Basin:
    """burn -> loch (20 m higher when full) -> turbine -> sea, and a town."""
    return {
        "name": "head",
        "nodes": {
            "burn": {"type": "catchment", "inflow": each(10, 60, 0, 20, 5, 90)},
            "loch": {"type": "reservoir", "capacity": 200, "initial": 120, "level": LEVELS},
            "turbine": {
                "type": "hydropower",
                "head": {"reservoir": "loch", "tailwater": TAILWATER},
                "efficiency": EFFICIENCY,
                **turbine,
            },
            "town": {"type": "demand", "sector": "public", "amount": 15, "value": 1},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "burn", "to": "loch"},
            {"name": "penstock", "from": "loch", "to": "turbine", "max_flow": 60},
            {"from": "turbine", "to": "sea"},
            {"from": "loch", "to": "town"},
            {"from": "loch", "to": "sea", "spill": True},
        ],
    }


def surface_basin(**loch: Any) -> Basin:
    """burn -> loch (1 km2 for each 50 Ml) -> town and sea."""
    return {
        "name": "surface",
        "nodes": {
            "burn": {"type": "catchment", "inflow": each(10, 60, 0, 20, 5, 0)},
            "loch": {
                "type": "reservoir",
                "capacity": 200,
                "initial": 150,
                "surface": [[0, 0, 0], [10, 4, 200]],
                **loch,
            },
            "town": {"type": "demand", "sector": "public", "amount": 40},
            "farm": {"type": "demand", "sector": "agriculture", "amount": 30, "priority": 2},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "burn", "to": "loch"},
            {"from": "loch", "to": "town"},
            {"from": "loch", "to": "farm"},
            {"from": "loch", "to": "sea"},
        ],
    }


def run_counted(
    monkeypatch: pytest.MonkeyPatch, basin: Basin, foresight: Any = "full", **settings: Any
) -> tuple[xr.Dataset, int, tuple[str, ...]]:
    """Run six days; return the dataset, the passes of all windows, and the notes."""
    passes = 0

    class Counting(HorizonAllocator):
        def allocate(self, *arguments: Any) -> np.ndarray:
            nonlocal passes
            passes += 1
            return super().allocate(*arguments)

    monkeypatch.setattr(basinsim.simulation.horizon, "HorizonAllocator", Counting)
    results = run_days(basin, 6, foresight=foresight, **settings)
    return results.dataset, passes, results.notes


def storage_at_start(dataset: xr.Dataset, name: str) -> np.ndarray:
    ends = dataset["storage"].isel(member=0).sel(reservoir=name).values
    return np.append(float(dataset["start_storage"].isel(member=0).sel(reservoir=name)), ends[:-1])


def assert_energy_follows_storage(dataset: xr.Dataset) -> None:
    """Energy is that of the head at the start of each step, by the storages that are published."""
    volumes, levels = np.array(LEVELS, dtype=float).T
    head = np.interp(storage_at_start(dataset, "loch"), volumes, levels) - TAILWATER
    passed = dataset["turbine_flow"].values.ravel() * dataset["step_length"].values
    energy = passed * head * EFFICIENCY * MWH_PER_ML_AND_METRE
    assert dataset["energy"].values.ravel() == pytest.approx(energy, rel=1e-5, abs=1e-9)


def assert_surface_follows_storage(dataset: xr.Dataset, gain: float, *, within: float = 1e-5) -> None:
    area = storage_at_start(dataset, "loch") / 50
    assert dataset["surface_gain"].values.ravel() == pytest.approx(gain * area, rel=within, abs=1e-6)


def says_approximate(dataset: xr.Dataset, notes: tuple[str, ...]) -> bool:
    said = dataset.attrs["approximate"]
    assert said in ("true", "false")
    assert any("pproximate" in note for note in notes) == (said == "true")
    return bool(said == "true")


def test_a_fixed_head_needs_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, passes, notes = run_counted(monkeypatch, turbine_basin(head=25, target_flow=30))
    assert passes == 1
    assert not says_approximate(dataset, notes)


@pytest.mark.parametrize(
    "foresight", ["full", {"window": 4, "advance": 2}, {"window": 2, "advance": 2}], ids=str
)
@pytest.mark.parametrize("objective", ["priorities", "economic"])
def test_energy_is_that_of_the_storages_found(
    foresight: Any, objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    basin = turbine_basin(target_flow={"amount": 40, "priority": 2}, value=each(40, 70, 50, 90, 60, 80))
    dataset, passes, notes = run_counted(monkeypatch, basin, foresight, objective=objective)
    windows = {"full": 1}.get(str(foresight), 3)
    assert windows <= passes <= MOST_PASSES * windows
    assert dataset["energy"].sum() > 0
    assert_energy_follows_storage(dataset)
    if passes == MOST_PASSES * windows:
        says_approximate(dataset, notes)
    else:
        assert windows > 1 or not says_approximate(dataset, notes)


def test_the_worth_of_energy_is_that_of_the_storages_found(monkeypatch: pytest.MonkeyPatch) -> None:
    basin = turbine_basin(value=60)
    dataset, _, _ = run_counted(monkeypatch, basin, objective="economic")
    earned = float(dataset["objective_term"].isel(member=0).sel(term="energy"))
    assert earned == pytest.approx(60 * float(dataset["energy"].sum()))


@pytest.mark.parametrize("objective", ["priorities", "economic"])
@pytest.mark.parametrize("foresight", ["full", {"window": 3, "advance": 3}], ids=str)
@pytest.mark.parametrize(("rainfall", "evaporation"), [(5, 0), (0, 4), (6, 2)])
def test_rain_and_evaporation_are_those_of_the_storages_found(
    rainfall: float, evaporation: float, foresight: Any, objective: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    basin = surface_basin(rainfall=rainfall, evaporation=evaporation)
    basin["nodes"]["town"]["value"] = each(5, 9, 6, 8, 7, 5)
    dataset, passes, notes = run_counted(monkeypatch, basin, foresight, objective=objective)
    windows = 1 if foresight == "full" else 2
    assert windows <= passes <= MOST_PASSES * windows
    assert dataset.attrs["mass_balance_error"] < 1e-6
    if not says_approximate(dataset, notes):
        assert_surface_follows_storage(dataset, rainfall - evaporation)


def test_areas_settle_where_the_storages_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody takes anything: the storages of the first pass, step by step, are those of the horizon."""
    basin = surface_basin(evaporation=4)
    for name in ("town", "farm"):
        basin["nodes"][name]["amount"] = 0
    dataset, passes, notes = run_counted(monkeypatch, basin)
    assert passes == 1
    assert not says_approximate(dataset, notes)
    assert_surface_follows_storage(dataset, -4)


def test_what_does_not_settle_is_marked_approximate_and_the_run_says_by_how_much(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """
    Water of the tarn can be sold to the loch today, or pass the turbine tomorrow, by the level of the loch.

    Where it is sold the loch stands high, and it had better been kept; where it is kept the loch
    stands low, and it had better been sold. No storages give their own heads.
    """
    basin = {
        "name": "undecided",
        "nodes": {
            "tarn": {"type": "reservoir", "capacity": 100},
            "loch": {"type": "reservoir", "capacity": 100, "initial": 0, "level": [[0, 0], [100, 100]]},
            "turbine": {
                "type": "hydropower",
                "head": {"reservoir": "loch"},
                "efficiency": 1,
                "value": each(0, 80, 0, 0, 0, 0),
            },
            "sea": {"type": "outlet"},
        },
        "links": [
            {"name": "sold", "from": "tarn", "to": "loch", "value": each(10, 0, 0, 0, 0, 0)},
            {"from": "tarn", "to": "turbine"},
            {"from": "turbine", "to": "sea"},
        ],
    }
    dataset, passes, notes = run_counted(monkeypatch, basin, objective="economic")
    assert passes == MOST_PASSES
    assert says_approximate(dataset, notes)
    assert any("%" in note for note in notes if "pproximate" in note)
    # Even so energy is what the published storages give: the head is the loch's storage.
    passed = dataset["turbine_flow"].values.ravel()
    energy = passed * storage_at_start(dataset, "loch") * MWH_PER_ML_AND_METRE
    assert dataset["energy"].values.ravel() == pytest.approx(energy, abs=1e-9)
    earned = dataset["objective_term"].isel(member=0).sel(term="energy")
    assert float(earned) == pytest.approx(80 * energy[1], abs=1e-6)


def test_results_of_step_by_step_are_never_approximate() -> None:
    results = run_days(turbine_basin(value=60, target_flow=30), 6)
    assert not says_approximate(results.dataset, results.notes)
    assert_energy_follows_storage(results.dataset)
