"""A scenario: which basin, over which period, under which policies."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema, field_validator, model_validator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from basinsim.calendar import CalendarError, add_length, step_days
from basinsim.errors import name_hint
from basinsim.quantities import RESULT_VARIABLES
from basinsim.schema.base import StrictModel
from basinsim.schema.hydrology import Hydrology
from basinsim.schema.policy import AnyPolicy
from basinsim.schema.problems import problems_of
from basinsim.schema.reading import value_error


def _day(raw: Any) -> date:
    try:
        return raw if isinstance(raw, date) else date.fromisoformat(str(raw))
    except ValueError:
        text = f"'{raw}' is not a date (write it as 1971-01-01)"
        raise PydanticCustomError("day", "{text}", {"text": text}) from None


Day = Annotated[date, BeforeValidator(_day)]


class Period(StrictModel):
    """First and last day of a run."""

    start: Day
    """First day."""
    end: Day
    """Last day."""
    warm_up: str | None = None
    """Such as "1 year": the first part of the period, run but not counted."""

    @field_validator("warm_up")
    @classmethod
    def _is_a_length(cls, text: str | None) -> str | None:
        if text is not None:
            _try(lambda: add_length(date(2000, 1, 1), text))
        return text

    @model_validator(mode="after")
    def _in_order(self) -> "Period":
        if self.end < self.start:
            message = f"the period ends ({self.end}) before it starts ({self.start})"
            raise PydanticCustomError("period", "{text}", {"text": message})
        return self


class Window(StrictModel):
    """A rolling horizon, in steps."""

    window: Annotated[int, Field(ge=1, strict=True)]
    """How many steps are looked at together."""
    advance: Annotated[int, Field(ge=1, strict=True)]
    """After how many of them the window moves on."""

    @model_validator(mode="after")
    def _advances_within(self) -> "Window":
        if self.advance > self.window:
            text = (
                f"the window ({self.window} steps) must be at least as long as its advance ({self.advance})"
            )
            raise PydanticCustomError("window", "{text}", {"text": text})
        return self


class _ReadsForesight:
    """Tells the words from the window before either is checked, so that a mistake is told once."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        def validate(raw: Any) -> Any:
            if isinstance(raw, Window) or raw in _FORESIGHT_WORDS:
                return raw
            if isinstance(raw, dict):
                try:
                    return Window.model_validate(raw)
                except ValidationError as error:
                    raise value_error(problems_of(error, raw, Window)) from None
            hint = name_hint(str(raw), _FORESIGHT_WORDS)
            text = f"found '{raw}'; {hint}, or a window in steps: {{window: 52, advance: 4}}"
            raise PydanticCustomError("foresight", "{text}", {"text": text})

        return core_schema.no_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(_FORESIGHT_WORDS)}, Window.model_json_schema()]}


_FORESIGHT_WORDS = ("none", "full")
Foresight = Annotated[Literal["none", "full"] | Window, _ReadsForesight()]


class ScenarioFile(StrictModel):
    """One run to be made."""

    name: str = ""
    """What the scenario is called; the file's name without one."""
    question: str | None = None
    """The question it answers, and whose question it is."""
    basin: str
    """Basin file, relative to the file this stands in."""
    extensions: tuple[str, ...] = ()
    """Parts of the basin to switch on, by the names the basin file gives them."""
    extends: str | None = None
    """Scenario file this one builds on; its own keys win."""
    period: Period
    """When."""
    initial: str | None = None
    """Folder of results from whose end this run starts."""
    step: Annotated[
        str, WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]})
    ] = "day"
    """day, week, month, or "N days"."""
    foresight: Foresight = "none"
    """none: step by step, knowing only the past; full: the whole period at once; or a rolling window."""
    objective: Literal["priorities", "economic"] = "priorities"
    """priorities: strict order, fair shares within one; economic: greatest value after what must be kept."""
    members: Annotated[int, Field(ge=1, le=100_000, strict=True)] = 1
    """Number of ensemble members; series with a member dimension give one each."""
    hydrology: Hydrology | None = None
    """Which weather and rivers it runs with; what the basin names without it."""
    policies: tuple[AnyPolicy, ...] = ()
    """What is changed in the basin, in this order."""
    outputs: tuple[str, ...] | None = None
    """Variables to keep in the results; all of them up to ten members without it."""

    @field_validator("step", mode="before")
    @classmethod
    def _is_a_step(cls, raw: Any) -> str:
        text = f"{raw} days" if isinstance(raw, int) and not isinstance(raw, bool) else str(raw)
        if text != "month":
            _try(lambda: step_days(text))
        return text

    @field_validator("outputs")
    @classmethod
    def _are_variables(cls, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for name in names or ():
            if name not in RESULT_VARIABLES:
                text = f"unknown result variable '{name}'; {name_hint(name, tuple(RESULT_VARIABLES))}"
                raise PydanticCustomError("output", "{text}", {"text": text})
        return names


def _try(call: Any) -> None:
    try:
        call()
    except CalendarError as error:
        raise PydanticCustomError("calendar", "{text}", {"text": str(error)}) from None
