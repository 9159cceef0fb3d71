"""Time what operating rules add to a step, for one member and for many: the shipped basin with and without them.

Run as ``python benchmarks/rules.py [--days N] [--members N ...]``. The table is Markdown, so that it can be pasted
into ``benchmarks/README.md``. Weather is that of ``kernel.py``; all runs of a table are of one process.
"""

import argparse
import os
import platform
import sys
from importlib.metadata import version

from kernel import SCENARIO, VERSIONS, WEATHER, Timed, timed

CASES = {
    # what is said of it -> scenario of the library
    "none": "baseline",
    "drought stages of two groups of reservoirs": "policy_reservoir_curves",
    "significant scarcity at three gauges": "policy_scarcity_suspension",
    "graduated caps at three gauges": "policy_graduated_caps",
    "hands-off flows at three gauges": "policy_hands_off_flows",
    "scarcity, hands-off flows and drought stages": "rules_scarcity_and_drought",
}


def rows(days: int, members: list[int], rounds: int) -> list[str]:
    """Time each case in both kinds of weather.

    Parameters
    ----------
    days : int
        Of each run.
    members : list of int
        Numbers of members to run with.
    rounds : int
        How often; the quickest counts, as other work on the machine only ever slows a run.

    Returns
    -------
    list of str
        Rows of the table.
    """
    found = []
    for name, factor in WEATHER.items():
        for count in members:
            runs: dict[str, list[Timed]] = {case: [] for case in CASES}
            for _ in range(rounds):
                for case, stem in CASES.items():
                    path = SCENARIO.with_name(f"{stem}.yaml")
                    runs[case].append(timed(days, count, factor, "batch", 1, path))
            best = {case: min(taken, key=lambda run: run.processor) for case, taken in runs.items()}
            base = best["none"].processor
            found += [_row(name, count, case, run, base) for case, run in best.items()]
    return found


def _row(weather: str, members: int, case: str, took: Timed, base: float) -> str:
    each, within = (1e6 * seconds / took.member_steps for seconds in (took.processor, took.within))
    return (
        f"| {weather} | {members} | {case} | {each:,.1f} | {took.processor / base:.2f} | {within:,.1f} "
        f"| {each - within:,.1f} | {took.solves:.2f} |"
    )


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the report to standard output.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--days", type=int, default=365, help="days of each run (default: 365)")
    parser.add_argument("--members", type=int, nargs="+", default=[1, 100], help="default: 1 100")
    parser.add_argument(
        "--rounds", type=int, default=2, help="runs of each, the quickest counts (default: 2)"
    )
    chosen = parser.parse_args(arguments)
    if min(chosen.days, chosen.rounds, *chosen.members) < 1:
        parser.error("--days, --rounds and --members are at least 1")
    timed(2, 1, 1.0, "batch", 1)  # whatever has to be compiled or loaded is so before the clock starts
    lines = [
        "| weather | members | rules | processor µs for each step of a member | times no rules | in the allocator "
        "| between steps | solves |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
        *rows(chosen.days, chosen.members, chosen.rounds),
        "",
        f"- {chosen.days} days, one thread, the quickest of {chosen.rounds} runs; nothing recorded",
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}",
        f"- versions: {', '.join(f'{name} {version(name)}' for name in VERSIONS)}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
