"""Bounds that clash, in the modeller's words: which nodes and links, which steps, which numbers."""

from collections.abc import Callable

import numpy as np

from basinsim.calendar import Calendar
from basinsim.solver.highs import Clash
from basinsim.stacking import StackedProgram

Words = Callable[[str, np.ndarray, np.ndarray, str], str]
"""From a name, the numbers [Ml] of the steps that take part, the days of those steps, and when they are."""


def clash_words(
    clash: Clash,
    calendar: Calendar,
    stacked: StackedProgram,
    first: int,
    lower: np.ndarray,
    upper: np.ndarray,
) -> list[str]:
    """Say which numbers cannot be kept together.

    Parameters
    ----------
    clash : Clash
        As the solver found it.
    calendar : Calendar
        Of the run.
    stacked : StackedProgram
        The window.
    first : int
        Its first step.
    lower, upper : ndarray, shape (steps, columns)
        Bounds that were found impossible [Ml].

    Returns
    -------
    list of str
        One for each component and name: what there is, then what limits it, then what is asked for.

    Notes
    -----
    Bounds that no number of the modeller stands behind (no flow is negative) go without saying.
    """
    width, found = stacked.program.shape[1], list[str]()
    steps_of = {
        "upper": _steps_by_column(clash.at_upper, width),
        "lower": _steps_by_column(clash.at_lower, width),
    }
    bounds = {"upper": upper, "lower": lower}
    for component, (side, words) in _WORDS.items():
        block = stacked.program.columns[component]
        for column, label in enumerate(block.labels, block.start):
            steps = steps_of[side].get(column)
            if steps is None:
                continue
            numbers = bounds[side][steps, column]
            if numbers.any() or component not in _SAID_WHERE_ABOVE_ZERO:
                when = _when(calendar, first, steps)
                found.append(words(str(label), numbers, calendar.days[first + steps], when))
    return found


def _steps_by_column(columns: np.ndarray, width: int) -> dict[int, np.ndarray]:
    by_column: dict[int, list[int]] = {}
    for position in np.sort(columns).tolist():
        by_column.setdefault(position % width, []).append(position // width)
    return {column: np.array(steps) for column, steps in by_column.items()}


def _when(calendar: Calendar, first: int, steps: np.ndarray) -> str:
    days = calendar.first_days
    start, end = days[first + int(steps[0])], days[first + int(steps[-1])]
    if start == end:
        return f"in the step of {start}"
    return f"in the {len(steps)} steps from {start} to {end}"


def _volume(text: str) -> Words:
    """Of a sum over steps."""
    return lambda name, numbers, _days, when: text.format(
        name=name, number=f"{numbers.sum():.6g} Ml", when=when
    )


def _rate(text: str) -> Words:
    """Of a limit in each step."""

    def words(name: str, numbers: np.ndarray, days: np.ndarray, when: str) -> str:
        rates = numbers / days
        least, most = f"{rates.min():.6g}", f"{rates.max():.6g}"
        number = f"{most} Ml/d" if least == most else f"{least} to {most} Ml/d"
        return text.format(name=name, number=number, when=when)

    return words


def _tightest(text: str) -> Words:
    """Of a volume that holds at the end of each step."""
    return lambda name, numbers, _days, when: text.format(
        name=name, number=f"{numbers.min():.6g} Ml", when=when
    )


_WORDS: dict[str, tuple[str, Words]] = {
    # component -> (which bound, what it says), in the order in which they are told
    "storage_start": ("upper", _volume("'{name}' begins with {number}")),
    "return_start": ("upper", _volume("{number} of what '{name}' gave back before are underway")),
    "inflow": ("upper", _volume("'{name}' brings {number} {when}")),
    "rain": ("upper", _volume("rain brings '{name}' {number} {when}")),
    "flow": ("upper", _rate("'{name}' carries at most {number} {when} ('max_flow')")),
    "intake": ("upper", _rate("'{name}' takes in at most {number} {when} ('capacity')")),
    "turbine_flow": ("upper", _rate("'{name}' takes at most {number} {when} ('max_flow')")),
    "licensed_take": ("upper", _rate("the licence '{name}' allows {number} {when}")),
    "licence_start": ("lower", _volume("{number} of the licence '{name}' are used already")),
    "licence_used": ("upper", _tightest("the licence '{name}' allows {number} a year")),
    "essential": ("upper", _rate("'{name}' takes no more than its essential {number} {when}")),
    "ordinary": ("upper", _rate("'{name}' takes no more than the {number} it asks for {when}")),
    "usable": (
        "upper",
        _tightest("'{name}' holds at most {number} above its dead storage {when} ('capacity')"),
    ),
    "storage": ("lower", _tightest("'{name}' is to end with {number} ('final')")),
}
_SAID_WHERE_ABOVE_ZERO = ("return_start", "rain", "licence_start", "essential", "ordinary", "storage")
