"""Observed weather of several stations as one record."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from basinsim.hydrology.observed import ObservedStation
from basinsim.hydrology.record import WeatherRecord


def observed_weather(stations: Sequence[ObservedStation]) -> WeatherRecord:
    """Lay observed rain and temperature side by side, on all days that any station has.

    Parameters
    ----------
    stations : sequence of ObservedStation
        At least one; each becomes a site.

    Returns
    -------
    WeatherRecord
        Of one member; NaN where a station has no number.
    """
    first = min(station.days[0] for station in stations)
    last = max(station.days[-1] for station in stations)
    days = np.arange(first, last + 1)
    rain, temperature = (
        np.stack([on_days(days, station.days, getattr(station, name)) for station in stations], axis=-1)
        for name in ("rain", "temperature")
    )
    start: date = first.astype(object)
    names = tuple(station.name for station in stations)
    return WeatherRecord(start, names, rain[np.newaxis], temperature[np.newaxis])


def on_days(days: np.ndarray, of_days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Place a series without gaps on other days; NaN where it has none.

    Parameters
    ----------
    days, of_days : ndarray of datetime64[D]
        Those wanted, and those of the series; both without gaps.
    values : ndarray, shape (len(of_days),)
        The series.

    Returns
    -------
    ndarray, shape (len(days),)
        In single precision.
    """
    placed = np.full(len(days), np.nan, dtype=np.float32)
    at = (of_days - days[0]).astype(int)
    inside = (at >= 0) & (at < len(days))
    placed[at[inside]] = values[inside]
    return placed
