"""The forms in which a number may be written, and the quantity it must be."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from basinsim.errors import name_hint
from basinsim.units import UNIT_WORDS, UnitError, factor, internal_unit, split_number

VALUE_ERROR = "value_problems"
MONTHS = 12


class Parsed:
    """Marks what a reader of this file has already read."""


@dataclass(frozen=True)
class Constant(Parsed):
    """The same number all the time [internal unit]."""

    number: float


@dataclass(frozen=True)
class Share(Parsed):
    """A share of something else, such as a reservoir's capacity [1]."""

    fraction: float


@dataclass(frozen=True)
class Monthly(Parsed):
    """Twelve numbers, January first [internal unit]."""

    numbers: tuple[float, ...]


@dataclass(frozen=True)
class StepValues(Parsed):
    """One number for each step of the period [internal unit]."""

    numbers: tuple[float, ...]


@dataclass(frozen=True)
class SeriesFile(Parsed):
    """A dated series in a file; ``factor`` turns its numbers into the internal unit."""

    path: Path
    column: str
    factor: float


@dataclass(frozen=True)
class ValueCurve(Parsed):
    """Marginal value falling with amount: pairs of amount [Ml/d] and price [GBP/Ml]."""

    segments: tuple[tuple[float, float], ...]


Value = Constant | Share | Monthly | StepValues | SeriesFile
Found = tuple[tuple[str | int, ...], str]  # where below the field, and what is wrong


class _RefusedError(Exception):
    """Carries what is wrong with one value."""

    def __init__(self, *problems: Found) -> None:
        self.problems = list(problems)
        super().__init__()


def value_error(problems: list[Found]) -> PydanticCustomError:
    """Return one pydantic error that carries several problems with their places.

    Parameters
    ----------
    problems : list of (path, message)
        Paths count from the field that is being read.

    Returns
    -------
    PydanticCustomError
        To be raised by a validator.
    """
    text = "; ".join(message for _, message in problems)
    return PydanticCustomError(VALUE_ERROR, "{text}", {"text": text, "problems": problems})


class _Reads:
    """A pydantic type that reads a raw value with :meth:`read` and lists all its problems."""

    def read(self, raw: Any, context: dict[str, Any]) -> Any:
        raise NotImplementedError

    def json_schema(self) -> dict[str, Any]:
        raise NotImplementedError

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def validate(raw: Any, info: core_schema.ValidationInfo) -> Any:
            if isinstance(raw, Parsed):
                return raw
            try:
                return self.read(raw, info.context or {})
            except _RefusedError as refused:
                raise value_error(refused.problems) from None

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return self.json_schema()


