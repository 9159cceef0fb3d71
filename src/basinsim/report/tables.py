"""Tables as a page shows them: what is read, and by what it is sorted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from basinsim.metrics.amounts import shown, shown_unit

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        As it is read.
    key : str
        By which it is sorted: a number as text in columns of numbers; the text itself where it is empty.
    mark : str
        A word that gives the cell a look, such as ``better``; its text must say the same.
    note : str
        Said under the text, smaller, and with that look.
    """

    text: str
    key: str = ""
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table that can be sorted.

    Attributes
    ----------
    caption : str
        What it shows.
    headings : tuple of str
        Of its columns.
    numeric : tuple of bool
        Which columns hold numbers.
    rows : tuple of tuple of Cell
        In the order first shown.
    sought : bool
        Whether there is a field to look for rows by their words.
    """

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sought: bool = False


def words(text: str) -> Cell:
    """Return a cell of words."""
    return Cell(text)


def number(value: float, unit: str) -> Cell:
    """Return a cell of a number in its shown unit, without the unit; it sorts by the number."""
    return Cell(shown(value, unit), sort_key(value))


def count(how_many: int) -> Cell:
    """Return a cell of a count."""
    return Cell(f"{how_many:,}", str(how_many))


def quantity(value: float, unit: str, *, signed: bool = False, mark: str = "", note: str = "") -> Cell:
    """Return a cell of a number with its unit; it sorts by the number."""
    return Cell(with_unit(value, unit, signed=signed), sort_key(value), mark, note)


def change_with_unit(change: float, unit: str) -> str:
    """Write a change with its unit; a share changes by points, such as ``+16.3 points``."""
    text = shown(change, unit, signed=True).replace(" ", _NO_BREAK)
    return f"{text}{_NO_BREAK}{'points' if unit == '1' else unit}"


def with_unit(value: float, unit: str, *, signed: bool = False) -> str:
    """Write a number with its unit, such as ``97.4 %``; what is not everything never reads as 100 %."""
    if unit == "1" and not signed and 0.9995 <= value < 1 - 1e-9:
        return f">99.9{_NO_BREAK}%"
    number_in_words = shown(value, unit, signed=signed).replace(" ", _NO_BREAK)
    return f"{number_in_words}{_NO_BREAK}{shown_unit(unit)}"


def table(
    caption: str, columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Cell]], *, sought: bool = False
) -> Table:
    """Make a table.

    Parameters
    ----------
    caption : str
        What it shows.
    columns : sequence of (str, bool)
        Headings, and whether they hold numbers.
    rows : sequence of sequence of Cell
        As long as the columns.
    sought : bool
        Whether there is a field to look for rows by their words.

    Returns
    -------
    Table
        Of tuples.

    Raises
    ------
    ValueError
        Where a row has not as many cells as there are columns.
    """
    if any(len(row) != len(columns) for row in rows):
        message = f"a row of '{caption}' has not {len(columns)} cells"
        raise ValueError(message)
    headings, numeric = zip(*columns, strict=True) if columns else ((), ())
    return Table(caption, tuple(headings), tuple(numeric), tuple(map(tuple, rows)), sought)


def sort_key(value: float) -> str:
    """Return the number by which a cell is sorted, as text; empty for not-a-number."""
    return "" if math.isnan(value) else f"{value:.10g}".replace("inf", "1e308")
