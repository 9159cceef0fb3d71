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


def side_by_side(records: Sequence[HydrologyRecord], members: int) -> HydrologyRecord:
    """Return several records as the members of one.

    Parameters
    ----------
    records : sequence of HydrologyRecord
        Of the same catchments and days, at least one.
    members : int
        How many each of them counts for: a record with a single row gives it to all of its members.

    Returns
    -------
    HydrologyRecord
        Of ``members`` members for each record, in their order.

    Raises
    ------
    ValueError
        Where they are not of the same catchments and days, or do not know the same of them.
    """
    first = records[0]
    if len({(one.first_day, one.catchments, one.replaces_own) for one in records}) > 1:
        message = "records of different catchments or days cannot stand side by side"
        raise ValueError(message)

    def joined(parts: Sequence[np.ndarray | None]) -> np.ndarray | None:
        known = [part for part in parts if part is not None]
        if not known:
            return None
        if len(known) < len(parts):
            message = "records that know weather and records that know flows only cannot stand side by side"
            raise ValueError(message)
        return np.concatenate([np.broadcast_to(part, (members, *part.shape[1:])) for part in known])

    inflow = joined([one.inflow for one in records])
    assert inflow is not None
    return replace(
        first,
        rain=joined([one.rain for one in records]),
        potential_evapotranspiration=joined([one.potential_evapotranspiration for one in records]),
        inflow=inflow,
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