@dataclass(frozen=True)
class Quantity(_Reads):
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
                raise _RefusedError(
                    ((), f"a list is a monthly profile and has twelve numbers, not {len(raw)}")
                )
            return Monthly(self._numbers(raw, context, ()))
        if isinstance(raw, dict) and self.varies:
            return self._from_mapping(raw, context)
        if isinstance(raw, str) and self.share and raw.strip().endswith("%"):
            return Share(_percent(raw))
        return Constant(self.one_number(raw, context))

    def _from_mapping(self, raw: dict[str, Any], context: dict[str, Any]) -> Value:
        if "values" in raw:
            _only(raw, ("values", "unit"))
            if not isinstance(raw["values"], list) or not raw["values"]:
                raise _RefusedError((("values",), "must be a list with one number for each step"))
            unit = raw.get("unit")
            inner = context if unit is None else {**context, "units": {self.kind: unit}}
            if unit is not None:
                self._factor(unit, ("unit",))
            return StepValues(self._numbers(raw["values"], inner, ("values",)))
        if "file" in raw:
            return self._from_file(raw, context)
        allowed = ("values", "file")
        raise _RefusedError(
            (
                (),
                f"a series is written {{values: [...]}} or {{file: ..., column: ...}} {name_hint(next(iter(raw), ''), allowed)}",
            )
        )

    def _from_file(self, raw: dict[str, Any], context: dict[str, Any]) -> SeriesFile:
        _only(raw, ("file", "column", "variable", "unit", "scale"))
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
            problems.append((("scale",), f"must be a number, found {_shown(scale)}"))
            scale = 1.0
        try:
            by_unit = self._factor(raw.get("unit", self._default_unit(context)), ("unit",))
        except _RefusedError as refused:
            problems += refused.problems
        if problems:
            raise _RefusedError(*problems)
        return SeriesFile(Path(context.get("directory", ".")) / str(file), str(column), by_unit * scale)

    def _numbers(self, raw: list[Any], context: dict[str, Any], at: tuple[str, ...]) -> tuple[float, ...]:
        numbers, problems = [], []
        for i, item in enumerate(raw):
            try:
                numbers.append(self.one_number(item, context))
            except _RefusedError as refused:
                problems += [((*at, i, *inner), message) for inner, message in refused.problems]
        if problems:
            raise _RefusedError(*problems)
        return tuple(numbers)

    def one_number(self, raw: Any, context: dict[str, Any]) -> float:
        """Turn a number, with a unit or without, into the internal unit."""
        if isinstance(raw, str):
            try:
                number, unit = split_number(raw)
            except UnitError as error:
                raise _RefusedError(((), f"{error}{self._example()}")) from None
            if unit == "%":
                raise _RefusedError(((), f"a share ('{raw}') makes no sense here{self._example()}"))
        elif isinstance(raw, bool) or not isinstance(raw, int | float):
            raise _RefusedError(((), f"must be a {self._spoken()}, found {_shown(raw)}{self._example()}"))
        else:
            try:
                number, unit = float(raw), ""
            except OverflowError:
                raise _RefusedError(((), f"is too large a number for a {self._spoken()}")) from None
        if not math.isfinite(number):
            raise _RefusedError(((), f"must be a finite {self._spoken()}, found {_shown(raw)}"))
        number *= self._factor(unit or self._default_unit(context), ())
        if self.least is not None and number < self.least:
            what = "not be negative" if self.least == 0 else f"be at least {self.least:g}"
            raise _RefusedError(((), f"must {what}, found {_shown(raw)}"))
        return number

    def _factor(self, unit: Any, at: tuple[str, ...]) -> float:
        try:
            return factor(str(unit), self.kind)
        except UnitError as error:
            raise _RefusedError((at, str(error))) from None

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
class ShareOfOne(_Reads):
    """One number between 0 and 1, or a percentage."""

    def read(self, raw: Any, context: dict[str, Any]) -> float:
        """Turn ``0.04`` or ``"4 %"`` into 0.04."""
        number = _percent(raw) if isinstance(raw, str) else raw
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise _RefusedError(((), f'must be one number from 0 to 1, or "4 %", found {_shown(raw)}'))
        return float(number)

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        return {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string"}]}


@dataclass(frozen=True)
class ReservoirHead(Parsed):
    """Head that follows a reservoir's level at the start of each step; tailwater in [m]."""

    reservoir: str
    tailwater: float


@dataclass(frozen=True)
class Head(Quantity):
    """A head: a length in any form, or ``{reservoir: NAME, tailwater: LEVEL}``."""

    def read(self, raw: Any, context: dict[str, Any]) -> Value | ReservoirHead:  # type: ignore[override]
        """Turn what the file says into metres, or into the name of a reservoir."""
        if not (isinstance(raw, dict) and {"reservoir", "tailwater"} & set(raw)):
            return super().read(raw, context)
        _only(raw, ("reservoir", "tailwater"))
        if not isinstance(raw.get("reservoir"), str):
            raise _RefusedError((("reservoir",), "must be the name of a reservoir with a level table"))
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


@dataclass(frozen=True)
class Table(_Reads):
    """Rows of quantities, each column of one kind; the first column rises strictly.

    Attributes
    ----------
    columns : tuple of (str, str)
        Name and kind of quantity of each column.
    rising : bool
        Whether the other columns must not fall either.
    """

    columns: tuple[tuple[str, str], ...]
    rising: bool = True

    def read(self, raw: Any, context: dict[str, Any]) -> tuple[tuple[float, ...], ...]:
        """Turn a list of rows into numbers in internal units."""
        names = ", ".join(name for name, _ in self.columns)
        if not isinstance(raw, list) or len(raw) < 2:
            raise _RefusedError(((), f"must be a table: a list of at least two rows [{names}]"))
        problems: list[Found] = []
        rows = []
        for i, row in enumerate(raw):
            if not isinstance(row, list) or len(row) != len(self.columns):
                problems.append(((i,), f"a row has {len(self.columns)} numbers: [{names}]"))
                continue
            rows.append(tuple(_collect(problems, (i,), self._cells(row, context))))
        for i, (before, after) in enumerate(pairwise(rows), start=1):
            if problems:
                break
            pairs = list(zip(before, after, strict=True))
            if pairs[0][1] <= pairs[0][0] or (self.rising and any(b < a for a, b in pairs)):
                problems.append(((i,), f"the rows of [{names}] must rise"))
        if problems:
            raise _RefusedError(*problems)
        return tuple(rows)

    def _cells(self, row: list[Any], context: dict[str, Any]) -> Iterator[Callable[[], float]]:
        for cell, (_, kind) in zip(row, self.columns, strict=True):
            quantity = Quantity(kind, varies=False, least=None if kind == "length" else 0.0)
            yield partial(quantity.one_number, cell, context)

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted form."""
        cell = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        row = {"type": "array", "items": cell, "minItems": len(self.columns), "maxItems": len(self.columns)}
        return {"type": "array", "items": row, "minItems": 2}


@dataclass(frozen=True)
class Price(_Reads):
    """A price of water: one value, or a falling curve of marginal value."""

    def read(self, raw: Any, context: dict[str, Any]) -> Value | ValueCurve:
        """Turn a price, profile, series or ``[[amount, price], ...]`` into internal units."""
        if not (isinstance(raw, list) and raw and all(isinstance(row, list) for row in raw)):
            return Quantity("price_of_water", least=None).read(raw, context)
        problems: list[Found] = []
        amount, price = Quantity("flow", varies=False), Quantity("price_of_water", varies=False, least=None)
        segments: list[tuple[float, float]] = []
        for i, row in enumerate(raw):
            if len(row) != 2:
                problems.append(((i,), "a piece of a value curve is a pair: [amount, marginal value]"))
                continue
            readers = (
                partial(amount.one_number, row[0], context),
                partial(price.one_number, row[1], context),
            )
            pair = _collect(problems, (i,), iter(readers))
            if len(pair) == len(row):
                segments.append((pair[0], pair[1]))
        for i in range(1, len(segments)):
            if not problems and segments[i][1] > segments[i - 1][1]:
                problems.append(((i,), "marginal value must fall from piece to piece"))
        if problems:
            raise _RefusedError(*problems)
        return ValueCurve(tuple(segments))

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        cell = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        curve = {"type": "array", "items": {"type": "array", "items": cell, "minItems": 2, "maxItems": 2}}
        return {"anyOf": [*Quantity("price_of_water").json_schema()["anyOf"], curve]}


def _collect(
    problems: list[Found], at: tuple[int, ...], readers: Iterator[Callable[[], float]]
) -> list[float]:
    numbers = []
    for j, reader in enumerate(readers):
        try:
            numbers.append(reader())
        except _RefusedError as refused:
            problems += [((*at, j, *inner), message) for inner, message in refused.problems]
    return numbers


def _only(raw: dict[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = [key for key in raw if key not in allowed]
    if unknown:
        raise _RefusedError(*(((key,), f"unknown key; {name_hint(key, allowed)}") for key in unknown))


def _percent(raw: str) -> float:
    try:
        number, unit = split_number(raw)
    except UnitError as error:
        raise _RefusedError(((), str(error))) from None
    if unit not in ("%", ""):
        raise _RefusedError(((), f"must be a number from 0 to 1 or a percentage, found '{raw}'"))
    share = number / 100 if unit else number
    if not 0 <= share <= 1:
        raise _RefusedError(((), f"must be from 0 to 100 %, found '{raw}'"))
    return share


def _shown(raw: Any) -> str:
    text = {True: "true", False: "false", None: "nothing"}.get(raw) if isinstance(raw, bool | None) else None
    text = text or (
        "a mapping" if isinstance(raw, dict) else "a list" if isinstance(raw, list) else repr(raw)
    )
    return text if len(text) <= 60 else text[:57] + "..."


Flow = Annotated[Value, Quantity("flow")]
Volume = Annotated[Value, Quantity("volume")]
VolumeOrShare = Annotated[Value, Quantity("volume", share=True)]
DepthRate = Annotated[Value, Quantity("depth_rate")]
HeadValue = Annotated[Value | ReservoirHead, Head("length")]
EnergyIntensity = Annotated[Value, Quantity("energy_intensity", varies=False)]
Cost = Annotated[Value, Quantity("price_of_water", least=None)]
WaterPrice = Annotated[Value | ValueCurve, Price()]
EnergyPrice = Annotated[Value, Quantity("price_of_energy", least=None)]
OneShare = Annotated[float, ShareOfOne()]
