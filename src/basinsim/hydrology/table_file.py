"""Tables of the hydrology folder: CSV files with named columns, every problem told with its line."""

import csv
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from basinsim.errors import InputError, Place, Problem, counted, file_error, name_hint

Read = TypeVar("Read")


class Row:
    """One row of a table; what cannot be read is noted as a problem.

    Attributes
    ----------
    line : int
        Where it stands in the file.
    """

    def __init__(self, path: Path, line: int, cells: dict[str, str], problems: list[Problem]) -> None:
        self.line = line
        self._path = path
        self._cells = cells
        self._problems = problems

    def text(self, column: str) -> str:
        """Return a cell as text, and note an empty one."""
        found = self._cells[column]
        if not found:
            self.refuse(column, "is empty")
        return found

    def number(self, column: str, least: float = -math.inf, greatest: float = math.inf) -> float:
        """Return a cell as a number, and note what is none or outside the range.

        Parameters
        ----------
        column : str
            Which cell.
        least, greatest : float
            What is allowed.

        Returns
        -------
        float
            NaN where it was refused.
        """
        found = self._cells[column]
        try:
            number = float(found)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.refuse(column, f"must be a number, found '{found}'")
            return math.nan
        if not least <= number <= greatest:
            limits = f"at least {least:g}" if greatest == math.inf else f"from {least:g} to {greatest:g}"
            self.refuse(column, f"must be {limits}, found {number:g}")
            return math.nan
        return number

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """Return a cell that names one of several things, and note an unknown name."""
        found = self._cells[column]
        if found not in allowed:
            self.refuse(column, f"there is no '{found}'; {name_hint(found, tuple(allowed))}")
        return found

    def is_empty(self, column: str) -> bool:
        """Whether nothing stands in a cell."""
        return not self._cells[column]

    def refuse(self, column: str, message: str) -> None:
        """Note a problem with a cell."""
        self._problems.append(Problem(Place(str(self._path), self.line, 1), column, message))


def read_table(
    path: Path, columns: Sequence[str], read: Callable[[Row], Read], key: str | None = None
) -> list[Read]:
    """Read a table row by row.

    Parameters
    ----------
    path : Path
        CSV file: comments after ``#``, then a heading, then rows.
    columns : sequence of str
        Those that must be there; others are passed over.
    read : callable
        Makes one thing of a :class:`Row`.
    key : str, optional
        Column in which no value may stand twice.

    Returns
    -------
    list
        What ``read`` made, in the order of the file.

    Raises
    ------
    InputError
        With every problem of the file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, skipinitialspace=True)
            lines = [(reader.line_num, row) for row in reader if row and not row[0].lstrip().startswith("#")]
    except FileNotFoundError:
        raise file_error(path, _missing_file(path)) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise file_error(path, f"cannot be read as a table: {error}") from error
    if not lines:
        raise file_error(path, f"is empty; its columns are {', '.join(columns)}")
    problems: list[Problem] = []
    heading_line, heading = lines[0][0], [name.strip() for name in lines[0][1]]
    for column in columns:
        if column not in heading:
            others = tuple(name for name in heading if name not in columns)
            hint = f"; {name_hint(column, others)}" if others else ""
            problems.append(
                Problem(Place(str(path), heading_line, 1), column, f"the column is missing{hint}")
            )
    if problems:
        raise InputError(problems)
    made: list[Read] = []
    first_line: dict[str, int] = {}
    for line, cells in lines[1:]:
        if len(cells) != len(heading):
            message = (
                f"{counted(len(cells), 'value')} where the heading has {counted(len(heading), 'column')}"
            )
            problems.append(Problem(Place(str(path), line, 1), "", message))
            continue
        row = Row(path, line, dict(zip(heading, (cell.strip() for cell in cells), strict=True)), problems)
        made.append(read(row))
        if key is not None:
            name = row.text(key)
            if name in first_line:
                row.refuse(key, f"'{name}' stands in line {first_line[name]} already")
            first_line.setdefault(name, line)
    if not made and not problems:
        problems.append(Problem(Place(str(path), heading_line, 1), "", "has a heading and no rows"))
    if problems:
        raise InputError(problems)
    return made


def _missing_file(path: Path) -> str:
    beside = tuple(sorted(file.name for file in path.parent.glob("*.csv"))) if path.parent.is_dir() else ()
    return f"there is no such file{'; ' + name_hint(path.name, beside) if beside else ''}"
