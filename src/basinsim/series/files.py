"""Read dated series from CSV and NetCDF files, and refuse gaps."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from basinsim.errors import counted, name_hint

_MISSING = ("", "na", "nan")
_MONTHLY = range(28, 32)
_YEARLY = range(365, 367)


class SeriesError(ValueError):
    """A series file that cannot be used; says why."""


@dataclass(frozen=True)
class DatedSeries:
    """Numbers with the day each begins to hold.

    Attributes
    ----------
    first_days : ndarray of datetime64[D], shape (n + 1,)
        Day from which each number holds, and the day after the last one's end.
    numbers : ndarray, shape (members or 1, n)
        In the file's unit.
    """

    first_days: np.ndarray
    numbers: np.ndarray

    def on_days(self, days: np.ndarray) -> np.ndarray:
        """Return the number that holds on each day.

        Parameters
        ----------
        days : ndarray of datetime64[D], shape (days,)
            Without gaps.

        Returns
        -------
        ndarray, shape (members or 1, days)
            In the file's unit.

        Raises
        ------
        SeriesError
            Where the series does not cover the days, or a number is missing on one of them.
        """
        first, after = self.first_days[0], self.first_days[-1]
        if days[0] < first or days[-1] >= after:
            message = f"covers {first} to {after - 1}, but the period is {days[0]} to {days[-1]}"
            raise SeriesError(message)
        at = np.searchsorted(self.first_days, days, side="right") - 1
        numbers = self.numbers[:, at]
        missing = ~np.isfinite(numbers).all(axis=0)
        if missing.any():
            count, where = int(missing.sum()), days[missing][0]
            message = f"has no number on {counted(count, 'day')} of the period, the first of them {where}"
            raise SeriesError(message)
        return np.asarray(numbers)


def read_series(path: Path, column: str) -> DatedSeries:
    """Read one series.

    Parameters
    ----------
    path : Path
        A CSV file with a date column first, or a NetCDF file with ``time`` (and ``member``).
    column : str
        Column or variable.

    Returns
    -------
    DatedSeries
        As in the file.

    Raises
    ------
    SeriesError
        Where the file or the column cannot be read, or its dates are not in order and even.
    """
    is_netcdf = path.suffix.lower() in (".nc", ".nc4", ".netcdf")
    try:
        if not path.is_file():
            beside = sorted(file.name for file in path.parent.glob("*.nc" if is_netcdf else "*.csv"))
            hint = f"; {name_hint(path.name, tuple(beside))}" if beside else ""
            message = f"{path} is a folder, not a file" if path.is_dir() else f"there is no file {path}{hint}"
            raise SeriesError(message)
        modified = path.stat().st_mtime_ns
    except OSError as error:
        message = f"'{str(path)[:60]}...' cannot be a file: {error.strerror}"
        raise SeriesError(message) from error
    days, columns = _netcdf(path, modified) if is_netcdf else _csv(path, modified)
    if column not in columns:
        message = f"{path.name} has no column '{column}'; {name_hint(column, tuple(columns))}"
        raise SeriesError(message)
    numbers = columns[column]
    return DatedSeries(days, numbers() if callable(numbers) else numbers)


@lru_cache(maxsize=32)
def _csv(path: Path, _modified: int) -> tuple[np.ndarray, dict[str, np.ndarray | Callable[[], np.ndarray]]]:
    lines, rows = _rows_of(path)
    names = [name.strip() for name in rows[0]]
    if len(names) < 2 or len(rows) < 2:
        message = f"{path.name} has no table of dates and numbers"
        raise SeriesError(message)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"{path.name} has two columns '{twice}'"
        raise SeriesError(message)
    for line, row in zip(lines, rows, strict=True):
        if len(row) != len(names):
            hint = " (a comma too many or too few?)" if abs(len(row) - len(names)) == 1 else ""
            message = f"{path.name}, line {line}: {counted(len(row), 'value')} where the heading has {counted(len(names), 'column')}{hint}"
            raise SeriesError(message)
    days = np.array([_day(path, line, row[0]) for line, row in zip(lines[1:], rows[1:], strict=True)])

    def column(name: str) -> Callable[[], np.ndarray]:
        at = names.index(name)
        texts = [row[at].strip() for row in rows[1:]]
        return lambda: _numbers(path, name, lines[1:], texts)

    return _even_days(path, days.astype("datetime64[D]")), {name: column(name) for name in names[1:]}


def _rows_of(path: Path) -> tuple[list[int], list[list[str]]]:
    """Return the rows of a CSV file and the line each stands in; comments and blank lines are passed over."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, skipinitialspace=True, strict=True)
            found = [(reader.line_num, row) for row in reader if row and not row[0].lstrip().startswith("#")]
    except UnicodeDecodeError as error:
        message = f"{path.name} cannot be read as CSV: it is not UTF-8 text (byte {error.start})"
        raise SeriesError(message) from error
    except (csv.Error, OSError) as error:
        message = f"{path.name} cannot be read as CSV: {error}"
        raise SeriesError(message) from error
    if not found:
        message = f"{path.name} is empty, not a CSV table of dates and numbers"
        raise SeriesError(message)
    return [line for line, _ in found], [row for _, row in found]


