"""``basinsim run``: run scenarios and say how they went."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from basinsim.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from basinsim.loading import Scenario
    from basinsim.results.store import Results


@click.command("run")
@click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="SCENARIO...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("results"),
    show_default=True,
    help="Folder for the results.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Scenarios to run at the same time.",
)
@click.option("--write-lp", is_flag=True, help="Also write the linear program of the first step (step.lp).")
@click.option("--force", is_flag=True, help="Try a horizon however large it is.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def command(
    scenarios: tuple[Path, ...], output: Path, workers: int, write_lp: bool, force: bool, quiet: bool
) -> None:
    """Run each SCENARIO, print a summary, and write results.nc and metrics.csv.

    The results of a scenario go to OUTPUT/<name of its file>/.

    Example: basinsim run scenarios/baseline.yaml
    """
    loaded = _load_all(scenarios)
    for scenario in loaded:
        for warning in scenario.warnings():
            click.echo(f"warning: {warning}", err=True)
    directories = [output / scenario.path.stem for scenario in loaded]
    for results, directory in zip(
        _run_all(loaded, directories, workers, write_lp, force, quiet), directories, strict=True
    ):
        if not quiet:
            from basinsim.cli.summary import print_summary

            print_summary(results, directory)


def _run_all(
    loaded: "list[Scenario]", directories: list[Path], workers: int, write_lp: bool, force: bool, quiet: bool
) -> "Iterator[Results]":
    if workers == 1 or len(loaded) == 1:
        for scenario, directory in zip(loaded, directories, strict=True):
            yield _run_and_save(scenario, directory, write_lp, force, progress=not quiet)
        return
    from multiprocessing import get_context

    # Started afresh and not forked: a solver and its threads do not survive a fork.
    pool = get_context("spawn").Pool(min(workers, len(loaded)), initializer=_leave_quietly)
    tasks = [
        (scenario, directory, write_lp, force)
        for scenario, directory in zip(loaded, directories, strict=True)
    ]
    try:
        yield from pool.imap(_run_task, tasks)
    finally:
        pool.terminate()
        pool.join()


def _leave_quietly() -> None:
    """Let a worker end when its parent says so, cleaning up; Ctrl-C is for the parent to hear."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))


def _run_task(task: "tuple[Scenario, Path, bool, bool]") -> "Results":
    return _run_and_save(*task)


def _run_and_save(
    scenario: "Scenario", directory: Path, write_lp: bool, force: bool, progress: bool = False
) -> "Results":
    results = _run(scenario, force=force, quiet=not progress)
    results.save(directory)
    if write_lp:
        from basinsim.api import prepare
        from basinsim.simulation.write_lp import write_first_step

        write_first_step(*prepare(scenario), directory / "step.lp")
    return results


def _load_all(paths: tuple[Path, ...]) -> "list[Scenario]":
    from basinsim.api import read_inputs
    from basinsim.loading import load_scenario

    problems: list[Problem] = []
    loaded: list[Scenario] = []
    for path in paths:
        try:
            loaded.append(load_scenario(path))
            # The series too: one that is too short is better known before the first run than after it.
            read_inputs(loaded[-1])
        except InputError as error:
            problems += error.problems
    stems: dict[str, Path] = {}
    for scenario in loaded:
        stem = scenario.path.stem
        if stem in stems:
            message = (
                f"its results would overwrite those of {stems[stem]}: two scenario files are called '{stem}'"
            )
            problems.append(scenario.document.problem((), message))
        stems[stem] = scenario.path
    if problems:
        raise InputError(problems)
    return loaded


def _run(scenario: "Scenario", *, force: bool, quiet: bool) -> "Results":
    from basinsim.api import run

    if quiet or not sys.stderr.isatty():
        return run(scenario, force=force)
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"{scenario.name} (steps)", total=len(scenario.calendar))
        return run(scenario, force=force, progress=lambda done, _: bar.update(task, completed=done))
