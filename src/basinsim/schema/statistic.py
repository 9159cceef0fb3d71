"""How many numbers become one: over members, over futures, and against a limit."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from basinsim.errors import name_hint
from basinsim.schema.reading import ReadsValue, RefusedError, shown
from basinsim.schema.values import Parsed

STATISTICS = ("mean", "median", "worst", "best")
"""Words for a statistic over members; a percentile such as ``p05`` is one too."""
OVER_FUTURES = ("mean", "worst")
"""Words for a statistic over futures; the name of a future is one too."""

_PERCENTILE = re.compile(r"p?\s*(\d{1,2}(?:\.\d+)?)\s*%?")


def _statistic(raw: Any) -> str:
    if raw in STATISTICS:
        return str(raw)
    found = _PERCENTILE.fullmatch(raw) if isinstance(raw, str) else None
    if found and (raw.startswith("p") or raw.rstrip().endswith("%")):
        return f"p{float(found[1]):04.1f}".removesuffix(".0")
    hint = name_hint(str(raw), STATISTICS)
    text = f"found {shown(raw)}; {hint}, or a percentile such as '5 %'"
    raise PydanticCustomError("statistic", "{text}", {"text": text})


def percentile_of(statistic: str) -> float | None:
    """Return which percentile a statistic is, 0 to 100; None for one of the words."""
    return None if statistic in STATISTICS else float(statistic.removeprefix("p"))


Statistic = Annotated[
    str,
    BeforeValidator(_statistic),
    WithJsonSchema({"anyOf": [{"enum": list(STATISTICS)}, {"pattern": r"^p?\s*\d{1,2}(\.\d+)?\s*%?$"}]}),
]
"""mean, median, worst, best, or ``p05``."""

FutureStatistic = str
"""mean, worst, or the name of a future; which futures there are is for the study to say."""


@dataclass(frozen=True)
class LimitValue(Parsed):
    """A limit of a constraint.

    Attributes
    ----------
    number : float
        In the metric's unit, or the share of the baseline [1].
    of_baseline : bool
        Whether it is a share of what the measure is without any lever.
    """

    number: float
    of_baseline: bool = False

    def value(self, baseline: float) -> float:
        """Return the limit in the metric's unit."""
        return self.number * baseline if self.of_baseline else self.number

    def __str__(self) -> str:
        """Write it as in a file."""
        return f"{100 * self.number:g} % of baseline" if self.of_baseline else f"{self.number:g}"


_OF_BASELINE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*%\s+of\s+(?:the\s+)?baseline\s*")


class ReadsLimit(ReadsValue):
    """A pydantic type for a limit."""

    def read(self, raw: Any, context: dict[str, Any]) -> LimitValue:
        """Return the limit."""
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return LimitValue(float(raw))
        found = _OF_BASELINE.fullmatch(raw) if isinstance(raw, str) else None
        if found:
            return LimitValue(float(found[1]) / 100, of_baseline=True)
        if isinstance(raw, str) and re.fullmatch(r"\s*\d+(\.\d+)?\s*%\s*", raw):
            return LimitValue(float(raw.strip().rstrip("%")) / 100)
        message = f"must be a number in the metric's unit, or such as '90 % of baseline', found {shown(raw)}"
        raise RefusedError(((), message))

    def json_schema(self) -> dict[str, Any]:
        """Describe a number and the share."""
        return {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"%( of (the )?baseline)?\s*$"}]}


Limit = Annotated[LimitValue, ReadsLimit()]
"""A number in the metric's unit, or a share of the baseline's."""
