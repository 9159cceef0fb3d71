"""Irrigated crops: how their need grows and fades over the year (FAO-56, chapters 6 and 8)."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

import numpy as np
from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema

from basinsim.demand_models.fields import FieldArea, Length
from basinsim.schema.base import Fraction, StrictModel
from basinsim.schema.month_day import MonthDay, month_and_day
from basinsim.schema.quantity import OneNumber

Coefficient = Annotated[float, Field(ge=0, le=2)]
Stage = Annotated[int, Field(ge=1, le=366, strict=True)]
KEYS = ("coefficients", "stages", "planting", "root_depth", "depletion_fraction")


@dataclass(frozen=True)
class CropParameters:
    """A crop as FAO-56 describes it.

    Attributes
    ----------
    coefficients : tuple of float
        Single crop coefficient Kc of the initial stage, mid-season and the end (Table 12).
    stages : tuple of int
        Lengths of the initial, development, mid-season and late stages [d] (Table 11).
    planting : str
        Month and day on which the initial stage begins.
    root_depth : float
        Effective rooting depth [m] (Table 22).
    depletion_fraction : float
        Share p of the available water that is taken up without stress at 5 mm/d (Table 22).
    """

    coefficients: tuple[float, ...]
    stages: tuple[int, ...]
    planting: str
    root_depth: float
    depletion_fraction: float

    def days_since_planting(self, days: np.ndarray) -> np.ndarray:
        """Count days from the last planting.

        Parameters
        ----------
        days : ndarray of datetime64[D], shape (days,)
            Any days.

        Returns
        -------
        ndarray of int, shape (days,)
            0 on the day of planting.
        """
        month, day = month_and_day(self.planting)
        years = days.astype("datetime64[Y]")
        into_year = np.timedelta64(day - 1, "D")

        def planted(of_years: np.ndarray) -> np.ndarray:
            return (of_years.astype("datetime64[M]") + (month - 1)).astype("datetime64[D]") + into_year

        last = np.where(planted(years) <= days, planted(years), planted(years - 1))
        return np.asarray((days - last).astype(int))

    def coefficient_on(self, days: np.ndarray) -> np.ndarray:
        """Return the crop coefficient of each day (FAO-56 equation 66).

        Parameters
        ----------
        days : ndarray of datetime64[D], shape (days,)
            Any days.

        Returns
        -------
        ndarray, shape (days,)
            Kc; between harvest and planting that of the initial stage, bare soil that is often wet.
        """
        initial, middle, end = self.coefficients
        since = self.days_since_planting(days)
        edges = np.cumsum(self.stages)
        curve = np.interp(since, [0, *edges], [initial, initial, middle, middle, end])
        return np.where(since < edges[-1], curve, initial)

    def grows_on(self, days: np.ndarray) -> np.ndarray:
        """Say on which days the crop stands, ndarray of bool, shape (days,)."""
        return self.days_since_planting(days) < sum(self.stages)


CROPS: dict[str, CropParameters] = {
    # Coefficients, stages, depths and fractions after FAO-56 Tables 12, 11 and 22, from memory of the tables and
    # not read again; the lower or middle end of the depths. Planting dates in the east of Scotland: assumption.
    "potatoes": CropParameters((0.5, 1.15, 0.75), (30, 35, 50, 30), "04-20", 0.5, 0.35),
    "carrots": CropParameters((0.7, 1.05, 0.95), (30, 40, 60, 20), "04-20", 0.6, 0.35),
    "brassicas": CropParameters((0.7, 1.05, 0.95), (30, 40, 50, 15), "04-25", 0.5, 0.45),
    "salad": CropParameters((0.7, 1.0, 0.95), (30, 40, 25, 10), "05-01", 0.35, 0.30),
    "strawberries": CropParameters((0.4, 0.85, 0.75), (25, 45, 60, 30), "04-01", 0.25, 0.20),
    "raspberries": CropParameters((0.3, 1.05, 0.5), (20, 50, 75, 60), "04-01", 0.6, 0.50),
    "grass": CropParameters((0.4, 1.0, 0.85), (10, 20, 150, 30), "03-20", 0.6, 0.55),
}
"""Crops that basinsim knows."""


class Crop(StrictModel):
    """A crop on a farm: its area alone, or with what is different about it there."""

    area: FieldArea
    """Irrigated area [field area]."""
    coefficients: tuple[Coefficient, Coefficient, Coefficient] | None = None
    """Single crop coefficient of the initial stage, mid-season and the end (FAO-56 Table 12)."""
    stages: tuple[Stage, Stage, Stage, Stage] | None = None
    """Days of the initial, development, mid-season and late stages (FAO-56 Table 11)."""
    planting: MonthDay | None = None
    """Month and day on which the initial stage begins."""
    root_depth: Length | None = None
    """Effective rooting depth [length] (FAO-56 Table 22)."""
    depletion_fraction: Fraction | None = None
    """Share of the available water that is taken up without stress at 5 mm/d (FAO-56 Table 22)."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe the mapping, and the area standing alone."""
        return {"anyOf": [handler(schema), *OneNumber("field_area").json_schema()["anyOf"]]}

    @model_validator(mode="before")
    @classmethod
    def _from_bare_area(cls, raw: Any) -> Any:
        return raw if isinstance(raw, dict | Crop) else {"area": raw}

    def given(self) -> dict[str, Any]:
        """Return the parameters that the file gives for it, by name."""
        return {key: getattr(self, key) for key in KEYS if getattr(self, key) is not None}

    def parameters(self, name: str) -> CropParameters:
        """Return the crop's parameters: those given, and else those of the crop of that name.

        Parameters
        ----------
        name : str
            A crop that basinsim knows, unless everything is given.

        Returns
        -------
        CropParameters
            Complete.
        """
        given = self.given()
        return CropParameters(**given) if len(given) == len(KEYS) else replace(CROPS[name], **given)
