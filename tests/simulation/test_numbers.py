"""The numbers of a step: targets capped by nature, capacities times days, accounts that restart."""

import numpy as np
import pytest
from simulation.small_runs import inputs_of, series
from support.runs import run_case

from basinsim.compiler import compile_step
from basinsim.simulation.initial import first_state
from basinsim.simulation.numbers import MWH_PER_ML_AND_METRE, NumberBuilder
from basinsim.simulation.today import Today


def bounds(basin, **period):
    """Return what reads the bounds of a column in the first step."""
    network, inputs = inputs_of(basin, **period)
    program = compile_step(network)
    numbers = NumberBuilder(network, program, inputs).build(0, first_state(network, inputs))

    def of(component, label):
        column = program.position(component, label)
        return numbers.lower[0, column], numbers.upper[0, column]

    return of


# ---- environmental flow ----

RIVER = """
nodes:
  north: {type: catchment, inflow: {values: [10, 30, 50, 0]}}
  south: {type: catchment, inflow: {values: [5, 5, 20, 0]}}
  loch: {type: reservoir, capacity: 1000, initial: 500}
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 1, natural: NATURAL}}
  sea: {type: outlet}
links:
  - {from: north, to: loch}
  - {from: south, to: loch}
  - {from: loch, to: weir}
  - {from: weir, to: sea}
"""
FOUR_DAYS = {"start": "2001-01-01", "end": "2001-01-04"}


@pytest.mark.parametrize(
    ("natural", "target"),
    [
        ("[]", [40, 40, 40, 40]),
        ("[north]", [10, 30, 40, 0]),
        ("[south]", [5, 5, 20, 0]),
        ("[north, south]", [15, 35, 40, 0]),
    ],
)
def test_the_river_is_owed_no_more_than_nature_brings(natural, target):
    results = run_case("name: river" + RIVER.replace("NATURAL", natural), period=FOUR_DAYS)
    assert series(results, "environmental_flow_target", "weir") == pytest.approx(target)
    assert series(results, "gauge_flow", "weir") == pytest.approx(target)


def test_the_cap_is_the_mean_inflow_over_a_longer_step():
    """Ten days in January at 10 and ten days in February at 60 Ml/d: 35 Ml/d over the step."""
    basin = RIVER.replace("{values: [10, 30, 50, 0]}", "[10, 60, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]")
    basin = basin.replace("{values: [5, 5, 20, 0]}", "0").replace("NATURAL", "[north]")
    network, inputs = inputs_of(basin, "2001-01-22", "2001-02-10", "20 days")
    builder = NumberBuilder(network, compile_step(network), inputs)
    assert builder.environmental_flow_target(Today(inputs, 0)) == pytest.approx(np.array([[35.0]]))


# ---- capacities and wishes ----

USERS = """
nodes:
  hill: {type: catchment, inflow: 100}
  fork: {type: junction}
  plant: {type: works, capacity: 60}
  town: {type: demand, sector: public, amount: 45, essential: 9}
  farm: {type: demand, sector: agriculture, amount: 8}
  turbine: {type: hydropower, head: 2 m, efficiency: 1, max_flow: 70, target_flow: 20}
  sea: {type: outlet}
links:
  - {from: hill, to: fork}
  - {name: pipe, from: fork, to: plant, max_flow: 50}
  - {name: canal, from: fork, to: farm, min_flow: 3}
  - {from: plant, to: town}
  - {from: fork, to: turbine}
  - {from: turbine, to: sea}
licences: {supply: {applies_to: [plant], daily: 40}}
"""


@pytest.mark.parametrize(
    ("end", "step", "days"), [("01-01", "day", 1), ("01-07", "week", 7), ("01-31", "month", 31)]
)
def test_flows_become_volumes_of_the_step(end, step, days):
    of = bounds(USERS, end=f"2001-{end}", step=step)
    assert of("inflow", "hill") == pytest.approx((100 * days, 100 * days))
    for component, label, most in (
        ("flow", "pipe", 50),
        ("intake", "plant", 60),
        ("turbine_flow", "turbine", 70),
        ("target_flow", "turbine", 20),
        ("minimum_flow", "canal", 3),
        ("essential", "town", 9),
        ("ordinary", "town", 36),
        ("ordinary", "farm", 8),
        ("licensed_take", "supply", 40),
    ):
        assert of(component, label) == pytest.approx((0, most * days)), component


