"""A number that a study tries, with or without a unit, as it would stand in another file."""

import math
from dataclasses import dataclass
from typing import Annotated, Any

from basinsim.schema.reading import ReadsValue, RefusedError, shown
from basinsim.schema.values import Parsed
from basinsim.units import UnitError, split_number


@dataclass(frozen=True)
class Setting(Parsed):
    """A number and the unit word it was written with.

    Attributes
    ----------
    number : float
        As written.
    unit : str
        Empty for a bare number.
    whole : bool
        Whether it was written as a whole number without a unit, as a priority is.
    """

    number: float
    unit: str = ""
    whole: bool = False

    def raw(self) -> int | float | str:
        """Return what would stand in a file."""
        if self.unit:
            return f"{self.number:.10g} {self.unit}"
        return round(self.number) if self.whole else self.number

    def at(self, number: float) -> "Setting":
        """Return another number, in the same unit and of the same kind."""
        return Setting(float(number), self.unit, self.whole)

    def __str__(self) -> str:
        """Write it as in a file."""
        return f"{self.number:.6g} {self.unit}".rstrip()


class ReadsSetting(ReadsValue):
    """A pydantic type for a number with or without a unit."""

    def read(self, raw: Any, context: dict[str, Any]) -> Setting:
        """Return number and unit word; which units fit is for the file to say in which it is put."""
        if isinstance(raw, int | float) and not isinstance(raw, bool) and math.isfinite(raw):
            return Setting(float(raw), "", isinstance(raw, int))
        if isinstance(raw, str):
            try:
                number, unit = split_number(raw)
            except UnitError as error:
                raise RefusedError(((), str(error))) from None
            return Setting(number, unit)
        raise RefusedError(((), f"must be a number, with a unit where it has one, found {shown(raw)}"))

    def json_schema(self) -> dict[str, Any]:
        """Describe a number, and text with a unit."""
        return {"type": ["number", "string"]}


AnySetting = Annotated[Setting, ReadsSetting()]
"""A number with or without a unit."""
