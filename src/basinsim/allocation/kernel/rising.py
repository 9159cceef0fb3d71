"""A level filled by the certificates at hand, as compiled functions: shares rise until someone is blocked.

Who asks for an amount rises to it. A store rises to what it carried over, and then, with all that have
theirs, above it: see :class:`basinsim.allocation.curves.Storing`.
"""

from typing import NamedTuple

import numpy as np

from basinsim.allocation.kernel.arrays import Bounds, Levels, Member, Scratch
from basinsim.allocation.kernel.jit import inner

_EMPTY = 1e-12
_RESTS, _RISES, _DONE = -3, -2, -1
"""Marks of a column: it stays where it is for now, its amount is the share of its bound, nothing is asked."""


class Rising(NamedTuple):
    """The columns of a level while it is filled, and the certificates that could be broken by it.

    ``goal`` is what each column rises to first. What does not rise counts at ``at``, what rises at the share of
    ``to``. ``lift`` and ``drop`` have the positive and the negative weights of the columns in each certificate, and ``rest``
    the least that all of its sum but the lifts can be.
    """

    lower: np.ndarray
    upper: np.ndarray
    goal: np.ndarray
    mark: np.ndarray
    blocker: np.ndarray
    at: np.ndarray
    to: np.ndarray
    lift: np.ndarray
    drop: np.ndarray
    rest: np.ndarray
    proof: np.ndarray


@inner
def fill(
    levels: Levels, own: Member, clock: int, bounds: Bounds, s: Scratch, level: int, capping: int
) -> int:
    """Fix the columns of a level; return how many of the capping certificates they could break.

    Those come first then, and their sums are those after the level. ``blocker`` has the certificate that holds
    each column back, or -1, and ``mark`` the round in which it was fixed.
    """
    start, end = levels.start[level], levels.start[level + 1]
    lower, upper = bounds.lower[start:end], bounds.upper[start:end]
    capping = _able(own, lower, upper, s, start, capping)
    if capping == 0:
        for e in range(len(lower)):
            lower[e] = upper[e]
        return 0
    storing = levels.stores[level] == 1
    rising = Rising(
        lower,
        upper,
        s.goal[start:end],
        s.mark[start:end],
        s.blocker[start:end],
        s.at[start:end],
        s.to[start:end],
        s.lift[:capping],
        s.drop[:capping],
        s.rest[:capping],
        s.capping[:capping],
    )
    if not storing:
        for e in range(len(upper)):
            rising.goal[e] = upper[e]
    _weigh(rising, own, s.now, start)
    rounds = _rise_to_goal(rising, own.proof_used, clock, storing)
    if storing:
        _rise_above(rising, own.proof_used, clock, rounds)
    for c in range(capping):
        s.now[rising.proof[c]] = _sum_of(rising, c)
    return capping


@inner
def _able(own: Member, lower: np.ndarray, upper: np.ndarray, s: Scratch, start: int, capping: int) -> int:
    """Put certificates that have room whatever the columns get last; return how many others there are."""
    able = 0
    for c in range(capping):
        p = s.capping[c]
        weights = own.proofs[p, start : start + len(lower)]
        most = s.now[p]
        for e in range(len(lower)):
            most += abs(weights[e]) * (upper[e] - lower[e])
        if most > 0.0:
            s.capping[able], s.capping[c] = p, s.capping[able]
            able += 1
    return able


@inner
def _weigh(rising: Rising, own: Member, now: np.ndarray, start: int) -> None:
    """Write the weights of the certificates down, those of a certificate one beside the other."""
    lower = rising.lower
    for c in range(len(rising.proof)):
        p = rising.proof[c]
        weights = own.proofs[p, start : start + len(lower)]
        lift, drop = rising.lift[c], rising.drop[c]
        rest = now[p]
        for e in range(len(lower)):
            weight = weights[e]
            lift[e] = max(weight, 0.0)
            drop[e] = min(weight, 0.0)
            rest -= lift[e] * lower[e]
        rising.rest[c] = rest


@inner
def _sum_of(rising: Rising, c: int) -> float:
    """Return the least that the sum of a certificate can be."""
    lift = rising.lift[c]
    total = rising.rest[c]
    for e in range(len(rising.lower)):
        total += lift[e] * rising.lower[e]
    return float(total)


