"""Numbers of rules in plain English."""

from collections.abc import Iterable, Sequence

from basinsim.schema.basin import Licence
from basinsim.schema.values import Constant, DatedCurve, GaugeTable, Monthly, Share, StepValues, Value
from basinsim.series.files import SeriesError
from basinsim.series.gauge_table import read_gauge_table

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


def quoted(names: Iterable[str]) -> str:
    """Return names as they are listed in a sentence, such as ``'a', 'b' and 'c'``."""
    return listed([f"'{name}'" for name in names])


def share(number: float) -> str:
    """Return a share in per cent, such as ``12.5 %``."""
    return f"{100 * number:.4g} %"


def months_in_words(months: Iterable[int]) -> str:
    """Return months as a sentence has them.

    Parameters
    ----------
    months : iterable of int
        1 to 12, in any order.

    Returns
    -------
    str
        Such as ``from November to March`` where they follow one another, ``in June``, or ``in May and July``.
    """
    chosen = set(months)
    firsts = sorted(month for month in chosen if (month - 2) % 12 + 1 not in chosen)
    if not firsts:
        return "all year" if chosen else "never"
    said: list[str] = []
    for first in firsts:
        length = next(n for n in range(1, 13) if (first + n - 1) % 12 + 1 not in chosen)
        run = [MONTHS[(first + i - 1) % 12] for i in range(length)]
        if length <= 2:
            said += run
        elif len(firsts) == 1:
            return f"from {run[0]} to {run[-1]}"
        else:
            said.append(f"{run[0]} to {run[-1]}")
    return f"in {listed(said)}"


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


def flow_at_gauge_in_words(value: Constant | GaugeTable, gauge: str) -> str:
    """Say a flow that may stand in a table, with its number where that can be read.

    Parameters
    ----------
    value : Constant or GaugeTable
        The flow.
    gauge : str
        Whose row counts.

    Returns
    -------
    str
        Such as ``88.4 Ml/d (q95 of low_flows.csv)``.
    """
    if isinstance(value, GaugeTable):
        try:
            number = value.factor * read_gauge_table(value.path, value.column, gauge)
        except SeriesError:
            return number_in_words(value, "Ml/d")
        return f"{number:.6g} Ml/d ({value.column} of {value.path.name})"
    return number_in_words(value, "Ml/d")


def licence_in_words(licence: Licence) -> str:
    """Say a licence in a sentence, with its numbers.

    Parameters
    ----------
    licence : Licence
        Of a basin file.

    Returns
    -------
    str
        Whose takes count together, and how much they may be.
    """
    limits = []
    if licence.daily is not None:
        limits.append(f"{number_in_words(licence.daily, 'Ml/d')} on average over a step")
    if licence.annual is not None:
        start = date_in_words(licence.month_and_day)
        limits.append(f"{number_in_words(licence.annual, 'Ml')} in a year from {start}")
    if licence.seasonal is not None:
        months = months_in_words(licence.seasonal.months)
        limits.append(f"{number_in_words(licence.seasonal.amount, 'Ml')} {months} together")
    if licence.rolling is not None:
        amount = number_in_words(licence.rolling.amount, "Ml")
        limits.append(f"{amount} in any {licence.rolling.days} days")
    who = listed([f"'{name}'" for name in licence.applies_to])
    together = " together" if len(licence.applies_to) > 1 else ""
    return f"{who}{together} may take at most {listed(limits)}."


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