def test_every_bound_is_finite_and_in_order():
    network, inputs = inputs_of(USERS)
    program = compile_step(network)
    numbers = NumberBuilder(network, program, inputs).build(0, first_state(network, inputs))
    assert np.isfinite(numbers.lower).all()
    assert np.isfinite(numbers.upper).all()
    assert (numbers.lower <= numbers.upper).all()
    assert numbers.lower.shape == numbers.upper.shape == (1, program.shape[1])


def test_storage_is_a_volume_whatever_the_step():
    basin = "{nodes: {loch: {type: reservoir, capacity: 100, dead_storage: 10, initial: 60}}}"
    for step in ("day", "month"):
        of = bounds(basin, end="2001-01-31", step=step)
        assert of("storage_start", "loch") == (60, 60)
        assert of("storage", "loch")[1] == 100
        assert of("dead_kept", "loch")[1] == 10
        assert of("usable", "loch")[1] == 90


def test_energy_of_a_megalitre_falling_a_metre():
    """1000 t x 9.81 m/s2 x 1 m = 9.81 MJ = 2.725 kWh."""
    assert pytest.approx(2.725e-3) == MWH_PER_ML_AND_METRE
    network, inputs = inputs_of(USERS)
    numbers = NumberBuilder(network, compile_step(network), inputs).build(0, first_state(network, inputs))
    assert numbers.energy_per_volume == pytest.approx(np.array([[2 * 2.725e-3]]))


# ---- annual licences ----

LICENSED = """
name: licensed
nodes:
  river: {type: catchment, inflow: 1000}
  fork: {type: junction}
  town: {type: demand, sector: public, amount: 10}
  sea: {type: outlet}
links:
  - {from: river, to: fork}
  - {name: intake, from: fork, to: town}
  - {from: fork, to: sea}
licences: {supply: {applies_to: [town], annual: ANNUAL, year_start: DATE}}
"""


def used(annual, year_start, start, end, **settings):
    basin = LICENSED.replace("ANNUAL", str(annual)).replace("DATE", f"'{year_start}'")
    results = run_case(basin, period={"start": start, "end": end}, **settings)
    days = results.dataset["time"].to_numpy().astype("datetime64[D]").astype(str)
    return dict(zip(days.tolist(), series(results, "licence_used", "supply").tolist(), strict=True))


def restarts(account):
    """Return the days on which the account holds that day's take alone, beside the first."""
    return [day for day, volume in account.items() if volume == pytest.approx(10)][1:]


@pytest.mark.parametrize(
    ("year_start", "expected"),
    [
        ("01-01", ["2004-01-01", "2005-01-01"]),
        ("04-01", ["2003-04-01", "2004-04-01"]),
        ("02-29", ["2003-03-01", "2004-02-29", "2005-03-01"]),
        ("03-01", ["2003-03-01", "2004-03-01", "2005-03-01"]),
        ("12-31", ["2003-12-31", "2004-12-31"]),
    ],
)
def test_accounts_restart_on_their_date_every_year(year_start, expected):
    """From February 2003 to March 2005; 29 February is 1 March in other years."""
    assert restarts(used(1e6, year_start, "2003-02-10", "2005-03-05")) == expected


def test_what_is_taken_in_a_year_is_the_licence_and_no_more():
    """36 days' worth a year: taken in the first 36 days of each account year, leap or not."""
    account = used(360, "02-29", "2003-03-01", "2005-03-10")
    assert max(account.values()) == pytest.approx(360)
    assert account["2003-04-05"] == pytest.approx(360)
    assert account["2004-02-28"] == pytest.approx(360)
    assert account["2004-02-29"] == pytest.approx(10)
    assert account["2005-02-28"] == pytest.approx(360)
    assert account["2005-03-01"] == pytest.approx(10)


def test_months_restart_with_the_first_month_after_the_date():
    """The account year starts on 15 March: March belongs to the old year, April starts the new one."""
    account = used(1e6, "03-15", "2003-12-01", "2004-05-31", step="month")
    assert account["2004-03-01"] == pytest.approx(10 * (31 + 31 + 29 + 31))
    assert account["2004-04-01"] == pytest.approx(10 * 30)
    assert account["2004-05-01"] == pytest.approx(10 * 61)


def test_a_lower_annual_limit_does_not_undo_what_was_taken():
    """A profile that falls below what is used already: nothing more is taken, and the step is possible."""
    basin = LICENSED.replace("ANNUAL", "[200, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50, 50]").replace(
        "DATE", "01-01"
    )
    results = run_case(basin, period={"start": "2001-01-22", "end": "2001-02-03"})
    assert series(results, "licence_used", "supply").tolist() == pytest.approx(
        [10.0 * i for i in range(1, 11)] + [100] * 3
    )
