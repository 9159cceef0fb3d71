"""One step of a block of members, as compiled functions: predict, solve, learn, prove."""

import numpy as np

from basinsim.allocation.kernel.arrays import EMPTY, Bounds, Memory, Problem, Scratch, Sparse
from basinsim.allocation.kernel.jit import inner, outermost
from basinsim.allocation.kernel.prediction import IMPOSSIBLE, PREDICTED, assign, predict
from basinsim.allocation.kernel.proofs import ALWAYS, NOWHERE, keep_row
from basinsim.allocation.kernel.simplex import (
    OPTIMAL,
    STUCK,
    TOLERANCE,
    dual_simplex,
    leaving_row,
    make_dual_feasible,
    place_basic,
    reduced_costs,
    refactor,
)

PROVED_AT_ONCE, PROVED, NOT_POSSIBLE, NOT_PROVED, OUTSIDE = 0, 1, 2, 3, 4
"""How a member's step went; ``OUTSIDE``: a bound that was left out binds."""

_ATTEMPTS = 400
_PIVOTS = 2000


@outermost
def allocate_block(
    problem: Problem,
    memory: Memory,
    bounds: Bounds,
    s: Scratch,
    lower: np.ndarray,
    upper: np.ndarray,
    money: np.ndarray,
    scale: float,
    members: np.ndarray,
    x: np.ndarray,
    outcome: np.ndarray,
    solves: np.ndarray,
    broken: np.ndarray,
) -> None:
    """Allocate one step of some members.

    Parameters
    ----------
    problem : Problem
        The small step.
    memory : Memory
        Of all members.
    bounds : Bounds
        Room for bounds, this thread's own.
    s : Scratch
        Room to work in, this thread's own.
    lower, upper : ndarray, shape (members, columns)
        Bounds of the whole step [Ml].
    money : ndarray, shape (0, 1 or members, columns)
        Cost less value [GBP/Ml]; no row where nothing has a price.
    scale : float
        Volume that counts as one [Ml]; a power of two.
    members : ndarray of int
        Which of them.
    x : ndarray, shape (members, columns)
        Is given the allocation [Ml] where it is proved.
    outcome, solves, broken : ndarray of int, shape (members,)
        Are given how it went, the programs solved, and the column whose bound binds.
    """
    shrink = 1.0 / scale
    for member in members:
        solves[member] = 0
        price = min(member, len(money) - 1)
        found = NOT_PROVED
        for afresh in range(2):
            if afresh == 1:
                # Rounding that has gathered in the inverse is gone once it is made anew.
                if memory.pivots[member] == 0:
                    break
                if not refactor(problem.columns, memory.basis[member], memory.inverse[member], s.square):
                    break
                memory.pivots[member] = 0
            found = _allocate(
                problem, memory, bounds, s, lower, upper, money, price, shrink, member, solves, broken
            )
            if found != NOT_PROVED:
                break
        if found == NOT_PROVED:
            _start_anew(memory, member, len(problem.kept))
        if found <= PROVED:
            for j in range(lower.shape[1]):
                x[member, j] = min(max(s.answer[j] * scale, lower[member, j]), upper[member, j])
        outcome[member] = found


@inner
def _allocate(
    problem: Problem,
    memory: Memory,
    bounds: Bounds,
    s: Scratch,
    lower: np.ndarray,
    upper: np.ndarray,
    money: np.ndarray,
    price: int,
    shrink: float,
    member: int,
    solves: np.ndarray,
    broken: np.ndarray,
) -> int:
    if not _set_bounds(problem, bounds, s, lower, upper, shrink, member):
        return NOT_POSSIBLE
    has_money = price >= 0 and _set_money(problem.whole, money, price, len(problem.kept), s.money)
    basis, status, inverse = memory.basis[member], memory.status[member], memory.inverse[member]
    proofs, proof_level, used = memory.proofs[member], memory.proof_level[member], memory.proof_used[member]
    memory.clock[member] += 1
    clock = memory.clock[member]
    level = -1
    for attempt in range(_ATTEMPTS):
        predicted = predict(problem.levels, proofs, proof_level, used, clock, bounds, s, level)
        if predicted != PREDICTED:
            return NOT_POSSIBLE if predicted == IMPOSSIBLE else NOT_PROVED
        solves[member] += 1
        found = _solve(problem, basis, status, inverse, memory.pivots, member, bounds, s, has_money)
        if found == STUCK:
            return NOT_PROVED
        if found == OPTIMAL:
            return _check(problem, s, lower, upper, shrink, member, broken, attempt)
        proof = keep_row(problem.rows, proofs, proof_level, used, clock, s.multipliers, s.line)
        if proof < 0:
            return NOT_PROVED
        level = assign(problem.levels, proofs, proof_level, proof, bounds, s.excess)
        if level == ALWAYS:
            return NOT_POSSIBLE
        if level == NOWHERE:
            return NOT_PROVED
    return NOT_PROVED


