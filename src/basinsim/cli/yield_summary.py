"""What the terminal says of yields: sentences, and the supply-demand balance."""

import textwrap
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from rich.markup import escape
from rich.table import Table

from basinsim.cli.terminal import WIDTH, table_console
from basinsim.metrics.amounts import shown
from basinsim.yields.outcome import Yield
from basinsim.yields.words import in_words

_COLUMNS = {
    "deployable_output": "deployable output",
    "outage": "outage",
    "demand": "demand",
    "target_headroom": "headroom",
    "balance": "balance",
}


def print_yields(yields: Sequence[Yield], balance: pd.DataFrame, directory: Path) -> None:
    """Print yields to standard output.

    Parameters
    ----------
    yields : sequence of Yield
        One a group.
    balance : pandas.DataFrame
        Their supply-demand balance.
    directory : Path
        Where the files were written.
    """
    console = table_console()
    for found in yields:
        console.print(f"\n{found.group.name} ({found.scenario})", style="bold", markup=False)
        for sentence in in_words(found):
            console.print(
                textwrap.fill(sentence, WIDTH - 2, initial_indent="  ", subsequent_indent="    "),
                markup=False,
            )
    console.print()
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", title_justify="left")
    table.add_column("Supply-demand balance [Ml/d]")
    for heading in _COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for row in balance.to_dict("records"):
        table.add_row(escape(str(row["zone"])), *(shown(float(row[name]), "Ml/d") for name in _COLUMNS))
    console.print(table)
    console.print(f"Written to {directory}/.", markup=False)
