"""Step after step: states, warm-up, members, and steps of any length."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from results.every_type import EVERY_TYPE
from simulation.small_runs import inputs_of, series
from support.runs import run_case, run_days, write_case

import basinsim as bs
from basinsim.simulation.initial import first_state
from basinsim.simulation.run import simulate

# ---- state ----


@pytest.mark.parametrize("members", [1, 3])
def test_shapes_of_the_first_state(members):
    network, inputs = inputs_of(EVERY_TYPE, members=members)
    state = first_state(network, inputs)
    assert state.storage.shape == (members, 2)
    assert state.licence_used.shape == (members, 1)
    assert state.returns_underway.shape == (members, 1)
    assert list(network.reservoirs) == ["loch", "pond"]
    assert state.storage.tolist() == [[250, 0]] * members
    assert not state.licence_used.any()
    assert not state.returns_underway.any()


def test_a_basin_without_state_has_empty_arrays():
    network, inputs = inputs_of("{nodes: {sea: {type: outlet}}}", members=4)
    state = first_state(network, inputs)
    assert state.storage.shape == state.licence_used.shape == state.returns_underway.shape == (4, 0)


def test_a_basin_without_any_water_runs():
    results = run_case("{name: sea, nodes: {sea: {type: outlet}}}")
    assert results.dataset.attrs["mass_balance_error"] == 0
    assert results.metrics.empty


def test_arrays_are_member_step_thing():
    network, inputs = inputs_of(EVERY_TYPE, end="2001-01-06", warm_up="2 days", members=2)
    simulated = simulate(network, inputs, first_state(network, inputs))
    for name, values in simulated.arrays.items():
        assert values.shape[:2] == (2, 4), name
        assert np.isfinite(values).all(), name
    assert simulated.start.storage.shape == (2, 2)
    assert simulated.counts.steps == 12


def test_what_a_step_is_given_is_not_changed_by_it():
    network, inputs = inputs_of(EVERY_TYPE, end="2001-01-06")
    state = first_state(network, inputs)
    before = {name: values.copy() for name, values in inputs.series.items()}
    simulate(network, inputs, state)
    assert state.storage.tolist() == [[250, 0]]
    for name, values in inputs.series.items():
        np.testing.assert_array_equal(values, before[name])


# ---- warm-up ----

PERIOD = {"start": "2001-02-20", "end": "2001-03-20"}
LOCH = "{name: loch, nodes: {loch: {type: reservoir, capacity: 1}}}"


def test_a_warm_up_is_run_and_not_counted():
    """With nine days of warm-up the results are those of the whole run from the tenth day on."""
    whole = run_case(EVERY_TYPE, period=PERIOD)
    warm = run_case(EVERY_TYPE, period=PERIOD | {"warm_up": "9 days"})
    assert warm.dataset["time"].to_numpy()[0] == np.datetime64("2001-03-01")
    assert warm.dataset.sizes["time"] == 20
    for name in ("storage", "delivered", "gauge_flow", "licence_used", "flow"):
        np.testing.assert_array_equal(
            warm.dataset[name].to_numpy(), whole.dataset[name].isel(time=slice(9, None)).to_numpy()
        )
    np.testing.assert_array_equal(
        warm.dataset["start_storage"].to_numpy(), whole.dataset["storage"].isel(time=8).to_numpy()
    )


def test_metrics_leave_the_warm_up_out():
    """A loch that runs dry in the first days: short on day 3 to 5 of the whole run, on two after the warm-up."""
    basin = """
name: dry
nodes:
  hill: {type: catchment, inflow: {values: [0, 0, 0, 0, 0, 20, 20]}}
  loch: {type: reservoir, capacity: 100, initial: 20}
  town: {type: demand, sector: public, amount: 10}
