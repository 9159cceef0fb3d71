"""Run a case with basinsim; called with the case's folder, an allocator, and "ordered" to store as the peers do.

The first part writes the basin, the scenario and the inflows as a modeller would have them; the clock
starts when they are loaded.
"""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from network import Case, SubBasin, read_case


def write_files(
    directory: Path, case: Case, basins: list[SubBasin], inflow: np.ndarray, *, ordered: bool = False
) -> Path:
    """Write basin, scenario and inflows; return the scenario's path.

    Reservoirs keep equal fractions of their capacity; ``ordered`` fills the highest first instead.
    """
    import xarray as xr

    series = {f"hill_{i}": (("member", "time"), inflow[:, :, i]) for i in range(case.sub_basins)}
    days = np.array(case.days, dtype="datetime64[ns]")
    xr.Dataset(series, coords={"member": np.arange(case.members), "time": days}).to_netcdf(
        directory / "inflow.nc", engine="h5netcdf"
    )
    nodes: dict[str, Any] = {"sea": {"type": "outlet"}}
    links: list[dict[str, str]] = []
    for i, part in enumerate(basins):
        hill, loch, weir, town, farm = (f"{name}_{i}" for name in ("hill", "loch", "weir", "town", "farm"))
        nodes |= {
            hill: {"type": "catchment", "inflow": {"file": "inflow.nc", "variable": hill, "unit": "Ml/d"}},
            loch: {
                "type": "reservoir",
                "capacity": part.capacity,
                "initial": part.initial,
                "storage_priority": i + 1 if ordered else 1,
            },
            weir: {
                "type": "gauge",
                "environmental_flow": {"amount": part.environmental_flow, "priority": 2},
            },
            town: {
                "type": "demand",
                "sector": "public",
                "amount": part.essential + part.town,
                "priority": 3,
                "essential": {"amount": part.essential, "priority": 1},
            },
            farm: {"type": "demand", "sector": "agriculture", "amount": list(part.farm), "priority": 4},
        }
        below = f"loch_{i + 1}" if i + 1 < len(basins) else "sea"
        ways = [(hill, loch), (loch, weir), (loch, town), (loch, farm), (weir, below)]
        links += [{"from": start, "to": end} for start, end in ways]
    name = f"{case.sub_basins} sub-basins"
    (directory / "basin.yaml").write_text(json.dumps({"name": name, "nodes": nodes, "links": links}))
    scenario = {
        "name": "benchmark",
        "basin": "basin.yaml",
        "period": {"start": str(case.days[0]), "end": str(case.days[-1])},
        "step": "day",
        "members": case.members,
    }
    path = directory / "scenario.yaml"
    path.write_text(json.dumps(scenario))
    return path


def run(path: Path, choice: str) -> dict[str, Any]:
    """Run a scenario phase by phase, as the command line does for one block, and say what it took."""
    phases: dict[str, list[float]] = {}
    clock = [time.perf_counter(), time.process_time()]

    def done(phase: str) -> None:
        now = [time.perf_counter(), time.process_time()]
        phases[phase] = [now[i] - clock[i] for i in range(2)]
        clock[:] = now

    from basinsim.api import AllocatorOptions, load_scenario, prepare
    from basinsim.metrics.table import metric_table
    from basinsim.results.assemble import assemble
    from basinsim.results.dataset import chosen_variables
    from basinsim.results.store import Results
    from basinsim.running.members import origin_of
    from basinsim.simulation.run import simulate

    done("import")
    scenario = load_scenario(path)
    done("load and check")
    network, inputs, state = prepare(scenario)
    done("inputs")
    if choice == "batch":
        from basinsim.allocation.kernel.compilation import compiled_span

        compiled_span()
        done("load the kernel")
    simulated = simulate(network, inputs, state, options=AllocatorOptions(choice))  # type: ignore[arg-type]
    done("simulate")
    dataset, notes = assemble(origin_of(scenario), simulated)
    metrics = metric_table(dataset)
    kept = chosen_variables(dataset, scenario.settings.outputs, scenario.settings.members)
    done("results and metrics")
    Results(kept, metrics, notes).save(path.parent / "results")
    done("write")
    arrays = simulated.arrays
    farms = [i for i, name in enumerate(network.demands) if name.startswith("farm")]
    towns = [i for i, name in enumerate(network.demands) if name.startswith("town")]
    essential = arrays["essential_delivered"].sum()
    gauged = np.minimum(arrays["gauge_flow"], arrays["environmental_flow_target"])
    counts = simulated.counts
    return {
        "wall": phases["simulate"][0],
        "processor": phases["simulate"][1],
        "phases": phases,
        "totals": {
            "essential": float(essential),
            "environmental_flow": float(gauged.sum()),
            "town": float(arrays["delivered"][:, :, towns].sum() - essential),
            "farm": float(arrays["delivered"][:, :, farms].sum()),
        },
        "storage": float(arrays["storage"].mean()),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
        "at_once": counts.predicted / counts.steps,
        "kernel": counts.kernel / counts.steps,
        "solves": counts.solves / counts.steps,
        "nodes": len(network.nodes),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    parts = [read_case(folder)[i] for i in (0, 1, 3)]
    scenario_file = write_files(folder, *parts, ordered="ordered" in sys.argv)
    sys.stdout.write(json.dumps(run(scenario_file, sys.argv[2])) + "\n")
