"""The same horizon has one answer: run again, after others, in another order, from a shuffled file."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from foresight.command_line import days_of
from foresight.economic_networks import economic_basins
from foresight.horizon_runs import Foreseen, Window, foresee
from hypothesis import given
from hypothesis import strategies as st
from support.examples import large, small
from support.random_networks import Kind, basins
from support.runs import write_case

import basinsim as bs

Basin = dict[str, Any]
NEAR = 1e-6
FORESIGHTS = st.sampled_from(["full", (2, 1), (3, 3)])
ANSWERS = ("delivered", "storage")


def assert_same(one: Foreseen, other: Foreseen) -> None:
    for variable in ANSWERS:
        size = max(1.0, float(np.abs(one.array(variable)).max(initial=0.0)))
        now = other.series(variable)
        for name, values in one.series(variable).items():
            assert now[name] == pytest.approx(values, abs=NEAR * size), (variable, name)


# ---- run again -------------------------------------------------------------------------------------


def a_horizon_run_again_after_others_is_the_same(
    several: list[Basin], steps: int, foresight: str | Window, *, economic: bool
) -> None:
    first = [foresee(basin, steps, foresight, economic=economic) for basin in several]
    again = [foresee(basin, steps, foresight, economic=economic) for basin in reversed(several)][::-1]
    for one, other in zip(first, again, strict=True):
        for variable, values in one.simulated.arrays.items():
            np.testing.assert_array_equal(values, other.simulated.arrays[variable])


@given(st.lists(basins(Kind(steps=4)), min_size=2, max_size=3), FORESIGHTS)
@small(5)
def test_a_horizon_run_again_after_others_is_the_same(several: list[Basin], foresight: str | Window) -> None:
    a_horizon_run_again_after_others_is_the_same(several, 4, foresight, economic=False)


@given(st.lists(economic_basins(4, wishes=True), min_size=2, max_size=3), FORESIGHTS)
@small(5)
def test_an_economic_horizon_run_again_after_others_is_the_same(
    several: list[Basin], foresight: str | Window
) -> None:
    a_horizon_run_again_after_others_is_the_same(several, 4, foresight, economic=True)


# ---- the order of the file -------------------------------------------------------------------------


def shuffled(basin: Basin, data: st.DataObject) -> Basin:
    """Put nodes, their keys, links and licences in another order."""
    other = dict(basin)
    for key in ("nodes", "licences"):
        order = data.draw(st.permutations(list(basin.get(key, {}))))
        other[key] = {name: dict(reversed(basin[key][name].items())) for name in order}
    other["links"] = data.draw(st.permutations(basin["links"]))
    return other


@given(basins(Kind(steps=4)), FORESIGHTS, st.data())
@small(12)
def test_the_order_of_the_file_does_not_matter(
    basin: Basin, foresight: str | Window, data: st.DataObject
) -> None:
    assert_same(foresee(basin, 4, foresight), foresee(shuffled(basin, data), 4, foresight))


@given(economic_basins(4, wishes=True), FORESIGHTS, st.data())
@small(12)
def test_the_order_of_the_file_does_not_matter_to_value(
    basin: Basin, foresight: str | Window, data: st.DataObject
) -> None:
    other = shuffled(basin, data)
    assert_same(foresee(basin, 4, foresight, economic=True), foresee(other, 4, foresight, economic=True))


@pytest.mark.slow
@given(basins(Kind(steps=10, largest_river=8)), FORESIGHTS, st.booleans(), st.data())
@large(60)
def test_the_order_of_the_file_does_not_matter_often(
    basin: Basin, foresight: str | Window, economic: bool, data: st.DataObject
) -> None:
    other = shuffled(basin, data)
    assert_same(
        foresee(basin, 10, foresight, economic=economic), foresee(other, 10, foresight, economic=economic)
    )


# ---- the order of members --------------------------------------------------------------------------

MEMBERS = """
name: members
nodes:
  burn: {type: catchment, inflow: {file: FILE, variable: burn, unit: Ml/d}}
  loch: {type: reservoir, capacity: 40, initial: 50 %, storage_priority: 1}
  pond: {type: reservoir, capacity: 15, initial: 20 %}
  weir: {type: gauge, environmental_flow: {amount: 3, priority: 1, natural: [burn]}}
  turbine: {type: hydropower, head: 20, efficiency: 0.8, value: 60, max_flow: 12}
  town: {type: demand, sector: public, amount: 6, priority: 2, essential: 2, value: 90}
  farm: {type: demand, sector: agriculture, amount: 5, priority: 3, value: [[2, 50], [3, 8]]}
  mill: {type: demand, sector: industry, amount: 5, priority: 3, value: 8, returns: {to: weir, fraction: 0.5}}
  sea: {type: outlet}
