"""Certificates of one member, as compiled functions: why more is not possible.

A certificate is a vector ``a`` with ``a @ x == 0`` for every step whatever its bounds, because it is
a sum of rows. The least that ``a @ x`` can be within bounds must not be above zero. ``proofs`` has
one in each column, so that what changes one bound is a sweep over neighbours in memory.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import EMPTY, Bounds, Levels, Sparse
from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.simplex import price_row

SLACK = 3e-10
"""A certificate broken by no more than this is rounding."""

FILL, LEAST, MOST = 0, 1, 2
"""Kinds of level."""

ALWAYS = -1
"""Level of a certificate that nothing at all is possible."""

NOWHERE = -3

_ROUNDING = 1e-13
_NOISE = 1e-10


@inner
def least_sums(levels: Levels, proofs: np.ndarray, bounds: Bounds, now: np.ndarray) -> None:
    """Write the least that each certificate's sum can be within bounds.

    A total that is not settled yet counts as being at its lower bound: it may be very large, and a
    certificate in which it has a negative weight says nothing before it is settled.
    """
    now[:] = 0.0
    for j in range(len(bounds.lower)):
        low, high = bounds.lower[j], bounds.upper[j]
        if levels.of[j] >= 0 and levels.kind[levels.of[j]] != FILL:
            high = low
        if low == 0.0 and high == 0.0:
            continue
        for p in range(len(now)):
            now[p] += min(proofs[j, p] * low, proofs[j, p] * high)


@inner
def fix(proofs: np.ndarray, now: np.ndarray, bounds: Bounds, j: int, value: float, total: bool) -> None:
    """Give a column one value, and each certificate's least sum what follows from it."""
    up = value - bounds.lower[j]
    down = up if total else value - bounds.upper[j]
    for p in range(len(now)):
        weight = proofs[j, p]
        now[p] += weight * (up if weight > 0.0 else down)
    bounds.lower[j] = bounds.upper[j] = value


@inner
def keep(proofs: np.ndarray, level: np.ndarray, used: np.ndarray, clock: int, weights: np.ndarray) -> int:
    """Keep a vector as a certificate without a level; the one longest unused makes room."""
    place = 0
    for p in range(len(level)):
        if level[p] == EMPTY:
            place = p
            break
        if used[p] < used[place]:
            place = p
    largest = 0.0
    for j in range(len(weights)):
        largest = max(largest, abs(weights[j]))
    for j in range(len(weights)):
        weight = weights[j] / largest
        proofs[j, place] = weight if abs(weight) > _NOISE else 0.0
    level[place] = EMPTY
    used[place] = clock
    return place


@inner
def keep_row(
    rows: Sparse,
    proofs: np.ndarray,
    level: np.ndarray,
    used: np.ndarray,
    clock: int,
    multipliers: np.ndarray,
    line: np.ndarray,
) -> int:
    """Keep the certificate that multipliers of the rows make; -1 where rounding blurs it."""
    largest = 0.0
    for i in range(len(multipliers)):
        largest = max(largest, abs(multipliers[i]))
    for i in range(len(multipliers)):
        if abs(multipliers[i]) < _NOISE * largest:
            multipliers[i] = 0.0
    price_row(rows, multipliers, line)
    for j in range(len(line)):
        if _ROUNDING * largest < abs(line[j]) < _NOISE * largest:
            return -1
    return keep(proofs, level, used, clock, line)


@inner
def combine(
    proofs: np.ndarray,
    level: np.ndarray,
    used: np.ndarray,
    clock: int,
    p: int,
    other: int,
    column: int,
    line: np.ndarray,
) -> int:
    """Keep the sum of a certificate and the multiple of another that frees it from a column."""
    factor = -proofs[column, p] / proofs[column, other]
    for j in range(len(line)):
        line[j] = proofs[j, p] + factor * proofs[j, other]
    line[column] = 0.0
    return keep(proofs, level, used, clock, line)


@inner
def first_broken_level(levels: Levels, proofs: np.ndarray, p: int, bounds: Bounds, excess: np.ndarray) -> int:
    """Return the first level after which a certificate is broken by the bounds at hand."""
    total = 0.0
    not_before = ALWAYS
    for j in range(len(bounds.lower)):
        low, high = bounds.first_lower[j], bounds.first_upper[j]
        level = levels.of[j]
        if level >= 0 and levels.kind[level] != FILL:
            high = low
            if proofs[j, p] < 0.0:
                not_before = max(not_before, level)
        total += min(proofs[j, p] * low, proofs[j, p] * high)
    if total > SLACK and not_before == ALWAYS:
        return ALWAYS
    excess[:] = 0.0
    for e in range(len(levels.column)):
        j = levels.column[e]
        level = levels.of[j]
        weight = proofs[j, p]
        if weight > 0.0 or levels.kind[level] != FILL:
            excess[level] += weight * (bounds.lower[j] - bounds.first_lower[j])
        else:
            excess[level] += weight * (bounds.upper[j] - bounds.first_upper[j])
    for k in range(len(levels.kind)):
        total += excess[k]
        if total > SLACK and k >= not_before:
            return k
    return NOWHERE