links: [{from: hill, to: loch}, {from: loch, to: town}]
"""
    for warm_up, missed in ((None, 30), ("3 days", 20), ("5 days", 0)):
        period = {"start": "2001-01-01", "end": "2001-01-07"} | ({"warm_up": warm_up} if warm_up else {})
        metrics = run_case(basin, period=period).metrics.set_index(["metric", "group"])["value"]
        assert metrics["shortage_volume", "town"] == pytest.approx(missed)
        assert metrics["longest_shortage", "town"] == pytest.approx(missed / 10)


@pytest.mark.parametrize(
    ("warm_up", "first"), [("1 month", "2001-02-01"), ("2 weeks", "2001-01-15"), ("1 year", "2002-01-01")]
)
def test_a_warm_up_of_days_weeks_months_and_years(warm_up, first):
    period = {"start": "2001-01-01", "end": "2002-01-02", "warm_up": warm_up}
    results = run_case(LOCH, period=period)
    assert str(results.dataset["time"].to_numpy()[0])[:10] == first


def test_a_step_that_begins_in_the_warm_up_belongs_to_it():
    period = {"start": "2001-01-01", "end": "2001-03-31", "warm_up": "20 days"}
    results = run_case(LOCH, period=period, step="month")
    assert [str(day)[:7] for day in results.dataset["time"].to_numpy()] == ["2001-02", "2001-03"]


# ---- members ----

MEMBERS = 4


def write_inflow(path: Path, members: list[int]) -> None:
    """Write wet and dry members of 40 days; the numbers of a member depend on itself only."""
    times = np.arange(np.datetime64("2001-06-01"), np.datetime64("2001-07-11"))
    rain = [np.random.default_rng(member).gamma(0.6, 30 / (1 + member), len(times)) for member in members]
    xr.Dataset(
        {"hill": (("member", "time"), np.array(rain))},
        coords={"member": members, "time": times.astype("datetime64[ns]")},
    ).to_netcdf(path, engine="h5netcdf")


def run_members(directory: Path, members: list[int]):
    nodes = EVERY_TYPE["nodes"] | {
        "hill": {"type": "catchment", "inflow": {"file": "inflow.nc", "variable": "hill"}},
        "loch": EVERY_TYPE["nodes"]["loch"] | {"initial": 60},
    }
    write_inflow(directory / "inflow.nc", members)
    period = {"start": "2001-06-01", "end": "2001-07-10", "warm_up": "3 days"}
    return bs.run(write_case(directory, EVERY_TYPE | {"nodes": nodes}, period=period, members=len(members)))


def test_members_run_at_once_equal_members_run_alone(tmp_path):
    together = run_members(tmp_path, list(range(MEMBERS)))
    short = together.dataset["requested"] - together.dataset["delivered"] > 1e-3
    assert short.any(("time", "demand")).to_numpy().any()
    for member in range(MEMBERS):
        (tmp_path / str(member)).mkdir()
        alone = run_members(tmp_path / str(member), [member])
        for name in (
            "delivered",
            "essential_delivered",
            "storage",
            "gauge_flow",
            "overflow",
            "energy",
            "licence_used",
        ):
            np.testing.assert_allclose(
                together.dataset[name].isel(member=member),
                alone.dataset[name].isel(member=0),
                atol=1e-6,
                err_msg=f"{name} of member {member}",
            )


def test_members_with_the_same_numbers_get_the_same():
    results = run_days(EVERY_TYPE, 20, members=3)
    for name in ("delivered", "storage", "gauge_flow", "energy"):
        values = results.dataset[name].to_numpy()
        np.testing.assert_allclose(values[1:], values[:1].repeat(2, axis=0), atol=1e-6)


# ---- step lengths ----

CONSTANT = """
name: constant
nodes:
  hill: {type: catchment, inflow: 31}
  loch: {type: reservoir, capacity: 5000, initial: 4000, surface: 1 km2, rainfall: 1, evaporation: 3}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8}
  weir: {type: gauge, environmental_flow: {amount: 12, priority: 2}}
  plant: {type: works, capacity: 24, loss: 4 %, energy: 264 kWh/Ml}
  town: {type: demand, sector: public, amount: 30, priority: 3, returns: {to: weir, fraction: 0.9}}
  farm: {type: demand, sector: agriculture, amount: 7, priority: 4}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: turbine, min_flow: 15}
  - {from: turbine, to: weir}
  - {from: weir, to: farm, max_flow: 5}
  - {from: weir, to: sea}
  - {name: intake, from: loch, to: plant, loss: 5 %}
  - {from: plant, to: town}
licences:
  supply: {applies_to: [plant], daily: 22, annual: 9000}
  farming: {applies_to: [farm], daily: 4}
"""
TOTALS = {
    # Ml over 181 days, by hand: the works take 22 Ml/d at their source, and 22 x 0.95 x 0.96 arrive in town
    ("delivered", "town"): 22 * 0.95 * 0.96 * 181,
    ("delivered", "farm"): 4 * 181,
    ("requested", "town"): 30 * 181,
    ("flow", "intake"): 22 * 181,
    ("inflow", "hill"): 31 * 181,
    ("surface_gain", "loch"): -2 * 181,
}


@pytest.fixture(scope="module", params=["day", "10 days", "week", "month", "181 days"])
def constant(request):
    """January to June 2001; the last ten days, and the last week, are short."""
    return run_case(CONSTANT, period={"start": "2001-01-01", "end": "2001-06-30"}, step=request.param)


@pytest.fixture(scope="module")
def daily():
    return run_case(CONSTANT, period={"start": "2001-01-01", "end": "2001-06-30"})


@pytest.mark.parametrize(("variable", "thing"), TOTALS)
def test_a_constant_basin_gives_the_same_volumes_at_any_step(constant, variable, thing):
    days = constant.dataset["step_length"].to_numpy()
    assert days.sum() == 181
    assert (series(constant, variable, thing) * days).sum() == pytest.approx(TOTALS[variable, thing])


def test_a_constant_basin_ends_the_same_at_any_step(constant, daily):
    """Stores, accounts, energy and the river's share do not depend on the step either."""
    for variable in ("storage", "licence_used"):
        np.testing.assert_allclose(
            constant.dataset[variable].isel(time=-1), daily.dataset[variable].isel(time=-1), rtol=1e-9
        )
    for variable in ("energy", "works_energy"):
        np.testing.assert_allclose(
            constant.dataset[variable].sum("time"), daily.dataset[variable].sum("time"), rtol=1e-9
        )
    for results in (constant, daily):
        assert series(results, "gauge_flow", "weir") == pytest.approx(15 + 0.9 * 22 * 0.95 * 0.96 - 4)


def test_metrics_of_a_constant_basin_do_not_depend_on_the_step(constant, daily):
    one, other = (
        results.metrics.set_index(["metric", "group"])["value"].to_dict() for results in (constant, daily)
    )
    # Firm energy is that of months, which half a year in one step cannot tell.
    untold = {key for key in other if key[0] == "firm_energy" and key not in one}
    assert not untold or len(constant.dataset["time"]) == 1
    assert one == pytest.approx({key: value for key, value in other.items() if key not in untold})
