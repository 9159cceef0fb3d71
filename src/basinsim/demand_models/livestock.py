"""Drinking and washing water of farm animals."""

from typing import Any, Literal

import numpy as np
from pydantic import Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic_core import CoreSchema

from basinsim.demand_models.fields import EVEN, LITRES_IN_MEGALITRE, Count, Seasonal, WaterPerHead, on_days
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.errors import name_hint
from basinsim.schema.base import StrictModel
from basinsim.schema.demand_model import register
from basinsim.schema.reading import value_error

WATER_OF_ANIMALS: dict[str, float] = {
    # animal -> l/head/d; the middle of a range that was seen, or one figure at second hand
    "milking_cow": 107.5,  # 60 to 155
    "dry_cow": 55.0,
    "calf": 22.5,  # 20 to 25
    "beef_cow": 40.0,  # assumption: between growing cattle of 300 kg (20 to 25) and finishers
    "growing_cattle": 22.5,  # beef of 300 kg, 20 to 25
    "finishing_cattle": 47.5,  # 35 to 60
    "ewe": 4.0,  # second-hand, New Zealand
    "sow": 25.0,  # second-hand, New Zealand
}
"""What one animal drinks [l/head/d]."""


class Herd(StrictModel):
    """Animals of one kind: a number alone, or with the water of one of them."""

    count: Count
    """How many there are."""
    water: WaterPerHead | None = None
    """What one of them takes [water per head]; without it, what basinsim knows of the kind."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the mapping, and the number of animals standing alone."""
        return {"anyOf": [handler(schema), {"type": "number", "minimum": 0}]}

    @model_validator(mode="before")
    @classmethod
    def _from_bare_count(cls, raw: Any) -> Any:
        return raw if isinstance(raw, dict | Herd) else {"count": raw}


@register
class Livestock(ComputedModel):
    """Animals x litres a head a day."""

    model: Literal["livestock"] = "livestock"
    """Drinking and washing water of farm animals."""
    herds: dict[str, Herd] = Field(min_length=1)
    """Animals by kind: milking_cow, dry_cow, calf, beef_cow, growing_cattle, finishing_cattle, ewe, sow, or a kind
    of your own with its `water`."""
    seasonal: Seasonal = EVEN
    """Twelve factors, January first, with a mean of 1."""

    @field_validator("herds")
    @classmethod
    def _are_known(cls, herds: dict[str, Herd]) -> dict[str, Herd]:
        known = tuple(WATER_OF_ANIMALS)
        found = [
            ((name,), f"no water is known for this animal; {name_hint(name, known)}, or give its 'water'")
            for name, herd in herds.items()
            if herd.water is None and name not in WATER_OF_ANIMALS
        ]
        if found:
            raise value_error([(path, message) for path, message in found])
        return herds

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the sum over herds for each day [Ml/d]."""
        litres = sum(
            herd.count * (WATER_OF_ANIMALS[name] if herd.water is None else herd.water)
            for name, herd in self.herds.items()
        )
        return litres / LITRES_IN_MEGALITRE * on_days(self.seasonal, surroundings.days)
