"""Certificates of one member, as compiled functions: why more is not possible.

A certificate is a vector ``a`` with ``a @ x == 0`` for every step whatever its bounds, because it is
a sum of rows. The least that ``a @ x`` can be within bounds must not be above zero. ``proofs`` has
one in each row. Those that were tight lately are *awake*: predictions look at them only, and at the
others when a prediction fails.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import EMPTY, Bounds, Levels, Member, Sparse
from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.simplex import price_row

SLACK = 3e-10
"""A certificate broken by no more than this is rounding."""

FILL, LEAST, MOST = 0, 1, 2
"""Kinds of level."""

ALWAYS = -1
"""Level of a certificate that nothing at all is possible."""

NOWHERE = -3

AWAKE = 1
"""Steps for which a certificate stays awake after it was last tight."""

_ROUNDING = 1e-13
_ROOM = 1e-7
_NOISE = 1e-10


@inner
def least_sum(weights: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
    """Return the least that a certificate's sum can be within bounds."""
    total = 0.0
    for j in range(len(weights)):
        total += min(weights[j] * lower[j], weights[j] * upper[j])
    return total


@inner
def raised_by(weights: np.ndarray, bounds: Bounds, start: int, end: int) -> float:
    """Return by how much a certificate's least sum has grown since columns next to each other had their first bounds."""
    ours = weights[start:end]
    lower, upper = bounds.lower[start:end], bounds.upper[start:end]
    first_lower, first_upper = bounds.first_lower[start:end], bounds.first_upper[start:end]
    total = 0.0
    for e in range(len(ours)):
        total += max(ours[e], 0.0) * (lower[e] - first_lower[e])
        total += min(ours[e], 0.0) * (upper[e] - first_upper[e])
    return total


@inner
def places(own: Member) -> int:
    """Return how many places for certificates were ever used; they are the first ones."""
    count = 0
    while count < len(own.proof_used) and own.proof_used[count] > 0:
        count += 1
    return count


@inner
def awake(own: Member, clock: int, found: np.ndarray) -> int:
    """List the certificates that were tight lately; return how many there are."""
    count = 0
    for p in range(places(own)):
        if own.proof_level[p] != EMPTY and clock - own.proof_used[p] <= AWAKE:
            found[count] = p
            count += 1
    return count


@inner
def let_sleep(own: Member, clock: int, now: np.ndarray) -> None:
    """Let those sleep that the bounds of a proved step leave room in, though they were woken for it.

    ``now`` has the least sums of those that are awake.
    """
    for p in range(places(own)):
        if own.proof_level[p] != EMPTY and own.proof_used[p] == clock and now[p] < -_ROOM:
            own.proof_used[p] = clock - AWAKE


@inner
def keep(own: Member, clock: int, weights: np.ndarray, place: int) -> int:
    """Keep a vector as a certificate without a level, in a place or, for -1, where the one longest unused is."""
    level, used = own.proof_level, own.proof_used
    first, last = (0, len(level)) if place < 0 else (0, 0)
    place = max(place, 0)
    for p in range(first, last):
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
        own.proofs[place, j] = weight if abs(weight) > _NOISE else 0.0
    level[place] = EMPTY
    used[place] = clock
    return place


@inner
def keep_row(rows: Sparse, own: Member, clock: int, multipliers: np.ndarray, line: np.ndarray) -> int:
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
    return keep(own, clock, line, -1)


@inner
def combine(own: Member, clock: int, p: int, other: int, column: int, line: np.ndarray, place: int) -> int:
    """Keep the sum of a certificate and the multiple of another that frees it from a column."""
    factor = -own.proofs[p, column] / own.proofs[other, column]
    for j in range(len(line)):
        line[j] = own.proofs[p, j] + factor * own.proofs[other, j]
    line[column] = 0.0
    return keep(own, clock, line, place)


@inner
def first_broken_level(levels: Levels, weights: np.ndarray, bounds: Bounds) -> int:
    """Return the first level after which a certificate is broken by the bounds at hand.

    A total that is not settled yet counts as being at its lower bound: it may be very large, and a
    certificate in which it has a negative weight says nothing before it is settled.
    """
    total = 0.0
    not_before = ALWAYS
    for j in range(len(bounds.lower)):
        low, high = bounds.first_lower[j], bounds.first_upper[j]
        level = levels.of[j]
        if level >= 0 and levels.kind[level] != FILL:
            high = low
            if weights[j] < 0.0:
                not_before = max(not_before, level)
        total += min(weights[j] * low, weights[j] * high)
    if total > SLACK and not_before == ALWAYS:
        return ALWAYS
    for k in range(len(levels.kind)):
        if levels.kind[k] == FILL:
            total += raised_by(weights, bounds, levels.start[k], levels.start[k + 1])
        else:
            t = levels.start[k]
            total += weights[t] * (bounds.lower[t] - bounds.first_lower[t])
        if total > SLACK and k >= not_before:
            return k
    return NOWHERE
