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
)

PREDICTED, IMPOSSIBLE, LOST = -1, -2, -3

_EMPTY = 1e-12
_WAITS, _DONE = -2, -1
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
        if first < 0 and _broken_one(s, _sums(own, bounds, s, count, ALWAYS)) >= 0:
            return IMPOSSIBLE
        broken = -1
        while level < len(levels.kind):
            capping = _sums(own, bounds, s, count, level)
            if levels.kind[level] == FILL:
                broken = _fill(levels, own, clock, bounds, s, level, capping)
            else:
                broken = _move(levels, own, clock, bounds, s, level, capping)
            if broken >= 0:
                break
            level += 1
        if broken < 0:
            return PREDICTED
        level = assign(levels, own, broken, bounds, s.excess)
        if level == ALWAYS:
            return IMPOSSIBLE
        if level == NOWHERE:
            return LOST
    return LOST


@inner
def assign(levels: Levels, own: Member, p: int, bounds: Bounds, excess: np.ndarray) -> int:
    """Give a broken certificate to the first level that it ever capped; return the one it caps now."""
    level = first_broken_level(levels, own.proofs[p], bounds, excess)
    if level != NOWHERE:
        before = own.proof_level[p]
        own.proof_level[p] = level if before == EMPTY else min(before, level)
    return level


@inner
def wake_broken(levels: Levels, own: Member, clock: int, bounds: Bounds, excess: np.ndarray) -> int:
    """Wake all sleeping certificates that the bounds at hand break; return the first level they cap, or ``NOWHERE``."""
    first = NOWHERE
    for p in range(len(own.proof_level)):
        if own.proof_level[p] == EMPTY or clock - own.proof_used[p] <= AWAKE:
            continue
        if least_sum(own.proofs[p], bounds.lower, bounds.upper) > SLACK:
            level = assign(levels, own, p, bounds, excess)
            if level != NOWHERE:
                own.proof_used[p] = clock
                first = level if first == NOWHERE else min(first, level)
    return first


@inner
def _open(levels: Levels, bounds: Bounds, blocker: np.ndarray, first: int) -> None:
    """Give the columns of all levels from one on their first bounds; a total waits at its lower one."""
    for e in range(levels.start[first], len(levels.column)):
        j = levels.column[e]
        bounds.lower[j] = bounds.first_lower[j]
        fills = levels.kind[levels.of[j]] == FILL
        bounds.upper[j] = bounds.first_upper[j] if fills else bounds.first_lower[j]
        blocker[j] = -1


@inner
def _sums(own: Member, bounds: Bounds, s: Scratch, count: int, level: int) -> int:
    """List the awake certificates that may cap a level, with the least that their sums can be; return how many.

    One that caps a level often caps those after it too: what it allows is gone.
    """
    capping = 0
    for c in range(count):
        p = s.awake[c]
        if own.proof_level[p] <= level:
            s.capping[capping] = p
            s.now[p] = least_sum(own.proofs[p], bounds.lower, bounds.upper)
            capping += 1
    return capping


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
    """Fill a level to equal shares; return a broken certificate, or -1."""
    broken = _broken_one(s, capping)
    if broken >= 0:
        return broken
    upper, mark, now, rise = bounds.upper, s.mark, s.now, s.rise
    start, end = levels.start[level], levels.start[level + 1]
    waiting = 0
    for e in range(start, end):
        j = levels.column[e]
        mark[j] = _DONE
        if upper[j] - bounds.lower[j] > _EMPTY:
            mark[j] = _WAITS
            waiting += 1
    able = 0
    for c in range(capping):
        p = s.capping[c]
        rise[p] = 0.0
        most_now = now[p]
        for e in range(start, end):
            j = levels.column[e]
            weight = own.proofs[p, j]
            if mark[j] == _WAITS and weight != 0.0:
                rise[p] += max(weight, 0.0) * upper[j]
                most_now += abs(weight) * (upper[j] - bounds.lower[j])
        # One that has room left whatever the columns get caps nothing today.
        if most_now > 0.0:
            s.capping[able] = p
            able += 1
    capping = able
    rounds = 0
    reached = 0.0
    while waiting > 0:
        share, tight, left = 1.0, -1, waiting
        for c in range(capping):
            p = s.capping[c]
            if rise[p] > _EMPTY and -now[p] < share * rise[p]:
                share, tight = max(0.0, -now[p] / rise[p]), p
        # What waits can have the share that was reached, or others would not have been left at it: where
        # a certificate denies that, one that tells of both is missing, and this one is broken below.
        share = reached = max(share, reached)
        if tight >= 0:
            own.proof_used[tight] = clock
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] != _WAITS or (tight >= 0 and own.proofs[tight, j] <= 0.0):
                continue
            # A certificate with a positive weight counted it at its lower bound, with a negative one
            # at its upper; from now on both count what it gets.
            got, most = share * upper[j], upper[j]
            for c in range(capping):
                p = s.capping[c]
                weight = own.proofs[p, j]
                if weight > 0.0:
                    rise[p] -= weight * most
                    now[p] += weight * (got - bounds.lower[j])
                else:
                    now[p] += weight * (got - most)
            bounds.lower[j] = got
            upper[j] = got
            mark[j] = rounds
            s.blocker[j] = tight
            waiting -= 1
        if waiting == left:
            rise[tight] = 0.0  # what seemed to rise was rounding: all its columns have their share
        rounds += 1
    broken = _broken_one(s, capping)
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
        for e in range(levels.start[level], levels.start[level + 1]):
            j = levels.column[e]
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
    t = levels.column[levels.start[level]]
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
