"""A day of a small basin, ready to be asked why."""

from pathlib import Path
from typing import Any

from support.quick_runs import prepare
from support.runs import write_case

import basinsim as bs
from basinsim.compiler import compile_step
from basinsim.simulation.initial import first_state
from basinsim.simulation.numbers import NumberBuilder
from basinsim.why import Explanation, explain
from basinsim.why.day import Day

Basin = dict[str, Any]


def day_of(basin: Basin, days: int = 1) -> Day:
    """Take the first step of a basin, without files."""
    network, inputs = prepare(basin, 1, days)
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    return Day(network, program, builder, 0, first_state(network, inputs))


def asked_why(folder: Path, basin: Basin, user: str, day: str | None = None, **settings: Any) -> Explanation:
    """Run a basin as a user does, and ask why of its results while they are at hand."""
    path = write_case(folder, basin, **settings)
    return explain(bs.run(path), user, day, scenario=path)


def demand(amount: Any, priority: int = 1, **keys: Any) -> dict[str, Any]:
    """Return a user."""
    return {"type": "demand", "sector": "public", "amount": amount, "priority": priority, **keys}


def river(inflow: Any, nodes: Basin, links: list[Basin], **keys: Any) -> Basin:
    """Return a hill that feeds a river with a gauge, with more nodes and links."""
    own: Basin = {
        "hill": {"type": "catchment", "inflow": inflow},
        "weir": {"type": "gauge"},
        "sea": {"type": "outlet"},
    }
    for name, node in nodes.items():
        own[name] = {**own.get(name, {}), **node}
    ways = [{"from": "hill", "to": "weir"}, {"from": "weir", "to": "sea"}]
    return {"name": "river", "nodes": own, "links": [*ways, *links], **keys}
