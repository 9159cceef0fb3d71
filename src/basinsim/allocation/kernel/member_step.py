"""One step of one member, as compiled functions: predict, solve, learn, prove."""

import numpy as np

from basinsim.allocation.kernel.arrays import (
    EMPTY,
    Bounds,
    Levels,
    Member,
    Path,
    Problem,
    Scratch,
    Sparse,
)
from basinsim.allocation.kernel.jit import inner, once
from basinsim.allocation.kernel.prediction import IMPOSSIBLE, PREDICTED, assign, predict, wake_broken
from basinsim.allocation.kernel.proofs import ALWAYS, NOWHERE, keep_row, let_sleep
from basinsim.allocation.kernel.simplex import (
    NOT_YET,
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
from basinsim.allocation.kernel.span import Outcome

PROVED_AT_ONCE, PROVED, NOT_POSSIBLE, NOT_PROVED, OUTSIDE = 0, 1, 2, 3, 4
"""How a member's step went; ``OUTSIDE``: a bound that was left out binds."""

HOLDS, FAILS = -1, -2

_ATTEMPTS = 1000
_PIVOTS = 2000


@once
def take_step(
    path: Path,
    place: int,
    member: int,
    lower: np.ndarray,
    upper: np.ndarray,
    money: np.ndarray,
    outcome: Outcome,
    step: int,
    unit: float,
    shrink: float,
) -> int:
    """Allocate one step of one member by one small step.

    Parameters
    ----------
    path : Path
        The small step.
    place : int
        Which of the small steps it is, for the record of what was left out though it binds.
    member : int
        Which.
    lower, upper : ndarray, shape (columns,)
        Bounds of the whole step [Ml].
    money : ndarray, shape (0 or columns,)
        Cost of one more of each column, where anything has a price.
    outcome : Outcome
        Is given the programs solved, and the allocation [Ml] where it is proved.
    step : int
        Place of the step in the outcome.
    unit, shrink : float
        The volume that counts as one [Ml], and one over it.

    Returns
    -------
    int
        How it went.
    """
    problem, memory, bounds, s = path.problem, path.memory, path.bounds, path.s
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
            memory.pivots[member] = s.fresh[0] = 0
        memory.clock[member] += 1
        found = NOT_POSSIBLE
        if _set_bounds(problem, bounds, s, lower, upper, shrink):
            has_money = len(money) > 0 and _set_money(problem.adds, money, s.money)
            found = _allocate(
                problem,
                own,
                memory.clock[member],
                bounds,
                s,
                has_money,
                outcome.solves[member, step : step + 1],
            )
        if found <= PROVED:
            broken = _outside(problem, s, lower, upper, shrink)
            if broken == HOLDS:
                break
            found = NOT_PROVED
            if broken >= 0:
                outcome.broken[member, place] = broken
                return OUTSIDE
        if found != NOT_PROVED:
            break
    if found == NOT_PROVED:
        _start_anew(own, len(problem.kept))
        s.fresh[0] = 0
    if found <= PROVED:
        x = outcome.x[member, step]
        for j in range(len(x)):
            x[j] = min(max(s.answer[j] * unit, lower[j]), upper[j])
    return found


@once
def _allocate(
    problem: Problem, own: Member, clock: int, bounds: Bounds, s: Scratch, has_money: bool, count: np.ndarray
) -> int:
    level = -1
    solves = 0
    for _ in range(_ATTEMPTS):
        predicted = predict(problem.levels, own, clock, bounds, s, level)
        if predicted != PREDICTED:
            return NOT_POSSIBLE if predicted == IMPOSSIBLE else NOT_PROVED
        found = _start(problem, own, bounds, s, has_money)
        if found != OPTIMAL:
            # Far cheaper than finding them by pivots.
            level = wake_broken(problem.levels, own, clock, bounds)
            if level != NOWHERE:
                continue
        solves += 1
        count[0] += 1
        if found != OPTIMAL:
            found = _solve(problem, own, bounds, s, has_money)
        if found == STUCK:
            return NOT_PROVED
        if found == OPTIMAL:
            let_sleep(own, clock, s.now)
            return PROVED_AT_ONCE if solves == 1 else PROVED
        proof = keep_row(problem.rows, own, clock, s.multipliers, s.line)
        if proof < 0:
            return NOT_PROVED
        level = assign(problem.levels, own, proof, bounds)
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
    own.proof_used[:] = 0
    own.pivots[own.number] = 0


@inner
def _set_bounds(
    problem: Problem, bounds: Bounds, s: Scratch, lower: np.ndarray, upper: np.ndarray, shrink: float
) -> bool:
    kept = len(problem.kept)
    wrong = 0
    for i in range(kept):
        j = problem.kept[i]
        bounds.first_lower[i] = lower[j] * shrink
        bounds.first_upper[i] = upper[j] * shrink
        wrong += 1 if lower[j] > upper[j] else 0
    for i in range(len(problem.data)):
        j = problem.data[i]
        wrong += 1 if problem.assumed[i] == 0 and upper[j] != lower[j] else 0
        s.data[i] = upper[j] * shrink
    if wrong > 0:
        return False
    for i in range(len(problem.constants.start) - 1):
        total = _sum_of(problem.constants, i, s.data)
        bounds.first_lower[kept + i] = bounds.first_upper[kept + i] = total
    for j in range(len(bounds.lower)):
        bounds.lower[j] = bounds.first_lower[j]
        bounds.upper[j] = bounds.first_upper[j]
    _set_carried_over(problem.levels, bounds, s.goal, upper, shrink)
    return True


@inner
def _set_carried_over(
    levels: Levels, bounds: Bounds, goal: np.ndarray, upper: np.ndarray, shrink: float
) -> None:
    for k in range(len(levels.stores)):
        if levels.stores[k] == 1:
            for j in range(levels.start[k], levels.start[k + 1]):
                total = 0.0
                for i in levels.gains[j]:
                    total += upper[i] * shrink
                for i in levels.losses[j]:
                    total -= upper[i] * shrink
                goal[j] = min(max(total, 0.0), bounds.first_upper[j])


@inner
def _sum_of(rows: Sparse, i: int, values: np.ndarray) -> float:
    total = 0.0
    for e in range(rows.start[i], rows.start[i + 1]):
        total += rows.value[e] * values[rows.at[e]]
    return total


@inner
def _set_money(adds: Sparse, money: np.ndarray, cost: np.ndarray) -> bool:
    """Write what one more of each column of the small step costs, the dearest price being one."""
    largest = 0.0
    for j in range(len(money)):
        largest = max(largest, abs(money[j]))
    if largest == 0.0:
        return False
    cost[:] = 0.0
    for i in range(len(adds.start) - 1):
        cost[i] = _sum_of(adds, i, money) / largest
    return True


@inner
def _start(problem: Problem, own: Member, bounds: Bounds, s: Scratch, has_money: bool) -> int:
    """Put the basis at hand on the bounds; say whether this is the cheapest step already."""
    rows, columns = problem.rows, problem.columns
    if s.fresh[0] == 0:
        reduced_costs(rows, problem.route_cost, own, s.side, s.reduced_route)
        s.fresh[0] = 1
    if has_money:
        reduced_costs(rows, s.money, own, s.side, s.reduced_money)
    make_dual_feasible(own.status, bounds, s.reduced_route, s.reduced_money, has_money)
    place_basic(columns, own, bounds, s.side, s.x)
    return OPTIMAL if leaving_row(own.basis, bounds, s.x) < 0 else NOT_YET


@inner
def _solve(problem: Problem, own: Member, bounds: Bounds, s: Scratch, has_money: bool) -> int:
    """Solve from where :func:`_start` left off, until reduced costs and volumes computed afresh agree."""
    for _ in range(20):
        found = dual_simplex(problem.rows, problem.columns, own, bounds, s, has_money, _PIVOTS)
        if found != OPTIMAL:
            return found
        if _start(problem, own, bounds, s, has_money) == OPTIMAL:
            return OPTIMAL
    return STUCK


@inner
def _outside(problem: Problem, s: Scratch, lower: np.ndarray, upper: np.ndarray, shrink: float) -> int:
    """Lay the answer out on the whole step and hold it against every row and bound there.

    Returns
    -------
    int
        ``HOLDS``, ``FAILS``, or the column that was left out though its bound binds.
    """
    answer = s.answer
    for i in range(len(problem.kept)):
        answer[problem.kept[i]] = s.x[i]
    for i in range(len(problem.data)):
        answer[problem.data[i]] = s.data[i]
    for i in range(len(problem.replaced)):
        answer[problem.replaced[i]] = _sum_of(problem.sums, i, answer)
    for i in range(len(problem.step.start) - 1):
        if not abs(_sum_of(problem.step, i, answer)) <= TOLERANCE:
            return FAILS
    outside = 0
    for j in range(len(answer)):
        within = (answer[j] >= lower[j] * shrink - TOLERANCE) & (answer[j] <= upper[j] * shrink + TOLERANCE)
        outside += 0 if within else 1
    if outside == 0:
        return HOLDS
    for j in range(len(answer)):
        if max(lower[j] * shrink - answer[j], answer[j] - upper[j] * shrink) > TOLERANCE:
            return FAILS if problem.eliminated[j] == 0 else j
    return HOLDS
