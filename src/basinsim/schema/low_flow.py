"""A low flow of a gauge, such as its Q95: a number, or a cell of a table with a row for each gauge."""

from dataclasses import dataclass
from typing import Any

from basinsim.schema.quantity import Quantity
from basinsim.schema.reading import ReadsValue
from basinsim.schema.values import Constant, GaugeTable, SeriesFile


@dataclass(frozen=True)
class LowFlow(ReadsValue):
    """One flow, or ``{file: low_flows.csv, column: q95}`` with the gauges' names in the first column."""

    def read(self, raw: Any, context: dict[str, Any]) -> Constant | GaugeTable:
        """Turn what the file says into a number, or into its place in a table."""
        if not (isinstance(raw, dict) and "file" in raw):
            return Constant(Quantity("flow", varies=False).one_number(raw, context))
        cell = Quantity("flow").read(raw, context)
        assert isinstance(cell, SeriesFile)  # a mapping with 'file' is read as nothing else
        return GaugeTable(cell.path, cell.column, cell.factor)

    def json_schema(self) -> dict[str, Any]:
        """Describe both forms."""
        file = Quantity("flow").json_schema()["anyOf"][-1]
        return {"anyOf": [*Quantity("flow", varies=False).json_schema()["anyOf"], file]}
