"""A bounded dual simplex with a dense inverse, for ``matrix @ x == 0`` and bounds on every column.

Since every bound is finite, any basis is made dual feasible by moving columns to their other bound;
so bounds and costs may both change between calls. The cost has two parts, money and routes, and
is compared lexicographically: a route never costs money.

Every loop is written out: no linear-algebra library is called, whose threads and locks would stand
in the way of ours.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import Bounds, Member, Scratch, Sparse
from basinsim.allocation.kernel.jit import inner

TOLERANCE = 1e-9
OPTIMAL, IMPOSSIBLE, STUCK, NOT_YET = 0, 1, 2, 3

_SMALL_PIVOT = 1e-7
_SMALL_WEIGHT = 1e-9
_NOISE = 1e-13
_REFACTOR_AFTER = 400


@inner
def refactor(columns: Sparse, basis: np.ndarray, inverse: np.ndarray, square: np.ndarray) -> bool:
    """Invert the basis anew by Gauss-Jordan elimination; False where it is singular."""
    m = len(basis)
    kept = len(columns.start) - 1
    square[:, :] = 0.0
    inverse[:, :] = 0.0
    for k in range(m):
        inverse[k, k] = 1.0
        j = basis[k]
        if j >= kept:
            square[j - kept, k] = 1.0
        else:
            for e in range(columns.start[j], columns.start[j + 1]):
                square[columns.at[e], k] = columns.value[e]
    # Columns of `square` are turned into unit vectors one by one, rows swapped as they are chosen.
    for k in range(m):
        best = k
        for i in range(k + 1, m):
            if abs(square[i, k]) > abs(square[best, k]):
                best = i
        if abs(square[best, k]) < 1e-11:
            return False
        if best != k:
            for c in range(m):
                square[k, c], square[best, c] = square[best, c], square[k, c]
                inverse[k, c], inverse[best, c] = inverse[best, c], inverse[k, c]
        scale = 1.0 / square[k, k]
        for c in range(m):
            square[k, c] *= scale
            inverse[k, c] *= scale
        for i in range(m):
            factor = square[i, k]
            if i != k and factor != 0.0:
                for c in range(m):
                    square[i, c] -= factor * square[k, c]
                    inverse[i, c] -= factor * inverse[k, c]
    return True


@inner
def price_row(rows: Sparse, multipliers: np.ndarray, out: np.ndarray) -> None:
    """Write ``multipliers @ matrix`` for all columns, right-hand sides last."""
    kept = len(out) - len(multipliers)
    out[:kept] = 0.0
    for i in range(len(multipliers)):
        weight = multipliers[i]
        out[kept + i] = weight
        if weight != 0.0:
            for e in range(rows.start[i], rows.start[i + 1]):
                out[rows.at[e]] += weight * rows.value[e]


@inner
def reduced_costs(
    rows: Sparse, cost: np.ndarray, own: Member, multipliers: np.ndarray, out: np.ndarray
) -> None:
    """Write the cost of one more of each column, the basis making room for it."""
    basis, inverse = own.basis, own.inverse
    multipliers[:] = 0.0
    for k in range(len(basis)):
        price = cost[basis[k]]
        if price != 0.0:
            for i in range(len(basis)):
                multipliers[i] += price * inverse[k, i]
    price_row(rows, multipliers, out)
    for j in range(len(out)):
        out[j] = cost[j] - out[j]


@inner
def place_basic(columns: Sparse, own: Member, bounds: Bounds, side: np.ndarray, x: np.ndarray) -> None:
    """Put columns outside the basis on their bounds, and the basis where the rows then want it."""
    basis, status, inverse = own.basis, own.status, own.inverse
    m = len(basis)
    kept = len(columns.start) - 1
    side[:] = 0.0
    for j in range(kept):
        if status[j] == 2:
            continue
        value = bounds.lower[j] if status[j] == 0 else bounds.upper[j]
        x[j] = value
        if value != 0.0:
            for e in range(columns.start[j], columns.start[j + 1]):
                side[columns.at[e]] -= columns.value[e] * value
    for i in range(m):
        j = kept + i
        if status[j] != 2:
            x[j] = bounds.lower[j]
            side[i] -= x[j]
    for k in range(m):
        total = 0.0
        for i in range(m):
            total += inverse[k, i] * side[i]
        x[basis[k]] = total


@inner
def make_dual_feasible(
    status: np.ndarray, bounds: Bounds, route: np.ndarray, money: np.ndarray, has_money: bool
) -> int:
    """Move columns to the bound that their reduced cost asks for; return how many moved."""
    moved = 0
    for j in range(len(status)):
        if status[j] == 2 or bounds.lower[j] == bounds.upper[j]:
            continue
        cost = route[j]
        if has_money and abs(money[j]) > TOLERANCE:
            cost = money[j]
        if status[j] == 0 and cost < -TOLERANCE:
            status[j] = 1
            moved += 1
        elif status[j] == 1 and cost > TOLERANCE:
            status[j] = 0
            moved += 1
    return moved


@inner
def leaving_row(basis: np.ndarray, bounds: Bounds, x: np.ndarray) -> int:
    """Return the row of the basis that is furthest outside its bounds; -1 where none is."""
    worst, row = TOLERANCE, -1
    for k in range(len(basis)):
        j = basis[k]
        beyond = max(bounds.lower[j] - x[j], x[j] - bounds.upper[j])
        if beyond > worst:
            worst, row = beyond, k
    return row


@inner
def entering_column(
    kept: int, status: np.ndarray, bounds: Bounds, s: Scratch, sign: float, slope: float, has_money: bool
) -> int:
    """Return the column that enters, -1 where even all together cannot make room.

    A column that can only make part of the room is marked to go to its other bound (the long
    step), and the cheapest one that makes the rest of it enters.
    """
    count = 0
    chosen = s.candidates
    for j in range(kept):
        s.mark[j] = 0
        if status[j] == 2 or bounds.upper[j] <= bounds.lower[j]:
            continue
        weight = sign * s.line[j]
        if weight < -_SMALL_WEIGHT if status[j] == 0 else weight > _SMALL_WEIGHT:
            chosen[count] = j
            count += 1
    last: int = -1
    while count > 0:
        best = -1
        best_money, best_route, best_size = np.inf, np.inf, 0.0
        for c in range(count):
            j = chosen[c]
            size = abs(s.line[j])
            money = abs(s.reduced_money[j]) / size if has_money else 0.0
            if money > best_money + 1e-12:
                continue
            route = abs(s.reduced_route[j]) / size
            cheaper = money < best_money - 1e-12 or route < best_route - 1e-12
            if cheaper or (route < best_route + 1e-12 and size > best_size):
                best, best_money, best_route, best_size = c, money, route, size
        last = chosen[best]
        slope -= best_size * (bounds.upper[last] - bounds.lower[last])
        if slope <= 0.0:
            return last
        s.mark[last] = 1
        count -= 1
        chosen[best] = chosen[count]
    return last if slope <= TOLERANCE else -1


@inner
def dual_simplex(
    rows: Sparse, columns: Sparse, own: Member, bounds: Bounds, s: Scratch, has_money: bool, most: int
) -> int:
    """Go to the cheapest step within the bounds.

    Where there is none, ``multipliers`` holds those of the rows that show it, with the sign that
    makes the least sum positive.
    """
    basis, status, inverse, pivots, member = own.basis, own.status, own.inverse, own.pivots, own.number
    m = len(basis)
    kept = len(columns.start) - 1
    x, column = s.x, s.pivot_column
    for _ in range(most):
        r = leaving_row(basis, bounds, x)
        if r < 0:
            return OPTIMAL
        out = basis[r]
        below = bounds.lower[out] - x[out] > 0.0
        sign = 1.0 if below else -1.0
        bound = bounds.lower[out] if below else bounds.upper[out]
        for i in range(m):
            s.multipliers[i] = inverse[r, i]
        price_row(rows, s.multipliers, s.line)
        q = entering_column(kept, status, bounds, s, sign, abs(x[out] - bound), has_money)
        if q < 0:
            for i in range(m):
                s.multipliers[i] *= sign
            return IMPOSSIBLE
        _flip(columns, own, bounds, s, q)
        for k in range(m):
            total = 0.0
            for e in range(columns.start[q], columns.start[q + 1]):
                total += inverse[k, columns.at[e]] * columns.value[e]
            column[k] = total
        pivot = column[r]
        wrong = abs(pivot - s.line[q]) > 1e-7 * (1.0 + abs(pivot))
        if wrong or abs(pivot) < _SMALL_PIVOT or pivots[member] >= _REFACTOR_AFTER:
            if pivots[member] == 0 or not refactor(columns, basis, inverse, s.square):
                return STUCK
            pivots[member] = s.fresh[0] = 0
            place_basic(columns, own, bounds, s.side, x)
            continue
        step = (x[out] - bound) / pivot
        for k in range(m):
            x[basis[k]] -= column[k] * step
        x[q] += step
        x[out] = bound
        _update_costs(s.reduced_route, s.line, q, out, pivot)
        if has_money:
            _update_costs(s.reduced_money, s.line, q, out, pivot)
        _update_inverse(inverse, column, r)
        basis[r] = q
        status[q] = 2
        status[out] = 0 if below else 1
        pivots[member] += 1
        s.fresh[0] = 0
    return STUCK


@inner
def _flip(columns: Sparse, own: Member, bounds: Bounds, s: Scratch, q: int) -> None:
    """Move the columns passed by the long step to their other bound."""
    basis, status, inverse = own.basis, own.status, own.inverse
    side, x = s.side, s.x
    any_moved = False
    for j in range(len(columns.start) - 1):
        if s.mark[j] == 1 and j != q:
            if not any_moved:
                side[:] = 0.0
                any_moved = True
            target = bounds.upper[j] if status[j] == 0 else bounds.lower[j]
            change = target - x[j]
            x[j] = target
            status[j] = 1 - status[j]
            for e in range(columns.start[j], columns.start[j + 1]):
                side[columns.at[e]] -= columns.value[e] * change
    if any_moved:
        for k in range(len(basis)):
            total = 0.0
            for i in range(len(basis)):
                total += inverse[k, i] * side[i]
            x[basis[k]] += total


@inner
def _update_costs(reduced: np.ndarray, row: np.ndarray, q: int, out: int, pivot: float) -> None:
    price = reduced[q] / pivot
    if price != 0.0:
        for j in range(len(reduced)):
            reduced[j] -= price * row[j]
            if abs(reduced[j]) < 1e-12:
                reduced[j] = 0.0
    reduced[q] = 0.0
    reduced[out] = -price


@inner
def _update_inverse(inverse: np.ndarray, column: np.ndarray, r: int) -> None:
    m = len(column)
    scale = 1.0 / column[r]
    for c in range(m):
        inverse[r, c] *= scale
        if abs(inverse[r, c]) < _NOISE:
            inverse[r, c] = 0.0
    for i in range(m):
        factor = column[i]
        if i != r and abs(factor) > _NOISE:
            for c in range(m):
                inverse[i, c] -= factor * inverse[r, c]
