"""Which variables are kept: all up to ten members, the most used above, or what is asked for."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from support.runs import write_case

import basinsim as bs
from basinsim.errors import InputError
from basinsim.quantities import RESULT_VARIABLES

KEPT = {"storage", "requested", "delivered", "gauge_flow", "energy"}
BASIN = """
name: many members
nodes:
  hill: {type: catchment, inflow: {file: inflow.nc, variable: hill, unit: m3/s, scale: 0.5}}
  loch: {type: reservoir, capacity: 100, initial: 50}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8}
  weir: {type: gauge, environmental_flow: {amount: 4, priority: 2}}
  town: {type: demand, sector: public, amount: 6, priority: 3, essential: {amount: 2, priority: 1}}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: turbine, min_flow: {amount: 1, priority: 1}}
  - {from: turbine, to: weir}
  - {from: weir, to: sea}
  - {from: weir, to: town}
"""
DAYS = 5


@pytest.fixture
def case(tmp_path):
    """Return what writes the case with settings; inflow.nc has twelve members, number m brings m/10 m3/s."""
    times = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-01") + DAYS)
    inflow = np.repeat(np.arange(12)[:, np.newaxis] / 10, DAYS, axis=1)
    xr.Dataset(
        {"hill": (("member", "time"), inflow)},
        coords={"member": np.arange(12), "time": times.astype("datetime64[ns]")},
    ).to_netcdf(tmp_path / "inflow.nc", engine="h5netcdf")
    period = {"start": "2001-01-01", "end": f"2001-01-{DAYS:02}"}

    def write(**settings) -> Path:
        return write_case(tmp_path, BASIN, period=period, **settings)

    return write


def variables(results) -> set[str]:
    return {name for name in RESULT_VARIABLES if name in results.dataset}


def test_ten_members_keep_everything(case):
    results = bs.run(case(members=10))
    assert results.dataset.sizes["member"] == 10
    assert variables(results) >= KEPT | {"flow", "inflow", "overflow", "mass_balance_residual"}


def test_eleven_members_keep_the_most_used(case):
    assert variables(bs.run(case(members=11))) == KEPT


def test_twelve_members_keep_the_most_used_and_all_metrics(case, tmp_path):
    results = bs.run(case(members=12))
    assert variables(results) == KEPT
    few = bs.run(case(members=2))
    assert set(results.metrics["metric"]) == set(few.metrics["metric"])
    assert sorted(set(results.metrics["member"])) == list(range(12))
    first_two = results.metrics[results.metrics["member"] < 2].reset_index(drop=True)
    assert first_two["value"].to_numpy() == pytest.approx(few.metrics["value"].to_numpy())
    assert results.dataset.attrs["mass_balance_error"] < 1e-9
    opened = bs.open_results(results.save(tmp_path / "results"))
    assert variables(opened) == KEPT


def test_each_member_has_its_own_inflow(case):
    """0.5 x m/10 m3/s is 4.32 m Ml/d."""
    results = bs.run(case(members=12, outputs=["inflow"]))
    inflow = results.dataset["inflow"].sel(catchment="hill").to_numpy()
    assert inflow == pytest.approx(np.repeat(4.32 * np.arange(12)[:, np.newaxis], DAYS, axis=1))


@pytest.mark.parametrize("members", [1, 12])
def test_outputs_are_kept_whatever_the_number_of_members(case, members):
    assert variables(bs.run(case(members=members, outputs=["flow", "storage"]))) == {"flow", "storage"}


def test_no_outputs_at_all(case):
    results = bs.run(case(outputs=[]))
    assert variables(results) == set()
    assert len(results.metrics)


def test_unknown_outputs_are_told_with_the_nearest_name(case):
    with pytest.raises(InputError, match="did you mean 'storage'"):
        bs.load_scenario(case(outputs=["storrage"]))


def test_more_members_than_there_are_series_is_refused(case):
    with pytest.raises(InputError, match="12 members"):
        bs.run(case(members=13))


def test_coordinates_and_facts_are_kept_with_any_output(case):
    dataset = bs.run(case(members=12, outputs=["storage"])).dataset
    for name in (
        "sector",
        "priority",
        "capacity",
        "link_source",
        "step_length",
        "time_bounds",
        "start_storage",
    ):
        assert name in dataset.variables
