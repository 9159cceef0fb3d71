"""Where the numbers of a basin's tables come from: one row for columns of one origin, not one for each number."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from basinsim.errors import InputError, Place, Problem, file_error, name_hint
from basinsim.schema.status import STATUSES

TABLES_FILE = "tables.csv"
_COLUMNS = ("table", "columns", "unit", "status", "source", "note")
_MUST = ("table", "columns", "unit", "source")


@dataclass(frozen=True)
class TableRow:
    """Columns of a table that have one origin.

    Attributes
    ----------
    table : str
        Path from the register's folder.
    columns : tuple of str
        Of that table; variables of a NetCDF file.
    unit, status, source, note : str
        As in a register of numbers; where rows differ, the note says which column tells.
    """

    table: str
    columns: tuple[str, ...]
    unit: str
    status: str
    source: str
    note: str


def read_tables(path: Path) -> tuple[TableRow, ...]:
    """Read a register of tables.

    Parameters
    ----------
    path : Path
        CSV with the columns ``table, columns, unit, status, source, note``; several columns of a
        table are parted by spaces.

    Returns
    -------
    tuple of TableRow
        In the order of the file.

    Raises
    ------
    InputError
        With every row without table, columns, unit or source, of an unknown status, or with a column
        that has a row already.
    """
    try:
        cells = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise file_error(path, f"cannot be read as a register of tables: {error}") from error
    if tuple(cells.columns) != _COLUMNS:
        raise file_error(path, f"is not a register of tables: its columns must be {', '.join(_COLUMNS)}")
    rows: list[TableRow] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(cells.to_dict("records"), start=2):
        place = Place(str(path), line, 1)
        made = TableRow(row["table"], tuple(row["columns"].split()), *(row[name] for name in _COLUMNS[2:]))
        problems += [
            Problem(place, row["table"], f"the column '{name}' is empty") for name in _MUST if not row[name]
        ]
        if made.status not in STATUSES:
            message = f"found status '{made.status}'; {name_hint(made.status, STATUSES)}"
            problems.append(Problem(place, row["table"], message))
        for column in made.columns:
            if (made.table, column) in seen:
                problems.append(Problem(place, row["table"], f"its column '{column}' has a row already"))
            seen.add((made.table, column))
        rows.append(made)
    if problems:
        raise InputError(problems)
    return tuple(rows)


def tables_as_markdown(rows: tuple[TableRow, ...]) -> str:
    """Write a register of tables as a part of a page.

    Parameters
    ----------
    rows : tuple of TableRow
        At least one.

    Returns
    -------
    str
        A heading and a table in Markdown.
    """
    lines = [
        "",
        "## Tables",
        "",
        "| table | columns | unit | status | source and note |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        source = f"{row.source}. {row.note}" if row.note else row.source
        columns = ", ".join(f"`{column}`" for column in row.columns)
        cells = (f"`{row.table}`", columns, row.unit, row.status, source)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
