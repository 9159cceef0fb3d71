"""Public supply: what homes and others use, and what leaks on the way."""

from collections.abc import Iterator
from typing import Literal

import numpy as np

from basinsim.demand_models.dry_weather import DryWeather
from basinsim.demand_models.fields import (
    EVEN,
    LITRES_IN_MEGALITRE,
    Count,
    OneFlow,
    Seasonal,
    WaterPerHead,
    on_days,
)
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register
from basinsim.schema.places import Location


@register
class PublicSupply(ComputedModel):
    """People x use, rising in dry weather; non-household use; leakage, the same all year.

    With neither ``non_household_use`` nor ``leakage`` it describes homes on private supplies.
    """

    model: Literal["public_supply"] = "public_supply"
    """Public supply, or homes on supplies of their own."""
    population: Count
    """People served."""
    household_use: WaterPerHead
    """What one of them uses at home [water per head]. Scotland: 153 l/head/d in 2017/18 (seen: ClimateXChange),
    178 in 2025 (second-hand)."""
    non_household_use: OneFlow = 0.0
    """What shops, schools, hospitals and works use [flow]. Scotland: 394.5 Ml/d in 2016/17 (seen:
    ClimateXChange), 76 l/d for each of 5.2 million people (derived)."""
    leakage: OneFlow = 0.0
    """What leaks from mains and pipes [flow]. Scotland: 494.8 Ml/d in 2016/17 (seen), 459 in 2021/22
    (second-hand): 88 to 95 l/d a head (derived)."""
    seasonal: Seasonal = EVEN
    """Twelve factors on all use, January first, with a mean of 1."""
    household_seasonal: Seasonal = EVEN
    """Twelve further factors on household use alone, January first, with a mean of 1."""
    dry_weather: DryWeather | None = None
    """How household use rises when it has been dry."""

    def catchments(self) -> Iterator[tuple[Location, str]]:
        """Yield the catchment whose dry weather is felt."""
        if self.dry_weather:
            yield from self.dry_weather.catchments(("dry_weather",))

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return population x household use + non-household use + leakage for each day [Ml/d]."""
        month = on_days(self.seasonal, surroundings.days)
        dry = self.dry_weather.factors(surroundings) if self.dry_weather else 1.0
        by_month = on_days(self.household_seasonal, surroundings.days)
        households = self.population * self.household_use / LITRES_IN_MEGALITRE * by_month
        return np.asarray(month * (households * dry + self.non_household_use) + self.leakage)
