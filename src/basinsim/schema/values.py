"""The forms in which a number may stand in a file, once it has been read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path


class Parsed:
    """Marks what a reader of this file has already read."""


@dataclass(frozen=True)
class Constant(Parsed):
    """The same number all the time [internal unit]."""

    number: float


@dataclass(frozen=True)
class Share(Parsed):
    """A share of something else, such as a reservoir's capacity [1]."""

    fraction: float


@dataclass(frozen=True)
class Monthly(Parsed):
    """Twelve numbers, January first [internal unit]."""

    numbers: tuple[float, ...]


@dataclass(frozen=True)
class StepValues(Parsed):
    """One number for each step of the period [internal unit]."""

    numbers: tuple[float, ...]


@dataclass(frozen=True)
class SeriesFile(Parsed):
    """A dated series in a file; ``factor`` turns its numbers into the internal unit."""

    path: Path
    column: str
    factor: float


@dataclass(frozen=True)
class ValueCurve(Parsed):
    """Marginal value falling with amount: pairs of amount [Ml/d] and price [GBP/Ml]."""

    segments: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class ReservoirHead(Parsed):
    """Head that follows a reservoir's level at the start of each step; tailwater in [m]."""

    reservoir: str
    tailwater: float


@dataclass(frozen=True)
class DatedCurve(Parsed):
    """Numbers on days of the year, and in between on the straight line from one to the next."""

    points: tuple[tuple[tuple[int, int], Constant | Share], ...]
    """Month and day, and the number that holds at the start of that day; sorted."""


@dataclass(frozen=True)
class GaugeTable(Parsed):
    """A number for each gauge in a table; ``factor`` turns it into the internal unit."""

    path: Path
    column: str
    factor: float


Value = Constant | Share | Monthly | StepValues | SeriesFile
"""What most quantities may be."""

Found = tuple[tuple[str | int, ...], str]
"""Where below a field something is wrong, and what."""


def scaled(value: Value, factor: float) -> Value:
    """Return a value multiplied by a number, in its own form.

    Parameters
    ----------
    value : Value
        In any form.
    factor : float
        [1]

    Returns
    -------
    Value
        The given one stays as it is.
    """
    if isinstance(value, Constant):
        return Constant(value.number * factor)
    if isinstance(value, Share):
        return Share(value.fraction * factor)
    if isinstance(value, SeriesFile):
        return replace(value, factor=value.factor * factor)
    return replace(value, numbers=tuple(number * factor for number in value.numbers))


def scaled_by_month(value: Value, factors: Sequence[float]) -> Value | None:
    """Return a value multiplied by a number for each month; None where its form knows no months.

    Parameters
    ----------
    value : Value
        One number, or one for each month.
    factors : sequence of float
        Twelve, January first [1].

    Returns
    -------
    Value or None
        A monthly profile; None for a series by step or from a file.
    """
    if isinstance(value, Constant):
        return Monthly(tuple(value.number * factor for factor in factors))
    if isinstance(value, Monthly):
        return Monthly(tuple(a * b for a, b in zip(value.numbers, factors, strict=True)))
    return None
