"""Run a case with Pywr 2; called with the case's folder and a solver by the interpreter of its own environment."""

import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from network import PRIORITIES, Case, SubBasin, read_case, storage_cost

Json = dict[str, Any]


def schema(case: Case, basins: list[SubBasin], costs: dict[str, float]) -> Json:
    """Return the model as Pywr 2 reads it."""
    nodes: list[Json] = [{"type": "Output", "meta": {"name": "sea"}}]
    edges: list[Json] = []
    series: list[Json] = []
    parameters: list[Json] = []

    def literal(value: float) -> Json:
        return {"type": "Literal", "value": value}

    def edge(start: str, end: str) -> None:
        edges.append({"from_node": start, "to_node": end})

    for i, part in enumerate(basins):
        below = f"loch_{i + 1}" if i + 1 < len(basins) else "sea"
        hill, loch = f"hill_{i}", f"loch_{i}"
        series.append(
            {
                "type": "Python",
                "meta": {"name": hill},
                "module": "inflow_batches",
                "function": "inflow_of",
                "path": "inflow.npy",
                "kwargs": {"sub_basin": i, "first_day": str(case.days[0])},
            }
        )
        flow = {"type": "TimeSeries", "name": hill, "columns": {"type": "Scenario", "name": "member"}}
        nodes += [
            {"type": "Catchment", "meta": {"name": hill}, "flow": flow},
            {
                "type": "Storage",
                "meta": {"name": loch},
                "max_volume": literal(part.capacity),
                "initial_volume": {"type": "Absolute", "volume": part.initial},
                "cost": literal(storage_cost(i, len(basins))),
            },
        ]
        edge(hill, loch)
        parameters.append(
            {
                "type": "MonthlyProfile",
                "meta": {"name": f"asked_{i}"},
                "values": {"type": "Literal", "values": list(part.farm)},
            }
        )
        farm = {"type": "Parameter", "name": f"asked_{i}"}
        for name, most in (
            ("essential", literal(part.essential)),
            ("town", literal(part.town)),
            ("farm", farm),
        ):
            user = f"{name}_{i}"
            nodes.append(
                {"type": "Output", "meta": {"name": user}, "max_flow": most, "cost": literal(costs[name])}
            )
            edge(loch, user)
        kept = {"max_flow": literal(part.environmental_flow), "cost": literal(costs["environmental_flow"])}
        for name, limits in ((f"kept_{i}", kept), (f"more_{i}", {})):
            nodes.append({"type": "Link", "meta": {"name": name}, **limits})
            edge(loch, name)
            edge(name, below)
    node_of = {"essential": "essential", "environmental_flow": "kept", "town": "town", "farm": "farm"}
    sets = [
        {
            "meta": {"name": name},
            "metrics": [{"type": "Node", "name": f"{node}_{i}"} for i in range(len(basins))],
        }
        for name, node in (*node_of.items(), ("storage", "loch"))
    ]
    add = {"type": "Sum"}
    outputs = [
        {
            "type": "Memory",
            "meta": {"name": each["meta"]["name"]},
            "metric_set": each["meta"]["name"],
            "aggregation": {"time": add, "metric": add, "scenario": add},
        }
        for each in sets
    ]
    return {
        "metadata": {"title": f"{len(basins)} sub-basins"},
        "time": {
            "start": str(case.days[0]),
            "end": str(case.days[-1]),
            "timestep": {"type": "Days", "days": 1},
        },
        "scenarios": {"groups": [{"name": "member", "size": case.members}]},
        "network": {
            "nodes": nodes,
            "edges": edges,
            "time_series": series,
            "parameters": parameters,
            "metric_sets": sets,
            "outputs": outputs,
        },
    }


def main(directory: Path, solver: str) -> None:
    """Build, run, and print what it took as JSON."""
    from pywr import ModelSchema

    case, basins, costs, _ = read_case(directory)
    text = json.dumps(schema(case, basins, costs))
    model = ModelSchema.from_json_string(text).build(directory, directory)
    wall, processor = time.perf_counter(), time.process_time()
    result = model.run(solver, {"parallel": True} if case.members > 1 else {})
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    totals = {name: result.network_result.aggregated_value(name) for name in (*PRIORITIES, "storage")}
    stored = totals.pop("storage") / (case.members * case.steps * case.sub_basins)
    found = {
        "wall": wall,
        "processor": processor,
        "told": result.timings.total_duration,
        "totals": totals,
        "storage": stored,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "version": version("pywr"),
        "nodes": 7 * len(basins) + 1,
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
