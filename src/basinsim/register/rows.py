"""Read a register: a CSV with one row for each number."""

import csv
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from basinsim.errors import InputError, Place, Problem, file_error, name_hint
from basinsim.schema.status import STATUSES

COLUMNS = ("key", "value", "unit", "low", "high", "status", "source", "note")


@dataclass(frozen=True)
class Row:
    """One number and where it comes from.

    Attributes
    ----------
    key : str
        Its path in the basin file, such as ``nodes.loch_katrine.capacity``; links by their name.
    values : tuple of float
        The number; two of them for a position; of a monthly list, the mean [unit].
    unit : str
        A unit word, ``-`` for a pure number, ``people`` or ``degrees``.
    low, high : float or None
        Plausible range [unit]; None where none was found.
    status : str
        One of :data:`basinsim.schema.status.STATUSES`.
    source : str
        Where it was found, or whose assumption it is.
    note : str
        Arithmetic, conflicts, doubts.
    """

    key: str
    values: tuple[float, ...]
    unit: str
    low: float | None
    high: float | None
    status: str
    source: str
    note: str

    @property
    def is_uncertain(self) -> bool:
        """Whether a range is given in which the number may lie."""
        low, high = self.range
        return low < high

    @property
    def range(self) -> tuple[float, float]:
        """Plausible range [unit]: where one end is not given, the number itself."""
        value = self.values[0]
        return (value if self.low is None else self.low, value if self.high is None else self.high)


@dataclass(frozen=True)
class Register:
    """The rows of a register, in the order of the file."""

    rows: tuple[Row, ...]

    @cached_property
    def by_key(self) -> dict[str, Row]:
        """The rows by their keys."""
        return {row.key: row for row in self.rows}

    def with_status(self, *statuses: str) -> "Register":
        """Return the rows that have one of these statuses."""
        return Register(tuple(row for row in self.rows if row.status in statuses))

    def uncertain(self) -> tuple[Row, ...]:
        """Return the rows with a plausible range: what a sensitivity study may vary.

        Returns
        -------
        tuple of Row
            ``row.range`` is what to sample from; :func:`basinsim.register.with_value` sets the number.
        """
        return tuple(row for row in self.rows if row.is_uncertain)


def read_register(*paths: Path | str) -> Register:
    """Read registers and join them.

    Parameters
    ----------
    *paths : Path or str
        CSV files, UTF-8, with the columns ``key, value, unit, low, high, status, source, note``.

    Returns
    -------
    Register
        In the order of the files.

    Raises
    ------
    InputError
        With every row that has no number, no unit, no source, an unknown status, a range that does
        not hold its value, or a key that stood before.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    seen: dict[str, Place] = {}
    for path in map(Path, paths):
        for line, cells in _lines(path):
            place, wrong = Place(str(path), line, 1), list(_mistakes(cells))
            if cells["key"] in seen:
                wrong.append(f"stood in {seen[cells['key']]} already")
            seen.setdefault(cells["key"], place)
            problems += [Problem(place, cells["key"], message) for message in wrong]
            if not wrong:
                rows.append(_row(cells))
    if problems:
        raise InputError(problems)
    return Register(tuple(rows))


def _lines(path: Path) -> Iterable[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if tuple(reader.fieldnames or ()) != COLUMNS:
                raise file_error(path, f"is not a register: its columns must be {', '.join(COLUMNS)}")
            return [(reader.line_num, {name: row[name].strip() for name in COLUMNS}) for row in reader]
    except FileNotFoundError as error:
        raise file_error(path, "no such file") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise file_error(path, f"cannot be read as CSV: {error}") from error


def _mistakes(cells: dict[str, str]) -> Iterable[str]:
    for name in ("key", "value", "unit", "source"):
        if not cells[name]:
            yield f"the column '{name}' is empty"
    if cells["status"] not in STATUSES:
        yield f"found status '{cells['status']}'; {name_hint(cells['status'], STATUSES)}"
    numbers = {name: cells[name].split() for name in ("value", "low", "high")}
    bad = [text for texts in numbers.values() for text in texts if _number(text) is None]
    yield from (f"'{text}' is not a number" for text in bad)
    if bad or not numbers["value"]:
        return
    value = float(numbers["value"][0])
    for name, sign, word in (("low", 1, "above"), ("high", -1, "below")):
        if numbers[name] and sign * (float(numbers[name][0]) - value) > 0:
            yield f"{name} ({cells[name]}) is {word} the value ({cells['value']})"


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _row(cells: dict[str, str]) -> Row:
    values = tuple(float(part) for part in cells["value"].split())
    low, high = (float(cells[name]) if cells[name] else None for name in ("low", "high"))
    rest = {name: cells[name] for name in ("key", "unit", "status", "source", "note")}
    return Row(values=values, low=low, high=high, **rest)
