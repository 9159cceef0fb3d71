"""Irrigation: what fields need beyond the rain, from a daily balance of the water in their soil."""

from collections.abc import Iterator
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, field_validator

from basinsim.demand_models.crops import CROPS, KEYS, Crop
from basinsim.demand_models.fields import Depth, WaterInSoil, WholeDays
from basinsim.demand_models.interface import ComputedModel, Surroundings, Weather
from basinsim.demand_models.soil_water import adjusted_fraction, one_day
from basinsim.errors import name_hint
from basinsim.schema.demand_model import register
from basinsim.schema.fields import OneShare
from basinsim.schema.month_day import MonthDay, month_and_day
from basinsim.schema.places import Location
from basinsim.schema.reading import value_error

_ML_PER_HA_MM = 0.01


@register
class Irrigation(ComputedModel):
    """A daily FAO-56 soil-water balance of each crop, irrigated in turns when its soil is dry.

    A crop's land is divided into as many equal fields as the rota has days, one of which can be
    watered on each day. A field whose soil has lost the readily available water by the evening
    before gets a turn, if the day is in the season and the crop stands. The soil is taken to get what is
    asked for: what a shortage does to it, and to what is asked for later, is left out. It is at field capacity on the
    first day of the weather record and is never reset.
    """

    model: Literal["irrigation"] = "irrigation"
    """Irrigated fields."""
    weather: str
    """Catchment whose rain and potential evapotranspiration the fields have."""
    crops: dict[str, Crop] = Field(min_length=1)
    """Irrigated area by crop: potatoes, carrots, brassicas, salad, strawberries, raspberries, grass, or a crop of your
    own with all its parameters."""
    soil_water: WaterInSoil = 150.0
    """Water a soil holds between field capacity and wilting point [water in soil]. Assumption: a loam, 130 to
    180 mm/m."""
    turn: Depth | None = 25.0
    """Water that reaches the roots in one turn [depth]; null: what fills the soil up. Seen: 18 to 25 mm in a pass
    of a rain gun (Farmers Weekly)."""
    rota: Annotated[int, WholeDays(most=30)] = 7
    """Days in which the equipment goes round all fields [d]. Assumption."""
    season: tuple[MonthDay, MonthDay] = ("05-01", "08-31")
    """First and last day of the year on which water is taken for irrigation."""
    efficiency: OneShare = 0.75
    """Share of the water taken that reaches the roots. Assumption: a rain gun; trickle has 0.9."""
    saving: OneShare = 0.0
    """Share of the water taken that better equipment or advice saves, with no less for the crops."""
    runoff: OneShare = 0.0
    """Share of the rain that runs off the fields. Assumption: none, from tilled and nearly flat land."""

    @field_validator("crops")
    @classmethod
    def _are_known(cls, crops: dict[str, Crop]) -> dict[str, Crop]:
        found = []
        for name, crop in crops.items():
            missing = [key for key in KEYS if key not in crop.given()]
            if name not in CROPS and missing:
                message = (
                    f"is no crop that basinsim knows; {name_hint(name, tuple(CROPS))}, "
                    f"or give its {', '.join(missing)}"
                )
                found.append(((name,), message))
        if found:
            raise value_error([(path, message) for path, message in found])
        return crops

    @field_validator("efficiency")
    @classmethod
    def _is_of_some_use(cls, efficiency: float) -> float:
        if efficiency == 0:
            raise value_error([((), "must be above 0: no water at all would reach the roots")])
        return efficiency

    def catchments(self) -> Iterator[tuple[Location, str]]:
        """Yield the catchment whose weather the fields have."""
        yield ("weather",), self.weather

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the water taken for all fields on each day [Ml/d]."""
        weather = surroundings.weather(self.weather)
        depth = self.applied(weather)[:, -len(surroundings.days) :]
        return depth * _ML_PER_HA_MM / self.efficiency * (1.0 - self.saving)

    def applied(self, weather: Weather) -> np.ndarray:
        """Return the water that reaches the roots of all crops together.

        Parameters
        ----------
        weather : Weather
            Rain and potential evapotranspiration.

        Returns
        -------
        ndarray, shape (members or 1, days)
            Depth x area, summed over fields [mm ha].
        """
        days = weather.days
        crops = [crop.parameters(name) for name, crop in sorted(self.crops.items())]
        areas = np.array([crop.area for _, crop in sorted(self.crops.items())]) / self.rota
        # crops x members, without an axis for the days: (crops, 1)
        total_available = np.array([[crop.root_depth * self.soil_water] for crop in crops])
        table_fraction = np.array([[crop.depletion_fraction] for crop in crops])
        coefficients = np.array([crop.coefficient_on(days) for crop in crops])
        irrigated = self._in_season(days) & np.array([crop.grows_on(days) for crop in crops])
        field_of_day = days.astype(int) % self.rota
        rain = weather.rain.T * (1.0 - self.runoff)
        potential = weather.potential_evapotranspiration.T

        members = rain.shape[1]
        depletion = np.zeros((self.rota, len(crops), members))
        readily_available = np.broadcast_to(table_fraction * total_available, depletion.shape[1:])
        applied = np.zeros((len(days), members))
        nothing, anything_irrigated = np.zeros(()), irrigated.any(axis=0)
        for day, field in enumerate(field_of_day):
            irrigation = nothing
            if anything_irrigated[day]:
                irrigation = np.zeros_like(depletion)
                dry = (depletion[field] >= readily_available) & irrigated[:, day, np.newaxis]
                turn = depletion[field] if self.turn is None else np.minimum(self.turn, depletion[field])
                irrigation[field] = np.where(dry, turn, 0.0)
                applied[day] = areas @ irrigation[field]
            need = coefficients[:, day, np.newaxis] * potential[day]
            fraction = adjusted_fraction(table_fraction, need)
            depletion = one_day(depletion, rain[day], irrigation, need, total_available, fraction).depletion
            readily_available = fraction * total_available
        return applied.T

    def _in_season(self, days: np.ndarray) -> np.ndarray:
        """Say which days lie in the season, which may run over the end of the year."""
        in_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(int) + 1
        date = 100 * (days.astype("datetime64[M]").astype(int) % 12 + 1) + in_month
        first, last = (100 * month + day for month, day in map(month_and_day, self.season))
        after, before = first <= date, date <= last
        return np.asarray(after & before if first <= last else after | before)
