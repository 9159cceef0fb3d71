"""The time steps of a run: days, weeks, true calendar months, or blocks of N days."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

_FIRST, _LAST = date(1678, 1, 1), date(2261, 12, 31)  # what a date in nanoseconds can hold
_LONGEST = 3660  # [d]; a step beyond ten years is a slip of the pen
_STEP_WORDS = {"day": 1, "week": 7}
_LENGTH = re.compile(r"(\d+)\s*(day|days|week|weeks|month|months|year|years)")


class CalendarError(ValueError):
    """A step, date or length of time that cannot be used."""


@dataclass(frozen=True)
class Calendar:
    """The steps of a period, the first of which may be a warm-up.

    Attributes
    ----------
    first_days : tuple of date
        First day of each step, and at the end the day after the last step (steps + 1).
    warm_up_steps : int
        How many steps at the start are run but not counted.
    step : str
        The step as the scenario names it.
    """

    first_days: tuple[date, ...]
    warm_up_steps: int
    step: str

    def __len__(self) -> int:
        """Return the number of steps, the warm-up included."""
        return len(self.first_days) - 1

    @property
    def start(self) -> date:
        """First day of the period."""
        return self.first_days[0]

    @property
    def end(self) -> date:
        """Last day of the period."""
        return self.first_days[-1] - timedelta(days=1)

    @cached_property
    def edges(self) -> np.ndarray:
        """First days and the day after the end, datetime64[D], shape (steps + 1,)."""
        return np.array(self.first_days, dtype="datetime64[D]")

    @cached_property
    def days(self) -> np.ndarray:
        """Length of each step [d], shape (steps,)."""
        return np.diff(self.edges).astype(float)

    @cached_property
    def all_days(self) -> np.ndarray:
        """Every day of the period, datetime64[D], shape (days,)."""
        return np.arange(self.edges[0], self.edges[-1])

    def mean_over_steps(self, daily: np.ndarray) -> np.ndarray:
        """Average daily values over each step.

        Parameters
        ----------
        daily : ndarray, shape (..., days)
            One value for each day of the period [any unit of a rate].

        Returns
        -------
        ndarray, shape (..., steps)
            The mean over the days of each step [same unit].
        """
        if len(self) == daily.shape[-1]:
            return daily
        starts = (self.edges[:-1] - self.edges[0]).astype(int)
        return np.asarray(np.add.reduceat(daily, starts, axis=-1) / self.days)

    def first_day_of_steps(self, daily: np.ndarray) -> np.ndarray:
        """Take the value on the first day of each step.

        Parameters
        ----------
        daily : ndarray, shape (..., days)
            One value for each day of the period.

        Returns
        -------
        ndarray, shape (..., steps)
            The value that holds at the start of the step.
        """
        return daily[..., (self.edges[:-1] - self.edges[0]).astype(int)]

    def last_day_of_steps(self, daily: np.ndarray) -> np.ndarray:
        """Take the value on the last day of each step.

        Parameters
        ----------
        daily : ndarray, shape (..., days)
            One value for each day of the period.

        Returns
        -------
        ndarray, shape (..., steps)
            The value that holds at the end of each step.
        """
        return daily[..., (self.edges[1:] - self.edges[0]).astype(int) - 1]

    def restarts(self, month: int, day: int) -> np.ndarray:
        """Say at which steps an account that restarts on a date begins anew.

        A step inside which the date falls belongs to the old year: the account restarts with
        the first step that starts on the date or after it.

        Parameters
        ----------
        month, day : int
            The date; 29 February counts as 1 March in other years.

        Returns
        -------
        ndarray of bool, shape (steps,)
            True for the first step of each account year.
        """
        # The day before the period counts too: a run may go on from where another one ended.
        starts = [self.start - timedelta(days=1), *self.first_days[:-1]]
        years = np.array([_account_year(first, month, day) for first in starts])
        return np.asarray(years[1:] != years[:-1])


def make_calendar(start: date, end: date, step: str, warm_up: str | None = None) -> Calendar:
    """Divide a period into steps.

    Parameters
    ----------
    start, end : date
        First and last day.
    step : str
        ``day``, ``week``, ``month`` or ``"N days"``. A month is a calendar month, the first
        one from ``start`` on; the last step of any kind may be short.
    warm_up : str, optional
        Such as ``"1 year"``: the first part of the period, run but not counted.

    Returns
    -------
    Calendar
        With at least one counted step.

    Raises
    ------
    CalendarError
        Where the period is empty, the step unknown, or the warm-up covers the whole period.
    """
    if end < start:
        message = f"the period ends ({end}) before it starts ({start})"
        raise CalendarError(message)
    if start < _FIRST or end > _LAST:
        message = f"the period must lie between {_FIRST} and {_LAST}"
        raise CalendarError(message)
    first_days = _first_days(start, end, step)
    counted_from = start if warm_up is None else add_length(start, warm_up)
    warm_up_steps = bisect_left(first_days, counted_from)
    if warm_up_steps >= len(first_days):
        message = f"the warm-up ({warm_up}) covers the whole period ({start} to {end})"
        raise CalendarError(message)
    return Calendar((*first_days, end + timedelta(days=1)), warm_up_steps, step)


def _first_days(start: date, end: date, step: str) -> list[date]:
    """Return the first day of each step, in order."""
    if step != "month":
        days = (end - start).days + 1
        return [start + timedelta(days=day) for day in range(0, days, step_days(step))]
    first_days = [start]
    while (following := _next_month(first_days[-1])) <= end:
        first_days.append(following)
    return first_days


def step_days(step: str) -> int:
    """Return the length of a step of fixed length.

    Parameters
    ----------
    step : str
        ``day``, ``week`` or ``"N days"``.

    Returns
    -------
    int
        [d]

    Raises
    ------
    CalendarError
        Where it is none of these.
    """
    if step in _STEP_WORDS:
        return _STEP_WORDS[step]
    match = re.fullmatch(r"(\d+)\s*days?", step)
    if match is None or len(match[1]) > len(str(_LONGEST)) or not 1 <= int(match[1]) <= _LONGEST:
        message = (
            f"'{step}' is not a step (allowed: day, week, month, or a number of days such as \"10 days\")"
        )
        raise CalendarError(message)
    return int(match[1])


def add_length(start: date, length: str) -> date:
    """Return the date a length of time after another.

    Parameters
    ----------
    start : date
        Where to count from.
    length : str
        ``"N days"``, ``"N weeks"``, ``"N months"`` or ``"N years"``.

    Returns
    -------
    date
        The day on which that length is over.

    Raises
    ------
    CalendarError
        Where the length cannot be read.
    """
    match = _LENGTH.fullmatch(length.strip())
    if match is None:
        message = f'\'{length}\' is not a length of time (write it as "1 year", "6 months" or "30 days")'
        raise CalendarError(message)
    count, word = int(match[1]), match[2].rstrip("s")
    try:
        if word in _STEP_WORDS:
            return start + timedelta(days=count * _STEP_WORDS[word])
        months = start.month - 1 + count * (12 if word == "year" else 1)
        year, month = start.year + months // 12, months % 12 + 1
        last = (_next_month(date(year, month, 1)) - timedelta(days=1)).day
        return date(year, month, min(start.day, last))
    except (OverflowError, ValueError) as error:
        message = f"'{length}' is longer than the calendar"
        raise CalendarError(message) from error


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _account_year(day: date, month: int, day_of_month: int) -> int:
    return day.year if (day.month, day.day) >= (month, day_of_month) else day.year - 1
