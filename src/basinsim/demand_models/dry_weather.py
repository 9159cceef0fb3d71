"""How much more people use when it has been dry: gardens, paddling pools, pressure washers."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import model_validator

from basinsim.demand_models.fields import Depth, WholeDays
from basinsim.demand_models.interface import Surroundings
from basinsim.schema.base import StrictModel
from basinsim.schema.fields import OneShare
from basinsim.schema.places import Location
from basinsim.schema.reading import value_error


class DryWeather(StrictModel):
    """A bounded rise of use with the climatic water deficit of the last days.

    The deficit is potential evapotranspiration less rain, summed over the last ``days`` (the day
    itself included). Up to ``starts_at`` nothing rises; from ``full_at`` on, use is up by
    ``increase``; between them it rises in proportion. That use follows a trailing deficit, and in a
    straight line, is an assumption of this project: Scottish Water has published the rises of two
    summers (+100 Ml/d in August 2025, +200 Ml/d in July 2021, on about 1,785 Ml/d), and no rule.
    """

    weather: str
    """Catchment whose weather is felt."""
    days: Annotated[int, WholeDays()] = 30
    """Length of the memory [d]. Assumption: a month without rain is what people notice."""
    starts_at: Depth = 30.0
    """Deficit above which use rises [depth]. Assumption."""
    full_at: Depth = 70.0
    """Deficit from which it rises no more [depth]. Assumption."""
    increase: OneShare = 0.21
    """Largest rise, as a share of the use it applies to [1]. Derived: with household use at half of what is
    supplied, it makes the peak 1.11 of the mean: +200 Ml/d on 1,785 Ml/d (July 2021), and the peak day
    of 2013/14 (2,028 on 1,824 Ml/d)."""

    @model_validator(mode="after")
    def _rises(self) -> "DryWeather":
        if self.full_at <= self.starts_at:
            message = f"must be more than 'starts_at' ({self.starts_at:g} mm), found {self.full_at:g} mm"
            raise value_error([(("full_at",), message)])
        return self

    def catchments(self, at: Location) -> Iterator[tuple[Location, str]]:
        """Yield the catchment, with the path of the key that names it."""
        yield (*at, "weather"), self.weather

    def factors(self, surroundings: Surroundings) -> np.ndarray:
        """Return what use is multiplied by on each day of the run.

        Parameters
        ----------
        surroundings : Surroundings
            Days, members and weather.

        Returns
        -------
        ndarray, shape (members or 1, days)
            From 1 to 1 + ``increase``. Days before the record count as neither wet nor dry.

        Raises
        ------
        SeriesError
            Where the weather is not there.
        """
        weather = surroundings.weather(self.weather)
        total = np.cumsum(weather.potential_evapotranspiration - weather.rain, axis=1)
        deficit = total.copy()
        deficit[:, self.days :] -= total[:, : -self.days]
        dryness = np.clip((deficit - self.starts_at) / (self.full_at - self.starts_at), 0.0, 1.0)
        return np.asarray(1.0 + self.increase * dryness[:, -len(surroundings.days) :])
