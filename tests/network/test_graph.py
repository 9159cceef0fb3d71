"""Walks along links."""

import yaml

from basinsim.network.graph import upstream
from basinsim.schema.basin import Basin

BASIN = """
name: two lochs
nodes:
  hill: {type: catchment, inflow: 1}
  upper: {type: reservoir, capacity: 1}
  lower: {type: reservoir, capacity: 1}
  works: {type: works}
  town: {type: demand, sector: public, amount: 1, returns: {to: lower, fraction: 1}}
  village: {type: demand, sector: public, amount: 1}
links:
  - {from: hill, to: upper}
  - {from: upper, to: lower}
  - {from: lower, to: upper}
  - {from: lower, to: works}
  - {from: works, to: town}
  - {from: upper, to: village}
"""


def test_what_lies_upstream_is_reached_by_links_and_not_by_returns():
    basin = Basin.model_validate(yaml.safe_load(BASIN), context={})
    assert upstream(basin, "town") == {"works", "lower", "upper", "hill"}
    assert upstream(basin, "village") == {"upper", "lower", "hill"}
    assert upstream(basin, "upper") == {"lower", "hill"}
    assert upstream(basin, "hill") == set()
