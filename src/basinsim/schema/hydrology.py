"""Which weather and rivers a scenario runs with."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from basinsim.schema.base import StrictModel
from basinsim.schema.reading import ReadsValue, RefusedError, shown

RecordWord = Literal["reference", "generated"]
RECORD_WORDS = ("reference", "generated")


class Record(ReadsValue):
    """A pydantic type for the words above, or the path of a record of one's own."""

    def read(self, raw: Any, context: dict[str, Any]) -> Path | str | None:
        """Return the word, the path relative to the file it stands in, or refuse."""
        if raw is None or isinstance(raw, Path) or raw in RECORD_WORDS:
            return raw  # type: ignore[no-any-return]
        if not isinstance(raw, str) or not raw:
            raise RefusedError(((), f"must be 'reference', 'generated' or a NetCDF file, found {shown(raw)}"))
        if Path(raw).suffix.lower() not in (".nc", ".nc4", ".netcdf"):
            raise RefusedError(
                ((), f"found {shown(raw)}; allowed: reference, generated, or a NetCDF file (.nc)")
            )
        return Path(raw)

    def json_schema(self) -> dict[str, Any]:
        """Describe the words and the path."""
        return {"anyOf": [{"enum": list(RECORD_WORDS)}, {"type": "string", "pattern": r"\.(nc|nc4|netcdf)$"}]}


def _year_as_text(raw: Any) -> Any:
    return str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else raw


class Hydrology(StrictModel):
    """Where rain, evapotranspiration and natural flow come from."""

    record: Annotated[Path | RecordWord | None, Record()] = None
    """reference: the record that ships with the basin, one member; generated: as many members as are asked
    for; or a NetCDF file, such as one made from observed flows. Without it: reference for one member,
    generated for more."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)] | None = None
    """Seed of generated records; that of the reference record without it."""
    climate: str | None = None
    """Name of a climate of the basin's table, such as 2050s_central: rain and temperature are changed
    season by season, and the rivers respond."""
    like: Annotated[
        str | None,
        BeforeValidator(_year_as_text),
        WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}),
    ] = None
    """Name of a remembered drought, such as 1975-76: the generated years most like it, on its own dates."""

    @model_validator(mode="after")
    def _one_source(self) -> "Hydrology":
        for key, clash in (("like", self.like), ("climate", self.climate)):
            if clash is not None and isinstance(self.record, Path):
                message = f"'{key}' changes generated weather and cannot be used with a record of your own ({self.record})"
                raise PydanticCustomError("hydrology", "{text}", {"text": message})
        if self.like is not None and self.record is not None:
            message = "'like' chooses its own records: leave 'record' out"
            raise PydanticCustomError("hydrology", "{text}", {"text": message})
        if self.seed is not None and (self.like is not None or self.record not in (None, "generated")):
            message = "'seed' is for generated records only"
            raise PydanticCustomError("hydrology", "{text}", {"text": message})
        return self
