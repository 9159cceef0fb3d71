"""Numbers of rules in plain English."""

from collections.abc import Sequence

from basinsim.schema.values import Constant, DatedCurve, GaugeTable, Monthly, Share, StepValues, Value

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
MONTHS = (*_MONTHS, "November", "December")


def listed(words: Sequence[str]) -> str:
    """Return words as they are listed in a sentence.

    Parameters
    ----------
    words : sequence of str
        Any number.

    Returns
    -------
    str
        Such as ``a, b and c``; ``nothing`` for none.
    """
    if not words:
        return "nothing"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def share(number: float) -> str:
    """Return a share in per cent, such as ``12.5 %``."""
    return f"{100 * number:.4g} %"


def date_in_words(day: tuple[int, int]) -> str:
    """Return month and day as ``1 April``."""
    return f"{day[1]} {MONTHS[day[0] - 1]}"


def number_in_words(value: Value | DatedCurve | GaugeTable, unit: str) -> str:
    """Return a value in plain English.

    Parameters
    ----------
    value : Value, DatedCurve or GaugeTable
        In any form.
    unit : str
        Its internal unit.

    Returns
    -------
    str
        Such as ``40 % of capacity`` or ``90 Ml/d``.
    """
    if isinstance(value, Constant):
        return f"{value.number:.6g} {unit}"
    if isinstance(value, Share):
        return f"{share(value.fraction)} of capacity"
    if isinstance(value, DatedCurve):
        points = [f"{number_in_words(number, unit)} on {date_in_words(day)}" for day, number in value.points]
        return f"a line through {listed(points)}"
    if isinstance(value, Monthly):
        return f"{_by_month(value.numbers)} {unit} by month"
    if isinstance(value, StepValues):
        return f"{min(value.numbers):.6g} to {max(value.numbers):.6g} {unit} step by step"
    return f"the column '{value.column}' of {value.path.name}"


def _by_month(numbers: tuple[float, ...]) -> str:
    spans: list[tuple[int, int, float]] = []
    for i, number in enumerate(numbers):
        if spans and spans[-1][2] == number:
            spans[-1] = (spans[-1][0], i, number)
        else:
            spans.append((i, i, number))
    said = [
        f"{number:.6g} ({MONTHS[first][:3]}{'' if first == last else ' to ' + MONTHS[last][:3]})"
        for first, last, number in spans
    ]
    return listed(said)
