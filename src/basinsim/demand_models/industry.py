"""Water of works: petrochemicals, bottling, distilling."""

from typing import Literal

import numpy as np

from basinsim.demand_models.fields import (
    EVEN,
    Alcohol,
    OneFlow,
    Seasonal,
    WaterPerAlcohol,
    on_days,
)
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register
from basinsim.schema.fields import OneShare

_DAYS_IN_YEAR = 365.25


@register
class Industry(ComputedModel):
    """Use of a works when it is fully busy, x how busy it is, x what it does not save."""

    model: Literal["industry"] = "industry"
    """A works with a known use."""
    full_use: OneFlow
    """What it takes when it is fully busy [flow]."""
    activity: OneShare = 1.0
    """How busy it is; 0 where it has closed."""
    saving: OneShare = 0.0
    """Share of its use that it has saved."""
    seasonal: Seasonal = EVEN
    """Twelve factors, January first, with a mean of 1."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the use for each day [Ml/d]."""
        use = self.full_use * self.activity * (1.0 - self.saving)
        return use * on_days(self.seasonal, surroundings.days)


@register
class Distilling(ComputedModel):
    """Litres of pure alcohol x process water for each of them, and cooling water."""

    model: Literal["distilling"] = "distilling"
    """A distillery."""
    production: Alcohol
    """Pure alcohol made in a year [alcohol]."""
    process_water: WaterPerAlcohol = 18.75
    """Process water for a litre of pure alcohol [water per alcohol]. The middle of 12.5 to 25, the trade's
    target for 2025 (seen: Scotch Whisky Association)."""
    cooling_water: WaterPerAlcohol = 0.0
    """Cooling water taken for a litre of pure alcohol [water per alcohol]; nearly all of it comes back."""
    seasonal: Seasonal = EVEN
    """Twelve factors, January first, with a mean of 1: a silent season in summer, for one."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return process and cooling water for each day [Ml/d]."""
        a_day = self.production / _DAYS_IN_YEAR * (self.process_water + self.cooling_water)
        return a_day * on_days(self.seasonal, surroundings.days)
