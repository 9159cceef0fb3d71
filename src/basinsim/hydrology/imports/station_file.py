"""Read one station's daily series as the National River Flow Archive or CAMELS-GB serves it."""

import csv
import math
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from basinsim.errors import InputError, Place, Problem, file_error, name_hint

_CAMELS_COLUMNS = ("date", "precipitation", "pet", "discharge_vol")
_CAMELS_NAME = re.compile(r"timeseries_(\d+)")
_ARCHIVE_UNITS = ("m3/s", "cumecs", "m3s-1")
_SHOWN = 5  # problems of one kind told for each file


@dataclass(frozen=True)
class StationSeries:
    """Daily series of a station, one value a day; NaN where there is none.

    Attributes
    ----------
    station : str
        Its number.
    path : Path
        File it was read from.
    days : ndarray of datetime64[D], shape (days,)
        Without gaps.
    flow : ndarray, shape (days,)
        [m3/s].
    rain, potential_evapotranspiration : ndarray, shape (days,), optional
        Mean over the catchment [mm/d]; None where the file has none.
    """

    station: str
    path: Path
    days: np.ndarray
    flow: np.ndarray
    rain: np.ndarray | None = None
    potential_evapotranspiration: np.ndarray | None = None


def read_station_file(path: Path) -> StationSeries:
    """Read a file, whichever of the two forms it has.

    Parameters
    ----------
    path : Path
        CSV: with the header block of the National River Flow Archive (``file,timestamp,...``), or with the
        heading of a CAMELS-GB time series (``date,precipitation,pet,temperature,discharge_spec,...``).

    Returns
    -------
    StationSeries
        A day that the file leaves out has no value.

    Raises
    ------
    InputError
        With every problem: no such file, neither form, another unit or kind of data than mean daily flow,
        dates that are none, double or out of order, values that are no numbers or negative.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise file_error(path, f"cannot be read as CSV: {error}") from error
    if rows and rows[0][1][:2] == ["file", "timestamp"]:
        return _archive(path, rows)
    if rows and rows[0][1][0] == "date":
        return _camels(path, rows)
    message = (
        "is neither a daily-flow CSV of the National River Flow Archive (its first line begins "
        "'file,timestamp') nor a CAMELS-GB time series (its first line begins 'date,precipitation')"
    )
    raise file_error(path, message)


def _archive(path: Path, rows: list[tuple[int, list[str]]]) -> StationSeries:
    header = {
        tuple(row[:2]): (line, row[2]) for line, row in rows if len(row) > 2 and not row[0][:1].isdigit()
    }
    problems: list[Problem] = []
    _, station = header.get(("station", "id"), (0, ""))
    if not station:
        problems.append(Problem(Place(str(path)), "station,id", "the header names no station"))
    line, kind = header.get(("dataType", "id"), (0, "nothing"))
    if kind not in ("gdf", "ndf"):
        message = f"must be gdf (gauged daily flow) or ndf (naturalised daily flow), found {kind}"
        problems.append(Problem(Place(str(path), line, int(line > 0)), "dataType,id", message))
    line, unit = header.get(("dataType", "units"), (0, "nothing"))
    if unit not in _ARCHIVE_UNITS:
        problems.append(
            Problem(Place(str(path), line, int(line > 0)), "dataType,units", f"must be m3/s, found {unit}")
        )
    data = [(line, row[0], row[1:2]) for line, row in rows if row[0][:1].isdigit()]
    days, (flow,) = _daily(path, data, ("flow",), problems)
    return StationSeries(station, path, days, flow)


def _camels(path: Path, rows: list[tuple[int, list[str]]]) -> StationSeries:
    line, heading = rows[0]
    problems = [
        Problem(
            Place(str(path), line, 1), column, f"the column is missing; {name_hint(column, tuple(heading))}"
        )
        for column in _CAMELS_COLUMNS
        if column not in heading
    ]
    named = _CAMELS_NAME.search(path.name)
    if named is None:
        message = "the file's name must hold the station, as in CAMELS_GB_hydromet_timeseries_18001_19701001-20150930.csv"
        problems.append(Problem(Place(str(path)), "", message))
    if problems or named is None:
        raise InputError(problems)
    at = [heading.index(column) for column in _CAMELS_COLUMNS]
    data = [
        (line, row[at[0]], [row[i] for i in at[1:]]) for line, row in rows[1:] if len(row) == len(heading)
    ]
    problems += [
        Problem(
            Place(str(path), line, 1), "", f"{len(row)} values where the heading has {len(heading)} columns"
        )
        for line, row in rows[1:]
        if len(row) != len(heading)
    ][:_SHOWN]
    days, (rain, potential, flow) = _daily(path, data, _CAMELS_COLUMNS[1:], problems)
    return StationSeries(named.group(1), path, days, flow, rain, potential)


def _daily(
    path: Path, data: list[tuple[int, str, list[str]]], names: tuple[str, ...], problems: list[Problem]
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Lay rows out day by day; raises with every problem, those already noted included."""
    told: dict[str, int] = {}

    def refuse(line: int, kind: str, message: str) -> None:
        told[kind] = told.get(kind, 0) + 1
        if told[kind] <= _SHOWN:
            problems.append(Problem(Place(str(path), line, 1), kind, message))

    found: dict[date, list[float]] = {}
    before: date | None = None
    for line, text, cells in data:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            refuse(line, "date", f"'{text}' is not a date such as 1971-01-31")
            continue
        if day in found:
            refuse(line, "date", f"{day} stands in the file already")
        elif before is not None and day < before:
            refuse(line, "date", f"{day} comes after {before}: the days must be in order")
        before = day
        numbers = []
        for name, cell in zip(names, cells or [""] * len(names), strict=True):
            number = _number(cell)
            if number is None or (math.isfinite(number) and number < 0):
                refuse(line, name, f"must be a number that is not negative, found '{cell}'")
                number = math.nan
            numbers.append(number)
        found[day] = numbers
    for kind, count in told.items():
        if count > _SHOWN:
            problems.append(Problem(Place(str(path)), kind, f"{count - _SHOWN} more problems of this kind"))
    if not found and not problems:
        problems.append(Problem(Place(str(path)), "", "has no daily values"))
    if problems:
        raise InputError(problems)
    days = np.arange(np.datetime64(min(found), "D"), np.datetime64(max(found), "D") + 1)
    missing = [math.nan] * len(names)
    values = np.array([found.get(day, missing) for day in days.tolist()])
    return days, list(values.T)


def _number(cell: str) -> float | None:
    if cell.lower() in ("", "nan", "na"):
        return math.nan
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
