"""A level filled by the certificates at hand, as compiled functions: shares rise until someone is blocked.

Who asks for an amount rises to it. A store rises to what it carried over, and then, with all that have
theirs, above it: see :class:`basinsim.allocation.curves.Storing`.
"""

from basinsim.allocation.kernel.arrays import Bounds, Levels, Member, Scratch
from basinsim.allocation.kernel.jit import inner

_EMPTY = 1e-12
_RESTS, _RISES, _DONE = -3, -2, -1
"""Marks of a column: it stays where it is for now, its amount is the share of its bound, nothing is asked."""


@inner
def fill(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Fix the columns of a level; return how many of the capping certificates they could break.

    Those come first then, and their sums are those after the level. ``blocker`` has the certificate that holds each column back, or -1, and ``mark`` the round in which it was fixed.
    """
    upper, mark = bounds.upper, s.mark
    for e in range(levels.start[level], levels.start[level + 1]):
        j = levels.column[e]
        mark[j] = _RESTS if upper[j] - bounds.lower[j] > _EMPTY else _DONE
    capping = _able(levels, own, bounds, s, level, capping)
    if capping == 0:
        for e in range(levels.start[level], levels.start[level + 1]):
            bounds.lower[levels.column[e]] = upper[levels.column[e]]
        return 0
    for c in range(capping):
        p = s.capping[c]
        s.rise[p], s.rises_from[p], s.risers[p] = 0.0, 0.0, 0
    rounds = _rise_to_goal(levels, own, clock, bounds, s, level, capping)
    if levels.stores[level] == 1:
        _rise_above(levels, own, clock, bounds, s, level, capping, rounds)
    return capping


@inner
def _able(levels: Levels, own: Member, bounds: Bounds, s: Scratch, level: int, capping: int) -> int:
    """Put certificates that have room whatever the columns get last; return how many others there are."""
    able = 0
    for c in range(capping):
        p = s.capping[c]
        most = s.now[p]
        for e in range(levels.start[level], levels.start[level + 1]):
            j = levels.column[e]
            if s.mark[j] == _RESTS:
                most += abs(own.proofs[p, j]) * (bounds.upper[j] - bounds.lower[j])
        if most > 0.0:
            s.capping[able], s.capping[c] = p, s.capping[able]
            able += 1
    return able


@inner
def _rise_to_goal(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Raise all from nothing until each is blocked or has what it asks for, or carried over; return the rounds."""
    upper, mark = bounds.upper, s.mark
    start, end = levels.start[level], levels.start[level + 1]
    storing = levels.stores[level] == 1
    rising = 0
    for e in range(start, end):
        j = levels.column[e]
        if mark[j] == _RESTS:
            _count_riser(own, bounds, s, j, 1, capping)
            mark[j] = _RISES
            rising += 1
    rounds = 0
    reached = 0.0
    while rising > 0:
        share, tight = _highest_share(s, capping)
        # All can have the share that was reached, or others would not have been left at it: where a
        # certificate denies that, one that tells of both is missing, and this one is broken below.
        share = max(share, reached)
        some_have = False
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] == _RISES:
                goal = s.carried_over[j] if storing else upper[j]
                if goal <= share * upper[j]:
                    some_have = True
                    rising -= 1
                    _count_riser(own, bounds, s, j, -1, capping)
                    _give(own, bounds, s, j, goal, capping)
                    mark[j] = _RESTS if storing else rounds
        if not some_have:
            # Had somebody what he asks for, the others could have a higher share.
            reached = share
            own.proof_used[tight] = clock
            for e in range(start, end):
                j = levels.column[e]
                if mark[j] == _RISES and own.proofs[tight, j] > 0.0:
                    rising -= 1
                    _count_riser(own, bounds, s, j, -1, capping)
                    _block(own, bounds, s, j, share * upper[j], tight, capping)
                    mark[j] = rounds
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
        if mark[j] == _RESTS:
            if upper[j] - bounds.lower[j] > _EMPTY:
                waiting += 1
            else:
                mark[j] = _DONE
    reached = 0.0
    while waiting > 0:
        # All rise, until it shows which of them have more than the share by what they carried over.
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] == _RESTS:
                _count_riser(own, bounds, s, j, 1, capping)
                mark[j] = _RISES
        share, tight = 1.0, -1
        some_rest = True
        while some_rest:
            lower_share, found = _highest_share(s, capping)
            if lower_share > share:
                break  # by rounding alone: with fewer of them rising it can only be lower
            share, tight = lower_share, found
            some_rest = False
            for e in range(start, end):
                j = levels.column[e]
                if mark[j] == _RISES and s.carried_over[j] > max(share, reached) * upper[j]:
                    _count_riser(own, bounds, s, j, -1, capping)
                    mark[j] = _RESTS
                    some_rest = True
        share = reached = max(share, reached)
        if tight >= 0:
            own.proof_used[tight] = clock
        for e in range(start, end):
            j = levels.column[e]
            if mark[j] <= _RISES and (tight < 0 or own.proofs[tight, j] > 0.0):
                waiting -= 1
                if mark[j] == _RISES:
                    _count_riser(own, bounds, s, j, -1, capping)
                _block(own, bounds, s, j, max(s.carried_over[j], share * upper[j]), tight, capping)
                mark[j] = rounds
        rounds += 1


@inner
def _count_riser(own: Member, bounds: Bounds, s: Scratch, j: int, sign: int, capping: int) -> None:
    """Count a column among those whose amount is the share of its bound (1), or no longer (-1)."""
    for c in range(capping):
        p = s.capping[c]
        weight = own.proofs[p, j]
        if weight > 0.0:
            s.rises_from[p] += sign * weight * bounds.lower[j]
            s.rise[p] += sign * weight * bounds.upper[j]
            s.risers[p] += sign


@inner
def _highest_share(s: Scratch, capping: int) -> tuple[float, int]:
    """Return the share at which the first of those that rise are blocked, and the certificate that blocks them."""
    share, tight = 1.0, -1
    for c in range(capping):
        p = s.capping[c]
        room = s.rises_from[p] - s.now[p]
        if s.risers[p] > 0 and room < share * s.rise[p]:
            share, tight = max(0.0, room / s.rise[p]), p
    return share, tight


@inner
def _give(own: Member, bounds: Bounds, s: Scratch, j: int, got: float, capping: int) -> None:
    """Give a column an amount that it keeps: a certificate with a positive weight counts it at its lower bound."""
    for c in range(capping):
        p = s.capping[c]
        s.now[p] += max(own.proofs[p, j], 0.0) * (got - bounds.lower[j])
    bounds.lower[j] = got


@inner
def _block(own: Member, bounds: Bounds, s: Scratch, j: int, got: float, tight: int, capping: int) -> None:
    """Leave a column with what it has: one with a negative weight counts it at its upper bound."""
    _give(own, bounds, s, j, got, capping)
    for c in range(capping):
        p = s.capping[c]
        s.now[p] += min(own.proofs[p, j], 0.0) * (got - bounds.upper[j])
    bounds.upper[j] = got
    s.blocker[j] = tight
