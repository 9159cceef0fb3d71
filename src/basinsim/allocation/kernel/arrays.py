"""What the compiled functions work on: plain arrays by name.

They are arguments and not constants, so that a new basin needs no new compilation.
Columns ``0 .. kept - 1`` are those of the small step; column ``kept + i`` stands for the right-hand
side of row ``i`` and has equal bounds, so that every row reads ``sum == 0`` here too.
"""

from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_array, csr_array

from basinsim.allocation.kernel.presolve import SmallStep
from basinsim.allocation.levels import Level
from basinsim.step_program import StepProgram

KINDS = {"fill": 0, "least": 1, "most": 2}

_ROUNDING = 1e-14

EMPTY = -2
"""Level of a certificate's place in which there is none."""


class Sparse(NamedTuple):
    """A sparse matrix: where each row (or column) starts, and the entries' positions and values."""

    start: np.ndarray
    at: np.ndarray
    value: np.ndarray


class Levels(NamedTuple):
    """The levels: kind of each, its columns, which are next to each other and come first, and the level of each column.

    ``start`` has one more, where they end. ``stores`` is 1 for levels whose columns carry water over: ``gains``
    less ``losses``, columns of the whole step, shape (columns of levels, terms), empty for the other levels' columns.
    """

    kind: np.ndarray
    start: np.ndarray
    of: np.ndarray
    stores: np.ndarray
    gains: np.ndarray
    losses: np.ndarray


class Problem(NamedTuple):
    """A small step, the same for all members.

    ``rows`` and ``columns`` are its matrix twice; ``constants`` turns given columns into right-hand
    sides. The answer of the whole step is that of the columns kept and given, with the columns ``replaced`` as ``sums`` of
    them; ``step`` has those of its rows that do not hold whatever the answer is. ``adds`` says what one more of
    each column kept adds to those of the whole step.
    """

    rows: Sparse
    columns: Sparse
    constants: Sparse
    replaced: np.ndarray
    sums: Sparse
    step: Sparse
    adds: Sparse
    levels: Levels
    kept: np.ndarray
    data: np.ndarray
    assumed: np.ndarray
    eliminated: np.ndarray
    route_cost: np.ndarray


class Memory(NamedTuple):
    """What each member carries from step to step; it speeds the next step up and changes no answer.

    The first axis is the member. ``status`` of a column: 0 at its lower bound, 1 at its upper
    one, 2 in the basis. ``proofs`` has a certificate in each row, ``proof_level`` is the level that each
    caps (-1 where it says that nothing at all is possible), ``proof_used`` when it was last tight, 0 in a place never used.
    """

    basis: np.ndarray
    status: np.ndarray
    inverse: np.ndarray
    pivots: np.ndarray
    proofs: np.ndarray
    proof_level: np.ndarray
    proof_used: np.ndarray
    clock: np.ndarray


class Member(NamedTuple):
    """What one member carries: its rows of :class:`Memory`; ``pivots`` and ``clock`` are those of all members."""

    number: int
    basis: np.ndarray
    status: np.ndarray
    inverse: np.ndarray
    pivots: np.ndarray
    proofs: np.ndarray
    proof_level: np.ndarray
    proof_used: np.ndarray


class Bounds(NamedTuple):
    """The bounds of the small step: as they are now, and before any level was fixed."""

    lower: np.ndarray
    upper: np.ndarray
    first_lower: np.ndarray
    first_upper: np.ndarray


class Scratch(NamedTuple):
    """Room to work in, one for each thread.

    ``goal`` is what each column of a level rises to first, a store to what it carried over. ``fresh[0]`` is 1 while ``reduced_route`` are those of the basis at hand, computed from its inverse.
    """

    x: np.ndarray
    money: np.ndarray
    reduced_money: np.ndarray
    reduced_route: np.ndarray
    line: np.ndarray
    candidates: np.ndarray
    mark: np.ndarray
    blocker: np.ndarray
    goal: np.ndarray
    multipliers: np.ndarray
    pivot_column: np.ndarray
    side: np.ndarray
    square: np.ndarray
    awake: np.ndarray
    capping: np.ndarray
    now: np.ndarray
    at: np.ndarray
    to: np.ndarray
    lift: np.ndarray
    drop: np.ndarray
    rest: np.ndarray
    data: np.ndarray
    answer: np.ndarray
    passed: np.ndarray
    fresh: np.ndarray


class Path(NamedTuple):
    """A small step, what its members remember, and room for one thread to work in."""

    problem: Problem
    memory: Memory
    bounds: Bounds
    s: Scratch


