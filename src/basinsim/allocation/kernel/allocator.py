"""The allocator of many members: the compiled step in threads, and the reference for the rest."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from basinsim.allocation.filling import FillingAllocator
from basinsim.allocation.interface import AllocationError, Counts
from basinsim.allocation.kernel.arrays import (
    Bounds,
    Memory,
    Path,
    Problem,
    Scratch,
    empty_memory,
    new_bounds,
    new_scratch,
    problem_arrays,
)
from basinsim.allocation.kernel.compilation import Announce, compiled_span
from basinsim.allocation.kernel.presolve import make_small
from basinsim.allocation.kernel.span import (
    Carry,
    Numbers,
    Outcome,
    Standing,
    new_outcome,
    nothing_carried,
    nothing_standing,
)
from basinsim.allocation.levels import MONEY, Level

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_TRIED, _PROVED_AT_ONCE, _PROVED, _OUTSIDE = -1, 0, 1, 4  # as the compiled functions number them

_FEWEST_A_THREAD = 8


@dataclass
class _Prepared:
    """One small step, what its members remember, and room for each thread."""

    problem: Problem
    memory: Memory
    rooms: list[tuple[Bounds, Scratch]]


@dataclass
class BatchAllocator:
    """Allocates single steps of many members; the answers are those of the reference.

    A step is first solved small, as if nature and the dams had all they ask; where that is
    impossible it is solved with their levels; where it cannot be proved, by the reference.

    Parameters
    ----------
    reference : FillingAllocator
        Of the same step and levels; value less cost must come last among its levels.
    lower, upper : ndarray, shape (members, columns)
        Bounds of some step [Ml], infinite where nothing bounds a column; what shrinks the step.
    threads : int, optional
        At most; as many as the process may use without it.
    announce : callable, optional
        Told if the compiled functions have to be made first.
    """

    reference: FillingAllocator
    lower: np.ndarray
    upper: np.ndarray
    threads: int | None = None
    announce: Announce | None = None
    counts: Counts = field(init=False)

    def __post_init__(self) -> None:
        """Get the compiled functions ready."""
        self.counts = self.reference.counts
        self._levels = levels_without_money(self.reference.levels)
        self._span: Callable[..., None] = compiled_span(self.announce)
        self._threads = self.threads or os.cpu_count() or 1
        self._pool: ThreadPoolExecutor | None = None
        self._keep: set[int] = set()
        self._paths: dict[int, _Prepared] = {}
        self._without_assumption = False

    def forget(self) -> None:
        """Forget whatever was solved before; the answers do not change."""
        self._paths.clear()
        self.reference.forget()

    def allocate_members(
        self, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None
    ) -> np.ndarray:
        """Allocate one step of every member; see :class:`basinsim.allocation.interface.StepAllocator`."""
        members, columns = lower.shape
        if money_cost is None:
            money_cost = np.zeros((0, columns))
        elif money_cost.strides[0] == 0:
            money_cost = money_cost[:1]  # the same prices for all members
        none = np.zeros(0, dtype=np.int64)
        bounds = lower[:, np.newaxis], upper[:, np.newaxis]
        numbers = Numbers(*bounds, none, none, np.zeros((members, 1, 0)), money_cost[:, np.newaxis])
        outcome = self.allocate_span(numbers, nothing_carried(), nothing_standing(members))
        return np.asarray(outcome.x[:, 0])

    def allocate_span(
        self, numbers: Numbers, carry: Carry, standing: Standing, x: np.ndarray | None = None
    ) -> Outcome:
        """Allocate some steps of every member, each beginning where the one before ends.

        Parameters
        ----------
        numbers : Numbers
            What does not depend on the step before; ``unit`` and ``shrink`` are filled in here.
        carry : Carry
            What does.
        standing : Standing
            The state before the first step; becomes the one after the last.
        x : ndarray, shape (members, steps, columns), optional
            Room for the allocations [Ml]; new room without it.

        Returns
        -------
        Outcome
            The allocation of all steps.

        Raises
        ------
        AllocationError
            Where a step cannot be proved, even from nothing.
        """
        numbers = _as_compiled(numbers)._replace(unit=self.reference.scale, shrink=1.0 / self.reference.scale)
        members, (_, steps, columns) = len(standing.taken), numbers.lower.shape
        outcome = new_outcome(members, np.empty((members, steps, columns)) if x is None else x)
        left = np.arange(members)
        while len(left):
            both = self._without_assumption
            self._run(
                [self._path(place, members) for place in range(1 + both)],
                numbers,
                carry,
                standing,
                left,
                outcome,
            )
            learnt = self._learn(outcome.broken)
            left = left[standing.taken[left] < steps]
            at = standing.taken[left]
            again = (outcome.how[left, at] == _OUTSIDE) & learnt
            outcome.how[left[again], at[again]] = _NOT_TRIED
            if both:
                for member in left[~again].tolist():
                    self._by_reference(member, numbers, carry, standing, outcome)
            elif not again.all():
                self._without_assumption = True
            left = left[standing.taken[left] < steps]
        proved = outcome.how <= _PROVED
        self.counts.solves += int(outcome.solves.sum())
        self.counts.steps += int(proved.sum())
        self.counts.kernel += int(proved.sum())
        self.counts.predicted += int((outcome.how == _PROVED_AT_ONCE).sum())
        return outcome

    def _by_reference(
        self, member: int, numbers: Numbers, carry: Carry, standing: Standing, outcome: Outcome
    ) -> None:
        step = int(standing.taken[member])
        cost = None
        if len(numbers.money):
            cost = numbers.money[min(member, len(numbers.money) - 1), step][np.newaxis]
        bounds = outcome.lower[member][np.newaxis], outcome.upper[member][np.newaxis]
        try:
            (x,) = self.reference.allocate_members(*bounds, cost)
        except AllocationError as error:
            error.member, error.step = member, step
            raise
        outcome.x[member, step] = x
        standing.storage[member] = x[carry.storage]
        standing.licence_used[member] = x[carry.licence_used]
        standing.underway[member] = x[carry.return_left]
        standing.taken[member] += 1

    def _path(self, place: int, members: int) -> _Prepared:
        path = self._paths.get(place)
        if path is not None and len(path.memory.basis) == members:
            return path
        program = self.reference.program
        small = make_small(
            program, self._levels, self.lower, self.upper, keep=self._keep, assume_nature=place == 0
        )
        problem = problem_arrays(program, small, self.reference.route_cost)
        # Room for the certificates of a dry day and for those of the days before it.
        proofs = max(48, 2 * int(problem.levels.start[-1]) + len(problem.levels.kind))
        rooms = [(new_bounds(problem), new_scratch(problem, proofs)) for _ in range(self._threads)]
        self._paths[place] = _Prepared(problem, empty_memory(problem, members, proofs), rooms)
        return self._paths[place]

    def _run(
        self,
        paths: list[_Prepared],
        numbers: Numbers,
        carry: Carry,
        standing: Standing,
        left: np.ndarray,
        outcome: Outcome,
    ) -> None:
        work = len(left) * numbers.lower.shape[1]
        blocks = max(1, min(self._threads, len(left), work // _FEWEST_A_THREAD))

        def run(i: int) -> None:
            first, second = (
                Path(path.problem, path.memory, *path.rooms[i]) for path in (paths[0], paths[-1])
            )
            self._span(first, second, len(paths) == 2, numbers, carry, standing, parts[i], outcome)

        parts = [np.ascontiguousarray(part) for part in np.array_split(left, blocks)]
        if blocks == 1:
            run(0)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="basinsim-kernel")
        list(self._pool.map(run, range(blocks)))

    def _learn(self, broken: np.ndarray) -> bool:
        """Keep columns whose bounds bind after all; their small steps are made anew."""
        learnt = False
        for place in range(broken.shape[1]):
            columns = set(broken[broken[:, place] >= 0, place].tolist())
            if columns:
                learnt = True
                self._keep |= columns
                del self._paths[place]
        broken[:] = -1
        return learnt


def _as_compiled(numbers: Numbers) -> Numbers:
    """Return numbers in the one layout that the functions are compiled for."""
    # Writable too, though nothing is written: else it would be another type, compiled once more.
    arrays = {
        name: np.require(part, part.dtype, ["C", "W"])
        for name, part in numbers._asdict().items()
        if isinstance(part, np.ndarray)
    }
    return numbers._replace(**arrays)  # type: ignore[arg-type]  # none of the fields that are numbers


def levels_without_money(levels: list[Level]) -> list[Level]:
    """Return the levels before value less cost, which the compiled step counts with the routes.

    Parameters
    ----------
    levels : list of Level
        Of a step.

    Returns
    -------
    list of Level
        All but the last.

    Raises
    ------
    ValueError
        Where value less cost comes before another level, as for the economic objective.
    """
    if MONEY in levels[:-1]:
        message = "the batch kernel needs value less cost to be the last level"
        raise ValueError(message)
    return [level for level in levels if level is not MONEY]
