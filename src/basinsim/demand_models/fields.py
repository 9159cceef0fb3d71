"""The types of field that demand models share: one number of a kind, and twelve factors."""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from basinsim.schema.quantity import MONTHS, OneNumber
from basinsim.schema.reading import ReadsValue, RefusedError, shown

OneFlow = Annotated[float, OneNumber("flow")]
WaterPerHead = Annotated[float, OneNumber("water_per_head")]
FieldArea = Annotated[float, OneNumber("field_area")]
Depth = Annotated[float, OneNumber("depth")]
WaterInSoil = Annotated[float, OneNumber("water_in_soil")]
Length = Annotated[float, OneNumber("length")]
Power = Annotated[float, OneNumber("power")]
WaterPerEnergy = Annotated[float, OneNumber("water_per_energy")]
WaterPerMass = Annotated[float, OneNumber("water_per_mass")]
EnergyPerMass = Annotated[float, OneNumber("energy_per_mass", least=1.0)]
Alcohol = Annotated[float, OneNumber("alcohol")]
WaterPerAlcohol = Annotated[float, OneNumber("water_per_alcohol")]
Count = Annotated[float, Field(ge=0, allow_inf_nan=False)]

_MEAN_TOLERANCE = 0.005
LITRES_IN_MEGALITRE = 1e6


@dataclass(frozen=True)
class WholeDays(OneNumber):
    """A number of days from 1 to ``most``: ``30``, or ``"30 days"``."""

    kind: str = "duration"
    most: int = 366

    def read(self, raw: Any, context: dict[str, Any]) -> int:  # type: ignore[override]
        """Turn what the file says into days."""
        days = self.one_number(raw, context)
        if days != int(days) or not 1 <= days <= self.most:
            raise RefusedError(
                ((), f"must be a whole number of days from 1 to {self.most}, found {shown(raw)}")
            )
        return int(days)


@dataclass(frozen=True)
class MonthlyFactors(ReadsValue):
    """Twelve factors, January first, whose mean is 1: they move water between months only."""

    def read(self, raw: Any, context: dict[str, Any]) -> tuple[float, ...]:
        """Return the twelve factors."""
        if not isinstance(raw, list | tuple) or len(raw) != MONTHS:
            found = f"{len(raw)} of them" if isinstance(raw, list | tuple) else shown(raw)
            raise RefusedError(((), f"must be a list of twelve factors, January first; found {found}"))
        wrong = [
            ((i,), f"must be a number that is not negative, found {shown(factor)}")
            for i, factor in enumerate(raw)
            if isinstance(factor, bool)
            or not isinstance(factor, int | float)
            or not 0 <= factor < float("inf")
        ]
        if wrong:
            raise RefusedError(*wrong)
        mean = sum(raw) / MONTHS
        if abs(mean - 1) > _MEAN_TOLERANCE:
            raise RefusedError(((), f"the twelve factors must have a mean of 1, not {mean:.4g}"))
        return tuple(float(factor) for factor in raw)

    def json_schema(self) -> dict[str, Any]:
        """Describe the list."""
        number = {"type": "number", "minimum": 0}
        return {"type": "array", "items": number, "minItems": MONTHS, "maxItems": MONTHS}


Seasonal = Annotated[tuple[float, ...], MonthlyFactors()]
EVEN: tuple[float, ...] = (1.0,) * MONTHS


def on_days(seasonal: tuple[float, ...], days: np.ndarray) -> np.ndarray:
    """Return the factor of each day's month.

    Parameters
    ----------
    seasonal : tuple of float
        Twelve factors, January first.
    days : ndarray of datetime64[D], shape (days,)
        The days.

    Returns
    -------
    ndarray, shape (1, days)
        [1]
    """
    months = days.astype("datetime64[M]").astype(int) % MONTHS
    return np.asarray(np.array(seasonal)[months][np.newaxis, :])
