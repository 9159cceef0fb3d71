"""What people cannot do without."""

from typing import Literal

import numpy as np

from basinsim.demand_models.fields import LITRES_IN_MEGALITRE, Count, WaterPerHead
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import register


@register
class EssentialNeeds(ComputedModel):
    """People x litres a head a day, the same on every day."""

    model: Literal["essential_needs"] = "essential_needs"
    """Drinking, cooking and washing."""
    population: Count
    """People who need it."""
    per_head: WaterPerHead = 50.0
    """What one of them needs [water per head]. 50 to 100 l/head/d, at the very least 20 (seen: texts of the
    United Nations)."""

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return population x need for each day [Ml/d]."""
        needed = self.population * self.per_head / LITRES_IN_MEGALITRE
        return np.full((1, len(surroundings.days)), needed)
