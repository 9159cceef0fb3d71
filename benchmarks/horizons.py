"""Time horizons: full foresight on generated networks, beside plain Pyomo, and HiGHS's algorithms.

Run as ``python benchmarks/horizons.py runs|pyomo|algorithms [--years N] [--steps month week]``. The
tables are Markdown, so that they can be pasted into ``benchmarks/README.md``.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
VERSIONS = ("basinsim", "pyomo", "highspy", "numpy", "scipy")
FIRST_DAY = date(1971, 1, 1)
SEED = 1971
ENVIRONMENT = 500.0
"""Price of environmental flow where there is only one level [GBP/Ml]."""

SETTINGS: dict[str, dict[str, Any]] = {
    "dual simplex": {"solver": "simplex", "simplex_strategy": 1, "presolve": "on"},
    "dual, no presolve": {"solver": "simplex", "simplex_strategy": 1, "presolve": "off"},
    "primal simplex": {"solver": "simplex", "simplex_strategy": 4, "presolve": "on"},
    "interior point": {"solver": "ipm", "run_crossover": "on", "presolve": "on"},
}
LEVELS = [
    "overflow",
    "everybody served?",
    "wishes at priority 4",
    "value less cost",
    "equal storage at storage priority 1",
    "routes",
]
COMMON = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


def network(sub_basins: int, years: int, step: str) -> tuple[dict[str, Any], list[date]]:
    """Generate sub-basins in series.

    Each has a catchment, a reservoir, a town with essential needs, a farm and a gauge with an
    environmental flow; what passes a gauge reaches the next reservoir. Demands are two thirds of
    the mean inflow, inflows have seasons, noise that lasts and dry years.

    Parameters
    ----------
    sub_basins : int
        How many.
    years : int
        Length of the period.
    step : str
        ``month`` or ``week``.

    Returns
    -------
    (dict, list of date)
        The basin as its file would be, and the days on which its steps begin, the end included.
    """
    edges = _edges(years, step)
    ends = np.array([(day - FIRST_DAY).days for day in edges], dtype=float)
    middle = (ends[:-1] + ends[1:]) / 2
    random = np.random.default_rng(SEED)
    season = 1 + 0.6 * np.cos(2 * np.pi * (middle - 15) / 365.25)
    summer = np.clip(-np.cos(2 * np.pi * (middle - 15) / 365.25), 0, None)
    lasting = _lasting_noise(random, len(season), 0.7 if step == "month" else 0.9)
    nodes: dict[str, dict[str, Any]] = {"sea": {"type": "outlet"}}
    links: list[dict[str, Any]] = []
    for i in range(1, sub_basins + 1):
        mean = float(random.uniform(80, 200))
        own = 0.7 * lasting + 0.5 * _lasting_noise(random, len(season), 0.5)
        inflow = (mean * season * np.exp(0.6 * own - 0.2)).round(3)
        farmed = (0.9 * mean * summer).round(3)
        nodes |= {
            f"hill_{i}": {"type": "catchment", "inflow": {"values": inflow.tolist()}},
            f"loch_{i}": {"type": "reservoir", "capacity": round(90 * mean), "initial": round(60 * mean)},
            f"weir_{i}": {
                "type": "gauge",
                "environmental_flow": {"amount": round(0.25 * mean), "priority": 2},
            },
            f"town_{i}": {
                "type": "demand",
                "sector": "public",
                "amount": round(0.35 * mean),
                "priority": 3,
                "essential": {"amount": round(0.08 * mean), "priority": 1},
                "value": 900 - 20 * i,
            },
            f"farm_{i}": {
                "type": "demand",
                "sector": "agriculture",
                "amount": {"values": farmed.tolist()},
                "priority": 4,
                "value": 120 + 7 * i,
            },
        }
        below = f"loch_{i + 1}" if i < sub_basins else "sea"
        links += [
            {"from": f"hill_{i}", "to": f"loch_{i}"},
            {"from": f"loch_{i}", "to": f"weir_{i}"},
            {"from": f"loch_{i}", "to": f"town_{i}"},
            {"from": f"loch_{i}", "to": f"farm_{i}"},
            {"from": f"weir_{i}", "to": below},
        ]
    return {"name": f"{sub_basins} sub-basins", "nodes": nodes, "links": links}, edges


def _edges(years: int, step: str) -> list[date]:
    end = date(FIRST_DAY.year + years, 1, 1)
    if step == "month":
        return [date(FIRST_DAY.year + i // 12, i % 12 + 1, 1) for i in range(12 * years + 1)]
    weeks = -(-(end - FIRST_DAY).days // 7)
    return [min(FIRST_DAY + timedelta(days=7 * i), end) for i in range(weeks + 1)]


def _lasting_noise(random: np.random.Generator, length: int, lasts: float) -> np.ndarray:
    noise = random.standard_normal(length)
    for t in range(1, length):
        noise[t] = lasts * noise[t - 1] + np.sqrt(1 - lasts**2) * noise[t]
    return noise


def _write(directory: Path, sub_basins: int, years: int, step: str, **settings: Any) -> Path:
    """Write a basin and a scenario."""
    basin, edges = network(sub_basins, years, step)
    (directory / "basin.yaml").write_text(json.dumps(basin), encoding="utf-8")
    period = {"start": str(edges[0]), "end": str(edges[-1] - timedelta(days=1))}
    scenario = {"name": "horizon", "basin": "basin.yaml", "period": period, "step": step, **settings}
    path = directory / "scenario.yaml"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return path


# ---- whole runs ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Whole:
    """A run in a process of its own.

    Attributes
    ----------
    columns, solves : int
        Columns of the horizon, without pieces, and linear programs solved.
    wall, processor : float
        From the files to the dataset, the import left out [s].
    solving : float
        Of the wall's seconds, those inside HiGHS with its model handed over [s].
    memory : float
        Largest resident memory [MB].
    coverage : dict of str to float
        Share delivered by sector, and of environmental flows kept.
    """

    columns: int
    solves: int
    wall: float
    processor: float
    solving: float
    memory: float
    coverage: dict[str, float]


def _whole_run(scenario: str) -> Whole:
    """Run a scenario and measure it; called in a process of its own."""
    import resource

    import basinsim as bs
    import basinsim.allocation.horizon as allocation

    solving, sizes = [], []
    minimise = allocation.minimise

    def timed(matrix: Any, *arguments: Any, **keywords: Any) -> Any:
        start = time.perf_counter()
        try:
            return minimise(matrix, *arguments, **keywords)
        finally:
            solving.append(time.perf_counter() - start)
            sizes.append(matrix.shape[1])

    allocation.minimise = timed
    wall, processor = time.perf_counter(), time.process_time()
    dataset = bs.run(scenario, force=True).dataset
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    days, sectors = dataset["step_length"], dataset["sector"]
    asked, got = ((dataset[name].isel(member=0) * days).sum("time") for name in ("requested", "delivered"))
    coverage = {
        sector: float(got.where(sectors == sector).sum()) / float(asked.where(sectors == sector).sum())
        for sector in ("public", "agriculture")
    }
    kept = np.minimum(dataset["gauge_flow"], dataset["environmental_flow_target"])
    coverage["river"] = float(kept.sum()) / float(dataset["environmental_flow_target"].sum())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return Whole(min(sizes, default=0), len(solving), wall, processor, sum(solving), memory, coverage)


def _in_a_process(call: str, argument: str) -> Any:
    """Call a function of this file in a process of its own, so that its memory is its own too."""
    program = (
        "import dataclasses, json, sys; sys.path.insert(0, sys.argv[1]); import horizons; "
        "print(json.dumps(dataclasses.asdict(getattr(horizons, sys.argv[2])(sys.argv[3]))))"
    )
    finished = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent), call, argument],
        capture_output=True,
        text=True,
        check=False,
    )
    if finished.returncode:
        raise RuntimeError(finished.stderr)
    return json.loads(finished.stdout.splitlines()[-1])


KINDS: dict[str, dict[str, Any]] = {
    "step by step": {"foresight": "none"},
    "window of a year": {"foresight": "window"},
    "full": {"foresight": "full"},
    "full, economic": {"foresight": "full", "objective": "economic"},
}


def _runs(years: int, steps: list[str], kinds: list[str]) -> list[str]:
    """Measure whole runs of eight sub-basins."""
    lines = [
        "| 8 sub-basins | step | steps | columns | linear programs | seconds | processor seconds | in HiGHS | peak memory MB | public, river, farms covered |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for step in steps:
        for kind in kinds:
            settings = dict(KINDS[kind])
            if settings["foresight"] == "window":
                year = 12 if step == "month" else 52
                settings["foresight"] = {"window": year, "advance": year // 4}
            with tempfile.TemporaryDirectory() as directory:
                scenario = _write(Path(directory), 8, years, step, **settings)
                found = Whole(**_in_a_process("_whole_run", str(scenario)))
            share = ", ".join(
                f"{100 * found.coverage[who]:.1f} %" for who in ("public", "river", "agriculture")
            )
            lines.append(
                f"| {kind}, {years} years | {step} | {len(_edges(years, step)) - 1:,} | {found.columns:,} | {found.solves:,} | "
                f"{found.wall:.1f} | {found.processor:.1f} | {found.solving:.1f} | {found.memory:,.0f} | {share} |"
            )
    return lines


# ---- against plain Pyomo ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """One level of a horizon, from the data to the answer.

    Attributes
    ----------
    build, solve : float
        Processor seconds to build the program, and to hand it over, solve it and read the answer.
    rows, columns : int
        Size.
    objective : float
        Greatest value [GBP].
    memory : float
        Largest resident memory [MB].
    """

    build: float
    solve: float
    rows: int
    columns: int
    objective: float
    memory: float


def _memory() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _stacked_answer(size: str) -> Answer:
    """Stack the compiled step and solve one level: greatest value, environmental flows priced."""
    from basinsim.calendar import make_calendar
    from basinsim.network.network import Network
    from basinsim.schema.basin import Basin
    from basinsim.simulation.horizon import HorizonRunner
    from basinsim.simulation.horizon_bounds import HorizonBounds
    from basinsim.simulation.initial import first_state
    from basinsim.simulation.inputs import collect_inputs
    from basinsim.solver.highs import minimise
    from basinsim.stacking import stack

    years, step = size.split()
    basin, edges = _one_level(int(years), step)
    start = time.process_time()
    checked = Network(Basin.model_validate(basin, context={}))
    inputs, _ = collect_inputs(
        checked, make_calendar(edges[0], edges[-1] - timedelta(days=1), step), range(1)
    )
    runner = HorizonRunner(checked, inputs, economic=True)
    state, count = first_state(checked, inputs), len(inputs.calendar)
    numbers = [runner.builder.build(t, state, closed=False, last=t == count - 1) for t in range(count)]
    stacked = stack(runner.program, count, 1.0 - runner.builder.restarts(0, count))
    bounds = HorizonBounds(checked, runner.program, inputs, 0, True)
    lower, upper = bounds.of_window(0, numbers, None, runner.builder.restarts(0, count))
    of = runner.program.of
    lower[:, of("dead_kept")] = upper[:, of("dead_kept")]
    upper[:, of("overflow")] = 0.0
    cost = np.stack([each.money_cost[0] for each in numbers if each.money_cost is not None])
    cost[:, of("environmental_flow")] = -ENVIRONMENT
    built = time.process_time()
    found = minimise(stacked.matrix, cost.ravel(), lower.ravel(), upper.ravel())
    assert found is not None
    value = -float(cost.ravel() @ found.x)
    done = time.process_time()
    return Answer(built - start, done - built, *stacked.matrix.shape, value, _memory())


def _pyomo_answer(size: str) -> Answer:
    """Build the same horizon in plain Pyomo and hand it to HiGHS through Pyomo."""
    sys.path.insert(0, str(REPOSITORY / "tests"))
    import pyomo.environ as pyo
    from stacking.plain_model import PlainHorizon
    from stacking.plain_numbers import set_numbers, value

    years, step = size.split()
    tiny = PlainHorizon(_one_level(1, "month")[0], [FIRST_DAY])
    set_numbers(tiny, [31.0])
    _through_pyomo(tiny, value(tiny, ENVIRONMENT))  # the first call imports and looks for the solver
    basin, edges = _one_level(int(years), step)
    start = time.process_time()
    plain = PlainHorizon(basin, edges[:-1])
    set_numbers(plain, [float((after - day).days) for day, after in pairwise(edges)])
    objective = value(plain, ENVIRONMENT)
    built = time.process_time()
    best = _through_pyomo(plain, objective)
    done = time.process_time()
    columns = sum(len(part) for part in plain.model.component_objects(pyo.Var))
    rows = sum(len(part) for part in plain.model.component_objects(pyo.Constraint))
    return Answer(built - start, done - built, rows, columns, best, _memory())


def _through_pyomo(plain: Any, objective: Any) -> float:
    import pyomo.environ as pyo
    from pyomo.contrib.appsi.solvers.highs import Highs

    plain.model.value = pyo.Objective(expr=objective, sense=pyo.maximize)
    solver = Highs()
    solver.config.load_solution = True
    solver.highs_options = {key: worth for key, worth in COMMON.items() if key != "output_flag"}
    solver.highs_options |= SETTINGS["dual simplex"]
    solver.solve(plain.model)
    return float(pyo.value(plain.model.value))


def _one_level(years: int, step: str) -> tuple[dict[str, Any], list[date]]:
    """Return the network of eight sub-basins without essential needs, so that value is its only level."""
    basin, edges = network(8, years, step)
    nodes = {
        name: {k: v for k, v in node.items() if k != "essential"} for name, node in basin["nodes"].items()
    }
    return basin | {"nodes": nodes}, edges


def _against_pyomo(sizes: list[tuple[int, str]]) -> list[str]:
    """Compare the two ways to solve one level of a horizon."""
    lines = [
        "| horizon | rows | columns | | build s | hand over, solve, read s | from data to answer s | peak memory MB | ratio |",
        "|---|---:|---:|---|---:|---:|---:|---:|---:|",
    ]
    for years, step in sizes:
        stacked, plain = (
            Answer(**_in_a_process(call, f"{years} {step}")) for call in ("_stacked_answer", "_pyomo_answer")
        )
        if not np.isclose(stacked.objective, plain.objective, rtol=1e-6):
            message = f"the two ways disagree: {stacked.objective} and {plain.objective}"
            raise RuntimeError(message)
        ratio = (plain.build + plain.solve) / (stacked.build + stacked.solve)
        for who, found, times in (("stacked", stacked, ""), ("plain Pyomo", plain, f"{ratio:.1f}")):
            lines.append(
                f"| {years} years, {step} | {found.rows:,} | {found.columns:,} | {who} | {found.build:.2f} | {found.solve:.2f} | "
                f"{found.build + found.solve:.2f} | {found.memory:,.0f} | {times} |"
            )
    return lines


# ---- HiGHS's algorithms ----------------------------------------------------------------------------


def _programs_of(years: int, step: str, **settings: Any) -> list[tuple[str, Any]]:
    """Run a horizon and keep every linear program it solves."""
    import basinsim as bs
    import basinsim.allocation.horizon as allocation

    kept: list[tuple[str, Any]] = []
    minimise, solve = allocation.minimise, allocation.HorizonAllocator._solve
    level = ["everybody served?"]

    def keeping(matrix: Any, cost: Any, low: Any, high: Any, **keywords: Any) -> Any:
        kept.append((level[0], (matrix, cost.copy(), low.copy(), high.copy())))
        return minimise(matrix, cost, low, high, **keywords)

    def named(self: Any, matrix: Any, cost: Any, low: Any, high: Any, name: str, **keywords: Any) -> Any:
        level[0] = name
        try:
            return solve(self, matrix, cost, low, high, name, **keywords)
        finally:
            level[0] = "everybody served?"

    allocation.minimise, allocation.HorizonAllocator._solve = keeping, named  # type: ignore[method-assign]
    try:
        with tempfile.TemporaryDirectory() as directory:
            bs.run(_write(Path(directory), 8, years, step, **settings), force=True)
    finally:
        allocation.minimise, allocation.HorizonAllocator._solve = minimise, solve  # type: ignore[method-assign]
    return kept


def _solved(program: Any, options: dict[str, Any], limit: float) -> tuple[float, str]:
    """Solve one linear program."""
    import highspy

    from basinsim.solver.highs import _linear_program

    highs = highspy.Highs()
    for option, worth in {**COMMON, **options, "time_limit": limit}.items():
        highs.setOptionValue(option, worth)
    highs.passModel(_linear_program(*program))
    start = time.process_time()
    highs.run()
    return time.process_time() - start, highs.modelStatusToString(highs.getModelStatus())


def _algorithms(sizes: list[tuple[int, str]], objective: str, levels: list[str], limit: float) -> list[str]:
    """Compare HiGHS's algorithms on levels of full horizons, each as it stood when it was reached."""
    lines = [
        "| horizon | level | columns | still free | " + " | ".join(f"{name} s" for name in SETTINGS) + " |",
        "|---|---|---:|---:|" + "---:|" * len(SETTINGS),
    ]
    for years, step in sizes:
        programs: dict[str, Any] = {}
        for level, program in _programs_of(years, step, foresight="full", objective=objective):
            programs.setdefault(level, program)
        for level in [name for name in levels if name in programs]:
            matrix, _, low, high = programs[level]
            cells = []
            for options in SETTINGS.values():
                seconds, end = _solved(programs[level], options, limit)
                cells.append(
                    f"{seconds:.2f}" if end in ("Optimal", "Infeasible") else f"({end}) {seconds:.0f}"
                )
            lines.append(
                f"| {years} years, {step} | {level} | {matrix.shape[1]:,} | {int((high > low).sum()):,} | {' | '.join(cells)} |"
            )
    return lines


