"""The numbers of a horizon on its plain model: bounds, prices, and the answer through Pyomo.

For basins in which nothing evaporates or has to overflow: then value is the only level there is.
"""

from collections.abc import Iterator
from typing import Any

import pyomo.environ as pyo
from stacking.plain_model import PlainHorizon

MWH_PER_ML_AND_METRE = 9.81 / 3600


def number(value: Any, t: int, default: float = 0.0) -> float:
    """Return the number of a step: one for all, or one for each."""
    if value is None:
        return default
    return float(value["values"][t] if isinstance(value, dict) else value)


def set_numbers(plain: PlainHorizon, days: list[float]) -> None:
    """Put bounds on every column of the plain model."""
    for t in plain.steps:
        _set_flows(plain, t, days[t])
        _set_stores(plain, t, days[t])
        _set_users(plain, t, days[t])
    for component in ("licence_start", "return_start"):
        getattr(plain.model, component).fix(0.0)
    m = plain.model
    for name in plain.of("reservoir"):
        node = plain.nodes[name]
        m.storage_start[name, 0].fix(number(node.get("initial"), 0, number(node["capacity"], 0)))
        if "final" in node:
            m.storage[name, plain.steps[-1]].setlb(number(node["final"], 0))
    for column in m.component_data_objects(pyo.Var):
        if column.lb is None:
            column.setlb(0.0)


def _set_flows(plain: PlainHorizon, t: int, days: float) -> None:
    m = plain.model
    for name, link in plain.links.items():
        if "max_flow" in link:
            m.flow[name, t].setub(number(link["max_flow"], t) * days)
    for name in plain.of("catchment"):
        m.inflow[name, t].fix(number(plain.nodes[name]["inflow"], t) * days)
    for component, kind, key in (("intake", "works", "capacity"), ("turbine_flow", "hydropower", "max_flow")):
        for name in plain.with_key(key, kind):
            getattr(m, component)[name, t].setub(number(plain.nodes[name][key], t) * days)
    for name, licence in plain.licences.items():
        if "daily" in licence:
            m.licensed_take[name, t].setub(number(licence["daily"], t) * days)
        if "annual" in licence:
            m.licence_used[name, t].setub(number(licence["annual"], t))


def _set_stores(plain: PlainHorizon, t: int, days: float) -> None:
    m = plain.model
    for name in plain.of("reservoir"):
        node = plain.nodes[name]
        dead = number(node.get("dead_storage"), t)
        m.dead_kept[name, t].fix(dead)
        m.usable[name, t].setub(number(node["capacity"], t) - dead)
        # 1 mm on 1 km2 is 1 Ml.
        m.rain[name, t].fix(number(node.get("rainfall"), t) * number(node.get("surface"), t) * days)
        for component in ("evaporation", "window_storage"):
            getattr(m, component)[name, t].fix(0.0)
        if "final" in node:
            m.final_storage[name, t].setub(number(node["final"], 0) if t == plain.steps[-1] else 0.0)


def _set_users(plain: PlainHorizon, t: int, days: float) -> None:
    m = plain.model
    for name in plain.of("demand"):
        m.ordinary[name, t].setub(number(plain.nodes[name]["amount"], t) * days)
    for name in plain.with_key("environmental_flow", "gauge"):
        wish = plain.nodes[name]["environmental_flow"]
        m.environmental_flow[name, t].setub(number(wish["amount"], t) * days)
    for name in plain.of("catchment", "gauge", "hydropower", "junction", "reservoir"):
        m.overflow[name, t].fix(0.0)
    for component, things in (("valued_delivery", plain.nodes), ("valued_flow", plain.links)):
        for name, pieces in plain.pieces()[component].items():
            for piece, (amount, _) in zip(pieces, things[name]["value"], strict=False):
                getattr(m, component)[piece, t].setub(amount * days)


def value(plain: PlainHorizon, environment: float = 0.0) -> Any:
    """Return value less cost over the horizon; environmental flows may have a price too."""
    return pyo.quicksum(
        price * column for t in plain.steps for price, column in _priced(plain, t, environment)
    )


def _priced(plain: PlainHorizon, t: int, environment: float) -> Iterator[tuple[float, Any]]:
    m = plain.model
    for name, link in plain.links.items():
        worth = 0.0 if isinstance(link.get("value"), list) else number(link.get("value"), t)
        yield worth - number(link.get("cost"), t), m.flow[name, t]
    for name in plain.with_key("cost", "works"):
        yield -number(plain.nodes[name]["cost"], t), m.intake[name, t]
    for name in plain.with_key("value", "hydropower"):
        node = plain.nodes[name]
        energy = MWH_PER_ML_AND_METRE * node["head"] * node["efficiency"]
        yield number(node["value"], t) * energy, m.turbine_flow[name, t]
    for name in plain.with_key("value", "demand"):
        if not isinstance(plain.nodes[name]["value"], list):
            yield number(plain.nodes[name]["value"], t), m.ordinary[name, t]
    for component, things in (("valued_delivery", plain.nodes), ("valued_flow", plain.links)):
        for name, pieces in plain.pieces()[component].items():
            for piece, (_, price) in zip(pieces, things[name]["value"], strict=False):
                yield price, getattr(m, component)[piece, t]
    if environment:
        for name in plain.with_key("environmental_flow", "gauge"):
            yield environment, m.environmental_flow[name, t]


def greatest_value(plain: PlainHorizon, environment: float = 0.0) -> float:
    """Solve through Pyomo's own interface to HiGHS."""
    plain.model.value = pyo.Objective(expr=value(plain, environment), sense=pyo.maximize)
    found = pyo.SolverFactory("appsi_highs").solve(plain.model)
    assert found.solver.termination_condition == pyo.TerminationCondition.optimal
    return float(pyo.value(plain.model.value))
