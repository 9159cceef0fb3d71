"""What a demand model is given, and what it gives: daily amounts from parameters and weather."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from basinsim.calendar import Calendar, make_calendar
from basinsim.errors import name_hint
from basinsim.hydrology.record import HydrologyRecord
from basinsim.schema.demand_model import DemandModel
from basinsim.series.files import SeriesError


@dataclass(frozen=True)
class Weather:
    """Weather of one catchment, from the first day of its record to the last day of the run.

    Attributes
    ----------
    days : ndarray of datetime64[D], shape (days,)
        They end with the days of the run; days before it let a soil find its state.
    rain, potential_evapotranspiration : ndarray, shape (members or 1, days)
        [mm/d]
    """

    days: np.ndarray
    rain: np.ndarray
    potential_evapotranspiration: np.ndarray


@dataclass(frozen=True)
class Surroundings:
    """Days, members and weather of a run, as a demand model sees them.

    Attributes
    ----------
    calendar : Calendar
        The steps of the run.
    members : sequence of int
        Which members of the scenario they are for, counted from 0.
    hydrology : HydrologyRecord or None
        Weather, where there is any.
    """

    calendar: Calendar
    members: Sequence[int]
    hydrology: HydrologyRecord | None = None

    @property
    def days(self) -> np.ndarray:
        """Days of the run, datetime64[D], shape (days,)."""
        return self.calendar.all_days

    @cached_property
    def daily_calendar(self) -> Calendar:
        """The same period in steps of a day."""
        return make_calendar(self.calendar.start, self.calendar.end, "day")

    def weather(self, catchment: str) -> Weather:
        """Return the weather of a catchment.

        Parameters
        ----------
        catchment : str
            Its name in the record.

        Returns
        -------
        Weather
            One row where all members have the same.

        Raises
        ------
        SeriesError
            Where there is no record, or it does not know the catchment or cover the run.
        """
        record = self.hydrology
        if record is None:
            message = f"depends on the weather of '{catchment}': the basin or the scenario needs 'hydrology'"
            raise SeriesError(message)
        if catchment not in record.catchments:
            message = (
                f"the hydrology has no catchment '{catchment}'; {name_hint(catchment, record.catchments)}"
            )
            raise SeriesError(message)
        if record.rain is None or record.potential_evapotranspiration is None:
            message = f"depends on the weather of '{catchment}', but the hydrology holds flows only"
            raise SeriesError(message)
        days = record.days
        if days[0] > self.days[0] or days[-1] < self.days[-1]:
            message = f"the hydrology covers {days[0]} to {days[-1]}, but the period is {self.days[0]} to {self.days[-1]}"
            raise SeriesError(message)
        rows = len(record.rain)
        if rows != 1 and rows < len(self.members):
            message = f"the hydrology has {rows} members, but the scenario asks for {len(self.members)}"
            raise SeriesError(message)
        at = record.catchments.index(catchment)
        until = int((self.days[-1] - days[0]).astype(int)) + 1
        rain, potential = (
            part[: len(self.members), :until, at].astype(float)
            for part in (record.rain, record.potential_evapotranspiration)
        )
        return Weather(days[:until], rain, potential)


class ComputedModel(DemandModel):
    """A demand model that knows how to compute its amounts."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return what is asked for on each day of the run.

        Parameters
        ----------
        surroundings : Surroundings
            Days, members and weather.

        Returns
        -------
        ndarray, shape (members or 1, days)
            [Ml/d], never negative; one row where all members ask for the same.

        Raises
        ------
        SeriesError
            Where the weather or a series that it needs is not there.
        """
        raise NotImplementedError
