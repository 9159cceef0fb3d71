"""What every level gets by the certificates at hand, as compiled functions.

Each value is a bound that no step can pass, given those of the levels before it; so once a step
attains them all, each level is both attained and capped.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import EMPTY, Bounds, Levels, Member, Scratch
from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.proofs import (
    ALWAYS,
    AWAKE,
    FILL,
    LEAST,
    NOWHERE,
    SLACK,
    awake,
    combine,
    first_broken_level,
    least_sum,
    places,
    raised_by,
)
from basinsim.allocation.kernel.rising import fill

PREDICTED, IMPOSSIBLE, LOST = -1, -2, -3

_CORRECTIONS = 60


@inner
def predict(levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, first: int) -> int:
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
        count = awake(own, clock, s.awake)
        if first < 0 and _broken_one(s, _sums(own, bounds, s, count, ALWAYS, ALWAYS)) >= 0:
            return IMPOSSIBLE
        broken = -1
        start = level
        while level < len(levels.kind):
            capping = _sums(own, bounds, s, count, level, start)
            if levels.kind[level] == FILL:
                broken = _fill(levels, own, clock, bounds, s, level, capping)
            else:
                broken = _move(levels, own, clock, bounds, s, level, capping)
            if broken >= 0:
                break
            level += 1
        if broken < 0:
            return PREDICTED
        level = assign(levels, own, broken, bounds)
        if level == ALWAYS:
            return IMPOSSIBLE
        if level == NOWHERE:
            return LOST
    return LOST


@inner
def assign(levels: Levels, own: Member, p: int, bounds: Bounds) -> int:
    """Give a broken certificate to the first level that it ever capped; return the one it caps now."""
    level = first_broken_level(levels, own.proofs[p], bounds)
    if level != NOWHERE:
        before = own.proof_level[p]
        own.proof_level[p] = level if before == EMPTY else min(before, level)
    return level


@inner
def wake_broken(levels: Levels, own: Member, clock: int, bounds: Bounds) -> int:
    """Wake all sleeping certificates that the bounds at hand break; return the first level they cap, or ``NOWHERE``."""
    first = NOWHERE
    for p in range(places(own)):
        if own.proof_level[p] == EMPTY or clock - own.proof_used[p] <= AWAKE:
            continue
        if least_sum(own.proofs[p], bounds.lower, bounds.upper) > SLACK:
            level = assign(levels, own, p, bounds)
            if level != NOWHERE:
                own.proof_used[p] = clock
                first = level if first == NOWHERE else min(first, level)
    return first


@inner
def _open(levels: Levels, bounds: Bounds, blocker: np.ndarray, first: int) -> None:
    """Give the columns of all levels from one on their first bounds; a total waits at its lower one."""
    for k in range(first, len(levels.kind)):
        fills = levels.kind[k] == FILL
        for j in range(levels.start[k], levels.start[k + 1]):
            bounds.lower[j] = bounds.first_lower[j]
            bounds.upper[j] = bounds.first_upper[j] if fills else bounds.first_lower[j]
            blocker[j] = -1


@inner
def _sums(own: Member, bounds: Bounds, s: Scratch, count: int, level: int, start: int) -> int:
    """List the awake certificates that may cap a level, with the least that their sums can be; return how many.

    One that caps a level often caps those after it too: what it allows is gone. Its sum is reckoned when it comes in, and at
    the first level of all, and kept up to date from there.
    """
    capping = 0
    for c in range(count):
        p = s.awake[c]
        if own.proof_level[p] <= level:
            s.capping[capping] = p
            capping += 1
            if level == start or own.proof_level[p] == level:
                s.now[p] = least_sum(own.proofs[p], bounds.lower, bounds.upper)
    return capping


@inner
def _count_in(levels: Levels, own: Member, bounds: Bounds, s: Scratch, level: int, p: int) -> None:
    """Count what the columns of a level to be filled were fixed at in the sum of a certificate."""
    start, end = levels.start[level], levels.start[level + 1]
    s.now[p] += raised_by(own.proofs[p], bounds, start, end)


@inner
def _broken_one(s: Scratch, capping: int) -> int:
    """Return a certificate of the level at hand that the bounds break, or -1."""
    for c in range(capping):
        if s.now[s.capping[c]] > SLACK:
            return int(s.capping[c])
    return -1


@inner
def _fill(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Fill a level; return a broken certificate, or -1."""
    broken = _broken_one(s, capping)
    if broken >= 0:
        return broken
    able = fill(levels, own, clock, bounds, s, level, capping)
    for c in range(able, capping):
        _count_in(levels, own, bounds, s, level, s.capping[c])
    broken = _broken_one(s, able)
    if broken < 0:
        return broken
    return _unblocked(levels, own, clock, s, broken, level)


@inner
def _unblocked(levels: Levels, own: Member, clock: int, s: Scratch, p: int, level: int) -> int:
    """Free a certificate from columns of its own level that other certificates hold back.

    It is broken because those are held below what it allows them; adding their certificates
    leaves one that says what all of them can have together.
    """
    place = -1
    for _ in range(levels.start[level], levels.start[level + 1]):
        last = -1
        for j in range(levels.start[level], levels.start[level + 1]):
            if own.proofs[p, j] < 0.0 and s.blocker[j] >= 0 and (last < 0 or s.mark[j] > s.mark[last]):
                last = j
        if last < 0 or own.proofs[s.blocker[last], last] <= 0.0:
            break
        # What comes in between is of no use by itself: each sum takes the place of the one before.
        p = place = combine(own, clock, p, s.blocker[last], last, s.line, place)
    return p


@inner
def _move(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Make a total as small or as large as it can be; return a broken certificate, or -1."""
    t = levels.start[level]
    least = levels.kind[level] == LEAST
    low = bounds.first_lower[t]
    best = low if least else bounds.first_upper[t]
    tight = -1
    for c in range(capping):
        p = s.capping[c]
        weight = own.proofs[p, t]
        if weight >= 0.0 and s.now[p] > SLACK:
            return int(p)
        if weight == 0.0 or (weight < 0.0) != least:
            continue
        limit = low - s.now[p] / weight
        if (limit > best) if least else (limit < best):
            best, tight = limit, p
    if tight >= 0:
        own.proof_used[tight] = clock
    for c in range(capping):
        s.now[s.capping[c]] += own.proofs[s.capping[c], t] * (best - low)
    bounds.lower[t] = bounds.upper[t] = best
    p = _broken_one(s, capping)
    if p < 0 or tight < 0 or p == tight:
        return p
    return combine(own, clock, p, tight, t, s.line, -1)