@inner
def _start_anew(memory: Memory, member: int, kept: int) -> None:
    memory.inverse[member, :, :] = 0.0
    for i in range(memory.basis.shape[1]):
        memory.basis[member, i] = kept + i
        memory.inverse[member, i, i] = 1.0
    memory.status[member, :kept] = 0
    memory.status[member, kept:] = 2
    memory.proof_level[member, :] = EMPTY
    memory.pivots[member] = 0


@inner
def _set_bounds(
    problem: Problem,
    bounds: Bounds,
    s: Scratch,
    lower: np.ndarray,
    upper: np.ndarray,
    shrink: float,
    member: int,
) -> bool:
    kept = len(problem.kept)
    for i in range(kept):
        j = problem.kept[i]
        bounds.first_lower[i] = lower[member, j] * shrink
        bounds.first_upper[i] = upper[member, j] * shrink
        if lower[member, j] > upper[member, j]:
            return False
    for i in range(len(problem.data)):
        j = problem.data[i]
        if problem.assumed[i] == 0 and upper[member, j] != lower[member, j]:
            return False
        s.data[i] = upper[member, j] * shrink
    for i in range(len(problem.constants.start) - 1):
        total = 0.0
        for e in range(problem.constants.start[i], problem.constants.start[i + 1]):
            total += problem.constants.value[e] * s.data[problem.constants.at[e]]
        bounds.first_lower[kept + i] = bounds.first_upper[kept + i] = total
    bounds.lower[:] = bounds.first_lower
    bounds.upper[:] = bounds.first_upper
    return True


@inner
def _set_money(whole: Sparse, money: np.ndarray, price: int, kept: int, cost: np.ndarray) -> bool:
    """Write what one more of each column of the small step costs, the dearest price being one."""
    largest = 0.0
    for j in range(money.shape[1]):
        largest = max(largest, abs(money[price, j]))
    if largest == 0.0:
        return False
    cost[:] = 0.0
    for j in range(money.shape[1]):
        share = money[price, j] / largest
        if share != 0.0:
            for e in range(whole.start[j], whole.start[j + 1]):
                if whole.at[e] < kept:
                    cost[whole.at[e]] += share * whole.value[e]
    return True


@inner
def _solve(
    problem: Problem,
    basis: np.ndarray,
    status: np.ndarray,
    inverse: np.ndarray,
    pivots: np.ndarray,
    member: int,
    bounds: Bounds,
    s: Scratch,
    has_money: bool,
) -> int:
    """Solve for the bounds at hand, until reduced costs and volumes computed afresh agree that it is done."""
    rows, columns = problem.rows, problem.columns
    for _ in range(20):
        reduced_costs(rows, problem.route_cost, basis, inverse, s.side, s.reduced_route)
        if has_money:
            reduced_costs(rows, s.money, basis, inverse, s.side, s.reduced_money)
        moved = make_dual_feasible(status, bounds, s.reduced_route, s.reduced_money, has_money)
        place_basic(columns, basis, status, inverse, bounds, s.side, s.x)
        if moved == 0 and leaving_row(basis, bounds, s.x) < 0:
            return OPTIMAL
        found = dual_simplex(
            rows, columns, basis, status, inverse, pivots, member, bounds, s, has_money, _PIVOTS
        )
        if found != OPTIMAL:
            return found
    return STUCK


@inner
def _check(
    problem: Problem,
    s: Scratch,
    lower: np.ndarray,
    upper: np.ndarray,
    shrink: float,
    member: int,
    broken: np.ndarray,
    attempt: int,
) -> int:
    """Lay the answer out on the whole step and hold it against every row and bound there."""
    kept = len(problem.kept)
    answer = s.answer
    for j in range(len(answer)):
        total = 0.0
        for e in range(problem.whole.start[j], problem.whole.start[j + 1]):
            c = problem.whole.at[e]
            total += problem.whole.value[e] * (s.x[c] if c < kept else s.data[c - kept])
        answer[j] = total
    for i in range(len(problem.step.start) - 1):
        total = 0.0
        for e in range(problem.step.start[i], problem.step.start[i + 1]):
            total += problem.step.value[e] * answer[problem.step.at[e]]
        if not abs(total) <= TOLERANCE:
            return NOT_PROVED
    for j in range(len(answer)):
        below = lower[member, j] * shrink - answer[j]
        above = answer[j] - upper[member, j] * shrink
        if below > TOLERANCE or above > TOLERANCE:
            if problem.eliminated[j] == 0:
                return NOT_PROVED
            broken[member] = j
            return OUTSIDE
    return PROVED_AT_ONCE if attempt == 0 else PROVED
