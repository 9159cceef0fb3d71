"""Is it the only answer? What each user could get while every priority gets as much in all."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, csc_array

from basinsim.allocation.levels import wishes_by_priority
from basinsim.errors import RunError
from basinsim.solver.highs import minimise
from basinsim.why.day import Day

_SLACKS = (1e-9, 1e-7, 1e-6)  # by which totals may be missed, as the solver's rounding needs [scaled volume]


@dataclass(frozen=True)
class Range:
    """What a user got, and could get with the same total at each priority.

    Attributes
    ----------
    user : str
        A demand.
    priority : int
        Of the demand; an essential part may have one of its own.
    asked, got, least, most : float
        [Ml in the step]
    """

    user: str
    priority: int
    asked: float
    got: float
    least: float
    most: float

    @property
    def is_open(self) -> bool:
        """Whether anything but what it got was possible."""
        return self.most - self.least > 1e-4 * self.asked


def other_answers(day: Day, users: Sequence[str] | None = None) -> list[Range]:
    """Return the range of each user's delivery among allocations with the same total at each priority.

    Parameters
    ----------
    day : Day
        The step.
    users : sequence of str, optional
        Which users; all that asked for anything without it.

    Returns
    -------
    list of Range
        In the order of names. Within hard limits, with what rules allowed that day; dead storage,
        evaporation and overflow as they were.
    """
    chosen = [name for name in (users or day.network.demands) if day.asked(name) > day.rounding(name)]
    program = _possible(day)
    ranges = []
    for name in chosen:
        wishes, got = day.wishes_of(name), day.got(name)
        ends = []
        for sign in (1.0, -1.0):
            cost = np.zeros(len(program.lower))
            cost[wishes] = sign
            best = minimise(program.matrix, cost, program.lower, program.upper)
            if best is None:
                message = f"the range of '{name}' cannot be found: the step is too unlike in its sizes"
                raise RunError(message)
            ends.append(float(best.x[wishes].sum()) * day.scale)
        asked = day.asked(name)
        least, most = max(0.0, min(ends[0], got)), min(asked, max(ends[1], got))
        ranges.append(Range(name, day.network.demands[name].priority, asked, got, least, most))
    return ranges


@dataclass(frozen=True)
class _Program:
    matrix: csc_array
    lower: np.ndarray
    upper: np.ndarray


def _possible(day: Day) -> _Program:
    """Return the step with the same totals, as exactly as the solver can hold them."""
    programs = [_same_totals(day, slack) for slack in _SLACKS]
    nothing = np.zeros(len(programs[0].lower))
    for program in programs:
        if minimise(program.matrix, nothing, program.lower, program.upper) is not None:
            return program
    return programs[-1]


def _same_totals(day: Day, slack: float) -> _Program:
    """Return the step with a row for each level: what its wishes get together stays the same."""
    program, scale, found = day.program, day.scale, day.as_it_was
    levels = list(wishes_by_priority(day.network, program).values())
    sums = np.zeros((len(levels), program.shape[1]))
    for row, columns in zip(sums, levels, strict=True):
        row[columns] = 1.0
    x = found.x / scale
    rows = csc_array(sums), csc_array(-np.eye(len(levels)))
    matrix = csc_array(block_array([[program.matrix, None], rows]))
    lower, upper = found.numbers.lower[0] / scale, found.numbers.upper[0] / scale
    for component in ("dead_kept", "evaporation"):
        at = program.of(component)
        lower[at] = np.clip(x[at] - slack, lower[at], upper[at])
    overflow = program.of("total_overflow")
    upper[overflow] = np.minimum(upper[overflow], x[overflow] + slack)
    totals = sums @ x
    return _Program(matrix, np.append(lower, totals - slack), np.append(upper, totals + slack))