def problem_arrays(program: StepProgram, small: SmallStep, route_cost: np.ndarray) -> Problem:
    """Lay a small step out as arrays.

    Parameters
    ----------
    program : StepProgram
        The whole step.
    small : SmallStep
        Made of it.
    route_cost : ndarray, shape (columns,)
        The fixed tie-break of the whole step.

    Returns
    -------
    Problem
        Ready for the compiled functions.
    """
    rows, kept = small.matrix.shape
    by_column = csc_array(small.matrix)
    by_column.sort_indices()
    replaced = np.flatnonzero(small.eliminated)
    known = np.concatenate([small.kept, small.data])
    sums = csr_array(small.whole @ _columns(known, program.shape[1]))
    level_of = np.full(kept + rows, -1)
    for number, level in enumerate(small.levels):
        level_of[level.columns] = number
    sizes = [len(level.columns) for level in small.levels]
    return Problem(
        _sparse(small.matrix),
        _sparse(by_column),
        _sparse(small.constants),
        _whole(replaced),
        _sparse(sums[replaced]),
        _sparse(_not_always_kept(program, small)),
        _sparse(csr_array(small.whole[:, :kept].T)),
        Levels(
            _whole([KINDS[level.kind] for level in small.levels]),
            _whole(np.concatenate([[0], np.cumsum(sizes, dtype=int)])),
            _whole(level_of),
            _whole([level.carried_over is not None for level in small.levels]),
            _carried(small.levels, "gains"),
            _carried(small.levels, "losses"),
        ),
        _whole(small.kept),
        _whole(small.data),
        _whole(small.assumed),
        _whole(small.eliminated),
        np.concatenate([route_cost @ small.whole.toarray()[:, :kept], np.zeros(rows)]),
    )


def empty_memory(problem: Problem, members: int, proofs: int) -> Memory:
    """Return what members carry before their first step: a basis of right-hand sides only.

    Parameters
    ----------
    problem : Problem
        The small step.
    members : int
        How many.
    proofs : int
        Most certificates a member keeps.

    Returns
    -------
    Memory
        Of all members.
    """
    kept, columns = len(problem.kept), len(problem.route_cost)
    rows = columns - kept
    status = np.zeros((members, columns), dtype=np.int64)
    status[:, kept:] = 2
    return Memory(
        basis=np.tile(np.arange(kept, columns, dtype=np.int64), (members, 1)),
        status=status,
        inverse=np.tile(np.eye(rows), (members, 1, 1)),
        pivots=np.zeros(members, dtype=np.int64),
        proofs=np.zeros((members, proofs, columns)),
        proof_level=np.full((members, proofs), EMPTY, dtype=np.int64),
        proof_used=np.zeros((members, proofs), dtype=np.int64),
        clock=np.ones(members, dtype=np.int64),  # 0 says that a place was never used
    )


def new_bounds(problem: Problem) -> Bounds:
    """Return room for the bounds of a small step."""
    return Bounds(*(np.zeros(len(problem.route_cost)) for _ in Bounds._fields))


def new_scratch(problem: Problem, proofs: int) -> Scratch:
    """Return room to work in for one thread.

    Parameters
    ----------
    problem : Problem
        The small step.
    proofs : int
        Most certificates of a member.

    Returns
    -------
    Scratch
        Filled with zeros.
    """
    columns = len(problem.route_cost)
    rows = columns - len(problem.kept)
    widest = int(np.diff(problem.levels.start).max(initial=0))
    return Scratch(
        x=np.zeros(columns),
        money=np.zeros(columns),
        reduced_money=np.zeros(columns),
        reduced_route=np.zeros(columns),
        line=np.zeros(columns),
        candidates=np.zeros(columns, dtype=np.int64),
        mark=np.zeros(columns, dtype=np.int64),
        blocker=np.zeros(columns, dtype=np.int64),
        goal=np.zeros(columns),
        multipliers=np.zeros(rows),
        pivot_column=np.zeros(rows),
        side=np.zeros(rows),
        square=np.zeros((rows, rows)),
        awake=np.zeros(proofs, dtype=np.int64),
        capping=np.zeros(proofs, dtype=np.int64),
        now=np.zeros(proofs),
        at=np.zeros(columns),
        to=np.zeros(columns),
        lift=np.zeros((proofs, widest)),
        drop=np.zeros((proofs, widest)),
        rest=np.zeros(proofs),
        data=np.zeros(len(problem.data)),
        answer=np.zeros(len(problem.eliminated)),
        passed=np.zeros(len(problem.eliminated)),
        fresh=np.zeros(1, dtype=np.int64),
    )


def _not_always_kept(program: StepProgram, small: SmallStep) -> csr_array:
    """Return the rows of the whole step that an answer of the small one could break.

    Those that a column is replaced by hold as they are written, whatever the answer: this is looked at here, once.
    """
    matrix = csr_array(program.matrix)
    left = abs(matrix @ small.whole).max(axis=1).toarray().ravel() > _ROUNDING
    return matrix[np.flatnonzero(left)]


def _carried(levels: list[Level], part: str) -> np.ndarray:
    """Return a row of columns for each column of the levels; -1 where there is none."""
    found = [
        np.full((1, len(level.columns)), -1)
        if level.carried_over is None
        else np.asarray(getattr(level.carried_over, part))
        for level in levels
    ]
    terms = max((len(columns) for columns in found), default=0)
    filled = [np.pad(columns, ((0, terms - len(columns)), (0, 0)), constant_values=-1) for columns in found]
    return _whole(np.concatenate(filled, axis=1).T if filled else np.zeros((0, 0)))


def _columns(numbers: np.ndarray, of: int) -> csr_array:
    """Return what puts values into some of the columns."""
    return csr_array((np.ones(len(numbers)), (np.arange(len(numbers)), numbers)), shape=(len(numbers), of))


def _sparse(matrix: csr_array | csc_array) -> Sparse:
    values = np.ascontiguousarray(matrix.data, dtype=float)
    return Sparse(_whole(matrix.indptr), _whole(matrix.indices), values)


def _whole(numbers: object) -> np.ndarray:
    return np.ascontiguousarray(numbers, dtype=np.int64)
