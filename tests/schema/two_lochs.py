"""The basin of INTERFACE.md, "Two lochs", completed so that it is valid and uses every kind of key."""

from pathlib import Path

BASIN = """\
name: Two lochs
description: A town, some farms and two turbines below two lochs.
units: {flow: Ml/d, volume: Ml}
nodes:
  upper_catchment: {type: catchment, inflow: {file: inflow.csv, column: upper}, position: [-4.5, 56.25]}
  lower_catchment: {type: catchment, inflow: {file: inflow.csv, column: lower, unit: m3/s, scale: 0.5}}
  upper_loch: {type: reservoir, capacity: 64 Mm3, dead_storage: 0, initial: 90 %, storage_priority: 1}
  lower_loch:
    type: reservoir
    capacity: 9000
    dead_storage: 10 %
    initial: 6000
    storage_priority: 2
    surface: [[0 m, 0 ha, 0], [5 m, 80 ha, 3000], [10 m, 150 ha, 9000]]
    rainfall: [5, 4, 4, 3, 2, 2, 2, 3, 4, 5, 5, 5]
    evaporation: 0.5 mm/d
    level: [[0, 0 m], [9000, 10 m]]
    final: 50 %
    end_value: 5 GBP/Ml
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 2, natural: [upper_catchment]}}
  town_works: {type: works, capacity: 60, loss: 4 %, energy: 264 kWh/Ml, cost: 90 GBP/Ml}
  town:
    type: demand
    sector: public
    amount: 45
    priority: 3
    essential: {amount: 9, priority: 1}
    value: [[20, 950 GBP/Ml], [25, 300 GBP/Ml]]
    returns: {to: estuary, fraction: 0.9}
    community: town
  farms: {type: demand, sector: agriculture, amount: [1, 1, 1, 2, 5, 9, 10, 8, 3, 1, 1, 1], priority: 5}
  turbine:
    type: hydropower
    max_flow: 300
    head: 9.5 m
    efficiency: 0.85
    value: 60 GBP/MWh
    target_flow: {amount: 120, priority: 6}
  lower_turbine: {type: hydropower, head: {reservoir: lower_loch, tailwater: 1 m}, efficiency: 80 %}
  confluence: {type: junction}
  estuary: {type: outlet}
links:
  - {from: upper_catchment, to: upper_loch}
  - {from: lower_catchment, to: lower_loch}
  - {name: release, from: upper_loch, to: turbine, min_flow: {amount: 10, priority: 1}, max_flow: 300}
  - {name: overfall, from: upper_loch, to: weir, spill: true}
  - {from: turbine, to: weir}
  - {from: weir, to: confluence}
  - {name: pumped, from: confluence, to: town_works, max_flow: 40, loss: 2 %, cost: 35 GBP/Ml, energy: 180 kWh/Ml, preference: 2}
  - {name: gravity, from: lower_loch, to: town_works, value: 3 GBP/Ml}
  - {from: town_works, to: town}
  - {from: confluence, to: farms}
  - {from: confluence, to: estuary}
  - {name: penstock, from: lower_loch, to: lower_turbine, min_flow: 2}
  - {from: lower_turbine, to: estuary}
communities:
  town: {population: 92600, deprived_share: 0.124, private_supply_share: 0.01}
licences:
  town_abstraction: {applies_to: [town_works], annual: 15000 Ml, daily: 60 Ml/d, year_start: 04-01}
  farm_intakes: {applies_to: [confluence->farms], daily: 20}
"""

SCENARIO = """\
name: Two weeks
question: Does the town stay whole when the farms come first?
basin: basin.yaml
period: {start: 2001-01-01, end: 2001-01-14, warm_up: 2 days}
step: day
foresight: none
objective: priorities
members: 1
outputs: [storage, flow, requested, delivered]
policies:
  - {type: priorities, set: {farms: 4}}
"""

INFLOW = "date,upper,lower\n" + "".join(
    f"2001-01-{day:02d},{200 + 10 * (day % 7)},{1 + 0.1 * (day % 5):.1f}\n" for day in range(1, 32)
)

FILES = {"basin.yaml": BASIN, "scenario.yaml": SCENARIO, "inflow.csv": INFLOW}


def write_two_lochs(directory: Path) -> Path:
    """Write the basin, its series and a scenario; return the scenario's path."""
    for name, text in FILES.items():
        (directory / name).write_text(text, encoding="utf-8")
    return directory / "scenario.yaml"
