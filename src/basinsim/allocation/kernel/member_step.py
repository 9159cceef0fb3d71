"""One step of a block of members, as compiled functions: predict, solve, learn, prove."""

import numpy as np

from basinsim.allocation.kernel.arrays import (
    EMPTY,
    Bounds,
    Member,
    Memory,
    Numbers,
    Outcome,
    Problem,
    Scratch,
    Sparse,
)
from basinsim.allocation.kernel.jit import inner, outermost
from basinsim.allocation.kernel.prediction import IMPOSSIBLE, PREDICTED, assign, predict
from basinsim.allocation.kernel.proofs import ALWAYS, NOWHERE, keep_row, wake_broken
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
    numbers: Numbers,
    members: np.ndarray,
    outcome: Outcome,
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
    numbers : Numbers
        Of all members.
    members : ndarray of int
        Which of them.
    outcome : Outcome
        Is given how it went, and the allocation [Ml] where it is proved.
    """
    for member in members:
        outcome.solves[member] = 0
        own = Member(
            member,
            memory.basis[member],
            memory.status[member],
            memory.inverse[member],
            memory.pivots,
            memory.proofs[member],
            memory.proof_level[member],
            memory.proof_used[member],
        )
        found = NOT_PROVED
        for afresh in range(2):
            if afresh == 1:
                # Rounding that has gathered in the inverse is gone once it is made anew.
                if memory.pivots[member] == 0:
                    break
                if not refactor(problem.columns, own.basis, own.inverse, s.square):
                    break
                memory.pivots[member] = 0
            memory.clock[member] += 1
            found = _allocate(problem, own, memory.clock[member], bounds, s, numbers, outcome)
            if found != NOT_PROVED:
                break
        if found == NOT_PROVED:
            _start_anew(own, len(problem.kept))
        if found <= PROVED:
            lower, upper, x = numbers.lower[member], numbers.upper[member], outcome.x[member]
            scale = 1.0 / numbers.shrink
            for j in range(len(x)):
                x[j] = min(max(s.answer[j] * scale, lower[j]), upper[j])
        outcome.how[member] = found


@inner
def _allocate(
    problem: Problem, own: Member, clock: int, bounds: Bounds, s: Scratch, numbers: Numbers, outcome: Outcome
) -> int:
    if not _set_bounds(problem, bounds, s, numbers, own.number):
        return NOT_POSSIBLE
    price = min(own.number, len(numbers.money) - 1)
    has_money = price >= 0 and _set_money(problem.whole, numbers.money[price], len(problem.kept), s.money)
    level = -1
    for attempt in range(_ATTEMPTS):
        predicted = predict(problem.levels, own, clock, bounds, s, level)
        if predicted != PREDICTED:
            return NOT_POSSIBLE if predicted == IMPOSSIBLE else NOT_PROVED
        outcome.solves[own.number] += 1
        found = _solve(problem, own, bounds, s, has_money)
        if found == STUCK:
            return NOT_PROVED
        if found == OPTIMAL:
            return _check(problem, s, numbers, own.number, outcome.broken, attempt)
        proof = wake_broken(own, clock, bounds)
        if proof < 0:
            proof = keep_row(problem.rows, own, clock, s.multipliers, s.line)
        if proof < 0:
            return NOT_PROVED
        level = assign(problem.levels, own, proof, bounds, s.excess)
        if level == ALWAYS:
            return NOT_POSSIBLE
        if level == NOWHERE:
            return NOT_PROVED
    return NOT_PROVED


@inner
def _start_anew(own: Member, kept: int) -> None:
    own.inverse[:, :] = 0.0
    for i in range(len(own.basis)):
        own.basis[i] = kept + i
        own.inverse[i, i] = 1.0
    own.status[:kept] = 0
    own.status[kept:] = 2
    own.proof_level[:] = EMPTY
    own.pivots[own.number] = 0


@inner
def _set_bounds(problem: Problem, bounds: Bounds, s: Scratch, numbers: Numbers, member: int) -> bool:
    lower, upper, shrink = numbers.lower[member], numbers.upper[member], numbers.shrink
    kept = len(problem.kept)
    for i in range(kept):
        j = problem.kept[i]
        bounds.first_lower[i] = lower[j] * shrink
        bounds.first_upper[i] = upper[j] * shrink
        if lower[j] > upper[j]:
            return False
    for i in range(len(problem.data)):
        j = problem.data[i]
        if problem.assumed[i] == 0 and upper[j] != lower[j]:
            return False
        s.data[i] = upper[j] * shrink
    for i in range(len(problem.constants.start) - 1):
        total = 0.0
        for e in range(problem.constants.start[i], problem.constants.start[i + 1]):
            total += problem.constants.value[e] * s.data[problem.constants.at[e]]
        bounds.first_lower[kept + i] = bounds.first_upper[kept + i] = total
    bounds.lower[:] = bounds.first_lower
    bounds.upper[:] = bounds.first_upper
    return True


@inner
def _set_money(whole: Sparse, money: np.ndarray, kept: int, cost: np.ndarray) -> bool:
    """Write what one more of each column of the small step costs, the dearest price being one."""
    largest = 0.0
    for j in range(len(money)):
        largest = max(largest, abs(money[j]))
    if largest == 0.0:
        return False
    cost[:] = 0.0
    for j in range(len(money)):
        share = money[j] / largest
        if share != 0.0:
            for e in range(whole.start[j], whole.start[j + 1]):
                if whole.at[e] < kept:
                    cost[whole.at[e]] += share * whole.value[e]
    return True


@inner
def _solve(problem: Problem, own: Member, bounds: Bounds, s: Scratch, has_money: bool) -> int:
    """Solve for the bounds at hand, until reduced costs and volumes computed afresh agree that it is done."""
    rows, columns = problem.rows, problem.columns
    for _ in range(20):
        reduced_costs(rows, problem.route_cost, own, s.side, s.reduced_route)
        if has_money:
            reduced_costs(rows, s.money, own, s.side, s.reduced_money)
        moved = make_dual_feasible(own.status, bounds, s.reduced_route, s.reduced_money, has_money)
        place_basic(columns, own, bounds, s.side, s.x)
        if moved == 0 and leaving_row(own.basis, bounds, s.x) < 0:
            return OPTIMAL
        found = dual_simplex(rows, columns, own, bounds, s, has_money, _PIVOTS)
        if found != OPTIMAL:
            return found
    return STUCK


@inner
def _check(
    problem: Problem, s: Scratch, numbers: Numbers, member: int, broken: np.ndarray, attempt: int
) -> int:
    """Lay the answer out on the whole step and hold it against every row and bound there."""
    lower, upper, shrink = numbers.lower[member], numbers.upper[member], numbers.shrink
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
        below = lower[j] * shrink - answer[j]
        above = answer[j] - upper[j] * shrink
        if below > TOLERANCE or above > TOLERANCE:
            if problem.eliminated[j] == 0:
                return NOT_PROVED
            broken[member] = j
            return OUTSIDE
    return PROVED_AT_ONCE if attempt == 0 else PROVED
