"""Several demands at one place."""

from collections.abc import Callable, Iterator
from functools import reduce
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import field_validator

from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.schema.demand_model import DemandModel, read_model, register
from basinsim.schema.places import Location
from basinsim.schema.reading import ReadsValue, value_error


class _Part(ReadsValue):
    """A demand model, and not a plain value: `transfer` and `industry` hold those."""

    def read(self, raw: Any, context: dict[str, Any]) -> DemandModel:
        return read_model(raw, context)

    def json_schema(self) -> dict[str, Any]:
        return {"type": "object", "required": ["model"], "properties": {"model": {"type": "string"}}}


@register
class Sum(ComputedModel):
    """The sum of other models: a farm's herds and its fields, for one."""

    model: Literal["sum"] = "sum"
    """Several demands at one place."""
    parts: tuple[Annotated[ComputedModel, _Part()], ...]
    """Demand models, at least one."""

    @field_validator("parts")
    @classmethod
    def _are_some(cls, parts: tuple[ComputedModel, ...]) -> tuple[ComputedModel, ...]:
        if not parts:
            raise value_error([((), "must have at least one entry")])
        return parts

    def changed(self, change: Callable[[DemandModel], DemandModel]) -> DemandModel:
        """Return the sum of what the change makes of each part, and then of the whole."""
        parts = tuple(part.changed(change) for part in self.parts)
        return change(self.model_copy(update={"parts": parts}))

    def leaves(self) -> Iterator[DemandModel]:
        """Yield the models of all parts."""
        for part in self.parts:
            yield from part.leaves()

    def catchments(self) -> Iterator[tuple[Location, str]]:
        """Yield the catchments of all parts."""
        for i, part in enumerate(self.parts):
            yield from ((("parts", i, *path), name) for path, name in part.catchments())

    def daily(self, surroundings: Surroundings) -> np.ndarray:
        """Return the sum of the parts for each day [Ml/d]."""
        return reduce(np.add, (part.daily(surroundings) for part in self.parts))
