"""From what a scenario says of its hydrology to the record it runs with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from basinsim.errors import RunError, counted, name_hint
from basinsim.hydrology.climate import ClimateFactors, apply_climate, load_climate
from basinsim.hydrology.droughts.traces import MATCHED_FILE, SimilarTrace, similar_traces, trace_weather
from basinsim.hydrology.record import HydrologyRecord, WeatherRecord, dry_record
from basinsim.hydrology.record_file import RecordError, read_record
from basinsim.hydrology.reference import REFERENCE_FILE, REFERENCE_FIRST, REFERENCE_SEED
from basinsim.hydrology.rivers.model import load_river_model
from basinsim.hydrology.weather.tables import load_weather_model
from basinsim.schema.hydrology import Hydrology

_SETTLED = 2  # years; what the rivers run before the first day is then the same for any period


class HydrologyError(ValueError):
    """What a scenario asks of its hydrology cannot be had; ``key`` says which of its keys asks for it."""

    def __init__(self, key: str | None, message: str) -> None:
        self.key = key
        super().__init__(message)


def hydrology_record(
    choice: Hydrology, folder: Path | None, first: date, last: date, members: Sequence[int]
) -> HydrologyRecord:
    """Return the weather and natural flow of a scenario.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    folder : Path, optional
        Tables of the basin from which weather and rivers are made.
    first, last : date
        The period.
    members : sequence of int
        Which members, counted from 0; what a member gets depends neither on the others nor on the
        period: a generated member is one record that begins in 1971, of which the period is a part.

    Returns
    -------
    HydrologyRecord
        One row a member, or a single one where all have the same.

    Raises
    ------
    HydrologyError
        Where the choice cannot be had for this basin, period or number of members.
    InputError
        Where a table of the folder is wrong.
    """
    if isinstance(choice.record, Path):
        return _own(choice.record, first, last, members)
    folder = _folder(choice, folder, members)
    if choice.climate is None and _is_reference(choice, members):
        return _read(folder / REFERENCE_FILE, first, last)
    weather = (
        _generated(choice, folder, first, last, tuple(members))
        if choice.like is None
        else _like(choice.like, folder, first, last, tuple(members))
    )
    factors = _factors(choice, folder)
    if factors is not None:
        weather = apply_climate(weather, factors)
    return load_river_model(folder).rivers(weather).between(first, last)


def check_hydrology(
    choice: Hydrology, folder: Path | None, first: date, last: date, members: Sequence[int]
) -> HydrologyRecord:
    """Find out what is wrong with a choice, as far as that can be told without making a record.

    Parameters
    ----------
    choice, folder, first, last, members
        As for :func:`hydrology_record`.

    Returns
    -------
    HydrologyRecord
        A record of one's own as it is; else one with the catchments of the basin's rivers and
        nothing but zeros.

    Raises
    ------
    HydrologyError, InputError
        As :func:`hydrology_record`.
    """
    if isinstance(choice.record, Path):
        return _own(choice.record, first, last, members)
    folder = _folder(choice, folder, members)
    _factors(choice, folder)
    if choice.like is not None:
        _chosen(choice.like, folder, first, last, members)
    elif choice.climate is None and _is_reference(choice, members):
        path = folder / REFERENCE_FILE
        _read_once(path, path.stat().st_mtime_ns if path.is_file() else 0, first, last)
    return dry_record(first, (last - first).days + 1, load_river_model(folder).catchments)


def hydrology_files(choice: Hydrology, folder: Path | None) -> tuple[Path, ...]:
    """Return the files from which the record of a scenario is read or made.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    folder : Path, optional
        Tables of the basin.

    Returns
    -------
    tuple of Path
        Sorted.
    """
    if isinstance(choice.record, Path):
        return (choice.record,)
    return () if folder is None else tuple(sorted(path for path in folder.iterdir() if path.is_file()))


def hydrology_in_words(choice: Hydrology, members: int) -> str:
    """Say where a scenario's weather and rivers come from.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    members : int
        How many it has.

    Returns
    -------
    str
        For attributes and headings; says of what is synthetic that it is.
    """
    if isinstance(choice.record, Path):
        return f"record {choice.record.name}"
    climate = "" if choice.climate is None else f" in the climate {choice.climate}"
    if choice.like is not None:
        return f"synthetic years like {choice.like}{climate}"
    if _is_reference(choice, range(members)):
        return f"synthetic reference record{climate}"
    seed = REFERENCE_SEED if choice.seed is None else choice.seed
    return f"synthetic records of seed {seed}{climate}"


def remarks_on_likeness(choice: Hydrology, folder: Path | None, members: int) -> tuple[str, ...]:
    """Say how near the years of a run come to the drought they are meant to be like.

    Parameters
    ----------
    choice : Hydrology
        What the scenario says.
    folder : Path, optional
        Tables of the basin.
    members : int
        How many members it has.

    Returns
    -------
    tuple of str
        Empty where it asks for no drought.
    """
    if choice.like is None or folder is None:
        return ()
    apart = [trace.distance for trace in similar_traces(folder, choice.like)[:members]]
    spread = f"{apart[0]:.1f}" if len(apart) == 1 else f"{min(apart):.1f} to {max(apart):.1f}"
    return (
        f"Years like {choice.like}, not those years: their deficits over 3 to 24 months differ from the observed ones by "
        f"{spread} percentage points (root mean square over gauges; {MATCHED_FILE} has each).",
    )


def _is_reference(choice: Hydrology, members: Sequence[int]) -> bool:
    if choice.record is None:
        return choice.like is None and choice.seed is None and max(members) == 0
    return choice.record == "reference"


def _folder(choice: Hydrology, folder: Path | None, members: Sequence[int]) -> Path:
    if folder is None:
        message = "this basin names no 'hydrology' folder from which weather and rivers could be made"
        raise HydrologyError(None, message)
    if _is_reference(choice, members) and len(members) > 1:
        message = f"the reference record has one member, but {len(members)} are asked for; use 'generated'"
        raise HydrologyError("record", message)
    return folder


def _factors(choice: Hydrology, folder: Path) -> ClimateFactors | None:
    if choice.climate is None:
        return None
    climates = {"_".join(which): factors for which, factors in load_climate(folder).items()}
    if choice.climate not in climates:
        message = f"unknown climate '{choice.climate}'; {name_hint(choice.climate, tuple(climates))}"
        raise HydrologyError("climate", message)
    return climates[choice.climate]


def _generated(
    choice: Hydrology, folder: Path, first: date, last: date, members: tuple[int, ...]
) -> WeatherRecord:
    start = min(first, REFERENCE_FIRST)
    end = max(last, start.replace(year=start.year + _SETTLED, day=1))
    seed = REFERENCE_SEED if choice.seed is None else choice.seed
    return load_weather_model(folder).generate(start, end, members, seed)


def _like(name: str, folder: Path, first: date, last: date, members: tuple[int, ...]) -> WeatherRecord:
    chosen = _chosen(name, folder, first, last, members)
    start = max(trace.first_day for trace in chosen)
    weather = load_weather_model(folder)
    parts = [trace_weather(trace, weather, start, last) for trace in chosen]
    return replace(
        parts[0],
        rain=np.concatenate([part.rain for part in parts]),
        temperature=np.concatenate([part.temperature for part in parts]),
    )


def _chosen(name: str, folder: Path, first: date, last: date, members: Sequence[int]) -> list[SimilarTrace]:
    try:
        traces = similar_traces(folder, name)
    except RunError as error:
        raise HydrologyError("like", str(error)) from error
    if max(members) >= len(traces):
        message = f"{len(traces)} records like {name} are known, but {max(members) + 1} members are asked for"
        raise HydrologyError("like", message)
    chosen = [traces[member] for member in members]
    start, end = max(trace.first_day for trace in chosen), min(trace.last_day for trace in chosen)
    if first < start or last > end:
        message = f"the records like {name} cover {start} to {end}, but the period is {first} to {last}"
        raise HydrologyError("like", message)
    return chosen


def _own(path: Path, first: date, last: date, members: Sequence[int]) -> HydrologyRecord:
    record = replace(_read(path, first, last), replaces_own=True)
    if len(record.inflow) == 1:
        return record
    if max(members) >= len(record.inflow):
        message = f"{path.name} has {counted(len(record.inflow), 'member')}, but the scenario asks for {max(members) + 1}"
        raise HydrologyError("record", message)
    return record.of_members(members)


@cache
def _read_once(path: Path, _written: int, first: date, last: date) -> None:
    """See that a record can be read and has the period; most scenarios that are checked together share it."""
    _read(path, first, last)


def _read(path: Path, first: date, last: date) -> HydrologyRecord:
    try:
        return read_record(path, first, last)
    except RecordError as error:
        raise HydrologyError("record", str(error)) from error
