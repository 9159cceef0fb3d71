"""What a study says of an exact front."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from basinsim.calendar import CalendarError, step_days
from basinsim.schema.base import StrictModel
from basinsim.schema.reading import RefusedError, value_error


def _as_text(raw: Any) -> Any:
    """Read `shortage: farms`, which YAML takes for a mapping, as the words it is."""
    if isinstance(raw, dict) and len(raw) == 1:
        ((kind, names),) = raw.items()
        listed = names if isinstance(names, list) else [names]
        return f"{kind}: {', '.join(map(str, listed))}"
    return raw


AxisText = Annotated[
    str,
    BeforeValidator(_as_text),
    WithJsonSchema(
        {"anyOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "maxProperties": 1}]}
    ),
]


class ExactFrontSettings(StrictModel):
    """The best that allocation itself can do with the whole period known, beside the same prices step by step."""

    objectives: Annotated[tuple[AxisText, ...], Field(min_length=2, max_length=3)]
    """Two or three of: value; shortage: a user, sector or community; environmental_shortfall, of all gauges or of
    those named."""
    step: Annotated[
        str, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]})
    ] = "month"
    """Step of the linear program: day, week, month, or "N days"."""
    points: Annotated[int, Field(ge=2, le=200, strict=True)] = 11
    """Most corners of two objectives; of three, limits on each of the last two."""
    member: Annotated[int, Field(ge=0, le=99_999, strict=True)] = 0
    """Which member of the scenario, from 0 on."""

    @field_validator("step", mode="before")
    @classmethod
    def _is_a_step(cls, raw: Any) -> str:
        text = f"{raw} days" if isinstance(raw, int) and not isinstance(raw, bool) else str(raw)
        if text != "month":
            try:
                step_days(text)
            except CalendarError as error:
                raise value_error(RefusedError(((), str(error))).problems) from None
        return text