def _day(path: Path, line: int, text: str) -> date:
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        message = f"{path.name}, line {line}: '{text.strip()}' is not a date such as 1971-01-31"
        raise SeriesError(message) from None


def _numbers(path: Path, name: str, lines: list[int], texts: list[str]) -> np.ndarray:
    numbers = np.full((1, len(texts)), np.nan)
    for i, (line, text) in enumerate(zip(lines, texts, strict=True)):
        if text.lower() in _MISSING:
            continue
        try:
            numbers[0, i] = float(text)
        except ValueError:
            numbers[0, i] = np.inf
        if not np.isfinite(numbers[0, i]):
            message = f"{path.name}, line {line}, column '{name}': '{text}' is not a number"
            raise SeriesError(message)
    return numbers


@lru_cache(maxsize=8)
def _netcdf(
    path: Path, _modified: int
) -> tuple[np.ndarray, dict[str, np.ndarray | Callable[[], np.ndarray]]]:
    import xarray as xr  # late: most basins bring CSV files

    try:
        with xr.open_dataset(path, engine="h5netcdf") as dataset:
            dataset.load()
    except (OSError, ValueError, KeyError) as error:
        message = f"{path.name} cannot be read as NetCDF: {str(error).splitlines()[0]}"
        raise SeriesError(message) from error
    time = dataset.coords.get("time")
    if time is None or time.dtype.kind != "M":
        message = f"{path.name} has no coordinate 'time' with dates of the common calendar"
        raise SeriesError(message)
    if time.ndim == 0:
        message = f"{path.name} has a single 'time' and no series"
        raise SeriesError(message)
    columns: dict[str, np.ndarray | Callable[[], np.ndarray]] = {}
    for name, variable in dataset.data_vars.items():
        if variable.dtype.kind not in "fiu":
            columns[str(name)] = partial(_refuse_variable, path, str(name), "does not hold numbers")
        elif variable.dims == ("time",):
            columns[str(name)] = variable.to_numpy()[np.newaxis, :].astype(float)
        elif set(variable.dims) == {"member", "time"}:
            columns[str(name)] = variable.transpose("member", "time").to_numpy().astype(float)
        else:
            why = f"has the dimensions {variable.dims}; a series has time, or member and time"
            columns[str(name)] = partial(_refuse_variable, path, str(name), why)
    return _even_days(path, dataset["time"].to_numpy().astype("datetime64[D]")), columns


def _refuse_variable(path: Path, name: str, why: str) -> np.ndarray:
    message = f"{path.name}: '{name}' {why}"
    raise SeriesError(message)


def _even_days(path: Path, days: np.ndarray) -> np.ndarray:
    """Check that dates rise evenly, and add the day after the last number's end."""
    if len(days) == 1:
        return np.append(days, days[0] + 1)
    lengths = np.diff(days).astype(int)
    if (lengths <= 0).any():
        row = int(np.flatnonzero(lengths <= 0)[0])
        message = f"{path.name}: the dates do not rise from {days[row]} to {days[row + 1]}"
        raise SeriesError(message)
    usual = int(np.median(lengths))
    allowed = _MONTHLY if usual in _MONTHLY else _YEARLY if usual in _YEARLY else range(usual, usual + 1)
    uneven = np.flatnonzero(~np.isin(lengths, list(allowed)))
    if len(uneven):
        row = int(uneven[0])
        message = (
            f"{path.name}: a gap between {days[row]} and {days[row + 1]} (the dates are otherwise "
            f"{counted(usual, 'day')} apart; {len(uneven)} such gaps in all)"
        )
        raise SeriesError(message)
    if usual in _YEARLY:
        last = days[-1].astype(date)
        leap_day = (last.month, last.day) == (2, 29)
        return np.append(
            days, np.datetime64(last.replace(year=last.year + 1, day=28 if leap_day else last.day))
        )
    if usual in _MONTHLY:
        months = days[-1].astype("datetime64[M]") + 1
        into_month = days[-1] - days[-1].astype("datetime64[M]").astype("datetime64[D]")
        return np.append(days, months.astype("datetime64[D]") + into_month)
    return np.append(days, days[-1] + usual)