@inner
def _rise_to_goal(rising: Rising, proof_used: np.ndarray, clock: int, storing: bool) -> int:
    """Raise all from nothing until each is blocked or has what it asks for, or carried over; return the rounds."""
    lower, upper, goal, mark = rising.lower, rising.upper, rising.goal, rising.mark
    left = 0
    for e in range(len(lower)):
        if upper[e] - lower[e] > _EMPTY:
            _let_rise(rising, e)
            left += 1
        else:
            _let_rest(rising, e, _DONE)
    rounds = 0
    reached = 0.0
    while left > 0:
        share, tight = _highest_share(rising)
        # All can have the share that was reached, or others would not have been left at it: where a
        # certificate denies that, one that tells of both is missing, and this one is broken below.
        share = max(share, reached)
        some_have = False
        for e in range(len(lower)):
            if mark[e] == _RISES and goal[e] <= share * upper[e]:
                some_have = True
                left -= 1
                lower[e] = goal[e]
                _let_rest(rising, e, _RESTS if storing else rounds)
        if not some_have:
            # Had somebody what he asks for, the others could have a higher share.
            reached = share
            proof_used[rising.proof[tight]] = clock
            for e in range(len(lower)):
                if mark[e] == _RISES and rising.lift[tight, e] > 0.0:
                    left -= 1
                    _block(rising, e, share * upper[e], tight, rounds)
        rounds += 1
    return rounds


@inner
def _rise_above(rising: Rising, proof_used: np.ndarray, clock: int, rounds: int) -> None:
    """Raise stores that hold what they carried over until each is blocked or full, the emptiest first."""
    lower, upper, goal, mark = rising.lower, rising.upper, rising.goal, rising.mark
    left = 0
    for e in range(len(lower)):
        if mark[e] == _RESTS:
            if upper[e] - lower[e] > _EMPTY:
                left += 1
            else:
                mark[e] = _DONE
    reached = 0.0
    while left > 0:
        # All rise, until it shows which of them have more than the share by what they carried over.
        for e in range(len(lower)):
            if mark[e] == _RESTS:
                _let_rise(rising, e)
        share, tight = 1.0, -1
        some_rest = True
        while some_rest:
            lower_share, found = _highest_share(rising)
            if lower_share > share:
                break  # by rounding alone: with fewer of them rising it can only be lower
            share, tight = lower_share, found
            some_rest = False
            for e in range(len(lower)):
                if mark[e] == _RISES and goal[e] > max(share, reached) * upper[e]:
                    _let_rest(rising, e, _RESTS)
                    some_rest = True
        share = reached = max(share, reached)
        if tight >= 0:
            proof_used[rising.proof[tight]] = clock
        for e in range(len(lower)):
            if mark[e] <= _RISES and (tight < 0 or rising.lift[tight, e] > 0.0):
                left -= 1
                _block(rising, e, max(goal[e], share * upper[e]), tight, rounds)
        rounds += 1


@inner
def _let_rise(rising: Rising, e: int) -> None:
    rising.mark[e] = _RISES
    rising.at[e], rising.to[e] = 0.0, rising.upper[e]


@inner
def _let_rest(rising: Rising, e: int, mark: int) -> None:
    """Leave a column at its lower bound."""
    rising.mark[e] = mark
    rising.at[e], rising.to[e] = rising.lower[e], 0.0


@inner
def _block(rising: Rising, e: int, got: float, tight: int, rounds: int) -> None:
    """Leave a column with what it has for good."""
    less = got - rising.upper[e]
    for c in range(len(rising.rest)):
        rising.rest[c] += rising.drop[c, e] * less
    rising.lower[e] = rising.upper[e] = got
    rising.blocker[e] = -1 if tight < 0 else rising.proof[tight]
    _let_rest(rising, e, rounds)


@inner
def _highest_share(rising: Rising) -> tuple[float, int]:
    """Return the share at which the first of those that rise are blocked, and the certificate that blocks them."""
    at, to = rising.at, rising.to
    # The lowest share so far as a room and a rise: dividing for each certificate would take longer than all else.
    least_room, least_rise, tight = 1.0, 1.0, -1
    for c in range(len(rising.rest)):
        lift = rising.lift[c]
        room, rise = -rising.rest[c], 0.0
        for e in range(len(at)):
            room -= lift[e] * at[e]
            rise += lift[e] * to[e]
        if rise > 0.0 and room * least_rise < least_room * rise:
            least_room, least_rise, tight = max(room, 0.0), rise, c
    return least_room / least_rise, tight
