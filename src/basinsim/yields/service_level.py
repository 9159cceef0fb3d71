"""A level of service in words and in numbers: how often a supply may fail, and what chance leaves of it."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binom, norm

from basinsim.errors import counted

DAYS_A_YEAR = 365.25


class LevelError(ValueError):
    """A level of service that cannot be read."""


@dataclass(frozen=True)
class Limits:
    """How many failing years, or days, there may be at the ends of the confidence band.

    Attributes
    ----------
    low, high : float or None
        At its lower and upper end; None where so few years bound that end not at all.
    """

    low: float | None
    high: float | None


@dataclass(frozen=True)
class LevelOfService:
    """How often a supply may fail.

    Attributes
    ----------
    kind : {"years", "days"}
        Whether failing years count, or failing days.
    share : float
        Most of them that may fail [1]; 0 where none may.
    """

    kind: Literal["years", "days"]
    share: float

    @property
    def words(self) -> str:
        """When a demand is met at this level, in words."""
        if self.share == 0:
            return "without ever failing"
        if self.kind == "days":
            return f"on at least {100 * (1 - self.share):.6g} % of days"
        return f"in all but 1 in {1 / self.share:.6g} years"

    def allowed(self, years: int, days: float) -> float:
        """Return how much may fail over all years simulated.

        Parameters
        ----------
        years : int
            Whole years of all members together.
        days : float
            Length of all members together [d].

        Returns
        -------
        float
            Years, or days.
        """
        if self.kind == "days":
            return self.share * days
        return math.floor(years * self.share * (1 + 1e-12))

    def limits(self, failing: np.ndarray, days: float, confidence: float = 0.95) -> Limits:
        """Return what is allowed over all years simulated.

        Parameters
        ----------
        failing : ndarray, shape (members, years)
            Failing days in each year at a demand near the answer; only days need it, to know how much
            they differ.
        days : float
            Length of all years together [d].
        confidence : float
            Of the band [1].

        Returns
        -------
        Limits
            For years the order statistics that hold the quantile with this confidence, exact whatever
            the distribution (David and Nagaraja 2003, Order Statistics, 7.1); years are taken as
            independent. For days the limits of their mean, inverted (Woodruff 1952, Journal of the
            American Statistical Association 47): its spread is that between members where there are
            ten or more, else that between years.
        """
        if self.share == 0:
            return Limits(None, None)  # what never failed says nothing of years beyond these
        tail = (1.0 - confidence) / 2
        if self.kind == "years":
            years = failing.size
            # The r-th and s-th smallest of the demands at which each year would just fail.
            r = _largest(lambda k: binom.cdf(k - 1, years, self.share) <= tail, years)
            s = 1 + _largest(lambda k: binom.sf(k - 1, years, self.share) > tail, years)
            return Limits(r - 1 if r > 0 else None, s - 1 if s <= years else None)
        units = failing.sum(axis=1) if len(failing) >= _ENOUGH_MEMBERS else failing.ravel()
        allowed = self.allowed(failing.size, days)
        if len(units) == 1:  # one number has no spread
            return Limits(None, None)
        spread = float(norm.ppf(1 - tail) * np.std(units, ddof=1) * math.sqrt(len(units)))
        return Limits(allowed - spread if allowed >= spread else None, allowed + spread)

    def failures(self, failing_days: np.ndarray, beside: float) -> float:
        """Return what counts as failure under this level.

        Parameters
        ----------
        failing_days : ndarray, shape (members, years)
            In each whole year [d].
        beside : float
            Failing days outside whole years; they count as days, and where nothing may fail.

        Returns
        -------
        float
            Years, or days.
        """
        if self.kind == "days":
            return float(failing_days.sum()) + beside
        years = float((failing_days > 0).sum())
        return years + beside if self.share == 0 else years


FIRM = LevelOfService("years", 0.0)
"""Never failing in all the years simulated."""

_ENOUGH_MEMBERS = 10

_FORMS = '"1 in 200 years", 0.995 or "99.5 %" (of years), "99.5 % of days", "2 days a year", or "never" for the firm yield'
_NUMBER = r"(\d+(?:\.\d*)?|\.\d+)"
_PATTERNS = {
    "once": re.compile(rf"(?:1|once) in {_NUMBER}(?: years?)?"),
    "share": re.compile(rf"{_NUMBER}(?: of years)?"),
    "percent": re.compile(rf"{_NUMBER} ?%(?: of (years|days))?"),
    "days": re.compile(rf"{_NUMBER} days? (?:a|per) year"),
}


def read_level(text: str) -> LevelOfService:
    """Read a level of service.

    Parameters
    ----------
    text : str
        ``1 in 200 years``; ``0.995`` or ``99.5 %`` of years; ``99.5 % of days``; ``2 days a year``; or
        ``never``.

    Returns
    -------
    LevelOfService
        What may fail.

    Raises
    ------
    LevelError
        Where it says none of these.
    """
    wanted = " ".join(text.strip().lower().split())
    if wanted in ("never", "firm"):
        return FIRM
    for form, pattern in _PATTERNS.items():
        match = pattern.fullmatch(wanted)
        if match is None:
            continue
        number = float(match[1])
        days = form == "days" or (form == "percent" and match[2] == "days")
        share = {
            "once": 1 / number if number else math.inf,
            "share": 1 - number,
            "percent": 1 - number / 100,
            "days": number / DAYS_A_YEAR,
        }[form]
        if share < 1:
            return LevelOfService("days" if days else "years", 0.0 if abs(share) < _NOTHING else share)
    message = f"'{text}' is no level of service (write {_FORMS})"
    raise LevelError(message)


_NOTHING = 1e-12


def too_few_years(level: LevelOfService, years: int, confidence: float = 0.95) -> str | None:
    """Say where so few years cannot show that a level of service is kept.

    Parameters
    ----------
    level : LevelOfService
        In years.
    years : int
        Simulated, of all members together.
    confidence : float
        Of the statement [1].

    Returns
    -------
    str or None
        A sentence; None where a record of that length without any failure would show it.
    """
    if level.kind == "days" or level.share == 0:
        return None
    tail = (1.0 - confidence) / 2
    shown = 1 / (1 - tail ** (1 / years))
    if shown * level.share >= 1:
        return None
    needed = math.ceil(math.log(tail) / math.log1p(-level.share))
    return (
        f"{counted(years, 'year')} cannot show a failure once in {1 / level.share:.6g} years: without any failure "
        f"they still allow one in {shown:.3g} (at {100 * confidence:.3g} %), and the band has no lower end. "
        f"{needed:,} years would show it: take more members."
    )


def _largest(holds: Callable[[int], bool], most: int) -> int:
    """Return the largest whole number from 0 to ``most`` for which something holds; it holds for 0."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
