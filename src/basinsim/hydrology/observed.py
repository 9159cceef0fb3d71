"""Observed daily series of gauging stations, for fitting: a folder of one CSV file a station."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from basinsim.errors import InputError, Place, Problem, name_hint

COLUMNS = ("date", "precip_mm", "temp_c", "discharge_mm")


@dataclass(frozen=True)
class ObservedStation:
    """What was observed over the catchment of a gauging station, day by day without gaps.

    Attributes
    ----------
    name : str
        Number of the station.
    days : ndarray of datetime64[D], shape (days,)
        The days.
    rain : ndarray, shape (days,)
        Mean over the catchment [mm/d]; NaN where missing.
    temperature : ndarray, shape (days,)
        Mean over the catchment [degrees Celsius]; NaN where missing.
    flow : ndarray, shape (days,)
        Over the catchment's area [mm/d]; NaN where missing.
    """

    name: str
    days: np.ndarray
    rain: np.ndarray
    temperature: np.ndarray
    flow: np.ndarray


def read_stations(folder: Path, names: Sequence[str]) -> list[ObservedStation]:
    """Read the series of several stations.

    Parameters
    ----------
    folder : Path
        Has ``<station>.csv`` with the columns date, precip_mm, temp_c and discharge_mm.
    names : sequence of str
        The stations wanted.

    Returns
    -------
    list of ObservedStation
        In the order of ``names``.

    Raises
    ------
    InputError
        With every file that is missing or cannot be used.
    """
    problems: list[Problem] = []
    stations = []
    there = tuple(sorted(file.stem for file in folder.glob("*.csv"))) if folder.is_dir() else ()
    if not there:
        raise InputError(
            [Problem(Place(str(folder)), "", "is not a folder with a CSV file for each station")]
        )
    for name in names:
        path = folder / f"{name}.csv"
        if name not in there:
            message = f"there is no series of station {name}; {name_hint(name, there)}"
            problems.append(Problem(Place(str(path)), "", message))
            continue
        try:
            stations.append(_station(path))
        except (ValueError, OSError) as error:
            problems.append(Problem(Place(str(path)), "", str(error)))
    if problems:
        raise InputError(problems)
    return stations


def _station(path: Path) -> ObservedStation:
    table = pd.read_csv(path)
    missing = [column for column in COLUMNS if column not in table]
    if missing:
        message = f"has no column {', '.join(missing)} (found: {', '.join(map(str, table.columns))})"
        raise ValueError(message)
    dates = pd.to_datetime(table["date"], format="%Y-%m-%d", errors="coerce")
    if dates.isna().any():
        row = int(dates.isna().to_numpy().argmax())
        message = f"line {row + 2}: '{table['date'][row]}' is not a date such as 1971-01-31"
        raise ValueError(message)
    days = dates.to_numpy().astype("datetime64[D]")
    steps = np.diff(days).astype(int)
    if (steps != 1).any():
        row = int((steps != 1).argmax())
        message = f"line {row + 3}: {days[row + 1]} does not follow {days[row]}; leave a cell empty for a missing day"
        raise ValueError(message)
    series = []
    for column in COLUMNS[1:]:
        numbers = pd.to_numeric(table[column], errors="coerce").to_numpy(dtype=float)
        unreadable = np.isnan(numbers) & table[column].notna().to_numpy()
        if unreadable.any():
            row = int(unreadable.argmax())
            message = f"line {row + 2}: '{table[column][row]}' in {column} is not a number"
            raise ValueError(message)
        series.append(numbers)
    return ObservedStation(path.stem, days, *series)