links:
  - {from: burn, to: loch}
  - {from: loch, to: turbine}
  - {from: turbine, to: pond}
  - {from: loch, to: pond, spill: true}
  - {from: loch, to: town}
  - {from: pond, to: town, preference: 2}
  - {from: pond, to: farm}
  - {from: pond, to: mill, cost: 2}
  - {from: pond, to: weir}
  - {from: weir, to: sea}
licences:
  farming: {applies_to: [farm, mill], annual: 60, year_start: 01-06}
"""
STEPS, COUNT = 9, 4


def write_members(path: Path, order: list[int]) -> None:
    """Write inflows of four members, drawn once, in an order."""
    inflow = np.random.default_rng(20010101).gamma(0.7, 8.0, (COUNT, STEPS)).round(3)[order]
    days = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-01") + STEPS)
    series = xr.DataArray(inflow, dims=("member", "time"), coords={"time": days.astype("datetime64[ns]")})
    series.to_dataset(name="burn").to_netcdf(path, engine="h5netcdf")


@pytest.mark.parametrize("objective", ["priorities", "economic"])
@pytest.mark.parametrize("foresight", ["full", {"window": 4, "advance": 2}], ids=str)
def test_the_order_of_members_does_not_matter(foresight: Any, objective: str, tmp_path: Path) -> None:
    datasets = []
    for name, order in (("straight", [0, 1, 2, 3]), ("reversed", [3, 2, 1, 0])):
        write_members(tmp_path / f"{name}.nc", order)
        scenario = write_case(
            tmp_path,
            MEMBERS.replace("FILE", f"{name}.nc"),
            period=days_of(STEPS),
            members=COUNT,
            foresight=foresight,
            objective=objective,
        )
        datasets.append(bs.run(scenario).dataset)
    straight, turned = datasets
    for variable in ANSWERS:
        assert turned[variable].values[::-1] == pytest.approx(straight[variable].values, abs=NEAR), variable
    assert turned["objective_term"].values[::-1] == pytest.approx(straight["objective_term"].values, abs=1e-4)
    if objective == "economic":
        assert turned["shadow_price"].values[::-1] == pytest.approx(
            straight["shadow_price"].values, abs=1e-6, nan_ok=True
        )


@pytest.mark.parametrize("foresight", ["full", {"window": 4, "advance": 2}], ids=str)
def test_a_member_alone_has_the_same_answer(foresight: Any, tmp_path: Path) -> None:
    """Every member of an ensemble is as if it had been run by itself."""
    write_members(tmp_path / "all.nc", [0, 1, 2, 3])
    settings = {"period": days_of(STEPS), "foresight": foresight}
    basin = MEMBERS.replace("FILE", "all.nc")
    together = bs.run(write_case(tmp_path, basin, members=COUNT, **settings)).dataset
    for member in range(COUNT):
        write_members(tmp_path / "one.nc", [member])
        alone = bs.run(write_case(tmp_path, MEMBERS.replace("FILE", "one.nc"), **settings)).dataset
        for variable in ANSWERS:
            assert alone[variable].values[0] == pytest.approx(together[variable].values[member], abs=NEAR)
