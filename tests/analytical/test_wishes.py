"""Point 2: what is a wish, and what its coverage counts."""

import pytest
from support.runs import last, run_case, run_days

TWO_TOWNS = """
name: essentials
nodes:
  river: {{type: catchment, inflow: {inflow}}}
  j: {{type: junction}}
  town: {{type: demand, sector: public, amount: 50, priority: 3, essential: {{amount: 10{essential}}}}}
  farm: {{type: demand, sector: agriculture, amount: 40, priority: {farm}}}
  sea: {{type: outlet}}
links:
  - {{from: river, to: j}}
  - {{from: j, to: town}}
  - {{from: j, to: farm}}
  - {{from: j, to: sea}}
"""


def test_essential_part_comes_strictly_ahead_of_the_rest():
    """river(30) -> town(50, 10 of it essential at 1, rest 3), farm(40 at 2): 10, then 20 to the farm."""
    results = run_case(TWO_TOWNS.format(inflow=30, essential=", priority: 1", farm=2))
    assert last(results, "essential_delivered", "town") == pytest.approx(10)
    assert last(results, "delivered", "town") == pytest.approx(10)
    assert last(results, "delivered", "farm") == pytest.approx(20)


@pytest.mark.parametrize("essential", ["", ", priority: 3", ", priority: 7"])
def test_essential_part_without_a_place_ahead_is_served_just_ahead(essential):
    """river(30): 10 essential first; the remaining 20 cover a quarter of town's 40 and the farm's 40."""
    results = run_case(TWO_TOWNS.format(inflow=30, essential=essential, farm=3))
    assert last(results, "essential_delivered", "town") == pytest.approx(10)
    assert last(results, "delivered", "town") == pytest.approx(10 + 10)
    assert last(results, "delivered", "farm") == pytest.approx(10)


def test_each_part_is_covered_on_itself():
    """Equal coverage is of the rest (40), not of the whole amount (50)."""
    results = run_case(TWO_TOWNS.format(inflow=10 + 60, essential=", priority: 1", farm=3))
    assert last(results, "delivered", "town") == pytest.approx(10 + 30)
    assert last(results, "delivered", "farm") == pytest.approx(30)


def test_nobody_gets_more_than_is_asked_for():
    results = run_case(TWO_TOWNS.format(inflow=500, essential="", farm=3))
    assert last(results, "delivered", "town") == pytest.approx(50)
    assert last(results, "delivered", "farm") == pytest.approx(40)
    assert last(results, "flow", "j->sea") == pytest.approx(410)


def test_minimum_flow_is_priority_one_where_it_is_only_a_value():
    """loch(30) --min 20--> sea, and town(25 at 2): the river gets its 20 first."""
    basin = """
name: compensation
nodes:
  loch: {type: reservoir, capacity: 100, initial: 30}
  town: {type: demand, sector: public, amount: 25, priority: 2}
  sea: {type: outlet}
links:
  - {name: release, from: loch, to: sea, min_flow: MINIMUM}
  - {from: loch, to: town}
"""
    first = run_case(basin.replace("MINIMUM", "20"))
    assert last(first, "flow", "release") == pytest.approx(20)
    assert last(first, "delivered", "town") == pytest.approx(10)
    after = run_case(basin.replace("MINIMUM", "{amount: 20, priority: 3}"))
    assert last(after, "delivered", "town") == pytest.approx(25)
    assert last(after, "flow", "release") == pytest.approx(5)
    assert last(after, "minimum_flow_target", "release") == pytest.approx(20)


def test_a_gauge_with_a_farm_taking_at_it_counts_only_what_passes_on():
    """river(50) -> weir[keep 40 at 1] -> sea, farm(30 at 2) takes at the weir: 40 pass, 10 taken.

    Were the farm's water counted as flow at the gauge, the river would be counted wet twice.
    """
    results = run_case("""
name: weir
nodes:
  river: {type: catchment, inflow: 50}
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 1}}
  farm: {type: demand, sector: agriculture, amount: 30, priority: 2}
  sea: {type: outlet}
links:
  - {from: river, to: weir}
  - {from: weir, to: farm}
  - {from: weir, to: sea}
""")
    assert last(results, "gauge_flow", "weir") == pytest.approx(40)
    assert last(results, "delivered", "farm") == pytest.approx(10)


def test_the_river_is_not_owed_more_than_nature_brings():
    """burn(12) -> loch(100) -> weir[keep 40, natural: burn]: 12 pass and no loch is drained for more."""
    basin = """
name: natural
nodes:
  burn: {type: catchment, inflow: 12}
  loch: {type: reservoir, capacity: 200, initial: 100}
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 1NATURAL}}
  sea: {type: outlet}
links:
  - {from: burn, to: loch}
  - {from: loch, to: weir}
  - {from: weir, to: sea}
"""
    results = run_case(basin.replace("NATURAL", ", natural: [burn]"))
    assert last(results, "environmental_flow_target", "weir") == pytest.approx(12)
    assert last(results, "gauge_flow", "weir") == pytest.approx(12)
    assert last(results, "storage", "loch") == pytest.approx(100)
    drained = run_case(basin.replace("NATURAL", ""))
    assert last(drained, "gauge_flow", "weir") == pytest.approx(40)


def test_turbine_wishes_its_target_flow():
    """loch(100) -> turbine[target 30] -> sea: 30 pass, the rest is stored."""
    results = run_case("""
name: turbine
nodes:
  loch: {type: reservoir, capacity: 200, initial: 100}
  turbine: {type: hydropower, max_flow: 50, head: 100 m, efficiency: 0.9, target_flow: {amount: 30, priority: 4}}
  sea: {type: outlet}
links: [{from: loch, to: turbine}, {from: turbine, to: sea}]
""")
    assert last(results, "turbine_flow", "turbine") == pytest.approx(30)
    assert last(results, "storage", "loch") == pytest.approx(70)
    # 30 Ml x 245.25 kWh/Ml (1000 kg/m3 x 9.81 m/s2 x 100 m x 0.9)
    assert last(results, "energy", "turbine") == pytest.approx(30 * 0.24525)


def test_a_wish_of_zero_is_left_out():
    """A farm that asks for nothing keeps nobody from being covered."""
    results = run_days(
        """
name: winter
nodes:
  river: {type: catchment, inflow: 20}
  j: {type: junction}
  town: {type: demand, sector: public, amount: 20}
  farm: {type: demand, sector: agriculture, amount: [0,0,0,0,0,9,9,9,0,0,0,0]}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: town}, {from: j, to: farm}, {from: j, to: sea}]
""",
        3,
    )
    assert last(results, "delivered", "town") == pytest.approx(20)
    assert last(results, "delivered", "farm") == 0
