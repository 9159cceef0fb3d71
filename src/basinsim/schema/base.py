"""The model every other one derives from: frozen, no unknown key, described by its docstrings."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class StrictModel(BaseModel):
    """A frozen mapping with a closed list of keys."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        validate_by_name=True,
        validate_by_alias=True,
        arbitrary_types_allowed=True,
    )


Priority = Annotated[int, Field(ge=1, le=1000, strict=True)]
"""Order of a wish: 1 is served first."""

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
