"""What the river is meant to keep, as a policy: more or less of it, all year or in some months."""

from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from basinsim.policies.areas import at_gauge, flow_in_words, problems_of_table
from basinsim.rules.references import known_names, unknown
from basinsim.rules.words import months_in_words, quoted, share
from basinsim.schema.basin import Basin
from basinsim.schema.low_flow import LowFlow
from basinsim.schema.policy import Policy, register
from basinsim.schema.share_within import ShareWithin
from basinsim.schema.sourced import SHARE, Sourced
from basinsim.schema.values import Constant, Found, GaugeTable, Monthly, SeriesFile, StepValues

_YEAR = tuple(range(1, 13))
Month = Annotated[int, Field(ge=1, le=12, strict=True)]


@register
class EnvironmentalFlows(Policy):
    """The flow that the river is meant to keep is raised or lowered at gauges.

    Where a gauge is owed no more than nature brings (`natural`), that stays so.
    """

    type_name: ClassVar[str] = "environmental_flows"
    option: ClassVar[str | None] = "E1"
    example: ClassVar[str] = """\
- type: environmental_flows
  gauges: [forth_at_craigforth]
  factor: 1.2
  months: [6, 7, 8, 9]
"""

    gauges: tuple[str, ...] = ()
    """Gauges where it changes; all that have an environmental flow where none is named."""
    factor: Annotated[
        float | None,
        ShareWithin(0.0, 100.0),
        Sourced(SHARE, "assumption of this project", "assumption", 0.8, 1.5),
    ] = None
    """What the present flow is multiplied by, such as 1.2 or 120 %; give this or `to`."""
    to: Annotated[
        Constant | GaugeTable | None,
        LowFlow(),
        Sourced(
            "Ml/d",
            "standards of abstraction and run-of-river guidance look at percentiles from Q98 to Q90; "
            "which of them is an assumption",
            "assumption",
        ),
    ] = None
    """The flow from now on, in place of the present one [flow]; a number, or {file, column} of a table by
    gauge, such as a percentile of the flow."""
    months: Annotated[tuple[Month, ...], Field(min_length=1)] = _YEAR
    """Months in which it changes; the whole year without it."""

    @model_validator(mode="after")
    def _says_one_thing(self) -> "EnvironmentalFlows":
        if (self.factor is None) == (self.to is None):
            text = "environmental flows change by a 'factor', or 'to' another flow: give one of them"
            raise PydanticCustomError("environmental_flows", "{text}", {"text": text})
        return self

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown gauges, a table that does not know them, and series that have no months."""
        kind = "gauge with an environmental_flow"
        found = list(unknown(basin, kind, ((("gauges", i), name) for i, name in enumerate(self.gauges))))
        known = [name for name in self._gauges(basin) if name in known_names(basin, kind)]
        found += problems_of_table("to", self.to, known)
        for name in known if self._in_part_of_the_year else ():
            amount = basin.nodes[name].environmental_flow.amount  # type: ignore[union-attr] # a gauge with one
            if isinstance(amount, StepValues | SeriesFile):
                message = (
                    f"the environmental flow of '{name}' is a series, which cannot be changed month by month"
                )
                found.append((("months",), message))
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the gauges."""
        return frozenset(self._gauges(basin))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the changed environmental flows."""
        nodes: dict[str, Any] = dict(basin.nodes)
        for name in self._gauges(basin):
            wish = nodes[name].environmental_flow
            target = at_gauge(self.to, name)
            amount = _scaled(wish.amount, self.factor) if target is None else target
            if self._in_part_of_the_year:
                own, changed = _by_month(wish.amount), _by_month(amount)
                numbers = [changed[i] if i + 1 in self.months else own[i] for i in range(12)]
                amount = Monthly(tuple(numbers))
            changed_wish = wish.model_copy(update={"amount": amount})
            nodes[name] = nodes[name].model_copy(update={"environmental_flow": changed_wish})
        return basin.model_copy(update={"nodes": nodes})

    def sentence(self) -> str:
        """Say at which gauges the river is to keep how much more, or what."""
        where = quoted(self.gauges) if self.gauges else "every gauge that has one"
        when = f" {months_in_words(self.months)}" if self._in_part_of_the_year else ""
        if self.to is not None:
            return f"The environmental flow at {where} becomes {flow_in_words(self.to, self.gauges or ())}{when}."
        change = (self.factor or 1.0) - 1.0
        word = "is raised" if change >= 0 else "is lowered"
        return f"The environmental flow at {where} {word} by {share(abs(change))}{when}."

    @property
    def _in_part_of_the_year(self) -> bool:
        return set(self.months) != set(_YEAR)

    def _gauges(self, basin: Basin) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.gauges)) or known_names(basin, "gauge with an environmental_flow")


def _scaled(value: Any, by: float | None) -> Any:
    factor = 1.0 if by is None else by
    if isinstance(value, Constant):
        return Constant(value.number * factor)
    if isinstance(value, Monthly | StepValues):
        return type(value)(tuple(number * factor for number in value.numbers))
    return SeriesFile(value.path, value.column, value.factor * factor)


def _by_month(value: Constant | Monthly) -> tuple[float, ...]:
    return value.numbers if isinstance(value, Monthly) else (value.number,) * 12
