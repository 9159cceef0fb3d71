"""Freshets: releases on dates, to wake the river or to let fish pass."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, ClassVar

import numpy as np
from pydantic import Field

from basinsim.calendar import Calendar
from basinsim.rules.acting import ActingRule, Change, Memory
from basinsim.rules.references import Path, unknown
from basinsim.rules.site import Site
from basinsim.rules.words import date_in_words, listed, number_in_words
from basinsim.schema.basin import Basin
from basinsim.schema.fields import Flow
from basinsim.schema.month_day import MonthDay, month_and_day
from basinsim.schema.rule import Rule, register
from basinsim.schema.values import Found


@register
class Freshets(Rule):
    """A release is raised on dates of the year, for some days."""

    type_name: ClassVar[str] = "freshets"
    source: ClassVar[str] = "common practice of releases for fish; none of the basin was found"
    example: ClassVar[str] = """\
autumn_runs:
  type: freshets
  link: venachar_compensation
  dates: ["09-15", "10-15"]
  days: 2
  flow: 350 Ml/d
"""

    link: str
    """Link that carries the release; it needs a `min_flow` (0 will do), whose priority holds."""
    dates: Annotated[tuple[MonthDay, ...], Field(min_length=1)]
    """First days, such as 04-15; 29 February counts as 1 March in other years."""
    days: Annotated[int, Field(ge=1, le=365, strict=True)]
    """How long each lasts [d]."""
    flow: Flow
    """Flow it is meant to carry on those days, if its minimum flow is not higher anyway [flow]."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return an unknown link, or one without a minimum flow."""
        return list(unknown(basin, "link with a min_flow", [(("link",), self.link)]))

    def sentence(self) -> str:
        """Say when the release is raised to how much."""
        days = listed([date_in_words(month_and_day(day)) for day in self.dates])
        length = "1 day" if self.days == 1 else f"{self.days} days"
        flow = number_in_words(self.flow, "Ml/d")
        return f"'{self.link}' is to carry at least {flow} for {length} from {days} each year."

    def set_up(self, name: str, site: Site) -> ActingRule:
        """Count the days of freshet in each step of a run."""
        at: Path = ("rules", name)
        daily = on_dates([month_and_day(day) for day in self.dates], self.days, site.calendar)
        return _Acting(
            site.positions("minimum_flow", [self.link]),
            site.calendar.mean_over_steps(daily.astype(float)),
            site.number((*at, "flow"), self.flow),
        )


def on_dates(dates: list[tuple[int, int]], lasts: int, calendar: Calendar) -> np.ndarray:
    """Say which days lie in spells that begin on dates of the year.

    Parameters
    ----------
    dates : list of (month, day)
        29 February counts as 1 March in other years.
    lasts : int
        Length of each spell [d]; it may run over the change of the year.
    calendar : Calendar
        The period.

    Returns
    -------
    ndarray of bool, shape (days of the period,)
        True within a spell.
    """
    within = np.zeros(len(calendar.all_days), dtype=bool)
    for year in range(calendar.start.year - 1, calendar.end.year + 1):
        for month, day in dates:
            try:
                first = date(year, month, day)
            except ValueError:  # 29 February
                first = date(year, 3, 1)
            begin = (first - calendar.start) // timedelta(days=1)
            within[max(begin, 0) : max(begin + lasts, 0)] = True
    return within


@dataclass(frozen=True)
class _Acting(ActingRule):
    position: np.ndarray
    share: np.ndarray  # of each step's days
    flow: np.ndarray  # (1 or members, steps)

    is_law: ClassVar[bool] = True
    states: ClassVar[tuple[str, ...]] = ("none", "freshet")  # type: ignore[misc] # the same for all

    def changes(self, memory: Memory, step: int) -> list[Change]:
        share = float(self.share[step])
        if share == 0:
            return []
        return [Change("minimum_flow", self.position, "raise", self.flow[:, step, np.newaxis], share)]

    def state(self, memory: Memory, step: int) -> int:
        return int(self.share[step] > 0)
