"""Daily weather, and the natural flow that it makes."""

from dataclasses import dataclass
from datetime import date

import numpy as np


@dataclass(frozen=True)
class WeatherRecord:
    """Daily weather at the sites of a basin.

    Attributes
    ----------
    first_day : date
        Day of the first column of days.
    sites : tuple of str
        Names, in the order of the last axis.
    rain : ndarray of float32, shape (members, days, sites)
        [mm/d]
    temperature : ndarray of float32, shape (members, days, sites)
        Mean of the day [degrees Celsius].
    """

    first_day: date
    sites: tuple[str, ...]
    rain: np.ndarray
    temperature: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """The days, shape (days,) of ``datetime64[D]``."""
        return np.datetime64(self.first_day, "D") + np.arange(self.rain.shape[1])


@dataclass(frozen=True)
class HydrologyRecord:
    """Daily weather and natural flow of the catchments of a basin.

    Attributes
    ----------
    first_day : date
        Day of the first column of days.
    catchments : tuple of str
        Names, in the order of the last axis.
    rain : ndarray of float32, shape (members, days, catchments), optional
        Mean over each catchment [mm/d]; None where only flows are known.
    potential_evapotranspiration : ndarray of float32, shape (members, days, catchments), optional
        [mm/d]; None where only flows are known.
    inflow : ndarray of float32, shape (members, days, catchments)
        Natural flow out of each catchment [Ml/d].
    """

    first_day: date
    catchments: tuple[str, ...]
    rain: np.ndarray | None
    potential_evapotranspiration: np.ndarray | None
    inflow: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """The days, shape (days,) of ``datetime64[D]``."""
        return np.datetime64(self.first_day, "D") + np.arange(self.inflow.shape[1])
