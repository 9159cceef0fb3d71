"""A hill with plenty of water and every kind of user, small enough for sums by hand."""

from datetime import date
from typing import Any

import yaml

import basinsim.policies  # noqa: F401 - registers the policies
from basinsim.calendar import make_calendar
from basinsim.demand_models.resolve import resolve_amount
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import read_policy
from basinsim.schema.policy_list import under_policies

BASIN = """
name: every kind of user
nodes:
  hill: {type: catchment, inflow: 1000}
  town:                                  # 100,000 x 150 l = 15, + 5 + 8 = 28 Ml/d
    type: demand
    sector: public
    amount: {model: public_supply, population: 100000, household_use: 150 l/head/d, non_household_use: 5, leakage: 8}
    essential: {amount: {model: essential_needs, population: 100000, per_head: 50 l/head/d}, priority: 2}
    priority: 3
    community: town
  city: {type: demand, sector: public, amount: 100, essential: 20, priority: 3, community: city}
  springs:                               # 1,000 x 100 l = 0.1 Ml/d, from a spring of their own
    type: demand
    sector: public
    amount: {model: public_supply, population: 1000, household_use: 100 l/head/d}
    essential: {amount: {model: essential_needs, population: 1000, per_head: 50 l/head/d}, priority: 2}
    priority: 3
    community: town
  farm:                                  # 5,000 x 40 l = 0.2 Ml/d, and 100 ha x 75 mm = 75 Ml in a season
    type: demand
    sector: agriculture
    amount: {model: sum, parts: [{model: livestock, herds: {beef_cow: 5000}}, {model: irrigation_depth, area: 100 ha}]}
    priority: 6
  orchard: {type: demand, sector: agriculture, amount: [0, 0, 0, 0, 4, 8, 8, 4, 0, 0, 0, 0], priority: 6}
  mill: {type: demand, sector: industry, amount: {model: industry, full_use: 20, activity: 50 %}, priority: 5}
  dyer: {type: demand, sector: industry, amount: 4, priority: 5}
  spring: {type: catchment, inflow: 1}
  works: {type: works, capacity: 300}
  sea: {type: outlet}
links:
  - {from: hill, to: works}
  - {from: works, to: town}
  - {name: aqueduct, from: works, to: city, loss: 0.1}
  - {from: spring, to: springs}
  - {from: hill, to: farm}
  - {from: hill, to: orchard}
  - {from: hill, to: mill, cost: 3 GBP/Ml}
  - {from: hill, to: dyer}
  - {from: hill, to: sea}
communities:
  town: {population: 101000, private_supply_share: 0.01}
  city: {population: 400000}
"""


def basin(text: str = BASIN) -> Basin:
    """Read a basin."""
    return Basin.model_validate(yaml.safe_load(text), context={})


def after(*policies: dict[str, Any], text: str = BASIN) -> Basin:
    """Return the basin under policies that must fit."""
    changed, problems = under_policies(basin(text), [read_policy(raw) for raw in policies])
    assert problems == []
    return changed


def refusals(*policies: dict[str, Any], text: str = BASIN) -> list[tuple[tuple[str | int, ...], str]]:
    """Return what is wrong with policies."""
    return under_policies(basin(text), [read_policy(raw) for raw in policies])[1]


def asked(*policies: dict[str, Any], text: str = BASIN, day: str = "2001-01-01") -> dict[str, float]:
    """Return what each user asks for on a day [Ml/d]."""
    that_day = date.fromisoformat(day)
    calendar = make_calendar(that_day, that_day, "day")
    users = after(*policies, text=text).of_type(Demand)
    return {name: resolve_amount(user.amount, calendar, [0]).item() for name, user in users.items()}


def differences(*policies: dict[str, Any], text: str = BASIN, day: str = "2001-01-01") -> dict[str, float]:
    """Return what those users ask for whose amount changes on a day [Ml/d]."""
    before, now = asked(text=text, day=day), asked(*policies, text=text, day=day)
    return {name: amount for name, amount in now.items() if abs(amount - before.get(name, -1.0)) > 1e-9}
