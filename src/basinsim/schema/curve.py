"""A control curve: a storage that changes over the year."""

from dataclasses import dataclass
from typing import Any

from basinsim.schema.month_day import month_and_day
from basinsim.schema.quantity import Quantity
from basinsim.schema.reading import ReadsValue, RefusedError
from basinsim.schema.values import Constant, DatedCurve, Found, Share, Value

_DATES_OR_SERIES = ("values", "file")


@dataclass(frozen=True)
class StorageCurve(ReadsValue):
    """A storage in any form of value, or ``{01-01: 90 %, 05-01: 70 %}``, interpolated between dates."""

    def read(self, raw: Any, context: dict[str, Any]) -> Value | DatedCurve:
        """Turn what the file says into a value or a dated curve."""
        storage = Quantity("volume", share=True)
        if not isinstance(raw, dict) or any(key in raw for key in _DATES_OR_SERIES):
            return storage.read(raw, context)
        one = Quantity("volume", share=True, varies=False)
        points: dict[tuple[int, int], Constant | Share] = {}
        problems: list[Found] = []
        for key, number in raw.items():
            try:
                day = month_and_day(key)
            except ValueError as error:
                problems.append(((key,), str(error)))
                continue
            if day in points:
                problems.append(((key,), "this day has a number already"))
            try:
                points[day] = one.read(number, context)  # type: ignore[assignment] # it does not vary
            except RefusedError as refused:
                problems += [((key, *inner), message) for inner, message in refused.problems]
        if not raw:
            problems.append(((), "a curve has at least one day, such as {01-01: 90 %}"))
        if problems:
            raise RefusedError(*problems)
        return DatedCurve(tuple(sorted(points.items(), key=lambda point: point[0])))

    def json_schema(self) -> dict[str, Any]:
        """Describe all forms."""
        number = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        dated = {
            "type": "object",
            "patternProperties": {r"^\d{1,2}-\d{1,2}$": number},
            "additionalProperties": False,
            "minProperties": 1,
        }
        return {"anyOf": [*Quantity("volume", share=True).json_schema()["anyOf"], dated]}
