"""Water for making hydrogen and electricity (turbines in a river are nodes, not demands)."""

from typing import Literal

import numpy as np

from basinsim.demand_models.fields import (
    EVEN,
    LITRES_IN_MEGALITRE,
    EnergyPerMass,
    Power,
    Seasonal,
    WaterPerEnergy,
    WaterPerMass,
    on_days,
)
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register
from basinsim.schema.fields import OneShare

_KWH_A_DAY = 24 * 1000.0
"""What one megawatt makes in a day [kWh]."""


@register
class Hydrogen(ComputedModel):
    """Electrolysis: power x load factor / electricity for a kilogram x water for a kilogram."""

    model: Literal["hydrogen"] = "hydrogen"
    """Hydrogen by electrolysis."""
    capacity: Power
    """Electric power of the electrolysers [power]."""
    load_factor: OneShare = 1.0
    """Mean power as a share of the capacity."""
    electricity: EnergyPerMass = 52.0
    """Electricity for a kilogram of hydrogen [energy per mass]. Assumption."""
    water_use: WaterPerMass = 26.5
    """Water taken for a kilogram of hydrogen [water per mass]. Derived: 0.51 t/MWh of mains water (seen:
    ITM Power) x 52 kWh/kg; 18 to 30 l/kg elsewhere (second-hand), 34.7 with cooling (seen: IRENA)."""
    seasonal: Seasonal = EVEN
    """Twelve factors, January first, with a mean of 1."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the water for the hydrogen of each day [Ml/d]."""
        kilograms = self.capacity * self.load_factor * _KWH_A_DAY / self.electricity
        return kilograms * self.water_use / LITRES_IN_MEGALITRE * on_days(self.seasonal, surroundings.days)


@register
class PowerStation(ComputedModel):
    """Cooling and process water of a power station, by the electricity it makes."""

    model: Literal["power_station"] = "power_station"
    """Cooling and process water of a power station."""
    capacity: Power
    """Electric power [power]."""
    load_factor: OneShare = 1.0
    """Mean power as a share of the capacity."""
    water_use: WaterPerEnergy
    """Water taken for the electricity made [water per energy]."""
    seasonal: Seasonal = EVEN
    """Twelve factors, January first, with a mean of 1."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return power x load factor x water for each day [Ml/d]."""
        litres = self.capacity * self.load_factor * _KWH_A_DAY * self.water_use
        return litres / LITRES_IN_MEGALITRE * on_days(self.seasonal, surroundings.days)
