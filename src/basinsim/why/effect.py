"""How much each limit mattered: the step taken again without it."""

from dataclasses import dataclass

from basinsim.why.blocking import limits_in_the_way
from basinsim.why.day import Day
from basinsim.why.limit import ORDER, Limit
from basinsim.why.what_if import WhatIf

_DEEPEST = 12


@dataclass(frozen=True)
class Effect:
    """A limit, and what the user would gain without it.

    Attributes
    ----------
    limit : Limit
        What stood in the way.
    gain : float
        With this limit alone out of the way as far as it can be [Ml in the step].
    behind : int
        0 for what blocked the user; 1 for what would block next were all those out of the way; and so on.
    """

    limit: Limit
    gain: float
    behind: int


def effects(day: Day, user: str) -> list[Effect]:
    """Find all that stood in a user's way, the most effective first.

    Parameters
    ----------
    day : Day
        The step.
    user : str
        A demand that was short in it.

    Returns
    -------
    list of Effect
        Also what stands behind the first limits: with all remedies of all of them together the user
        gets all it asked for, unless something is in the way that cannot be otherwise.
    """
    layers: list[list[Limit]] = []
    known: set[tuple[str, str]] = set()
    otherwise: list[WhatIf] = []
    found = day.as_it_was
    while day.short(user, found) and len(layers) < _DEEPEST:
        new = [limit for limit in limits_in_the_way(day, found, user) if limit.key not in known]
        if not new:
            break
        layers.append(new)
        known |= {limit.key for limit in new}
        for limit in new:
            otherwise += limit.remedies[0].in_full if limit.remedies else ()
        found = day.taken(otherwise)
    judged = [
        Effect(limit, _gain(day, user, limit), behind)
        for behind, layer in enumerate(layers)
        for limit in layer
    ]
    return sorted(judged, key=lambda one: _rank(day, user, one))


def _gain(day: Day, user: str, limit: Limit) -> float:
    gains = [day.got(user, day.taken(remedy.in_full)) - day.got(user) for remedy in limit.remedies]
    best = max(gains, default=0.0)
    missing = day.short(user)
    return missing if best >= missing - day.rounding(user) else best if best > day.rounding(user) else 0.0


def _rank(day: Day, user: str, effect: Effect) -> tuple[float, int, int, str]:
    share = effect.gain / day.short(user)
    return -round(share, 6), effect.behind, ORDER.index(effect.limit.kind), effect.limit.name
