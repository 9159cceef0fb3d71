"""Irrigation as a fixed depth in every season, where no balance of the soil is wanted."""

from typing import Literal

import numpy as np

from basinsim.demand_models.fields import Depth, FieldArea, Seasonal, on_days
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register
from basinsim.schema.fields import OneShare

_ML_PER_HA_MM = 0.01
_MONTHS = 12
_SUMMER: tuple[float, ...] = (0, 0, 0, 0, 1.2, 3.6, 4.8, 2.4, 0, 0, 0, 0)


@register
class IrrigationDepth(ComputedModel):
    """Area x depth, the same in every year; a month's part is spread evenly over its days."""

    model: Literal["irrigation_depth"] = "irrigation_depth"
    """Irrigated fields that take a fixed depth in every season."""
    area: FieldArea
    """Irrigated area [field area]."""
    depth: Depth = 75.0
    """Water taken for the fields in a season [depth]. Assumption; 18 to 25 mm in a pass of a rain gun (seen:
    Farmers Weekly)."""
    saving: OneShare = 0.0
    """Share of the water taken that better equipment or advice saves, with no less for the crops."""
    seasonal: Seasonal = _SUMMER
    """Twelve factors, January first, with a mean of 1: a twelfth of the depth times the factor is taken in
    the month. Assumption: a tenth in May, three in June, four in July, two in August."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the water taken on each day [Ml/d]."""
        months = surroundings.days.astype("datetime64[M]")
        days_in_month = ((months + 1).astype("datetime64[D]") - months.astype("datetime64[D]")).astype(int)
        a_month = self.area * self.depth * _ML_PER_HA_MM * (1.0 - self.saving) / _MONTHS
        return np.asarray(a_month * on_days(self.seasonal, surroundings.days) / days_in_month)
