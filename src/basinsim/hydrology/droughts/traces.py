"""The synthetic traces that resemble a drought, and their weather and rivers on the calendar of the real years."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from basinsim.errors import RunError, name_hint
from basinsim.hydrology.droughts.matching import FIRST_DAY, LAST_DAY
from basinsim.hydrology.record import HydrologyRecord, WeatherRecord
from basinsim.hydrology.rivers.model import RiverModel
from basinsim.hydrology.table_file import Row, read_table
from basinsim.hydrology.weather.model import WeatherModel

DROUGHTS_FILE = "droughts.csv"
MATCHED_FILE = "droughts_matched.csv"


@dataclass(frozen=True)
class SimilarTrace:
    """A member of the ensemble that resembles a drought.

    Attributes
    ----------
    drought : str
        Such as ``1975-76``.
    rank : int
        1 is the nearest.
    seed, member : int
        Of the generator.
    year_offset : int
        Year of the generated record less the real year; a multiple of four.
    distance : float
        Root mean square difference of the deficits [percentage points].
    """

    drought: str
    rank: int
    seed: int
    member: int
    year_offset: int
    distance: float

    @property
    def first_day(self) -> date:
        """First day of the real calendar that the trace covers."""
        return FIRST_DAY.replace(year=FIRST_DAY.year - self.year_offset)

    @property
    def last_day(self) -> date:
        """Last day of the real calendar that the trace covers."""
        return LAST_DAY.replace(year=LAST_DAY.year - self.year_offset)


def similar_traces(folder: Path, name: str) -> list[SimilarTrace]:
    """Return the traces like a drought.

    Parameters
    ----------
    folder : Path
        With ``droughts.csv``.
    name : str
        Such as ``1975-76``.

    Returns
    -------
    list of SimilarTrace
        The nearest first.

    Raises
    ------
    InputError
        With every problem of the table.
    RunError
        Where the table has no such drought; names those it has.
    """

    def read(row: Row) -> SimilarTrace:
        rank, seed, member, offset = (
            row.number(column) for column in ("rank", "seed", "member", "year_offset")
        )
        if offset % 4:
            row.refuse("year_offset", f"must be a multiple of 4, found {offset:g}")
        if not np.isfinite([rank, seed, member, offset]).all():
            rank = seed = member = offset = 0.0
        distance = row.number("distance", 0.0)
        return SimilarTrace(row.text("drought"), int(rank), int(seed), int(member), int(offset), distance)

    columns = ("drought", "rank", "seed", "member", "year_offset", "distance")
    traces = read_table(folder / DROUGHTS_FILE, columns, read)
    found = sorted((trace for trace in traces if trace.drought == name), key=lambda trace: trace.rank)
    if not found:
        known = tuple(dict.fromkeys(trace.drought for trace in traces))
        message = f"there is no drought '{name}'; {name_hint(name, known)}"
        raise RunError(message)
    return found


def trace_weather(trace: SimilarTrace, weather: WeatherModel, first: date, last: date) -> WeatherRecord:
    """Generate the weather of a trace on the calendar of the real years.

    Parameters
    ----------
    trace : SimilarTrace
        Which.
    weather : WeatherModel
        The generator that the trace was found with.
    first, last : date
        Of the real calendar, both included.

    Returns
    -------
    WeatherRecord
        One member.

    Raises
    ------
    RunError
        Where the trace does not cover the period.
    """
    _check_period(trace, first, last)
    end = last.replace(year=last.year + trace.year_offset)
    whole = weather.generate(FIRST_DAY, end, [trace.member], trace.seed)
    start = (first.replace(year=first.year + trace.year_offset) - FIRST_DAY).days
    return replace(
        whole, first_day=first, rain=whole.rain[:, start:], temperature=whole.temperature[:, start:]
    )


def trace_record(
    trace: SimilarTrace, weather: WeatherModel, rivers: RiverModel, first: date, last: date
) -> HydrologyRecord:
    """Generate the weather and rivers of a trace on the calendar of the real years.

    The rivers run from the trace's own first day, so that a period has the flow that the match was made with,
    wherever it begins.

    Parameters
    ----------
    trace : SimilarTrace
        Which.
    weather : WeatherModel
        The generator that the trace was found with.
    rivers : RiverModel
        Any rivers fed by its sites.
    first, last : date
        Of the real calendar, both included.

    Returns
    -------
    HydrologyRecord
        One member.

    Raises
    ------
    RunError
        Where the trace does not cover the period.
    """
    _check_period(trace, first, last)
    whole = rivers.rivers(trace_weather(trace, weather, trace.first_day, last))
    start = (first - trace.first_day).days
    assert whole.rain is not None
    assert whole.potential_evapotranspiration is not None
    return replace(
        whole,
        first_day=first,
        rain=whole.rain[:, start:],
        potential_evapotranspiration=whole.potential_evapotranspiration[:, start:],
        inflow=whole.inflow[:, start:],
    )


def _check_period(trace: SimilarTrace, first: date, last: date) -> None:
    if first < trace.first_day or last > trace.last_day:
        message = (
            f"trace {trace.rank} like {trace.drought} covers {trace.first_day} to {trace.last_day}, "
            f"but the period is {first} to {last}"
        )
        raise RunError(message)
