"""A quantity of one kind, in any form in which it may be written."""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from basinsim.errors import name_hint, with_article
from basinsim.schema.reading import ReadsValue, RefusedError, only_keys, percentage, shown
from basinsim.schema.values import (
    Constant,
    Found,
    Monthly,
    ReservoirHead,
    SeriesFile,
    Share,
    StepValues,
    Value,
)
from basinsim.units import UNIT_WORDS, UnitError, factor, internal_unit, split_number

MONTHS = 12


@dataclass(frozen=True)
class Quantity(ReadsValue):
    """A quantity of one kind, in any form of value.

    Attributes
    ----------
    kind : str
        A key of :data:`basinsim.units.UNIT_WORDS`.
    share : bool
        Whether ``"80 %"`` is understood.
    varies : bool
        Whether it may change in time; if not, only one number is.
    least : float or None
        The smallest number allowed [internal unit].
    """

    kind: str
    share: bool = False
    varies: bool = True
    least: float | None = 0.0

    def read(self, raw: Any, context: dict[str, Any]) -> Value:
        """Turn what the file says into a value in internal units."""
        if isinstance(raw, list) and self.varies:
            if len(raw) != MONTHS:
                raise RefusedError(
                    ((), f"a list is a monthly profile and has twelve numbers, not {len(raw)}")
                )
            return Monthly(self._numbers(raw, context, ()))
        if isinstance(raw, dict) and self.varies:
            return self._from_mapping(raw, context)
        if isinstance(raw, str) and self.share and raw.strip().endswith("%"):
            return Share(percentage(raw))
        return Constant(self.one_number(raw, context))

    def _from_mapping(self, raw: dict[str, Any], context: dict[str, Any]) -> Value:
        if "values" in raw:
            only_keys(raw, ("values", "unit"))
            if not isinstance(raw["values"], list) or not raw["values"]:
                raise RefusedError((("values",), "must be a list with one number for each step"))
            unit = raw.get("unit")
            inner = context if unit is None else {**context, "units": {self.kind: unit}}
            if unit is not None:
                self._factor(unit, ("unit",))
            return StepValues(self._numbers(raw["values"], inner, ("values",)))
        if "file" in raw:
            return self._from_file(raw, context)
        allowed = ("values", "file")
        raise RefusedError(
            (
                (),
                f"a series is written {{values: [...]}} or {{file: ..., column: ...}} {name_hint(next(iter(raw), ''), allowed)}",
            )
        )

    def _from_file(self, raw: dict[str, Any], context: dict[str, Any]) -> SeriesFile:
        only_keys(raw, ("file", "column", "variable", "unit", "scale"))
        file, column = raw["file"], raw.get("column", raw.get("variable"))
        problems: list[Found] = []
        if not isinstance(file, str) or not file.strip() or "\0" in file:
            problems.append((("file",), "must be the name of a CSV or NetCDF file"))
        if ("column" in raw) == ("variable" in raw):
            problems.append(((), "names one 'column' of a CSV file or one 'variable' of a NetCDF file"))
        elif not isinstance(column, str):
            problems.append((("column" if "column" in raw else "variable",), "must be a name"))
        scale = raw.get("scale", 1.0)
        if isinstance(scale, bool) or not isinstance(scale, int | float) or not math.isfinite(scale):
            problems.append((("scale",), f"must be a number, found {shown(scale)}"))
            scale = 1.0
        try:
            by_unit = self._factor(raw.get("unit", self._default_unit(context)), ("unit",))
        except RefusedError as refused:
            problems += refused.problems
        if problems:
            raise RefusedError(*problems)
        return SeriesFile(Path(context.get("directory", ".")) / str(file), str(column), by_unit * scale)

    def _numbers(self, raw: list[Any], context: dict[str, Any], at: tuple[str, ...]) -> tuple[float, ...]:
        numbers, problems = [], []
        for i, item in enumerate(raw):
            try:
                numbers.append(self.one_number(item, context))
            except RefusedError as refused:
                problems += [((*at, i, *inner), message) for inner, message in refused.problems]
        if problems:
            raise RefusedError(*problems)
        return tuple(numbers)

    def one_number(self, raw: Any, context: dict[str, Any]) -> float:
        """Turn a number, with a unit or without, into the internal unit."""
        if isinstance(raw, str):
            try:
                number, unit = split_number(raw)
            except UnitError as error:
                raise RefusedError(((), f"{error}{self._example()}")) from None
            if unit == "%":
                raise RefusedError(((), f"a share ('{raw}') makes no sense here{self._example()}"))
        elif isinstance(raw, bool) or not isinstance(raw, int | float):
            raise RefusedError(
                ((), f"must be {with_article(self._spoken())}, found {shown(raw)}{self._example()}")
            )
        else:
            try:
                number, unit = float(raw), ""
            except OverflowError:
                raise RefusedError(
                    ((), f"is too large a number for {with_article(self._spoken())}")
                ) from None
        if not math.isfinite(number):
            raise RefusedError(((), f"must be a finite {self._spoken()}, found {shown(raw)}"))
        number *= self._factor(unit or self._default_unit(context), ())
        if self.least is not None and number < self.least:
            what = "not be negative" if self.least == 0 else f"be at least {self.least:g}"
            raise RefusedError(((), f"must {what}, found {shown(raw)}"))
        return number

    def _factor(self, unit: Any, at: tuple[str, ...]) -> float:
        try:
            return factor(str(unit), self.kind)
        except UnitError as error:
            raise RefusedError((at, str(error))) from None

    def _default_unit(self, context: dict[str, Any]) -> str:
        return str(context.get("units", {}).get(self.kind, internal_unit(self.kind)))

    def _spoken(self) -> str:
        return self.kind.replace("_", " ")

    def _example(self) -> str:
        share = ', or "80 %"' if self.share else ""
        return f' (write 3.5 or "3.5 {internal_unit(self.kind)}"{share})'

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        units = ", ".join(UNIT_WORDS[self.kind])
        text = {
            "type": "string",
            "description": f"a number with a unit ({units})" + (" or a share in %" if self.share else ""),
        }
        one: list[dict[str, Any]] = [{"type": "number"}, text]
        if not self.varies:
            return {"anyOf": one}
        twelve = {"type": "array", "items": {"anyOf": one}, "minItems": MONTHS, "maxItems": MONTHS}
        steps = {
            "type": "object",
            "properties": {"values": {"type": "array", "items": {"anyOf": one}}, "unit": {"type": "string"}},
            "required": ["values"],
            "additionalProperties": False,
        }
        names = {name: {"type": "string"} for name in ("file", "column", "variable", "unit")}
        file = {
            "type": "object",
            "properties": {**names, "scale": {"type": "number"}},
            "required": ["file"],
            "additionalProperties": False,
        }
        return {"anyOf": [*one, twelve, steps, file]}


