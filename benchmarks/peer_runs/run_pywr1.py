"""Run a case with Pywr 1; called with the case's folder by the interpreter of Pywr's own environment."""

import json
import resource
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from network import read_case, storage_cost
from pywr.core import Model, Scenario, Timestepper
from pywr.nodes import Catchment, Link, Output, Storage
from pywr.parameters import ArrayIndexedScenarioParameter, MonthlyProfileParameter
from pywr.recorders import NumpyArrayStorageRecorder, TotalFlowNodeRecorder


def main(directory: Path) -> None:
    """Build, run, and print what it took as JSON."""
    case, basins, costs, inflow = read_case(directory)
    days = case.days
    model = Model()
    model.timestepper = Timestepper(pd.Timestamp(days[0]), pd.Timestamp(days[-1]), 1)
    members = Scenario(model, "member", size=case.members)
    totals = {name: [] for name in ("essential", "environmental_flow", "town", "farm")}
    stores = []

    def total(name, node):
        totals[name].append(TotalFlowNodeRecorder(model, node))

    below = Output(model, "sea")
    for i in reversed(range(case.sub_basins)):
        part = basins[i]
        flow = ArrayIndexedScenarioParameter(model, members, np.ascontiguousarray(inflow[:, :, i].T))
        hill = Catchment(model, f"hill_{i}", flow=flow)
        loch = Storage(
            model,
            f"loch_{i}",
            max_volume=part.capacity,
            initial_volume=part.initial,
            cost=storage_cost(i, case.sub_basins),
        )
        hill.connect(loch)
        farm = MonthlyProfileParameter(model, np.array(part.farm))
        for name, most in (("essential", part.essential), ("town", part.town), ("farm", farm)):
            user = Output(model, f"{name}_{i}", max_flow=most, cost=costs[name])
            loch.connect(user)
            total(name, user)
        kept = Link(model, f"kept_{i}", max_flow=part.environmental_flow, cost=costs["environmental_flow"])
        more = Link(model, f"more_{i}")
        for link in (kept, more):
            loch.connect(link)
            link.connect(below)
        total("environmental_flow", kept)
        stores.append(NumpyArrayStorageRecorder(model, loch))
        below = loch
    model.setup()
    wall, processor = time.perf_counter(), time.process_time()
    model.run()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    found = {
        "wall": wall,
        "processor": processor,
        "totals": {
            name: float(sum(np.sum(each.values()) for each in given)) for name, given in totals.items()
        },
        "storage": float(np.mean([recorder.data for recorder in stores])),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "version": version("pywr"),
        "nodes": len(model.nodes),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
