"""Daily weather, and the natural flow that it makes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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
    replaces_own : bool
        Whether its flow is used even where a catchment has an ``inflow`` of its own.
    """

    first_day: date
    catchments: tuple[str, ...]
    rain: np.ndarray | None
    potential_evapotranspiration: np.ndarray | None
    inflow: np.ndarray
    replaces_own: bool = False

    @property
    def days(self) -> np.ndarray:
        """The days, shape (days,) of ``datetime64[D]``."""
        return np.datetime64(self.first_day, "D") + np.arange(self.inflow.shape[1])

    def of_members(self, members: Sequence[int]) -> "HydrologyRecord":
        """Return the record of some members only.

        Parameters
        ----------
        members : sequence of int
            Which, counted from 0.

        Returns
        -------
        HydrologyRecord
            In that order.
        """
        return self._taking(lambda values: values[list(members)])

    def between(self, first: date, last: date) -> "HydrologyRecord":
        """Return the record of some of its days.

        Parameters
        ----------
        first, last : date
            Within the record.

        Returns
        -------
        HydrologyRecord
            A view, not a copy.
        """
        start, end = ((day - self.first_day).days for day in (first, last))
        return replace(self._taking(lambda values: values[:, start : end + 1]), first_day=first)

    def _taking(self, part: Callable[[np.ndarray], np.ndarray]) -> "HydrologyRecord":
        rain, evapotranspiration = self.rain, self.potential_evapotranspiration
        return replace(
            self,
            rain=None if rain is None else part(rain),
            potential_evapotranspiration=None if evapotranspiration is None else part(evapotranspiration),
            inflow=part(self.inflow),
        )


def dry_record(first_day: date, days: int, catchments: tuple[str, ...]) -> HydrologyRecord:
    """Return a record without rain, sun or flow, to check what does not depend on them.

    Parameters
    ----------
    first_day : date
        Its first day.
    days : int
        How many.
    catchments : tuple of str
        Names.

    Returns
    -------
    HydrologyRecord
        Of one member, all zero.
    """
    nothing = np.zeros((1, days, len(catchments)), dtype=np.float32)
    return HydrologyRecord(first_day, catchments, nothing, nothing, nothing)