@dataclass(frozen=True)
class OneNumber(Quantity):
    """A quantity that does not change in time, as a plain number in the internal unit."""

    varies: bool = False

    def read(self, raw: Any, context: dict[str, Any]) -> float:  # type: ignore[override]
        """Turn what the file says into one number in the internal unit."""
        return self.one_number(raw, context)


@dataclass(frozen=True)
class ShareOfOne(ReadsValue):
    """One number between 0 and 1, or a percentage."""

    def read(self, raw: Any, context: dict[str, Any]) -> float:
        """Turn ``0.04`` or ``"4 %"`` into 0.04."""
        number = percentage(raw) if isinstance(raw, str) else raw
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise RefusedError(((), f'must be one number from 0 to 1, or "4 %", found {shown(raw)}'))
        return float(number)

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        return {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}]}


@dataclass(frozen=True)
class Head(Quantity):
    """A head: a length in any form, or ``{reservoir: NAME, tailwater: LEVEL}``."""

    def read(self, raw: Any, context: dict[str, Any]) -> Value | ReservoirHead:  # type: ignore[override]
        """Turn what the file says into metres, or into the name of a reservoir."""
        if not (isinstance(raw, dict) and {"reservoir", "tailwater"} & set(raw)):
            return super().read(raw, context)
        only_keys(raw, ("reservoir", "tailwater"))
        if not isinstance(raw.get("reservoir"), str):
            raise RefusedError((("reservoir",), "must be the name of a reservoir with a level table"))
        tailwater = Quantity("length", varies=False, least=None).one_number(
            raw.get("tailwater", 0.0), context
        )
        return ReservoirHead(raw["reservoir"], tailwater)

    def json_schema(self) -> dict[str, Any]:
        """Describe both forms."""
        tailwater = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        by_level = {
            "type": "object",
            "properties": {"reservoir": {"type": "string"}, "tailwater": tailwater},
            "required": ["reservoir"],
            "additionalProperties": False,
        }
        return {"anyOf": [*super().json_schema()["anyOf"], by_level]}
