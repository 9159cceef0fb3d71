"""Time the shipped baseline by phase, beside steps that rebuild their Pyomo model.

Run as ``python benchmarks/forth_baseline.py [--years N] [--rebuilds N]``. The table is Markdown, so
that it can be pasted into ``benchmarks/README.md``.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")

REPOSITORY = Path(__file__).resolve().parent.parent
SCENARIO = REPOSITORY / "scenarios" / "baseline.yaml"
VERSIONS = ("basinsim", "pyomo", "highspy", "numpy", "scipy", "xarray", "h5netcdf")


@dataclass(frozen=True)
class Took:
    """How long something took: by the clock on the wall, and of processors [s].

    On a machine that does other things too, the time of processors is the better measure.
    """

    wall: float
    processor: float

    @staticmethod
    def so_far() -> "Took":
        """Return both clocks of this process."""
        return Took(time.perf_counter(), time.process_time())

    def since(self, start: "Took") -> "Took":
        """Return what has passed since an earlier reading."""
        return Took(self.wall - start.wall, self.processor - start.processor)


@dataclass
class Clock:
    """Times phases one after the other.

    Attributes
    ----------
    phases : dict of str to Took
        What each phase took, in order.
    """

    phases: dict[str, Took] = field(default_factory=dict)

    def time(self, phase: str, call: Callable[[], Value]) -> Value:
        """Call something and note what it took.

        Parameters
        ----------
        phase : str
            Name in the table.
        call : callable
            Without arguments.

        Returns
        -------
        object
            What the call returned.
        """
        start = Took.so_far()
        result = call()
        self.phases[phase] = Took.so_far().since(start)
        return result


@dataclass(frozen=True)
class Measured:
    """What a run of the benchmark found.

    Attributes
    ----------
    phases : dict of str to Took
        What each phase took.
    steps, days : int
        Steps allocated, and the days they cover.
    size : tuple of int
        Rows and columns of the compiled step.
    proved_at_once : float
        Share of the steps that one solve proved.
    solves : float
        Linear programs solved for each step.
    memory : float or None
        Largest resident memory before the reference [MB]; None where the platform does not tell.
    rebuilds : list of (Took, Took)
        For each step of the reference: to build its Pyomo model with today's bounds, and to hand it
        to HiGHS through Pyomo and solve it once.
    balance : float
        Largest mass balance error of any node in any step [Ml].
    """

    phases: dict[str, Took]
    steps: int
    days: int
    size: tuple[int, int]
    proved_at_once: float
    solves: float
    memory: float | None
    rebuilds: list[tuple[Took, Took]]
    balance: float


def measure(years: int | None, rebuilds: int) -> Measured:
    """Run the baseline phase by phase, and then some steps of the reference.

    Parameters
    ----------
    years : int, optional
        How many years of its period; all of them without it.
    rebuilds : int
        How many steps of the reference.

    Returns
    -------
    Measured
        Of this machine, now.
    """
    clock = Clock()
    clock.time("import", lambda: __import__("basinsim.api"))
    from basinsim.api import load_scenario, prepare
    from basinsim.calendar import make_calendar
    from basinsim.compiler import compile_step
    from basinsim.metrics.table import metric_table
    from basinsim.results.assemble import Origin, assemble
    from basinsim.results.dataset import chosen_variables
    from basinsim.results.store import Results
    from basinsim.simulation.run import simulate

    scenario = clock.time("load and check", lambda: load_scenario(SCENARIO))
    if years is not None:
        start = scenario.calendar.start
        end = min(start.replace(year=start.year + years) - timedelta(days=1), scenario.calendar.end)
        scenario = replace(scenario, calendar=make_calendar(start, end, scenario.calendar.step))
    network, inputs, state = clock.time("inputs", lambda: prepare(scenario))
    program = clock.time("compile the step", lambda: compile_step(network))
    simulated = clock.time("simulate", lambda: simulate(network, inputs, state))
    texts = {**scenario.loaded_basin.document.texts, **scenario.document.texts}
    origin = Origin(scenario.name, "none", "priorities", scenario.basin.name, texts, scenario.path)

    def results() -> Results:
        dataset, notes = assemble(origin, simulated)
        return Results(
            chosen_variables(dataset, scenario.settings.outputs, scenario.settings.members),
            metric_table(dataset),
            notes,
        )

    found = clock.time("results and metrics", results)
    with tempfile.TemporaryDirectory() as directory:
        clock.time("write", lambda: found.save(Path(directory) / "baseline"))
    memory = peak_memory()
    counts = simulated.counts
    return Measured(
        phases=clock.phases,
        steps=counts.steps,
        days=int(inputs.calendar.days.sum()),
        size=program.shape,
        proved_at_once=counts.predicted / counts.steps,
        solves=counts.solves / counts.steps,
        memory=memory,
        rebuilds=list(rebuilt_steps(network, inputs, state, program, min(rebuilds, counts.steps))),
        balance=float(found.dataset.attrs["mass_balance_error"]),
    )


def rebuilt_steps(
    network: Any, inputs: Any, state: Any, program: Any, count: int
) -> Iterable[tuple[Took, Took]]:
    """Take steps the slow way: a new Pyomo model each, handed to HiGHS by Pyomo, solved once.

    It is what a program does that states its step in Pyomo and does not compile it, and kind to it:
    one solve with the final cost, where exact priorities and fair shares need several.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Numbers of the run.
    state : State
        At the start of the period; the bounds of each step are made from it.
    program : StepProgram
        The compiled step, for the names of its columns.
    count : int
        How many steps.

    Yields
    ------
    (Took, Took)
        To build, and to hand over and solve.
    """
    import pyomo.environ as pyo

    from basinsim.formulation.step_model import build_step_model
    from basinsim.simulation.allocators import route_cost
    from basinsim.simulation.numbers import NumberBuilder

    builder, cost = NumberBuilder(network, program, inputs), route_cost(program)[program.of("flow")]
    solve_with_pyomo(build_step_model(network))  # the first call imports and looks for the solver
    for step in range(count):
        numbers = builder.build(step, state)
        start = Took.so_far()
        model = build_step_model(network)
        for name, block in program.columns.items():
            component = model.component(name)
            for label, position in zip(block.labels, range(block.start, program.shape[1]), strict=False):
                component[label].setlb(float(numbers.lower[0, position]))
                component[label].setub(float(numbers.upper[0, position]))
        model.del_component("nothing")
        terms = zip(cost.tolist(), model.flow.values(), strict=True)
        model.least_flow = pyo.Objective(expr=sum(price * flow for price, flow in terms))
        built = Took.so_far()
        solve_with_pyomo(model)
        yield built.since(start), Took.so_far().since(built)


def solve_with_pyomo(model: Any) -> None:
    """Hand a Pyomo model to HiGHS through Pyomo's own interface and solve it.

    Parameters
    ----------
    model : ConcreteModel
        Linear.
    """
    from pyomo.contrib.appsi.solvers.highs import Highs

    solver = Highs()
    solver.config.stream_solver = False
    solver.config.load_solution = True
    solver.highs_options = {"threads": 1, "parallel": "off"}
    solver.solve(model)


def peak_memory() -> float | None:
    """Return the largest resident memory of this process so far.

    Returns
    -------
    float or None
        [MB]; None where the platform does not tell.
    """
    try:
        import resource
    except ImportError:
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1e3)


def report(measured: Measured) -> str:
    """Write what was measured as Markdown.

    Parameters
    ----------
    measured : Measured
        One run of the benchmark.

    Returns
    -------
    str
        Two tables and the machine.
    """
    phases, steps = measured.phases, measured.steps
    everything = Took(
        sum(took.wall for took in phases.values()), sum(took.processor for took in phases.values())
    )
    simulate = phases["simulate"]
    step = simulate.processor / steps
    build, hand_over = (
        statistics.median(took.processor for took in times) for times in zip(*measured.rebuilds, strict=True)
    )

    def row(phase: str, took: Took) -> str:
        share = 100 * took.processor / everything.processor
        return f"| {phase} | {took.wall:.3f} | {took.processor:.3f} | {share:.1f} % |"

    def one_step(what: str, seconds: float) -> str:
        return f"| {what} | {1e3 * seconds:.3f} | {seconds / step:.1f} |"

    lines = [
        f"{steps:,} steps over {measured.days:,} days; "
        f"{measured.size[0]} rows and {measured.size[1]} columns a step.",
        "",
        "| phase | seconds | processor seconds | share |",
        "|---|---:|---:|---:|",
        *(row(phase, took) for phase, took in phases.items()),
        row("all", everything),
        "",
        "| one step | processor milliseconds | times simulate |",
        "|---|---:|---:|",
        one_step("simulate: exact priorities and shares", step),
        one_step("reference: build the Pyomo model", build),
        one_step("reference: hand it to HiGHS, solve once", hand_over),
        one_step("reference: both", build + hand_over),
        "",
        f"- steps a second: {steps / simulate.wall:,.0f} ({1 / step:,.0f} for each processor second)",
        f"- steps proved at once: {100 * measured.proved_at_once:.2f} %",
        f"- linear programs solved a step: {measured.solves:.3f}",
        f"- peak memory: {f'{measured.memory:.0f} MB' if measured.memory else 'not known'}",
        f"- largest mass balance error: {measured.balance:.1e} Ml",
        f"- reference: median of {len(measured.rebuilds)} steps",
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        f"- versions: {', '.join(f'{name} {version(name)}' for name in VERSIONS)}",
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the report to standard output.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--years", type=int, help="how many years of the period (default: all)")
    parser.add_argument("--rebuilds", type=int, default=20, help="steps of the reference (default: 20)")
    chosen = parser.parse_args(arguments)
    if chosen.rebuilds < 1 or (chosen.years is not None and chosen.years < 1):
        parser.error("--years and --rebuilds are at least 1")
    sys.stdout.write(report(measure(chosen.years, chosen.rebuilds)))


if __name__ == "__main__":
    main()
