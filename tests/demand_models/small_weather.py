"""Weather made by hand, and what a demand model makes of it."""

from datetime import date

import numpy as np

from basinsim.calendar import make_calendar
from basinsim.demand_models.interface import ComputedModel, Surroundings, Weather
from basinsim.hydrology.record import HydrologyRecord


def record_of(
    rain: np.ndarray, evapotranspiration: np.ndarray, first_day: str = "2001-01-01"
) -> HydrologyRecord:
    """Return the record of one catchment, `valley`, from arrays of (members, days) [mm/d]."""
    rain, evapotranspiration = np.broadcast_arrays(np.atleast_2d(rain), np.atleast_2d(evapotranspiration))
    inflow = np.zeros((*rain.shape, 1))
    return HydrologyRecord(
        date.fromisoformat(first_day), ("valley",), rain[..., None], evapotranspiration[..., None], inflow
    )


def weather_of(rain: np.ndarray, evapotranspiration: np.ndarray, first_day: str = "2001-01-01") -> Weather:
    """Return the weather of the valley."""
    rain, evapotranspiration = np.broadcast_arrays(np.atleast_2d(rain), np.atleast_2d(evapotranspiration))
    days = np.datetime64(first_day) + np.arange(rain.shape[1])
    return Weather(days, rain, evapotranspiration)


def surroundings(
    start: str, end: str, hydrology: HydrologyRecord | None = None, members: int = 1, step: str = "day"
) -> Surroundings:
    """Return a run's days, members and weather."""
    calendar = make_calendar(date.fromisoformat(start), date.fromisoformat(end), step)
    return Surroundings(calendar, range(members), hydrology)


def a_day(model: ComputedModel, day: str = "2001-01-01") -> float:
    """Return what a model that needs no weather asks for on one day [Ml/d]."""
    (amount,) = model.daily(surroundings(day, day)).ravel()
    return float(amount)


def year(model: ComputedModel, rain: float, evapotranspiration: float) -> np.ndarray:
    """Return the daily amounts of a year under weather that is the same on every day [Ml/d]."""
    names = sorted({name for _, name in model.catchments()}) or ["none"]
    shape = (1, 365, len(names))
    record = HydrologyRecord(
        np.datetime64("2001-01-01").astype(object),
        tuple(names),
        np.full(shape, rain),
        np.full(shape, evapotranspiration),
        np.zeros(shape),
    )
    return model.daily(surroundings("2001-01-01", "2001-12-31", record))[0]
