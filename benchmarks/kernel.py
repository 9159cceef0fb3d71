"""Time the batch kernel beside HiGHS on the shipped basin: same steps, same process, ratios in one run.

Run as ``python benchmarks/kernel.py [--days N] [--members N ...] [--threads N]``. The table is
Markdown, so that it can be pasted into ``benchmarks/README.md``. Inflows are those of the basin times
weather of each member's own: lognormal with a memory of about twenty days, and dry times 0.4.
"""

import argparse
import os
import platform
import sys
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

REPOSITORY = Path(__file__).resolve().parent.parent
SCENARIO = REPOSITORY / "scenarios" / "baseline.yaml"
VERSIONS = ("basinsim", "numba", "highspy", "numpy")
WEATHER = {"ordinary": 1.0, "inflow x 0.4": 0.4}
MEMORY, SPREAD = 0.95, 0.2


@dataclass(frozen=True)
class Timed:
    """One run.

    Attributes
    ----------
    member_steps : int
        Steps of all members.
    wall, processor : float
        By the clock on the wall, and of processors [s]. On a machine that does other things too,
        the time of processors is the better measure.
    within : float
        Of processors, within the allocator [s].
    kernel, at_once : float
        Share of steps that the kernel proved, and that one solve proved.
    solves : float
        Linear programs solved for each step of a member.
    storage : ndarray
        What both allocators have to agree on [Ml].
    """

    member_steps: int
    wall: float
    processor: float
    within: float
    kernel: float
    at_once: float
    solves: float
    storage: np.ndarray


def weather(members: int, steps: int, factor: float) -> np.ndarray:
    """Return a factor of inflow for each member and step.

    Parameters
    ----------
    members, steps : int
        How many.
    factor : float
        Their mean.

    Returns
    -------
    ndarray, shape (members, steps, 1)
        The same for a member whoever is beside it.
    """
    logarithm = np.zeros((members, steps))
    for member in range(members):
        drawn = np.random.default_rng(member).normal(scale=SPREAD, size=steps)
        for step in range(1, steps):
            logarithm[member, step] = MEMORY * logarithm[member, step - 1] + drawn[step]
    variance = SPREAD**2 / (1 - MEMORY**2)
    return factor * np.exp(logarithm - variance / 2)[:, :, np.newaxis]


def timed(
    days: int, members: int, factor: float, choice: str, threads: int, scenario_file: Path = SCENARIO
) -> Timed:
    """Run the basin once.

    Parameters
    ----------
    days, members : int
        Of the run.
    factor : float
        Mean of the inflows, relative to those of the basin.
    choice : {"highs", "batch"}
        The allocator.
    threads : int
        Of the kernel.
    scenario_file : Path
        Whose policies it runs under, on its step and from its first day.

    Returns
    -------
    Timed
        Of this machine, now.
    """
    from basinsim.api import load_scenario, prepare
    from basinsim.calendar import make_calendar
    from basinsim.compiler import compile_step
    from basinsim.simulation.allocators import AllocatorOptions, choose_allocator
    from basinsim.simulation.initial import first_state
    from basinsim.simulation.numbers import NumberBuilder
    from basinsim.simulation.run import StepRunner

    scenario = load_scenario(scenario_file)
    start = scenario.calendar.start
    calendar = make_calendar(start, start + timedelta(days=days - 1), "day")
    network, inputs, _ = prepare(replace(scenario, calendar=calendar), (0,))
    inflow = inputs.series["inflow"] * weather(members, days, factor)
    inputs = replace(inputs, member_numbers=tuple(range(members)), series={**inputs.series, "inflow": inflow})
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    options = AllocatorOptions(choice, threads)  # type: ignore[arg-type]  # one of the two words
    state = first_state(network, inputs)
    allocator = choose_allocator(network, program, builder.build(0, state), options)
    clocked = _Clocked(allocator)
    runner = StepRunner(network, program, builder, options=options, allocator=clocked)
    storage = []
    wall, processor = time.perf_counter(), time.process_time()
    for step in range(days):
        x, numbers = runner.allocate(step, state)
        state = runner.next_state(x, numbers)
        storage.append(state.storage.copy())
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    counts = allocator.counts
    return Timed(
        member_steps=members * days,
        wall=wall,
        processor=processor,
        within=clocked.seconds,
        kernel=counts.kernel / counts.steps,
        at_once=counts.predicted / counts.steps,
        solves=counts.solves / counts.steps,
        storage=np.array(storage),
    )


class _Clocked:
    """An allocator with a clock around it."""

    def __init__(self, allocator: Any) -> None:
        self.allocator, self.seconds = allocator, 0.0

    @property
    def counts(self) -> Any:
        return self.allocator.counts

    def allocate_members(self, *numbers: Any) -> np.ndarray:
        start = time.process_time()
        try:
            return np.asarray(self.allocator.allocate_members(*numbers))
        finally:
            self.seconds += time.process_time() - start


def rows(days: int, members: list[int], threads: int) -> list[str]:
    """Time both allocators in both kinds of weather.

    Parameters
    ----------
    days : int
        Of each run.
    members : list of int
        Numbers of members to run with.
    threads : int
        Of the kernel.

    Returns
    -------
    list of str
        Rows of the table.
    """
    found = []
    for name, factor in WEATHER.items():
        reference = timed(days, 1, factor, "highs", 1)
        base = reference.within / reference.member_steps
        found.append(_row(name, "HiGHS", 1, reference, base, 0.0))
        for count in members:
            kernel = timed(days, count, factor, "batch", threads)
            apart = float(np.abs(kernel.storage[:, :1] - reference.storage).max())
            found.append(_row(name, "kernel", count, kernel, base, apart))
    return found


def _row(weather: str, allocator: str, members: int, took: Timed, base: float, apart: float) -> str:
    each = took.within / took.member_steps
    return (
        f"| {weather} | {allocator} | {members} | {1e6 * each:,.1f} | {base / each:,.1f} | {1 / each:,.0f} "
        f"| {took.member_steps / took.wall:,.0f} | {took.member_steps / took.processor:,.0f} "
        f"| {100 * took.kernel:.2f} % | {100 * took.at_once:.1f} % | {took.solves:.2f} | {apart:.1e} |"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the report to standard output.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=int, default=1096, help="days of each run (default: 1096)")
    parser.add_argument("--members", type=int, nargs="+", default=[1, 20, 100], help="default: 1 20 100")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1, help="default: all processors")
    chosen = parser.parse_args(arguments)
    if min(chosen.days, chosen.threads, *chosen.members) < 1:
        parser.error("--days, --members and --threads are at least 1")
    timed(2, 1, 1.0, "batch", 1)  # whatever has to be compiled or loaded is so before the clock starts
    lines = [
        "| weather | allocator | members | processor µs in the allocator for each step of a member | times HiGHS "
        "| for each processor second, allocator | a second, run | for each processor second, run | by the kernel | at once "
        "| solves | storage apart [Ml] |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        *rows(chosen.days, chosen.members, chosen.threads),
        "",
        f"- {chosen.days} days, {chosen.threads} threads; a run is all rules and numbers of a step, nothing recorded",
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        f"- versions: {', '.join(f'{name} {version(name)}' for name in VERSIONS)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