# ---- the command line ------------------------------------------------------------------------------


def _machine() -> list[str]:
    """Return what it was measured on."""
    return [
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        f"- versions: {', '.join(f'{name} {version(name)}' for name in VERSIONS)}",
    ]


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write a table to standard output.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["runs", "pyomo", "algorithms"])
    parser.add_argument("--years", type=int, default=50, help="length of the period (default: 50)")
    parser.add_argument(
        "--steps", nargs="+", choices=["month", "week"], default=["month", "week"], help="default: both"
    )
    parser.add_argument("--kinds", nargs="+", choices=list(KINDS), default=list(KINDS), help="default: all")
    parser.add_argument(
        "--limit", type=float, default=60.0, help="longest time for one program (default: 60 s)"
    )
    parser.add_argument("--objective", default="priorities", help="of the algorithms' horizons")
    parser.add_argument("--levels", nargs="+", default=LEVELS, help="of the algorithms' horizons")
    chosen = parser.parse_args(arguments)
    sizes = [(chosen.years, step) for step in chosen.steps]
    if chosen.what == "runs":
        lines = _runs(chosen.years, chosen.steps, chosen.kinds)
    elif chosen.what == "pyomo":
        lines = _against_pyomo(sizes)
    else:
        lines = _algorithms(sizes, chosen.objective, chosen.levels, chosen.limit)
    sys.stdout.write("\n".join([*lines, "", *_machine()]) + "\n")


if __name__ == "__main__":
    main()
