"""A share that may lie below nothing or above the whole, such as a shift of -10 % or a factor of 120 %."""

from dataclasses import dataclass
from typing import Any

from basinsim.schema.reading import ReadsValue, RefusedError, shown
from basinsim.units import UnitError, split_number


@dataclass(frozen=True)
class ShareWithin(ReadsValue):
    """One number between two others, or a percentage.

    Attributes
    ----------
    least, most : float
        Both are allowed.
    """

    least: float
    most: float

    def read(self, raw: Any, context: dict[str, Any]) -> float:
        """Turn ``-0.1`` or ``"-10 %"`` into -0.1."""
        number = self._percentage(raw) if isinstance(raw, str) else raw
        if (
            isinstance(number, bool)
            or not isinstance(number, int | float)
            or not self.least <= number <= self.most
        ):
            raise RefusedError(
                (
                    (),
                    f'must be one number from {self.least:g} to {self.most:g}, or from "{100 * self.least:g} %" to '
                    f'"{100 * self.most:g} %", found {shown(raw)}',
                )
            )
        return float(number)

    @staticmethod
    def _percentage(raw: str) -> float | None:
        try:
            number, unit = split_number(raw)
        except UnitError:
            return None
        return {"%": number / 100, "": number}.get(unit)

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        number = {"type": "number", "minimum": self.least, "maximum": self.most}
        return {"anyOf": [number, {"type": "string"}]}
