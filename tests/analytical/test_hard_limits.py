"""Point 1: mass balance, capacity, dead storage, max_flow and licences; overflow and nothing else."""

import pytest
from support.runs import last, run_case, run_days


def test_max_flow_limits_what_leaves_the_source_not_what_arrives():
    """river(100) -> j --max 40, loss 25 %--> town(100): 40 leave, 30 arrive."""
    results = run_case("""
name: pipe
nodes:
  river: {type: catchment, inflow: 100}
  j: {type: junction}
  town: {type: demand, sector: public, amount: 100}
  sea: {type: outlet}
links:
  - {from: river, to: j}
  - {name: pipe, from: j, to: town, max_flow: 40, loss: 25 %}
  - {from: j, to: sea}
""")
    assert last(results, "flow", "pipe") == pytest.approx(40)
    assert last(results, "delivered", "town") == pytest.approx(30)
    assert last(results, "flow", "j->sea") == pytest.approx(60)


def test_works_capacity_limits_what_is_taken_in():
    """river(100) -> works(takes in 50, loses 4 %) -> town(100): 48 delivered."""
    results = run_case("""
name: works
nodes:
  river: {type: catchment, inflow: 100}
  works: {type: works, capacity: 50, loss: 4 %, energy: 264 kWh/Ml}
  town: {type: demand, sector: public, amount: 100}
  sea: {type: outlet}
links:
  - {from: river, to: works}
  - {from: river, to: sea}
  - {from: works, to: town}
""")
    assert last(results, "flow", "river->works") == pytest.approx(50)
    assert last(results, "delivered", "town") == pytest.approx(48)
    assert last(results, "works_energy", "works") == pytest.approx(50 * 0.264)


def test_dead_storage_is_never_drawn():
    """loch(30 of 100, dead 20) -> town(50): 10 can be drawn."""
    results = run_case("""
name: dead
nodes:
  loch: {type: reservoir, capacity: 100, dead_storage: 20, initial: 30}
  town: {type: demand, sector: public, amount: 50}
links: [{from: loch, to: town}]
""")
    assert last(results, "delivered", "town") == pytest.approx(10)
    assert last(results, "storage", "loch") == pytest.approx(20)


def test_flood_into_a_store_whose_links_are_all_full_overflows_no_more_than_it_must():
    """burn(100) -> loch(90 of 100) --max 30--> sea: 90 + 100 - 30 - 100 = 60 overflow."""
    results = run_case("""
name: flood
nodes:
  burn: {type: catchment, inflow: 100}
  loch: {type: reservoir, capacity: 100, initial: 90}
  sea: {type: outlet}
links:
  - {from: burn, to: loch}
  - {from: loch, to: sea, max_flow: 30}
""")
    assert last(results, "overflow", "loch") == pytest.approx(60)
    assert last(results, "flow", "loch->sea") == pytest.approx(30)
    assert last(results, "storage", "loch") == pytest.approx(100)
    assert any("loch" in note for note in results.notes)


def test_a_river_too_big_for_its_channel_overflows_there_and_it_is_reported():
    """river(100) -> j --max 70--> sea: 30 overflow at the junction."""
    results = run_case("""
name: channel
nodes:
  river: {type: catchment, inflow: 100}
  j: {type: junction}
  sea: {type: outlet}
links:
  - {from: river, to: j}
  - {from: j, to: sea, max_flow: 70}
""")
    assert results.dataset["node_overflow"].sum() == pytest.approx(30)
    assert results.dataset.attrs["mass_balance_error"] < 1e-9


def test_a_wish_does_not_make_water_overflow():
    """upper(100) -> lower(100 of 100, no way on): the minimum flow would only overflow below."""
    results = run_case("""
name: full below
nodes:
  upper: {type: reservoir, capacity: 200, initial: 100}
  lower: {type: reservoir, capacity: 100, initial: 100}
  town: {type: demand, sector: public, amount: 3}
links:
  - {name: release, from: upper, to: lower, min_flow: 20}
  - {from: lower, to: town}
""")
    assert results.dataset["overflow"].sum() == pytest.approx(0)
    assert last(results, "flow", "release") == pytest.approx(3)


def test_a_capacity_that_changes_holds_at_the_end_of_the_step():
    """A loch of 100 lowered to 60 on the last day has to let 40 go."""
    results = run_case(
        """
name: lowered
nodes:
  loch: {type: reservoir, capacity: {values: [100, 60]}, initial: 100}
  sea: {type: outlet}
links: [{name: spillway, from: loch, to: sea, spill: true}]
""",
        period={"start": "2001-01-01", "end": "2001-01-02"},
    )
    assert results.dataset["storage"].values[0, :, 0] == pytest.approx([100, 60])
    assert results.dataset["flow"].values[0, :, 0] == pytest.approx([0, 40])


def test_dead_storage_that_rises_above_what_there_is_makes_no_step_impossible():
    """The loch holds 30 when its dead storage becomes 50: nothing is drawn until it has filled."""
    results = run_days(
        """
name: rising floor
nodes:
  burn: {type: catchment, inflow: 10}
  loch: {type: reservoir, capacity: 100, dead_storage: {values: [0, 50, 50, 50, 50]}, initial: 40}
  town: {type: demand, sector: public, amount: 20}
links: [{from: burn, to: loch}, {from: loch, to: town}]
""",
        5,
    )
    assert results.dataset["storage"].values[0, :, 0] == pytest.approx([30, 40, 50, 50, 50])
    assert results.dataset["delivered"].values[0, :, 0] == pytest.approx([20, 0, 0, 10, 10])
