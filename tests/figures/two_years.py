"""Two years of a small basin in months, with shortages, for figures to show."""

from functools import cache

from support.runs import run_case

import basinsim as bs

BASIN = """
name: small
nodes:
  hill: {type: catchment, inflow: [30, 25, 20, 12, 6, 3, 2, 4, 10, 18, 24, 28]}
  glen: {type: catchment, inflow: [6, 5, 4, 2, 1, 1, 0, 0, 1, 3, 4, 5]}
  loch: {type: reservoir, capacity: 500, initial: 80 %, surface: 1 km2, rainfall: 2, evaporation: 1}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8}
  weir: {type: gauge, environmental_flow: {amount: 6, priority: ENVIRONMENT, natural: [hill]}, q95: 5}
  plant: {type: works, loss: 5 %, energy: 100 kWh/Ml}
  town: {type: demand, sector: public, amount: 12, priority: 2, essential: {amount: 3, priority: 1},
         community: town, returns: {to: sea, fraction: 0.9}}
  farm: {type: demand, sector: agriculture, amount: [0, 0, 0, 1, 3, 5, 5, 4, 1, 0, 0, 0], priority: 4}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: turbine, max_flow: 25}
  - {name: spill, from: loch, to: weir, spill: true}
  - {from: glen, to: weir}
  - {from: turbine, to: weir}
  - {from: weir, to: sea}
  - {from: loch, to: plant}
  - {from: plant, to: town}
  - {from: weir, to: farm}
communities:
  town: {population: 60000, deprived_share: 0.2}
"""


@cache
def two_years(name: str = "as it is", environment: int = 3, step: str = "month") -> bs.Results:
    """Run the basin, with another place of the environmental flow in the order of wishes."""
    basin = BASIN.replace("ENVIRONMENT", str(environment))
    return run_case(basin, name=name, period={"start": "2003-01-01", "end": "2004-12-31"}, step=step)


def basin_of() -> str:
    return BASIN.replace("ENVIRONMENT", "3")
