"""``basinsim yield``: deployable output at a level of service."""

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from basinsim.simulation.allocators import AllocatorChoice
    from basinsim.simulation.run import Progress as StepProgress
    from basinsim.yields.deployable import Told


def _share(_context: click.Context, _parameter: click.Parameter, text: str) -> float:
    """Read ``5 %`` or 0.05."""
    from basinsim.schema.quantity import ShareOfOne
    from basinsim.schema.reading import RefusedError

    try:
        return ShareOfOne().read(text if text.strip().endswith("%") else float(text), {})
    except (RefusedError, ValueError):
        message = f"must be a share such as \"5 %\" or 0.05, found '{text}'"
        raise click.BadParameter(message) from None


@click.command("yield")
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option(
    "--user",
    "users",
    multiple=True,
    required=True,
    metavar="NAME",
    help="Whose demand: a demand, community or sector, 'all', or names with commas between. May be repeated.",
)
@click.option(
    "--level-of-service",
    "level",
    default="1 in 200 years",
    show_default=True,
    metavar="TEXT",
    help='"1 in 200 years", 0.995, "99.5 % of days", "2 days a year", or "never".',
)
@click.option(
    "--reserve",
    default="30 days",
    show_default=True,
    metavar="TEXT",
    help='Emergency storage: "30 days" of that demand (an assumption), "10 %" of usable capacity, a volume, or none.',
)
@click.option(
    "--reserve-in", multiple=True, metavar="RESERVOIR", help="Where it is kept; default: all stores above."
)
@click.option("--members", type=click.IntRange(min=1), help="Instead of the scenario's.")
@click.option(
    "--tolerance",
    default="1 %",
    show_default=True,
    callback=_share,
    metavar="SHARE",
    help="How narrow the answer is, as a share of today's demand.",
)
@click.option(
    "--outage", default="0 %", show_default=True, callback=_share, metavar="SHARE", help="Of output."
)
@click.option(
    "--headroom", default="0 %", show_default=True, callback=_share, metavar="SHARE", help="Above demand."
)
@click.option(
    "--allocator",
    type=click.Choice(["auto", "highs", "batch"]),
    default="auto",
    show_default=True,
    help="As of basinsim run; the answers are the same.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("yield"),
    show_default=True,
    help="Folder for tables and figures.",
)
@click.option("--no-figures", is_flag=True, help="Tables only.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no words.")
def command(
    scenario: Path,
    users: tuple[str, ...],
    level: str,
    reserve: str,
    reserve_in: tuple[str, ...],
    members: int | None,
    tolerance: float,
    outage: float,
    headroom: float,
    allocator: "AllocatorChoice",
    output: Path,
    no_figures: bool,
    quiet: bool,
) -> None:
    """Find the largest demand of a user or group that SCENARIO meets at a level of service.

    Demands are tried by bisection over all members, with the same weather and rivers. Prints the answer with
    its confidence band, the firm yield and the supply-demand balance, and writes yield.csv, yield_trials.csv,
    supply_demand_balance.csv and a figure for each group to OUTPUT.

    Example: basinsim yield scenarios/ensemble.yaml --user falkirk --level-of-service "1 in 40 years"
    """
    from basinsim.loading import load_scenario
    from basinsim.yields.question import read_questions

    loaded = load_scenario(scenario)
    questions = read_questions(loaded, users, level, reserve, reserve_in, tolerance)
    from basinsim.simulation.allocators import AllocatorOptions
    from basinsim.yields.balance import balance_of_yields
    from basinsim.yields.deployable import YieldFinder
    from basinsim.yields.files import save_yields

    options = AllocatorOptions(allocator, None, lambda text: click.echo(text, err=True))
    finder = YieldFinder(loaded, members, options)
    found = []
    for question in questions:
        with _progress(question.group.name, quiet=quiet) as told:
            found.append(finder.find(question, told))
    balance = balance_of_yields(found, outage=outage, headroom=headroom)
    save_yields(found, balance, output, figures=not no_figures)
    if not quiet:
        from basinsim.cli.yield_summary import print_yields

        print_yields(found, balance, output)


@contextmanager
def _progress(group: str, *, quiet: bool) -> "Iterator[Told | None]":
    """Show a bar for each round of trials, where somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def told(number: int) -> "StepProgress":
            task = bar.add_task(f"{group}, round {number + 1} (steps)", total=None)
            return lambda done, steps: bar.update(task, completed=done, total=steps)

        yield told
