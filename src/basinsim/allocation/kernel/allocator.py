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
    Numbers,
    Outcome,
    Problem,
    Scratch,
    empty_memory,
    new_bounds,
    new_scratch,
    problem_arrays,
)
from basinsim.allocation.kernel.compilation import Announce, compiled_step
from basinsim.allocation.kernel.presolve import make_small
from basinsim.allocation.levels import MONEY, Level

if TYPE_CHECKING:
    from collections.abc import Callable

_PROVED_AT_ONCE, _PROVED, _OUTSIDE = 0, 1, 4  # as the compiled functions number them

_FEWEST_A_THREAD = 8


@dataclass
class _Path:
    """One small step and what its members remember."""

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
        self._block: Callable[..., None] = compiled_step(self.announce)
        self._threads = self.threads or os.cpu_count() or 1
        self._pool: ThreadPoolExecutor | None = None
        self._keep: set[int] = set()
        self._paths: dict[bool, _Path] = {}

    def forget(self) -> None:
        """Forget whatever was solved before; the answers do not change."""
        self._paths.clear()
        self.reference.forget()

    def allocate_members(
        self, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None
    ) -> np.ndarray:
        """Allocate one step of every member; see :class:`basinsim.allocation.interface.StepAllocator`."""
        members = len(lower)
        x = np.empty_like(lower)
        how, solves, broken = (np.full(members, start, dtype=np.int64) for start in (-1, 0, 0))
        outcome = Outcome(how, solves, broken, x)
        nothing = np.zeros((0, lower.shape[1]))
        if money_cost is not None and money_cost.strides[0] == 0:
            money_cost = money_cost[:1]  # the same prices for all members
        # Writable too, though nothing is written: else it would be another type, compiled once more.
        lower, upper, money = (
            np.require(part, float, ["C", "W"])
            for part in (lower, upper, nothing if money_cost is None else money_cost)
        )
        left = np.arange(members)
        for assume_nature in (True, False):
            if not len(left):
                break
            path = self._path(assume_nature, members)
            self._run(path, Numbers(lower, upper, money, 1.0 / self.reference.scale), left, outcome)
            self.counts.solves += int(solves[left].sum())
            self._learn(assume_nature, broken[left[how[left] == _OUTSIDE]])
            proved = how[left] <= _PROVED
            self.counts.steps += int(proved.sum())
            self.counts.kernel += int(proved.sum())
            self.counts.predicted += int((how[left] == _PROVED_AT_ONCE).sum())
            left = left[~proved]
        for member in left.tolist():
            cost = None if money_cost is None else money_cost[min(member, len(money_cost) - 1)]
            x[member] = self._by_reference(member, lower[member], upper[member], cost)
        return x

    def _by_reference(
        self, member: int, lower: np.ndarray, upper: np.ndarray, cost: np.ndarray | None
    ) -> np.ndarray:
        one = None if cost is None else cost[np.newaxis]
        try:
            found = self.reference.allocate_members(lower[np.newaxis], upper[np.newaxis], one)
        except AllocationError as error:
            error.member = member
            raise
        return np.asarray(found[0])

    def _path(self, assume_nature: bool, members: int) -> _Path:
        path = self._paths.get(assume_nature)
        if path is not None and len(path.memory.basis) == members:
            return path
        program = self.reference.program
        small = make_small(
            program, self._levels, self.lower, self.upper, keep=self._keep, assume_nature=assume_nature
        )
        problem = problem_arrays(program, small, self.reference.route_cost)
        # Room for the certificates of a dry day and for those of the days before it.
        proofs = max(48, 2 * len(problem.levels.column) + len(problem.levels.kind))
        rooms = [(new_bounds(problem), new_scratch(problem, proofs)) for _ in range(self._threads)]
        self._paths[assume_nature] = _Path(problem, empty_memory(problem, members, proofs), rooms)
        return self._paths[assume_nature]

    def _run(
        self,
        path: _Path,
        numbers: Numbers,
        left: np.ndarray,
        outcome: Outcome,
    ) -> None:
        blocks = max(1, min(self._threads, len(left) // _FEWEST_A_THREAD))

        def run(i: int) -> None:
            self._block(path.problem, path.memory, *path.rooms[i], numbers, parts[i], outcome)

        parts = [np.ascontiguousarray(part) for part in np.array_split(left, blocks)]
        if blocks == 1:
            run(0)
            return
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="basinsim-kernel")
        list(self._pool.map(run, range(blocks)))

    def _learn(self, assume_nature: bool, columns: np.ndarray) -> None:
        """Keep columns whose bounds bind after all; the small step is made anew for the next step."""
        if len(columns):
            self._keep |= set(columns.tolist())
            del self._paths[assume_nature]


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
