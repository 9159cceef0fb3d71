"""One step of a run taken again, as it was or with something otherwise."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np

from basinsim.allocation.filling import Blocked, FillingAllocator
from basinsim.allocation.interface import AllocationError
from basinsim.errors import RunError
from basinsim.network.network import Network
from basinsim.simulation.allocators import make_allocator
from basinsim.simulation.numbers import NumberBuilder, StepNumbers
from basinsim.simulation.state import State
from basinsim.simulation.under_rules import UnderRules
from basinsim.step_program import StepProgram
from basinsim.why.what_if import Dropped, Stored, WhatIf, other_book


@dataclass(frozen=True)
class Allocated:
    """What came of a day.

    Attributes
    ----------
    x : ndarray, shape (columns,)
        The allocation [Ml].
    numbers : StepNumbers
        What it was made from, for one member.
    blocked : list of Blocked
        Why wishes got no more.
    """

    x: np.ndarray
    numbers: StepNumbers
    blocked: list[Blocked]


@dataclass
class Day:
    """A step of one member, ready to be taken again.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Puts numbers on it, those of one member.
    step : int
        Counted from 0, the warm-up included.
    state : State
        At its start.
    """

    network: Network
    program: StepProgram
    builder: NumberBuilder
    step: int
    state: State
    solves: int = 0
    _allocator: FillingAllocator | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        """Let the rules decide, once."""
        inputs = self.builder.inputs
        day = inputs.calendar.first_days[self.step]
        self.decided = inputs.rules.decide(self.state.memories, self.step, day, self.state.storage)
        self.as_it_was = self.taken()

    @property
    def days(self) -> float:
        """Length of the step [d]."""
        return float(self.builder.inputs.calendar.days[self.step])

    @property
    def scale(self) -> float:
        """Volume that counts as one for the solver [Ml]."""
        return self._allocator.scale if self._allocator is not None else 1.0

    def taken(self, otherwise: Sequence[WhatIf] = ()) -> Allocated:
        """Take the step.

        Parameters
        ----------
        otherwise : sequence of WhatIf
            What is otherwise than it was. What rules decided before the step stays as decided; hands-off
            flows are read anew within it.

        Returns
        -------
        Allocated
            By the reference, from the same levels as the run.

        Raises
        ------
        RunError
            Where the step cannot be allocated.
        """
        builder = copy(self.builder)
        builder.inputs = replace(
            builder.inputs, rules=other_book(builder.inputs, self.decided, self.step, tuple(otherwise))
        )
        state = replace(self.state, storage=self.state.storage.copy())
        for what in otherwise:
            if isinstance(what, Stored):
                state.storage[:, what.reservoir] += what.by
        x, numbers = UnderRules(self.network, self.program, builder).allocate(self.step, state, self._solve)
        blocked = self._allocator.blocked if self._allocator is not None else None
        return Allocated(x[0], numbers, list(blocked or []))

    def _solve(self, numbers: StepNumbers) -> np.ndarray:
        if self._allocator is None:
            self._allocator = make_allocator(self.network, self.program, numbers)
            self._allocator.blocked = []
        self.solves += 1
        try:
            return self._allocator.allocate_members(numbers.lower, numbers.upper, numbers.money_cost)
        except AllocationError as error:
            day = self.builder.inputs.calendar.first_days[self.step]
            message = f"the step of {day} cannot be taken again: {error}"
            raise RunError(message) from error

    def number(self, series: str, thing: int, without: tuple[str, ...] = ()) -> float:
        """Return a number of the day as the rules have decided, or would have without some of them.

        Parameters
        ----------
        series : str
            Of the run's inputs.
        thing : int
            Position in it.
        without : tuple of str
            Rules left out.

        Returns
        -------
        float
            In the unit of the series; what hands-off flows limit within the step is not in it.
        """
        inputs = self.builder.inputs
        dropped = tuple(Dropped(name) for name in without)
        book = other_book(inputs, self.decided, self.step, dropped)
        numbers = book.numbers(book.changes(self.decided, self.step), self.step, 1)
        held = numbers.get(series)
        return float((inputs.at(series, self.step) if held is None else held)[0, thing])

    def level_of(self, blocked: Blocked) -> np.ndarray:
        """Return the columns of the level in which wishes were blocked."""
        if self._allocator is None:
            return np.zeros(0, dtype=int)
        return self._allocator.levels[blocked.level].columns

    # ---- what a user asks for and gets -------------------------------------------------------

    def wishes_of(self, user: str) -> list[int]:
        """Return the columns of a demand's wishes: its essential part first."""
        found = [self.program.position("ordinary", user)]
        if user in self.network.essentials:
            found.insert(0, self.program.position("essential", user))
        return found

    def asked(self, user: str) -> float:
        """Return what a demand asked for in the step as it was, savings taken off [Ml]."""
        return float(self.as_it_was.numbers.upper[0, self.wishes_of(user)].sum())

    def got(self, user: str, allocated: Allocated | None = None) -> float:
        """Return what a demand gets in the step [Ml]."""
        found = allocated or self.as_it_was
        return float(found.x[self.wishes_of(user)].sum())

    def short(self, user: str, allocated: Allocated | None = None) -> float:
        """Return what a demand misses of what it asked for [Ml]; rounding of the solver is nothing."""
        missing = self.asked(user) - self.got(user, allocated)
        return missing if missing > self.rounding(user) else 0.0

    def rounding(self, user: str) -> float:
        """Return the shortage that is no more than the solver's rounding [Ml]."""
        return 1e-7 * self.asked(user) + 4e-9 * self.scale
