"""Tables of quantities: level, area and volume; marginal value by amount."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

from basinsim.schema.quantity import Quantity
from basinsim.schema.reading import ReadsValue, RefusedError, collect_numbers
from basinsim.schema.values import Found, Value, ValueCurve


@dataclass(frozen=True)
class Table(ReadsValue):
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
            raise RefusedError(((), f"must be a table: a list of at least two rows [{names}]"))
        problems: list[Found] = []
        rows = []
        for i, row in enumerate(raw):
            if not isinstance(row, list) or len(row) != len(self.columns):
                problems.append(((i,), f"a row has {len(self.columns)} numbers: [{names}]"))
                continue
            rows.append(tuple(collect_numbers(problems, (i,), self._cells(row, context))))
        for i, (before, after) in enumerate(pairwise(rows), start=1):
            if problems:
                break
            pairs = list(zip(before, after, strict=True))
            if pairs[0][1] <= pairs[0][0] or (self.rising and any(b < a for a, b in pairs)):
                problems.append(((i,), f"the rows of [{names}] must rise"))
        if problems:
            raise RefusedError(*problems)
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
class Price(ReadsValue):
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
            pair = collect_numbers(problems, (i,), iter(readers))
            if len(pair) == len(row):
                segments.append((pair[0], pair[1]))
        for i in range(1, len(segments)):
            if not problems and segments[i][1] > segments[i - 1][1]:
                problems.append(((i,), "marginal value must fall from piece to piece"))
        if problems:
            raise RefusedError(*problems)
        return ValueCurve(tuple(segments))

    def json_schema(self) -> dict[str, Any]:
        """Describe the accepted forms."""
        cell = {"anyOf": [{"type": "number"}, {"type": "string"}]}
        curve = {"type": "array", "items": {"type": "array", "items": cell, "minItems": 2, "maxItems": 2}}
        return {"anyOf": [*Quantity("price_of_water").json_schema()["anyOf"], curve]}
