"""Point 5: preference, spill, storing, energy less cost, and one answer."""

import json
from pathlib import Path

import pytest
from support.runs import last, run_case, run_days

SOURCES = """
name: sources
nodes:
  burn: {type: catchment, inflow: 100}
  well: {type: catchment, inflow: 100}
  j: {type: junction}
  k: {type: junction}
  works: {type: works}
  town: {type: demand, sector: public, amount: 30}
  sea: {type: outlet}
links:
  - {from: burn, to: j}
  - {from: well, to: k}
  - {name: from_burn, from: j, to: works, max_flow: 20, preference: FIRST, cost: 99 GBP/Ml}
  - {name: from_well, from: k, to: works, preference: SECOND}
  - {from: works, to: town}
  - {from: j, to: sea}
  - {from: k, to: sea}
"""


def test_preferred_source_is_drawn_first_whatever_it_costs():
    first = run_case(SOURCES.replace("FIRST", "1").replace("SECOND", "2"))
    assert last(first, "flow", "from_burn") == pytest.approx(20)
    assert last(first, "flow", "from_well") == pytest.approx(10)
    second = run_case(SOURCES.replace("FIRST", "3").replace("SECOND", "2"))
    assert last(second, "flow", "from_burn") == pytest.approx(0)
    assert last(second, "flow", "from_well") == pytest.approx(30)


def test_without_preference_the_cheaper_source_is_drawn():
    results = run_case(SOURCES.replace("FIRST", "1").replace("SECOND", "1"))
    assert last(results, "flow", "from_burn") == pytest.approx(0)


def test_spill_links_carry_only_what_has_no_other_way():
    """burn(30) -> loch(95 of 100) --max 10--> sea, and a spill link: 10 by the gate, 15 spilt."""
    results = run_case("""
name: spill
nodes:
  burn: {type: catchment, inflow: 30}
  loch: {type: reservoir, capacity: 100, initial: 95}
  sea: {type: outlet}
links:
  - {from: burn, to: loch}
  - {name: gate, from: loch, to: sea, max_flow: 10}
  - {name: spillway, from: loch, to: sea, spill: true}
""")
    assert last(results, "flow", "gate") == pytest.approx(10)
    assert last(results, "flow", "spillway") == pytest.approx(15)
    assert last(results, "overflow", "loch") == pytest.approx(0)


def two_lochs(upper: str, lower: str, demand: float = 0.0, inflow: float = 0.0) -> str:
    """burn -> upper -> lower -> town (and the sea)."""
    return f"""
name: in series
nodes:
  burn: {{type: catchment, inflow: {inflow}}}
  upper: {{type: reservoir, capacity: 100, {upper}}}
  lower: {{type: reservoir, capacity: 100, {lower}}}
  town: {{type: demand, sector: public, amount: {demand}}}
  sea: {{type: outlet}}
links:
  - {{from: burn, to: upper}}
  - {{from: upper, to: lower}}
  - {{from: lower, to: town}}
  - {{from: lower, to: sea}}
"""


@pytest.mark.parametrize(("upper", "lower"), [(80, 20), (20, 80), (100, 0), (60, 50)])
def test_nothing_moves_down_just_to_level_two_lochs(upper, lower):
    results = run_case(two_lochs(f"initial: {upper}", f"initial: {lower}"))
    assert last(results, "storage", "upper") == pytest.approx(upper)
    assert last(results, "storage", "lower") == pytest.approx(lower)


def test_what_has_to_be_drawn_comes_from_the_fuller_loch():
    """80 and 20, town takes 20: the upper loch falls to 60, the lower one stays at 20."""
    results = run_case(two_lochs("initial: 80", "initial: 20", demand=20))
    assert last(results, "storage", "upper") == pytest.approx(60)
    assert last(results, "storage", "lower") == pytest.approx(20)


def test_drawing_more_leaves_both_lochs_equally_full():
    """80 and 20, town takes 70: 30 are left, 15 in each."""
    results = run_case(two_lochs("initial: 80", "initial: 20", demand=70))
    assert last(results, "storage", "upper") == pytest.approx(15)
    assert last(results, "storage", "lower") == pytest.approx(15)


def test_storage_priority_comes_before_equal_fractions():
    """The lower loch is kept first: the upper one is drawn for the town."""
    results = run_case(two_lochs("initial: 50, storage_priority: 2", "initial: 50", demand=30))
    assert last(results, "storage", "lower") == pytest.approx(70)
    assert last(results, "storage", "upper") == pytest.approx(0)


