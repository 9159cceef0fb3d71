"""Time basinsim beside Pywr 1 and Pywr 2 on the same generated networks, as ratios in one run.

Run as ``python benchmarks/peers.py [--sub-basins 8 24] [--members 1 20 100 500] [--member-steps N]``. The peers
are installed by pip into environments of their own (``--environments DIR``). The tables are Markdown, so
that they can be pasted into ``benchmarks/README.md``.
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
from importlib.metadata import version
from pathlib import Path
from typing import Any

RUNS = Path(__file__).resolve().parent / "peer_runs"
sys.path.insert(0, str(RUNS))

from environments import interpreter  # noqa: E402 - a folder of scripts, not a package
from network import PRIORITIES, Case, write_case  # noqa: E402 - as above

WEATHER = {"ordinary": 1.0, "inflow x 0.4": 0.4}
TOLERANCE = 0.01
"""Totals of each priority agree within this share of what Pywr 2 gives: the peers keep water as high as they
can, basinsim at equal fractions, so the states drift apart."""
SAME = {"taken": 1e-6, "environmental_flow": 0.005}
"""The same where basinsim is told to keep water as high as it can too. What all users of a priority take is
then the same. Who of them goes short is not: a weighted sum cuts those high up, whose water then passes
more gauges."""
VERSIONS = ("basinsim", "numba", "highspy", "numpy")


@dataclass(frozen=True)
class Program:
    """A way to run a case: its name, the script, what the script is told, and whose interpreter runs it."""

    name: str
    script: str
    words: tuple[str, ...]
    python: Path


def measured(program: Program, folder: Path) -> dict[str, Any]:
    """Run a case in a process of its own.

    Parameters
    ----------
    program : Program
        Which.
    folder : Path
        Of the case.

    Returns
    -------
    dict
        What the script says, and ``whole``: seconds from the start of the process to its end.
    """
    path = os.pathsep.join([str(RUNS), *filter(None, [os.environ.get("PYTHONPATH")])])
    start = time.perf_counter()
    done = subprocess.run(
        [program.python, RUNS / program.script, folder, *program.words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    whole = time.perf_counter() - start
    if done.returncode:
        raise RuntimeError(f"{program.name}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"whole": whole}


def apart(
    found: dict[str, Any], reference: dict[str, Any], priorities: tuple[str, ...] = PRIORITIES
) -> float:
    """Return the largest difference in the total of a priority, as a share of the reference's."""
    totals, expected = found["totals"], reference["totals"]
    return max(abs(totals[name] - expected[name]) / expected[name] for name in priorities)


def row(case: Case, weather: str, name: str, found: dict[str, Any], ours: dict[str, Any], gap: float) -> str:
    """Return one line of the table."""
    steps = case.members * case.steps
    agrees = f"{100 * gap:.3f} %" + ("" if gap <= TOLERANCE else " (**no**)")
    return (
        f"| {case.sub_basins} | {weather} | {case.members} | {case.steps} | {name} | {steps / found['wall']:,.0f} "
        f"| {steps / found['processor']:,.0f} | {found['wall'] / ours['wall']:.2f} "
        f"| {found['processor'] / ours['processor']:.2f} | {found['whole']:.1f} | {found['memory']:,.0f} | {agrees} |"
    )


def compare(case: Case, weather: str, programs: list[Program], most: int) -> list[str]:
    """Run a case with all programs.

    Parameters
    ----------
    case : Case
        What is measured.
    weather : str
        Its name.
    programs : list of Program
        basinsim first, Pywr 2 last.
    most : int
        Member-steps above which HiGHS, at hundreds of microseconds a step, is left out.

    Returns
    -------
    list of str
        Lines of the table.
    """
    with tempfile.TemporaryDirectory() as directory:
        folder = Path(directory)
        write_case(case, folder)
        found = {
            program.name: measured(program, folder)
            for program in programs
            if program.words != ("highs",) or case.members * case.steps <= most
        }
    ours, reference = found[programs[0].name], found[programs[-1].name]
    return [row(case, weather, name, each, ours, apart(each, reference)) for name, each in found.items()] + [
        f"<!-- {case} {json.dumps({k: v for k, v in ours.items() if k in ('phases', 'at_once', 'solves', 'kernel')})} -->"
    ]


