"""The parts of a study: levers, what is judged, futures, search."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator, model_validator
from pydantic_core import PydanticCustomError

from basinsim.schema.base import StrictModel
from basinsim.schema.setting import AnySetting
from basinsim.schema.statistic import FutureStatistic, Limit, Statistic

Count = Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
Seed = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
Policies = tuple[dict[str, Any], ...]


def _refuse(text: str) -> PydanticCustomError:
    return PydanticCustomError("study", "{text}", {"text": text})


def _as_tuple(raw: Any) -> Any:
    return (raw,) if isinstance(raw, str | int) and not isinstance(raw, bool) else raw


def _one_or_more(one: dict[str, Any]) -> WithJsonSchema:
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


Words = Annotated[
    tuple[str, ...], BeforeValidator(_as_tuple), Field(min_length=1), _one_or_more({"type": "string"})
]
Seeds = Annotated[
    tuple[Seed, ...],
    BeforeValidator(_as_tuple),
    Field(min_length=1),
    _one_or_more({"type": "integer", "minimum": 0}),
]


class Lever(StrictModel):
    """Something the partners may decide: a policy, with or without a number of it to be chosen, or alternatives."""

    description: str = ""
    """What it is, in the partners' words."""
    policy: dict[str, Any] | None = None
    """A policy as it would stand in a scenario, without the parameter that is chosen."""
    parameter: Words | None = None
    """Which of its keys is chosen, such as share or set.agriculture; several keys get the same value.
    Without it the policy is on or off."""
    alternatives: Annotated[dict[str, Policies], Field(min_length=2)] | None = None
    """Instead of a policy: named lists of policies of which one is chosen; an empty list changes nothing."""
    range: tuple[AnySetting, AnySetting] | None = None
    """Lowest and highest value of the parameter, in the same unit."""
    step: AnySetting | None = None
    """Distance of the values within the range; a grid needs one."""
    choices: Annotated[tuple[Any, ...], Field(min_length=2)] | None = None
    """Values of the parameter of which one is chosen, instead of a range."""
    off_at: Any = None
    """Value of the parameter at which the policy is left out."""

    @model_validator(mode="after")
    def _is_one_kind(self) -> "Lever":
        if (self.policy is None) == (self.alternatives is None):
            raise _refuse("a lever has either a 'policy' or 'alternatives'")
        if self.parameter is not None and self.policy is None:
            raise _refuse("'parameter' names a key of a 'policy', which is missing")
        values = [key for key in ("range", "choices") if getattr(self, key) is not None]
        if self.parameter is None and (values or self.off_at is not None or self.step is not None):
            raise _refuse("'range', 'step', 'choices' and 'off_at' need a 'parameter' whose values they are")
        if self.parameter is not None and len(values) != 1:
            raise _refuse("a parameter is given either a 'range' or 'choices'")
        if self.step is not None and self.range is None:
            raise _refuse("'step' belongs to a 'range'")
        return self

    @model_validator(mode="after")
    def _range_is_in_order(self) -> "Lever":
        if self.range is None:
            return self
        low, high = self.range
        parts = [low, high, *([self.step] if self.step is not None else [])]
        units = sorted({part.unit for part in parts})
        if len(units) > 1:
            raise _refuse(f"range and step are in one unit, found {' and '.join(map(repr, units))}")
        if high.number <= low.number:
            raise _refuse(f"the range ends ({high}) before it starts ({low})")
        if self.step is not None and not 0 < self.step.number <= high.number - low.number:
            raise _refuse(f"the step ({self.step}) does not fit the range {low} to {high}")
        return self


class Measure(StrictModel):
    """A number that a policy is judged by: a metric, one number over members, one over futures."""

    metric: str
    """Name of the metric."""
    group: str = "all"
    """Of whom or what: a user, sector, gauge or community, or all."""
    statistic: Statistic = "mean"
    """Over members: mean, median, worst, best, or a percentile such as "5 %"."""
    futures: FutureStatistic = "mean"
    """Over futures: mean, worst, or the name of one."""


class Objective(Measure):
    """What should be as good as can be; which way is better is the metric's."""

    label: str = ""
    """What tables and figures call it; its name in words without one."""
    epsilon: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """Least difference that matters, in the metric's unit: policies nearer than this stand for each other."""
    good_enough: Limit | None = None
    """From which value on a case counts as good enough: a number in the metric's unit, or a share of what the
    baseline gives on average in the first future, "110 % of baseline". Without it: no worse than the baseline's
    worst tenth of members there."""