def test_two_lochs_with_different_dead_storage_are_equal_in_usable_fractions():
    """
    left(100, dead 20) and right(60, dead 0), both full, side by side; town takes 70.

    160 - 70 = 90 are left, 70 of them usable out of 80 + 60: half, so 60 and 30.
    """
    results = run_case("""
name: side by side
nodes:
  left: {type: reservoir, capacity: 100, dead_storage: 20}
  right: {type: reservoir, capacity: 60}
  town: {type: demand, sector: public, amount: 70}
links: [{from: left, to: town}, {from: right, to: town}]
""")
    assert last(results, "storage", "left") == pytest.approx(60)
    assert last(results, "storage", "right") == pytest.approx(30)


def test_inflow_is_stored_rather_than_let_go():
    results = run_days(two_lochs("initial: 0", "initial: 0", inflow=10), 30)
    assert float(results.dataset["storage"].isel(time=-1).sum()) == pytest.approx(200)
    assert last(results, "flow", "lower->sea") == pytest.approx(10)


def test_weap_two_reservoir_balancing():
    """WEAP's help, Reservoirs, example 1: 160 available, 130 delivered, both reservoirs end at 15."""
    example = json.loads((Path(__file__).parent / "weap_two_reservoir_balancing.json").read_text())
    first, second = example["reservoirs"]
    results = run_case(f"""
name: WEAP
nodes:
  head: {{type: catchment, inflow: {example["headflow"]}}}
  upper: {{type: reservoir, capacity: {first["top_of_conservation"]}, initial: {first["initial"]}}}
  lower: {{type: reservoir, capacity: {second["top_of_conservation"]}, initial: {second["initial"]}}}
  river: {{type: junction}}
  one: {{type: demand, sector: public, amount: {example["demands"][0]}}}
  two: {{type: demand, sector: public, amount: {example["demands"][1]}}}
  sea: {{type: outlet}}
links:
  - {{from: head, to: upper}}
  - {{from: upper, to: lower}}
  - {{from: lower, to: river}}
  - {{from: river, to: one}}
  - {{from: river, to: two}}
  - {{from: river, to: sea}}
""")
    coverage = results.dataset["delivered"] / results.dataset["requested"]
    assert coverage.values.ravel() == pytest.approx(example["expected"]["demand_coverage"])
    assert results.dataset["storage"].values.ravel() == pytest.approx(example["expected"]["end_storage"])


def test_energy_less_cost_decides_between_routes_that_serve_and_store_alike():
    """river(50) -> j -> turbine(max 30) or bypass -> sea: 30 go through the turbine, none if it costs more."""
    basin = """
name: route
nodes:
  river: {type: catchment, inflow: 50}
  j: {type: junction}
  turbine: {type: hydropower, max_flow: 30, head: 10 m, efficiency: 0.9, value: 60 GBP/MWh}
  sea: {type: outlet}
links:
  - {from: river, to: j}
  - {name: lade, from: j, to: turbine, cost: COST}
  - {from: turbine, to: sea}
  - {from: j, to: sea}
"""
    # 1 Ml through 10 m makes 24.525 kWh, worth GBP 1.4715
    assert last(run_case(basin.replace("COST", "1.47")), "turbine_flow", "turbine") == pytest.approx(30)
    assert last(run_case(basin.replace("COST", "1.48")), "turbine_flow", "turbine") == pytest.approx(0)


def test_water_is_not_drawn_from_a_store_for_energy_alone():
    """Storing comes before energy: a full loch with no inflow and no wish keeps its water."""
    results = run_case("""
name: keep
nodes:
  loch: {type: reservoir, capacity: 100}
  turbine: {type: hydropower, head: 50 m, efficiency: 0.9, value: 500 GBP/MWh}
  sea: {type: outlet}
links: [{from: loch, to: turbine}, {from: turbine, to: sea}]
""")
    assert last(results, "storage", "loch") == pytest.approx(100)
    assert last(results, "energy", "turbine") == pytest.approx(0)


def test_equally_good_routes_are_settled_the_same_way_every_time():
    """river -> a or b -> sea: one route is used, and the same one in every run and step."""
    basin = """
name: routes
nodes:
  river: {type: catchment, inflow: 50}
  j: {type: junction}
  a: {type: junction}
  b: {type: junction}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: a}, {from: j, to: b}, {from: a, to: sea}, {from: b, to: sea}]
"""
    flows = run_days(basin, 5).dataset["flow"].values[0]
    assert (flows == flows[0]).all()
    assert sorted(flows[0].tolist()) == pytest.approx([0, 0, 50, 50, 50])
