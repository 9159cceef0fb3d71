"""Read dated series from CSV and NetCDF files, and refuse gaps."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from basinsim.errors import name_hint

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
            message = f"has no number on {count} days of the period, the first of them {where}"
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
    if not path.is_file():
        message = f"no such file: {path}"
        raise SeriesError(message)
    table = _netcdf if path.suffix.lower() in (".nc", ".nc4", ".netcdf") else _csv
    days, columns = table(path, path.stat().st_mtime_ns)
    if column not in columns:
        message = f"{path.name} has no column '{column}'; {name_hint(column, tuple(columns))}"
        raise SeriesError(message)
    numbers = columns[column]
    return DatedSeries(days, numbers() if callable(numbers) else numbers)


@lru_cache(maxsize=32)
def _csv(path: Path, _modified: int) -> tuple[np.ndarray, dict[str, np.ndarray | Callable[[], np.ndarray]]]:
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, comment="#", skipinitialspace=True)
    except (
        pd.errors.ParserError,
        pd.errors.EmptyDataError,
        UnicodeDecodeError,
        OSError,
        ValueError,
    ) as error:
        message = f"{path.name} cannot be read as CSV: {str(error).splitlines()[0]}"
        raise SeriesError(message) from error
    if frame.shape[1] < 2 or frame.empty:
        message = f"{path.name} has no table of dates and numbers"
        raise SeriesError(message)
    dates = pd.to_datetime(frame.iloc[:, 0], format="ISO8601", errors="coerce")
    if dates.isna().any():
        row, written = int(np.flatnonzero(dates.isna())[0]), [str(text) for text in frame.iloc[:, 0]]
        message = f"{path.name}, line {row + 2}: '{written[row]}' is not a date such as 1971-01-31"
        raise SeriesError(message)

    def column(name: str) -> Callable[[], np.ndarray]:
        return lambda: _numbers(path, name, frame[name])

    names = [str(name) for name in frame.columns[1:]]
    return _even_days(path, dates.to_numpy().astype("datetime64[D]")), {name: column(name) for name in names}


def _numbers(path: Path, name: str, texts: "pd.Series[str]") -> np.ndarray:
    numbers = pd.to_numeric(texts.str.strip().replace({"": "nan", "NA": "nan"}), errors="coerce").to_numpy(
        dtype=float
    )
    written = ~texts.str.strip().str.lower().isin(["", "nan", "na"]).to_numpy()
    wrong = np.flatnonzero(written & ~np.isfinite(numbers))
    if len(wrong):
        row = int(wrong[0])
        message = f"{path.name}, line {row + 2}, column '{name}': '{texts.iloc[row]}' is not a number"
        raise SeriesError(message)
    return numbers[np.newaxis, :]


@lru_cache(maxsize=8)
def _netcdf(path: Path, _modified: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    import xarray as xr  # late: most basins bring CSV files

    try:
        with xr.open_dataset(path, engine="h5netcdf") as dataset:
            dataset.load()
    except (OSError, ValueError, KeyError) as error:
        message = f"{path.name} cannot be read as NetCDF: {str(error).splitlines()[0]}"
        raise SeriesError(message) from error
    if "time" not in dataset.coords:
        message = f"{path.name} has no coordinate 'time'"
        raise SeriesError(message)
    columns = {}
    for name, variable in dataset.data_vars.items():
        if variable.dims == ("time",):
            columns[str(name)] = variable.to_numpy()[np.newaxis, :].astype(float)
        elif set(variable.dims) == {"member", "time"}:
            columns[str(name)] = variable.transpose("member", "time").to_numpy().astype(float)
    return _even_days(path, dataset["time"].to_numpy().astype("datetime64[D]")), columns


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
            f"{usual} days apart; {len(uneven)} such gaps in all)"
        )
        raise SeriesError(message)
    if usual in _MONTHLY:
        months = days[-1].astype("datetime64[M]") + 1
        into_month = days[-1] - days[-1].astype("datetime64[M]").astype("datetime64[D]")
        return np.append(days, months.astype("datetime64[D]") + into_month)
    return np.append(days, days[-1] + usual)
