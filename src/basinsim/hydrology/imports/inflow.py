"""From stations' observed flow to the inflow of catchments, by area."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from basinsim.errors import InputError, Place, Problem, name_hint
from basinsim.hydrology.imports.station_file import StationSeries
from basinsim.hydrology.record import HydrologyRecord

_ML_A_DAY = 86.4  # of one m3/s


@dataclass(frozen=True)
class Source:
    """Where a catchment's inflow comes from.

    Attributes
    ----------
    catchment : str
        Name in the basin.
    station : str
        Whose flow it takes.
    area, station_area : float
        Of the catchment and of the station's [km2]; flow is multiplied by their ratio.
    """

    catchment: str
    station: str
    area: float
    station_area: float


def inflow_record(
    series: Sequence[StationSeries],
    sources: Sequence[Source],
    first: date | None,
    last: date | None,
    longest_gap: int,
) -> HydrologyRecord:
    """Make an inflow record on the days that all stations have in common.

    Parameters
    ----------
    series : sequence of StationSeries
        Those named by ``sources``, and maybe others.
    sources : sequence of Source
        One a catchment.
    first, last : date, optional
        Narrow the period.
    longest_gap : int
        Days without a value that are bridged in a straight line; longer gaps are refused.

    Returns
    -------
    HydrologyRecord
        One member; rain and evapotranspiration where every station used has them.

    Raises
    ------
    InputError
        With every problem: a station without a file or with two, no common days, gaps that are too long.
    """
    by_station: dict[str, StationSeries] = {}
    problems: list[Problem] = []
    for one in series:
        if one.station in by_station:
            message = f"station {one.station} is in {by_station[one.station].path} already"
            problems.append(Problem(Place(str(one.path)), "", message))
        by_station.setdefault(one.station, one)
    for source in sources:
        if source.station not in by_station:
            hint = name_hint(source.station, tuple(by_station))
            message = f"no file holds station {source.station}, whose flow {source.catchment} takes; {hint}"
            problems.append(Problem(Place("stations"), source.catchment, message))
    if problems:
        raise InputError(problems)
    used = {source.station: by_station[source.station] for source in sources}
    start = max([one.days[0] for one in used.values()] + ([np.datetime64(first, "D")] if first else []))
    end = min([one.days[-1] for one in used.values()] + ([np.datetime64(last, "D")] if last else []))
    if end < start:
        spans = "; ".join(f"{name}: {one.days[0]} to {one.days[-1]}" for name, one in used.items())
        message = f"the stations have no day in common within the period asked for ({spans})"
        raise InputError([Problem(Place("stations"), "", message)])
    with_weather = all(one.rain is not None for one in used.values())
    filled = {
        name: [
            _bridged(one, what, values, start, end, longest_gap, problems)
            for what, values in _wanted(one, with_weather)
        ]
        for name, one in used.items()
    }
    if problems:
        raise InputError(problems)

    def catchments(which: int, factors: Sequence[float]) -> np.ndarray:
        columns = [
            filled[source.station][which] * factor for source, factor in zip(sources, factors, strict=True)
        ]
        return np.stack(columns, axis=1)[np.newaxis].astype(np.float32)

    ones = [1.0] * len(sources)
    return HydrologyRecord(
        start.astype(date),
        tuple(source.catchment for source in sources),
        rain=catchments(1, ones) if with_weather else None,
        potential_evapotranspiration=catchments(2, ones) if with_weather else None,
        inflow=catchments(0, [_ML_A_DAY * source.area / source.station_area for source in sources]),
    )


def _wanted(one: StationSeries, with_weather: bool) -> list[tuple[str, np.ndarray]]:
    wanted = [("flow", one.flow)]
    if with_weather and one.rain is not None and one.potential_evapotranspiration is not None:
        wanted += [
            ("rain", one.rain),
            ("potential evapotranspiration", one.potential_evapotranspiration),
        ]
    return wanted


def _bridged(
    one: StationSeries,
    what: str,
    values: np.ndarray,
    start: np.datetime64,
    end: np.datetime64,
    longest_gap: int,
    problems: list[Problem],
) -> np.ndarray:
    inside = (one.days >= start) & (one.days <= end)
    cut, days = values[inside], one.days[inside]
    known = np.isfinite(cut)
    if known.all():
        return cut
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (~known).astype(int), [0]])))
    gaps = edges.reshape(-1, 2)
    # A straight line needs a value on either side.
    too_long = [(a, b) for a, b in gaps.tolist() if b - a > longest_gap or a == 0 or b == len(cut)]
    if too_long:
        a, b = max(too_long, key=lambda gap: gap[1] - gap[0])
        message = (
            f"has no {what} on {int((~known).sum())} days between {start} and {end}, in {len(gaps)} gaps, the "
            f"longest {days[a]} to {days[b - 1]}; narrow the period (--from, --to) or bridge short gaps (--longest-gap)"
        )
        problems.append(Problem(Place(str(one.path)), what, message))
        return cut
    at = np.arange(len(cut))
    bridged: np.ndarray = np.interp(at, at[known], cut[known])
    return bridged


def write_inflow_table(record: HydrologyRecord, path: Path) -> None:
    """Write the inflow as CSV: a date column and one a catchment [Ml/d].

    Parameters
    ----------
    record : HydrologyRecord
        With one member.
    path : Path
        File to write; the caller moves it into place.
    """
    lines = [",".join(("date", *record.catchments))]
    for day, row in zip(record.days, record.inflow[0].tolist(), strict=True):
        lines.append(",".join((str(day), *(f"{value:.6g}" for value in row))))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
