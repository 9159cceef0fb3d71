"""A level filled by the certificates at hand, as compiled functions: shares rise until someone is blocked.

Who asks for an amount rises to it. A store rises to what it carried over, and then, with all that have
theirs, above it: see :class:`basinsim.allocation.curves.Storing`.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import Bounds, Levels, Member, Scratch
from basinsim.allocation.kernel.jit import inner

_EMPTY = 1e-12
_HOLDS, _WAITS, _DONE = -3, -2, -1


@inner
def fill(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Fix the columns of a level; return how many of the capping certificates they could break.

    ``blocker`` has the certificate that holds each column back, or -1, and ``mark`` the round in which it was fixed.
    """
    upper, mark = bounds.upper, s.mark
    for e in range(levels.start[level], levels.start[level + 1]):
        j = levels.column[e]
        mark[j] = _WAITS if upper[j] - bounds.lower[j] > _EMPTY else _DONE
    capping = _able(levels, own, bounds, s, level, capping)
    rounds = _rise_to(levels, own, clock, bounds, s, level, capping)
    if levels.stores[level] == 1:
        _rise_above(levels, own, clock, bounds, s, level, capping, rounds)
    return capping


@inner
def _able(levels: Levels, own: Member, bounds: Bounds, s: Scratch, level: int, capping: int) -> int:
    """Leave out certificates that have room whatever the columns get; return how many are left."""
    able = 0
    for c in range(capping):
        p = s.capping[c]
        most = s.now[p]
        for e in range(levels.start[level], levels.start[level + 1]):
            j = levels.column[e]
            if s.mark[j] == _WAITS:
                most += abs(own.proofs[p, j]) * (bounds.upper[j] - bounds.lower[j])
        if most > 0.0:
            s.capping[able] = p
            able += 1
    return able


@inner
def _rise_to(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Raise all shares from nothing until each column is blocked or has what it rises to; return the rounds."""
    lower, upper, mark = bounds.lower, bounds.upper, s.mark
    start, end = levels.start[level], levels.start[level + 1]
    storing = levels.stores[level] == 1
    waiting = 0
    for e in range(start, end):
        waiting += mark[levels.column[e]] == _WAITS
    for c in range(capping):
        p = s.capping[c]
        s.rise[p] = 0.0
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] == _WAITS:
                s.rise[p] += max(own.proofs[p, j], 0.0) * upper[j]
    rounds = 0
    reached = 0.0
    while waiting > 0:
        share, tight, left = 1.0, -1, waiting
        for c in range(capping):
            p = s.capping[c]
            if s.rise[p] > _EMPTY and -s.now[p] < share * s.rise[p]:
                share, tight = max(0.0, -s.now[p] / s.rise[p]), p
        # What waits can have the share that was reached, or others would not have been left at it: where
        # a certificate denies that, one that tells of both is missing, and this one is broken below.
        share = max(share, reached)
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] != _WAITS:
                continue
            goal = s.carried_over[j] if storing else upper[j]
            if goal <= share * upper[j]:
                _fix(own, bounds, s, j, goal, capping)
                mark[j] = _HOLDS if storing else rounds
                waiting -= 1
        if waiting == left:
            # Nobody had enough: the share is no lower than it must be.
            reached = share
            own.proof_used[tight] = clock
            for e in range(start, end):
                j = levels.column[e]
                if mark[j] == _WAITS and own.proofs[tight, j] > 0.0:
                    _block(own, bounds, s, j, share * upper[j], tight, rounds, capping)
                    waiting -= 1
            if waiting == left:
                s.rise[tight] = 0.0  # what seemed to rise was rounding: all its columns have their share
        rounds += 1
    return rounds


@inner
def _rise_above(
    levels: Levels,
    own: Member,
    clock: int,
    bounds: Bounds,
    s: Scratch,
    level: int,
    capping: int,
    rounds: int,
) -> None:
    """Raise stores that hold what they carried over until each is blocked or full, the emptiest first."""
    upper, mark = bounds.upper, s.mark
    start, end = levels.start[level], levels.start[level + 1]
    waiting = 0
    for e in range(start, end):
        j = levels.column[e]
        if mark[j] == _HOLDS:
            if upper[j] - bounds.lower[j] > _EMPTY:
                waiting += 1
            else:
                mark[j] = _DONE
    reached = 0.0
    while waiting > 0:
        # All rise, until it shows which of them are above the share by what they hold.
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] == _HOLDS:
                mark[j] = _WAITS
        holding = waiting
        share, tight = 1.0, -1
        while holding > 0:
            lower_share, found = _share_above(levels, own, s, upper, level, capping)
            if lower_share > share:
                break  # by rounding alone: with fewer of them rising it can only be lower
            share, tight = lower_share, found
            holding = 0
            for e in range(start, end):
                j = levels.column[e]
                if mark[j] == _WAITS and s.carried_over[j] > max(share, reached) * upper[j]:
                    mark[j] = _HOLDS
                    holding += 1
        share = reached = max(share, reached)
        if tight >= 0:
            own.proof_used[tight] = clock
        left = waiting
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] < _DONE and (tight < 0 or own.proofs[tight, j] > 0.0):
                _block(own, bounds, s, j, max(s.carried_over[j], share * upper[j]), tight, rounds, capping)
                waiting -= 1
        if waiting == left:
            break
        rounds += 1


@inner
def _share_above(
    levels: Levels, own: Member, s: Scratch, upper: np.ndarray, level: int, capping: int
) -> tuple[float, int]:
    """Return the share at which the first of those that rise are blocked, and the certificate that blocks them."""
    share, tight = 1.0, -1
    for c in range(capping):
        p = s.capping[c]
        held, rise = s.now[p], 0.0
        for e in range(levels.start[level], levels.start[level + 1]):
            j = levels.column[e]
            weight = own.proofs[p, j]
            if s.mark[j] == _WAITS and weight > 0.0:
                held -= weight * s.carried_over[j]
                rise += weight * upper[j]
        if rise > _EMPTY and -held < share * rise:
            share, tight = max(0.0, -held / rise), p
    return share, tight


@inner
def _fix(own: Member, bounds: Bounds, s: Scratch, j: int, got: float, capping: int) -> None:
    """Give a column what it rises to."""
    for c in range(capping):
        p = s.capping[c]
        weight = own.proofs[p, j]
        if weight > 0.0:
            s.rise[p] -= weight * bounds.upper[j]
            s.now[p] += weight * (got - bounds.lower[j])
    bounds.lower[j] = got


@inner
def _block(
    own: Member, bounds: Bounds, s: Scratch, j: int, got: float, tight: int, rounds: int, capping: int
) -> None:
    """Leave a column with what it has.

    A certificate with a positive weight counted it at its lower bound, with a negative one at its
    upper; from now on both count what it gets.
    """
    _fix(own, bounds, s, j, got, capping)
    for c in range(capping):
        p = s.capping[c]
        s.now[p] += min(own.proofs[p, j], 0.0) * (got - bounds.upper[j])
    bounds.upper[j] = got
    s.mark[j] = rounds
    s.blocker[j] = tight
