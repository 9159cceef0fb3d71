"""``basinsim tradeoff``: try many policies, and show those that nobody beats."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from basinsim.simulation.allocators import AllocatorChoice
    from basinsim.tradeoff.explore import Progress
    from basinsim.tradeoff.study import Study


@click.command("tradeoff")
@click.argument("study", type=click.Path(path_type=Path), metavar="STUDY")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Folder for tables, figures and policies.  [default: results/<name of the study's file>]",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that simulate.  [default: the study's, or 1]"
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path),
    help="Folder of evaluations, which several studies may share.  [default: OUTPUT/cache]",
)
@click.option(
    "--allocator",
    type=click.Choice(["auto", "highs", "batch"]),
    default="auto",
    show_default=True,
    help="What allocates single steps, as for run; the answers are the same.",
)
@click.option("--no-figures", is_flag=True, help="Tables and policies only.")
@click.option("-q", "--quiet", is_flag=True, help="No progress display and no summary.")
def command(
    study: Path,
    output: Path | None,
    workers: int | None,
    cache: Path | None,
    allocator: "AllocatorChoice",
    no_figures: bool,
    quiet: bool,
) -> None:
    """Explore the policies of STUDY and write those that nobody beats, with tables and figures.

    Every policy is simulated without foresight, with the same weather for all of them. What has been simulated is
    kept: interrupted, the same command goes on where it stopped.

    Example: basinsim tradeoff studies/forth_valley.yaml --workers 2
    """
    from basinsim.tradeoff.reading import load_study

    loaded = load_study(study)
    from basinsim.simulation.allocators import AllocatorOptions
    from basinsim.tradeoff.as_scenarios import policy_writers
    from basinsim.tradeoff.explore import CACHE, explore
    from basinsim.tradeoff.outcome import outcome_of, save_outcome
    from basinsim.tradeoff.robustness.analysis import analyse, analysis_writers
    from basinsim.tradeoff.robustness.cards import card_writers
    from basinsim.tradeoff.robustness.conditions import conditions_table
    from basinsim.tradeoff.robustness.spoken import spoken_policies

    directory = output or Path("results") / study.stem
    folder = cache or directory / CACHE
    number = workers or loaded.settings.workers or 1
    threads = max(1, (os.cpu_count() or 1) // number)
    with _progress(loaded, quiet=quiet) as tell, _saying_what_is_kept(folder):
        explored = explore(
            loaded,
            folder,
            workers=number,
            allocator=AllocatorOptions(allocator, threads, None if number > 1 else _announce),
            progress=tell,
        )
    outcome = outcome_of(explored)
    analysis = analyse(outcome, conditions_table(loaded), spoken_policies(explored))
    further = policy_writers(explored, directory) | analysis_writers(analysis) | card_writers(analysis)
    shown: list[str] = []
    if not no_figures:
        from basinsim.figures.study_set import robustness_writers, study_writers

        robustness = robustness_writers(analysis)
        further |= study_writers(outcome) | robustness
        shown = list(robustness)
    from basinsim.tradeoff.page import page_writers

    further |= page_writers(outcome, loaded.scenario.basin, analysis, shown)
    save_outcome(outcome, directory, further)
    if not quiet:
        from basinsim.cli.tradeoff_cards import print_cards
        from basinsim.cli.tradeoff_summary import print_study

        print_study(outcome, directory)
        print_cards(analysis, directory)
    if loaded.settings.exact is not None:
        _exact_front(loaded, directory, folder, quiet=quiet)


def _exact_front(study: "Study", directory: Path, cache: Path, *, quiet: bool) -> None:
    """Find the exact front that a study asks for, and write it beside the policies."""
    from basinsim.cli.exact_summary import print_exact_front, telling_steps
    from basinsim.tradeoff.exact_front import exact_front_of

    with telling_steps(quiet=quiet or not sys.stderr.isatty()) as tell:
        front = exact_front_of(study, cache, tell)
    front.save(directory)
    if not quiet:
        print_exact_front(front, directory)


def _announce(text: str) -> None:
    click.echo(text, err=True)


@contextmanager
def _saying_what_is_kept(folder: Path) -> Iterator[None]:
    """Where a study is cut off, say that nothing has to be simulated twice."""
    try:
        yield
    except BaseException:
        if folder.is_dir():
            click.echo(
                f"The evaluations made so far are in {folder}: the same command goes on from there.", err=True
            )
        raise


@contextmanager
def _progress(study: "Study", *, quiet: bool) -> Iterator["Callable[[Progress], None] | None"]:
    """Show a bar for each stage and the growing front, where somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live

    from basinsim.cli.tradeoff_progress import GrowingFront

    shown = GrowingFront(study)
    with Live(shown, console=Console(stderr=True), transient=True, refresh_per_second=4):
        yield shown.tell
