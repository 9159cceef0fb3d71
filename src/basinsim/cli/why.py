"""``basinsim why``: what stood in a user's way, and what would have helped."""

import sys
import textwrap
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from basinsim.why import Explanation

_WIDTH = 100


@click.command("why")
@click.argument("result", type=click.Path(path_type=Path))
@click.option("--user", required=True, metavar="NAME", help="The user that was short.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="A day of the step; default: the worst shortage.",
)
@click.option(
    "--member", type=click.IntRange(min=0), help="Of an ensemble; default: the one with the worst shortage."
)
@click.option(
    "--scenario",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The scenario's file, where it is not where it was when it was run.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar.")
def command(
    result: Path, user: str, day: datetime | None, member: int | None, scenario: Path | None, quiet: bool
) -> None:
    """Explain why a user of RESULT, the folder of a run, got less than it asked for.

    Names what stood in the way in order of effect, the smallest change that would have met the demand
    (checked by taking the step again), and what each user could have got with the same total at each priority.

    Example: basinsim why results/baseline --user carse_farms --date 1976-08-12
    """
    from basinsim.why import explain

    with _progress(quiet=quiet) as progress:
        found = explain(
            result,
            user,
            None if day is None else day.date(),
            member=member,
            scenario=scenario,
            progress=progress,
        )
    _print(found)


def _print(found: "Explanation") -> None:
    from basinsim.why import words

    click.echo(f"\n{found.title}{_member(found)}")
    for sentence in words.headline(found):
        _say(sentence)
    first, behind = words.causes(found)
    if first:
        _head("What stood in the way, the most effective first")
        for number, sentence in enumerate(first, 1):
            _say(f"{number}. {sentence}", beneath=3)
    if behind:
        _head("What would have been in the way next")
        for sentence in behind:
            _say(f"- {sentence}", beneath=2)
    said = words.remedies(found)
    if said:
        _head("The smallest change that would have met the demand")
        for sentence in said:
            _say(sentence, beneath=2 if sentence.startswith("- ") else 0)
    said = words.other_possibilities(found)
    if said:
        _head("Is it the only answer?")
        for sentence in said:
            _say(sentence)
        _ranges(found)
    sentences, episodes = words.episodes(found)
    if sentences:
        _head("When it was short")
        for sentence in sentences:
            _say(f"{sentence} Ask about another day with --date.")
        for episode in episodes:
            from basinsim.errors import counted
            from basinsim.why.amounts import amount

            click.echo(
                f"    {episode.first} to {episode.last}: {counted(episode.steps, 'step')}, "
                f"{amount(episode.missing, 'Ml')} missing, worst on {episode.worst}"
            )


def _member(found: "Explanation") -> str:
    return f", member {found.shortages.member}" if found.shortages.member else ""


def _ranges(found: "Explanation") -> None:
    from basinsim.why.amounts import amount

    open_ones = [one for one in found.ranges if one.is_open]
    if not open_ones:
        return
    width = min(34, max(len(one.user) for one in open_ones))
    click.echo(f"    {'user':<{width}}  priority  {'asked':>12}  {'got':>12}  could have got")
    for one in open_ones:
        asked, got, least, most = (
            amount(value / found.days, "Ml/d") for value in (one.asked, one.got, one.least, one.most)
        )
        click.echo(f"    {one.user:<{width}}  {one.priority:>8}  {asked:>12}  {got:>12}  {least} to {most}")


def _head(text: str) -> None:
    click.echo(f"\n{text}")


def _say(text: str, *, beneath: int = 0) -> None:
    click.echo(
        textwrap.fill(
            text,
            _WIDTH,
            initial_indent="  ",
            subsequent_indent=" " * (2 + beneath),
            break_on_hyphens=False,
        )
    )


@contextmanager
def _progress(*, quiet: bool) -> "Iterator[Callable[[int, int], None] | None]":
    """Show a bar where steps have to be taken again and somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("steps taken again", total=None)
        yield lambda done, steps: bar.update(task, completed=done, total=steps)