def same_totals(sub_basins: list[int], python: Path, peer: Program) -> list[str]:
    """Say how far the totals are apart where basinsim stores in the peers' order.

    Parameters
    ----------
    sub_basins : list of int
        Sizes of network.
    python : Path
        Interpreter of basinsim.
    peer : Program
        To compare with.

    Returns
    -------
    list of str
        Lines of a list.
    """
    taken = tuple(name for name in PRIORITIES if name != "environmental_flow")
    allowed = f"{100 * SAME['taken']:g} % for what is taken, {100 * SAME['environmental_flow']:g} % at gauges"
    lines = [
        "",
        f"Storing in the same order, 5 members, 730 steps; totals are to agree within {allowed}:",
        "",
    ]
    ordered = Program("basinsim", "run_basinsim.py", ("batch", "ordered"), python)
    for size in sub_basins:
        for weather, factor in WEATHER.items():
            with tempfile.TemporaryDirectory() as directory:
                write_case(Case(size, 5, 730, factor), Path(directory))
                ours, theirs = (measured(program, Path(directory)) for program in (ordered, peer))
            gaps = apart(ours, theirs, taken), apart(ours, theirs, ("environmental_flow",))
            verdict = "" if gaps[0] <= SAME["taken"] and gaps[1] <= SAME["environmental_flow"] else ", **no**"
            lines.append(
                f"- {size} sub-basins, {weather}: {100 * gaps[0]:.1e} %, {100 * gaps[1]:.3f} %{verdict}"
            )
    return lines


def scaling(programs: list[Program]) -> list[str]:
    """Measure how the time of a run grows with members, steps and sub-basins.

    Parameters
    ----------
    programs : list of Program
        basinsim first.

    Returns
    -------
    list of str
        Lines of a table.
    """
    lines = [
        "| sub-basins | members | steps | processor seconds | µs for each step of a member | at once | programs solved a step |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    cases = [Case(8, members, 200, 1.0) for members in (50, 100, 200, 400)]
    cases += [Case(8, 50, steps, 1.0) for steps in (400, 800, 1600)]
    cases += [Case(sub_basins, 50, 200, 1.0) for sub_basins in (4, 16, 24)]
    for case in cases:
        with tempfile.TemporaryDirectory() as directory:
            write_case(case, Path(directory))
            found = measured(programs[0], Path(directory))
        each = 1e6 * found["processor"] / (case.members * case.steps)
        lines.append(
            f"| {case.sub_basins} | {case.members} | {case.steps} | {found['processor']:.2f} | {each:.1f} "
            f"| {100 * found['at_once']:.1f} % | {found['solves']:.2f} |"
        )
    return lines


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the report to standard output.

    Parameters
    ----------
    arguments : list of str, optional
        Of the command line.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sub-basins", type=int, nargs="+", default=[8, 24], help="default: 8 24")
    parser.add_argument(
        "--members", type=int, nargs="+", default=[1, 20, 100, 500], help="default: 1 20 100 500"
    )
    parser.add_argument("--most-steps", type=int, default=3653, help="of a member (default: 3653)")
    parser.add_argument("--member-steps", type=int, default=100_000, help="of a run (default: 100000)")
    parser.add_argument(
        "--highs-member-steps", type=int, default=4_000, help="most with HiGHS (default: 4000)"
    )
    parser.add_argument("--environments", type=Path, default=Path(".peers"), help="default: .peers")
    parser.add_argument(
        "--scaling", action="store_true", help="only how time grows with members, steps, nodes"
    )
    chosen = parser.parse_args(arguments)
    here = Path(sys.executable)
    programs = [Program("basinsim", "run_basinsim.py", ("batch",), here)]
    with tempfile.TemporaryDirectory() as directory:  # what has to be compiled is so before the clock starts
        write_case(Case(2, 1, 3, 1.0), Path(directory))
        measured(programs[0], Path(directory))
    if chosen.scaling:
        sys.stdout.write("\n".join([*scaling(programs), *_where()]) + "\n")
        return
    peers = {name: interpreter(name, chosen.environments.resolve()) for name in ("pywr1", "pywr2")}
    programs += [
        Program("basinsim with HiGHS", "run_basinsim.py", ("highs",), here),
        Program("Pywr 1", "run_pywr1.py", (), peers["pywr1"]),
        Program("Pywr 2, CLP", "run_pywr2.py", ("clp",), peers["pywr2"]),
    ]
    head = (
        "| sub-basins | weather | members | steps | program | member-steps a second | for each processor second "
        "| wall, times basinsim | processor, times basinsim | whole process s | peak memory MB | totals apart |"
    )
    sys.stdout.write(head + "\n|---:|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|\n")
    for sub_basins in chosen.sub_basins:
        for weather, factor in WEATHER.items():
            for members in chosen.members:
                steps = max(30, min(chosen.most_steps, chosen.member_steps // members))
                case = Case(sub_basins, members, steps, factor)
                sys.stdout.write(
                    "\n".join(compare(case, weather, programs, chosen.highs_member_steps)) + "\n"
                )
                sys.stdout.flush()
    told = same_totals(chosen.sub_basins, here, programs[-1])
    sys.stdout.write("\n".join([*told, *_where()]) + "\n")


def _where() -> list[str]:
    own = ", ".join(f"{name} {version(name)}" for name in VERSIONS)
    return [
        "",
        f"- machine: {os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        f"- versions: {own}; those of the peers as in `peer_runs/environments.py`",
    ]


if __name__ == "__main__":
    main()
