"""A small river on which rules can be tried: a hill feeds a loch, the loch a town and a river."""

from typing import Any

import numpy as np
from support.runs import run_case

from basinsim.results.store import Results

DRY = {"name": "dry", "enter": "45 %", "leave": "55 %", "stay_days": 5, "savings": {"public": 0.2}}


def river(rules: dict[str, Any], **nodes: dict[str, Any]) -> dict[str, Any]:
    """Return the basin; ``nodes`` are merged into its nodes of the same names."""
    own: dict[str, Any] = {
        "hill": {"type": "catchment", "inflow": 20},
        "loch": {"type": "reservoir", "capacity": 1000, "initial": 600},
        "town": {"type": "demand", "sector": "public", "amount": 50, "essential": 10},
        "weir": {"type": "gauge"},
        "farm": {"type": "demand", "sector": "agriculture", "amount": 8, "priority": 3},
        "sea": {"type": "outlet"},
    }
    for name, keys in nodes.items():
        own[name] = {**own.get(name, {}), **keys}
    links = [
        {"from": "hill", "to": "loch"},
        {"name": "release", "from": "loch", "to": "weir", "min_flow": 10},
        {"name": "pipe", "from": "loch", "to": "town"},
        {"name": "ditch", "from": "weir", "to": "farm"},
        {"name": "mouth", "from": "weir", "to": "sea"},
    ]
    return {"name": "river", "nodes": own, "links": links, "rules": rules}


def stream(flow: Any, rules: dict[str, Any], **nodes: dict[str, Any]) -> dict[str, Any]:
    """Return a stream past a gauge, from which two farms take above the weir."""
    own: dict[str, Any] = {
        "spring": {"type": "catchment", "inflow": flow},
        "meadow": {"type": "junction"},
        "weir": {"type": "gauge"},
        "farm": {"type": "demand", "sector": "agriculture", "amount": 8},
        "croft": {"type": "demand", "sector": "agriculture", "amount": 4},
        "sea": {"type": "outlet"},
    }
    for name, keys in nodes.items():
        own[name] = {**own.get(name, {}), **keys}
    links = [
        {"from": "spring", "to": "meadow"},
        {"name": "ditch", "from": "meadow", "to": "farm"},
        {"name": "burn", "from": "meadow", "to": "croft"},
        {"from": "meadow", "to": "weir"},
        {"from": "weir", "to": "sea"},
    ]
    return {"name": "stream", "nodes": own, "links": links, "rules": rules}


def every_rule(inflow: list[float]) -> dict[str, Any]:
    """Return the river with a rule of each type and a licence."""
    rules = {
        "b_curves": {
            "type": "control_curves",
            "reservoirs": ["loch"],
            "curves": [{"01-01": "60 %", "02-01": "50 %"}, "30 %"],
            "changes": [{"link": "pipe", "max_flow": [None, 45, 30]}],
        },
        "c_stages": {
            "type": "drought_stages",
            "reservoirs": ["loch"],
            "stages": [DRY | {"min_flow": {"release": 8}}],
        },
        "d_freshet": {"type": "freshets", "link": "release", "dates": ["01-20"], "days": 2, "flow": 40},
        "e_hands_off": {"type": "hands_off_flow", "gauge": "weir", "threshold": 6, "applies_to": ["farm"]},
        "f_scarcity": {
            "type": "significant_scarcity",
            "gauge": "weir",
            "q95": 7,
            "days": 8,
            "mean_days": 3,
            "applies_to": ["farm"],
        },
    }
    basin = river(rules, hill={"inflow": {"values": inflow}}, loch={"initial": 500})
    basin["licences"] = {"farming": {"applies_to": ["farm"], "rolling": {"amount": 90, "days": 20}}}
    return basin


def run(basin: dict[str, Any], start: str, days: int, **settings: Any) -> Results:
    """Run a basin day by day, or as the settings say."""
    end = np.datetime64(start) + (days - 1)
    return run_case(basin, period={"start": start, "end": str(end)}, **settings)


def series(results: Results, variable: str, thing: str, member: int = 0) -> list[float]:
    """Return one series, rounded to a millionth."""
    values = results.dataset[variable]
    (dimension,) = set(values.dims) - {"member", "time"}
    found = values.isel(member=member).sel({dimension: thing}).to_numpy()
    return [float(number) for number in np.round(found, 6)]
