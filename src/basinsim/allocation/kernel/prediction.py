"""What every level gets by the certificates at hand, as compiled functions.

Each value is a bound that no step can pass, given those of the levels before it; so once a step
attains them all, each level is both attained and capped.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import Bounds, Levels, Scratch
from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.proofs import (
    ALWAYS,
    FILL,
    LEAST,
    NOWHERE,
    SLACK,
    combine,
    first_broken_level,
    fix,
    least_sums,
)

PREDICTED, IMPOSSIBLE, LOST = -1, -2, -3

_EMPTY = 1e-12
_WAITS, _DONE = -2, -1
_CORRECTIONS = 60


@inner
def predict(
    levels: Levels,
    proofs: np.ndarray,
    proof_level: np.ndarray,
    used: np.ndarray,
    clock: int,
    bounds: Bounds,
    s: Scratch,
    first: int,
) -> int:
    """Fix the columns of all levels from one on.

    Returns
    -------
    int
        ``PREDICTED``; ``IMPOSSIBLE`` where no step keeps the first bounds; ``LOST`` where rounding
        hides which level a certificate belongs to.
    """
    level = max(first, 0)
    for _ in range(_CORRECTIONS):
        _open(levels, bounds, s.blocker, level)
        least_sums(levels, proofs, bounds, s.now)
        broken = -1
        if first < 0:
            broken = _broken_one(proof_level, s.now, ALWAYS)
            if broken >= 0:
                used[broken] = clock
                return IMPOSSIBLE
        while level < len(levels.kind):
            if levels.kind[level] == FILL:
                broken = _fill(levels, proofs, proof_level, used, clock, bounds, s, level)
            else:
                broken = _move(levels, proofs, proof_level, used, clock, bounds, s, level)
            if broken >= 0:
                break
            level += 1
        if broken < 0:
            return PREDICTED
        level = assign(levels, proofs, proof_level, broken, bounds, s.excess)
        if level == ALWAYS:
            return IMPOSSIBLE
        if level == NOWHERE:
            return LOST
    return LOST


@inner
def assign(
    levels: Levels, proofs: np.ndarray, proof_level: np.ndarray, p: int, bounds: Bounds, excess: np.ndarray
) -> int:
    """Give a broken certificate to the level that it caps, and return the level."""
    level = first_broken_level(levels, proofs, p, bounds, excess)
    if level != NOWHERE:
        proof_level[p] = level
    return level


@inner
def _open(levels: Levels, bounds: Bounds, blocker: np.ndarray, first: int) -> None:
    """Give the columns of all levels from one on their first bounds."""
    for e in range(levels.start[first], len(levels.column)):
        j = levels.column[e]
        bounds.lower[j] = bounds.first_lower[j]
        bounds.upper[j] = bounds.first_upper[j]
        blocker[j] = -1


@inner
def _broken_one(proof_level: np.ndarray, now: np.ndarray, level: int) -> int:
    """Return a certificate of a level that the bounds at hand break, or -1."""
    for p in range(len(now)):
        if now[p] > SLACK and proof_level[p] == level:
            return p
    return -1


@inner
def _fill(
    levels: Levels,
    proofs: np.ndarray,
    proof_level: np.ndarray,
    used: np.ndarray,
    clock: int,
    bounds: Bounds,
    s: Scratch,
    level: int,
) -> int:
    """Fill a level to equal shares; return a broken certificate, or -1."""
    broken = _broken_one(proof_level, s.now, level)
    if broken >= 0:
        return broken
    upper, mark, now, rise = bounds.upper, s.mark, s.now, s.rise
    start, end = levels.start[level], levels.start[level + 1]
    waiting = 0
    rise[:] = 0.0
    for e in range(start, end):
        j = levels.column[e]
        mark[j] = _DONE
        if upper[j] - bounds.lower[j] > _EMPTY:
            mark[j] = _WAITS
            waiting += 1
            _raise_by(proofs, rise, j, upper[j])
    rounds = 0
    while waiting > 0:
        share, tight = 1.0, -1
        for p in range(len(now)):
            if proof_level[p] == level and rise[p] > _EMPTY and -now[p] < share * rise[p]:
                share, tight = max(0.0, -now[p] / rise[p]), p
        if tight >= 0:
            used[tight] = clock
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] != _WAITS or (tight >= 0 and proofs[j, tight] <= 0.0):
                continue
            if tight >= 0:
                _raise_by(proofs, rise, j, -upper[j])
            fix(proofs, now, bounds, j, share * upper[j], False)
            mark[j] = rounds
            s.blocker[j] = tight
            waiting -= 1
        rounds += 1
    broken = _broken_one(proof_level, now, level)
    if broken < 0:
        return broken
    return _unblocked(levels, proofs, proof_level, used, clock, s, broken, level)


@inner
def _raise_by(proofs: np.ndarray, rise: np.ndarray, j: int, amount: float) -> None:
    for p in range(len(rise)):
        rise[p] += max(proofs[j, p], 0.0) * amount


@inner
def _unblocked(
    levels: Levels,
    proofs: np.ndarray,
    proof_level: np.ndarray,
    used: np.ndarray,
    clock: int,
    s: Scratch,
    p: int,
    level: int,
) -> int:
    """Free a certificate from columns of its own level that other certificates hold back.

    It is broken because those are held below what it allows them; adding their certificates
    leaves one that says what all of them can have together.
    """
    for _ in range(levels.start[level], levels.start[level + 1]):
        last = -1
        for e in range(levels.start[level], levels.start[level + 1]):
            j = levels.column[e]
            if proofs[j, p] < 0.0 and s.blocker[j] >= 0 and (last < 0 or s.mark[j] > s.mark[last]):
                last = j
        if last < 0 or proofs[last, s.blocker[last]] <= 0.0:
            break
        p = combine(proofs, proof_level, used, clock, p, s.blocker[last], last, s.line)
    return p


@inner
def _move(
    levels: Levels,
    proofs: np.ndarray,
    proof_level: np.ndarray,
    used: np.ndarray,
    clock: int,
    bounds: Bounds,
    s: Scratch,
    level: int,
) -> int:
    """Make a total as small or as large as it can be; return a broken certificate, or -1."""
    c = levels.column[levels.start[level]]
    least = levels.kind[level] == LEAST
    low, high = bounds.lower[c], bounds.upper[c]
    best = low if least else high
    tight = -1
    for p in range(len(s.now)):
        if proof_level[p] != level:
            continue
        weight = proofs[c, p]
        if weight >= 0.0 and s.now[p] > SLACK:
            return p
        if least and weight < 0.0:
            limit = low - s.now[p] / weight
            if limit > best:
                best, tight = limit, p
        elif not least and weight > 0.0:
            limit = low - s.now[p] / weight
            if limit < best:
                best, tight = limit, p
    if tight >= 0:
        used[tight] = clock
    fix(proofs, s.now, bounds, c, best, True)
    p = _broken_one(proof_level, s.now, level)
    if p < 0 or tight < 0 or p == tight:
        return p
    return combine(proofs, proof_level, used, clock, p, tight, c, s.line)
