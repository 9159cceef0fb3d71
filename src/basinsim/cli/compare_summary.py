"""What the terminal says of a comparison: one short table for each run against the baseline."""

from pathlib import Path

from rich.markup import escape
from rich.table import Table

from basinsim.cli.terminal import table_console
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.comparison import Comparison


def print_comparison(comparison: Comparison, directory: Path) -> None:
    """Print a comparison to standard output.

    Parameters
    ----------
    comparison : Comparison
        Of at least one run.
    directory : Path
        Where its files were written.
    """
    console = table_console()
    many = comparison.members > 1
    members = f"; means over {comparison.members} members, ranges 5 to 95 % of them" if many else ""
    console.print(f"\nBaseline: {comparison.names[0]}{members}", style="bold", markup=False)
    for policy in comparison.names[1:] or comparison.names:
        console.print()
        console.print(_table(comparison, policy, many))
    for note in comparison.notes:
        console.print(f"Note: {note}", markup=False)
    console.print(f"Written to {directory}/; comparison.csv has every metric.", markup=False)


def _table(comparison: Comparison, policy: str, many: bool) -> Table:
    row = comparison.names.index(policy)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", title_justify="left")
    table.add_column(escape(policy), max_width=42)
    for heading in ("baseline", "here", "change", *(["5 to 95 %"] if many else [])):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True, min_width=6)
    for entry in comparison.entries:
        unit = comparison.unit(entry)
        numbers = {
            name: float(comparison.of(entry, name)[row])
            for name in ("baseline", "value", "change", "change_p5", "change_p95")
        }
        cells = [shown(numbers["baseline"], unit), shown(numbers["value"], unit)]
        cells.append(shown(numbers["change"], unit, signed=True))
        if many:
            low, high = (shown(numbers[f"change_{end}"], unit, signed=True) for end in ("p5", "p95"))
            cells.append(f"{low} to {high}" if low != high else low)
        # In a word: colours alone are lost in a pipe and on many eyes.
        verdict = comparison.verdict(entry, row)
        style = {"better": "green", "worse": "red"}.get(verdict, "dim")
        table.add_row(
            escape(f"{entry.label} [{shown_unit(unit)}]"), *cells, f"[{style}]{verdict}[/]" if verdict else ""
        )
    return table
