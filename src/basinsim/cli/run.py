"""``basinsim run``: run scenarios and say how they went."""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from basinsim.cli.foresight_gap import add_foresight_gap, check_steps
from basinsim.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from basinsim.loading import Scenario
    from basinsim.running.ensemble import OpenExecutor
    from basinsim.simulation.allocators import AllocatorChoice


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
    help="Processes to run scenarios, and blocks of their members, at the same time.",
)
@click.option(
    "--allocator",
    type=click.Choice(["auto", "highs", "batch"]),
    default="auto",
    show_default=True,
    help="What allocates single steps: HiGHS, the batch kernel, or the kernel from 15,000 steps of all members on. "
    "The answers are the same; the economic objective and foresight are always HiGHS's.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Dask scheduler to send the blocks to instead.")
@click.option("--resume", is_flag=True, help="Go on with the members of a run that was cut off.")
@click.option(
    "--foresight-gap",
    metavar="STEP",
    help='Also run it with steps of STEP (month, week, or "N days") without and with full foresight, and say '
    "what knowing the future would gain.",
)
@click.option("--write-lp", is_flag=True, help="Also write the linear program of the first step (step.lp).")
@click.option("--force", is_flag=True, help="Try a horizon however large it is.")
@click.option("--no-figures", is_flag=True, help="No figures beside the results.")
@click.option("--no-report", is_flag=True, help="No report.html; one of an earlier run is taken away.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def command(
    scenarios: tuple[Path, ...],
    output: Path,
    workers: int,
    allocator: "AllocatorChoice",
    scheduler: str | None,
    resume: bool,
    foresight_gap: str | None,
    write_lp: bool,
    force: bool,
    no_figures: bool,
    no_report: bool,
    quiet: bool,
) -> None:
    """Run each SCENARIO, print a summary, and write results.nc, metrics.csv, figures and report.html.

    The results of a scenario go to OUTPUT/<name of its file>/.

    Example: basinsim run scenarios/baseline.yaml
    """
    loaded = _load_all(scenarios, report=not no_report)
    if foresight_gap is not None:
        check_steps(loaded, foresight_gap)
    for scenario in loaded:
        for warning in scenario.warnings():
            click.echo(f"warning: {warning}", err=True)
    directories = [output / scenario.path.stem for scenario in loaded]
    started = time.monotonic()
    from basinsim.results.store import open_results
    from basinsim.running.ensemble import run_into
    from basinsim.simulation.allocators import AllocatorOptions

    # Processes share the processors among them; on a cluster each worker has a machine's.
    threads = None if scheduler else max(1, (os.cpu_count() or 1) // workers)
    options = AllocatorOptions(allocator, threads, _announce)
    with _progress(loaded, quiet=quiet) as progress, _saying_what_is_kept(directories):
        for done in run_into(
            loaded,
            directories,
            open_executor=_workers(workers, scheduler),
            resume=resume,
            force=force,
            allocator=options,
            progress=progress,
        ):
            if write_lp:
                _write_lp(loaded[done], directories[done])
            drawn = [] if no_figures else _draw(directories[done])
            if not quiet:
                from basinsim.cli.summary import print_summary

                print_summary(open_results(directories[done], lazily=True), directories[done])
            if foresight_gap is not None:
                add_foresight_gap(
                    loaded[done],
                    directories[done],
                    foresight_gap,
                    force=force,
                    allocator=options,
                    quiet=quiet,
                )
            _report(loaded[done], directories[done], drawn, wanted=not no_report)
    if not quiet and any(scenario.settings.foresight != "none" for scenario in loaded):
        click.echo(f"Took {time.monotonic() - started:.1f} s{_memory()}.", err=True)


def _draw(directory: Path) -> list[str]:
    from basinsim.figures.run_set import save_run_figures
    from basinsim.results.store import open_results

    return save_run_figures(open_results(directory, lazily=True).dataset, directory)


def _report(scenario: "Scenario", directory: Path, drawn: list[str], *, wanted: bool) -> None:
    """Write the report of a run last of all, with the figures that were drawn inside."""
    from basinsim.report.run_report import remove_run_report, save_run_report
    from basinsim.results.store import open_results

    if wanted:
        save_run_report(open_results(directory, lazily=True), directory, scenario, drawn)
    else:
        remove_run_report(directory)


def _memory() -> str:
    """Say how much memory this process has needed at most, where the platform tells."""
    try:
        import resource
    except ImportError:
        return ""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return f" and at most {most:,.0f} MB of memory"


def _announce(text: str) -> None:
    click.echo(text, err=True)


@contextmanager
def _saying_what_is_kept(directories: list[Path]) -> "Iterator[None]":
    """Where a run is cut off, say which of its members need not be run again."""
    from basinsim.running.shards import unfinished_folder

    try:
        yield
    except BaseException:
        for directory in directories:
            folder = unfinished_folder(directory)
            if folder.is_dir():
                click.echo(f"The members done so far are in {folder}: go on with --resume.", err=True)
        raise


def _workers(workers: int, scheduler: str | None) -> "OpenExecutor | None":
    from basinsim.running.workers import cluster, local_processes

    if scheduler is not None:
        return lambda: cluster(scheduler)
    return (lambda: local_processes(workers)) if workers > 1 else None


def _write_lp(scenario: "Scenario", directory: Path) -> None:
    from basinsim.api import prepare
    from basinsim.simulation.write_lp import write_first_step

    write_first_step(*prepare(scenario, (0,)), directory / "step.lp")


def _load_all(paths: tuple[Path, ...], *, report: bool) -> "list[Scenario]":
    from basinsim.located_yaml import read_text

    problems: list[Problem] = []
    loaded: list[Scenario] = []
    for path in paths:
        try:
            read_text(path)
            # Imported only now: all that runs takes a second to be ready, and a mistyped name is told at once.
            from basinsim.api import check_inputs
            from basinsim.loading import load_scenario

            loaded.append(load_scenario(path))
            # The series too: one that is too short is better known before the first run than after it.
            # One that starts where another of this command ends may be run all the same.
            check_inputs(loaded[-1], start=False)
            if report:
                from basinsim.register.beside import register_beside

                register_beside(loaded[-1].loaded_basin.path)
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


@contextmanager
def _progress(
    scenarios: "list[Scenario]", *, quiet: bool
) -> "Iterator[Callable[[int, int, int], None] | None]":
    """Show a bar a scenario while it runs, where somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
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
        bars = [bar.add_task(f"{scenario.name} (steps)", total=None, start=False) for scenario in scenarios]
        started: set[int] = set()

        def tell(at: int, done: int, total: int) -> None:
            if at not in started:
                started.add(at)
                bar.start_task(bars[at])
            bar.update(bars[at], completed=done, total=total)

        yield tell
