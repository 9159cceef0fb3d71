"""Which weather and rivers a scenario runs with."""

from pathlib import Path
from typing import Annotated, Any, Literal

from basinsim.schema.base import StrictModel
from basinsim.schema.reading import ReadsValue, RefusedError, shown

RecordWord = Literal["reference"]
RECORD_WORDS = ("reference",)


class Record(ReadsValue):
    """A pydantic type for the words above, or the path of a record of one's own."""

    def read(self, raw: Any, context: dict[str, Any]) -> Path | str | None:
        """Return the word, the path relative to the file it stands in, or refuse."""
        if raw is None or isinstance(raw, Path) or raw in RECORD_WORDS:
            return raw  # type: ignore[no-any-return]
        if not isinstance(raw, str) or not raw:
            raise RefusedError(((), f"must be 'reference' or a NetCDF file, found {shown(raw)}"))
        if Path(raw).suffix.lower() not in (".nc", ".nc4", ".netcdf"):
            raise RefusedError(((), f"found {shown(raw)}; allowed: reference, or a NetCDF file (.nc)"))
        return Path(raw)

    def json_schema(self) -> dict[str, Any]:
        """Describe the words and the path."""
        return {"anyOf": [{"enum": list(RECORD_WORDS)}, {"type": "string", "pattern": r"\.(nc|nc4|netcdf)$"}]}


class Hydrology(StrictModel):
    """Where rain, evapotranspiration and natural flow come from."""

    record: Annotated[Path | RecordWord | None, Record()] = None
    """reference: the record that ships with the basin; or a NetCDF file, such as one made from observed
    flows. Without it: reference."""
