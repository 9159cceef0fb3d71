"""Rain and evaporation by the surface at the start of the step, and head by the level then."""

import pytest
from support.runs import last, run_case, run_days


def test_rain_and_evaporation_on_a_fixed_surface():
    """2 km2 with 5 mm/d of rain and 3 mm/d of evaporation gain 4 Ml a day."""
    results = run_days(
        """
name: surface
nodes:
  loch: {type: reservoir, capacity: 100, initial: 50, surface: 2 km2, rainfall: 5, evaporation: 3}
  town: {type: demand, sector: public, amount: 0}
links: [{from: loch, to: town}]
""",
        3,
    )
    assert results.dataset["storage"].values.ravel() == pytest.approx([54, 58, 62])
    assert results.dataset["surface_gain"].values.ravel() == pytest.approx([4, 4, 4])


def test_surface_follows_the_table_at_the_start_of_the_step():
    """Area is 1 km2 per 50 Ml; 10 mm/d take 10 Ml a day from each km2: 100, 80, 64, ..."""
    results = run_days(
        """
name: table
nodes:
  loch:
    type: reservoir
    capacity: 100
    surface: [[0, 0, 0], [2, 2 km2, 100]]
    evaporation: 10 mm/d
  town: {type: demand, sector: public, amount: 0}
links: [{from: loch, to: town}]
""",
        3,
    )
    assert results.dataset["storage"].values.ravel() == pytest.approx([80, 64, 51.2])


def test_evaporation_takes_no_more_than_there_is_and_leaves_dead_storage():
    """12 Ml above dead storage, 20 Ml/d of evaporation: it takes 12, and the town gets nothing."""
    results = run_days(
        """
name: dry
nodes:
  loch: {type: reservoir, capacity: 100, dead_storage: 10, initial: 22, surface: 2, evaporation: 10}
  town: {type: demand, sector: public, amount: 5}
links: [{from: loch, to: town}]
""",
        2,
    )
    assert results.dataset["storage"].values.ravel() == pytest.approx([10, 10])
    assert results.dataset["surface_gain"].values.ravel() == pytest.approx([-12, 0])
    assert last(results, "delivered", "town") == pytest.approx(0)


def test_head_follows_the_level_at_the_start_of_the_step():
    """Level 100 m when full (200 Ml), 80 m when empty; tailwater 70 m; 100 Ml a day through the turbine."""
    results = run_days(
        """
name: head
nodes:
  loch: {type: reservoir, capacity: 200, level: [[0, 80], [200, 100]]}
  turbine:
    type: hydropower
    head: {reservoir: loch, tailwater: 70 m}
    efficiency: 0.8
    target_flow: {amount: 100, priority: 1}
  sea: {type: outlet}
links: [{from: loch, to: turbine}, {from: turbine, to: sea}]
""",
        2,
    )
    # 0.002725 MWh per Ml and metre
    assert results.dataset["energy"].values.ravel() == pytest.approx(
        [100 * 30 * 0.8 * 0.002725, 100 * 20 * 0.8 * 0.002725]
    )


def test_hydropower_formula():
    """1 m3/s through 100 m at 90 %: 882.9 kW, 21.1896 MWh a day, 245.25 kWh/Ml."""
    results = run_case("""
name: formula
nodes:
  river: {type: catchment, inflow: 1 m3/s}
  turbine: {type: hydropower, head: 100 m, efficiency: 0.9}
  sea: {type: outlet}
links: [{from: river, to: turbine}, {from: turbine, to: sea}]
""")
    assert last(results, "energy", "turbine") == pytest.approx(21.1896, abs=1e-9)