class Constraint(Measure):
    """What must hold."""

    at_least: Limit | None = None
    """Least value allowed: a number, or a share of what it is without any lever, "90 % of baseline"."""
    at_most: Limit | None = None
    """Largest value allowed, in the same forms."""

    @model_validator(mode="after")
    def _limits_something(self) -> "Constraint":
        if self.at_least is None and self.at_most is None:
            raise _refuse("a constraint has an 'at_least' or an 'at_most'")
        return self


class Kept(StrictModel):
    """A metric that is kept beside those of objectives and constraints."""

    metric: str
    """Name of the metric."""
    group: str | None = None
    """Of whom or what; all groups without it."""


class UncertainFact(StrictModel):
    """A number of the register that may be another."""

    values: Annotated[tuple[AnySetting, ...], Field(min_length=1)] | None = None
    """What it may be, each as likely."""
    range: Literal["register"] | tuple[AnySetting, AnySetting] | None = None
    """Between what it may lie; register: its plausible range there. Needs futures that are sampled."""

    @model_validator(mode="after")
    def _has_one(self) -> "UncertainFact":
        if (self.values is None) == (self.range is None):
            raise _refuse("an uncertain fact has either 'values' or a 'range'")
        if isinstance(self.range, tuple) and self.range[0].number >= self.range[1].number:
            raise _refuse(f"the range ends ({self.range[1]}) before it starts ({self.range[0]})")
        return self


class SampledFutures(StrictModel):
    """How many futures are drawn from all that may happen."""

    count: Count
    """How many, beside the reference."""
    seed: Seed = 1
    """Of the draw."""


class Futures(StrictModel):
    """What nobody in the room decides. The first of everything makes the reference future."""

    members: Count | None = None
    """Members of each future, the same for every policy; those of the scenario without it."""
    climates: Words = ("present",)
    """Names of climates of the basin's table; present: no change."""
    growth: dict[str, Policies] = {}
    """Named lists of policies that say what may become of demand; an empty list changes nothing."""
    hydrology_seeds: Seeds | None = None
    """Seeds of generated records, each a future; that of the scenario without them."""
    facts: dict[str, UncertainFact] = {}
    """Numbers of the basin's register, by their key, that may be others."""
    sample: SampledFutures | None = None
    """Draw futures from all of these by Latin hypercube; without it every combination is one."""


_KEYS_OF_A_METHOD = {
    "grid": (),
    "latin_hypercube": ("points",),
    "sobol": ("points",),
    "evolutionary": ("population", "generations", "algorithm"),
}


class Search(StrictModel):
    """How policies are looked for."""

    method: Literal["grid", "latin_hypercube", "sobol", "evolutionary"] = "latin_hypercube"
    """grid: every combination of the levers' values; samples; or evolutionary search."""
    points: Count | None = None
    """How many policies are sampled, for each seed; 50 without it."""
    population: Annotated[int, Field(ge=4, le=10_000, strict=True)] | None = None
    """Policies of a generation; 24 without it."""
    generations: Count | None = None
    """How many generations; 10 without it."""
    algorithm: Literal["nsga2", "nsga3"] | None = None
    """Without it nsga2 up to three objectives, nsga3 from four on."""
    seeds: Seeds = (1,)
    """Of the samples or the search; what all of them find is put together."""

    @model_validator(mode="after")
    def _keys_belong(self) -> "Search":
        allowed = _KEYS_OF_A_METHOD[self.method]
        wrong = [
            key
            for key in ("points", "population", "generations", "algorithm")
            if getattr(self, key) is not None and key not in allowed
        ]
        if wrong:
            named = " and ".join(f"'{key}'" for key in wrong)
            raise _refuse(
                f"{named} do not belong to the method '{self.method}' (allowed: {', '.join((*allowed, 'seeds'))})"
            )
        if self.method == "grid" and len(self.seeds) > 1:
            raise _refuse("a grid is the same for every seed: leave 'seeds' out")
        return self


class Budget(StrictModel):
    """When the search ends though it could go on."""

    points: Count | None = None
    """Most policies that are simulated."""
    minutes: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    """After which no new policy is begun; what was found so far is kept, and the command goes on from there
    when it is called again."""


class Screen(StrictModel):
    """A quicker simulation of every policy; only the survivors are simulated in full."""

    step: str | None = None
    """Step of the screen; the scenario's without it."""
    years: Count | None = None
    """Length of the record from its start; all of it without one."""
    members: Count | None = None
    """How many members, the first ones; all of them without it."""
    keep: Annotated[int, Field(ge=2, le=100_000, strict=True)] = 20
    """How many policies survive: first those nobody beats, then those beaten by these alone, and so on."""

    @field_validator("step", mode="before")
    @classmethod
    def _as_text(cls, raw: Any) -> Any:
        return f"{raw} days" if isinstance(raw, int) and not isinstance(raw, bool) else raw
