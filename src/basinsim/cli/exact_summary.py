"""What the terminal says of an exact front: how far it is, then a row a point, ideal beside simulated."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from basinsim.cli.terminal import table_console
from basinsim.fronts.exact import ExactFront
from basinsim.metrics.amounts import shown


@contextmanager
def telling_steps(*, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show how far an exact front is: first it is found, then its points are simulated step by step.

    Parameters
    ----------
    quiet : bool
        Whether nothing is shown.

    Yields
    ------
    callable or None
        To be told how many steps are done, and how many there are.
    """
    if quiet:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("exact front: linear program of the whole period", total=None)

        def tell(done: int, steps: int) -> None:
            said = "exact front: its points step by step, without foresight"
            bar.update(task, description=said, completed=done, total=steps)

        yield tell


def print_exact_front(front: ExactFront, directory: Path) -> None:
    """Print an exact front to standard output.

    Parameters
    ----------
    front : ExactFront
        Of two or three objectives.
    directory : Path
        Where its files were written.
    """
    console = table_console()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", title_justify="left")
    table.add_column("Exact front")
    for objective in front.objectives:
        table.add_column(
            escape(f"{objective.label.replace('_', ' ')} [{objective.unit}]"), justify="right", max_width=28
        )
    for number, (ideal, simulated) in enumerate(zip(front.ideal, front.simulated, strict=True), start=1):
        table.add_row(
            f"{number}  future known",
            *(_shown(v, o.unit) for v, o in zip(ideal, front.objectives, strict=True)),
        )
        table.add_row(
            "   same prices, step by step",
            *(_shown(v, o.unit) for v, o in zip(simulated, front.objectives, strict=True)),
            style="dim",
        )
    console.print()
    console.print(table)
    for note in front.notes:
        console.print(f"Note: {note}", markup=False)
    console.print(
        f"Written to {directory}/: exact_front.csv, exact_payoff.csv, exact_front.png.", markup=False
    )


def _shown(value: float, unit: str) -> str:
    return shown(float(value), unit)
