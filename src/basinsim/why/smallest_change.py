"""The smallest change with which a user would have got all it asked for, found by taking the step again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from basinsim.why.amounts import amount, rounded_up
from basinsim.why.day import Day
from basinsim.why.effect import Effect
from basinsim.why.limit import ORDER, Limit, Remedy
from basinsim.why.what_if import WhatIf

_TRIES = 60
_EXACT = 1e-6
"""How near the amount that is just not enough lies to the one that is, as a share of it."""


@dataclass(frozen=True)
class Part:
    """One thing that is otherwise, and by how much.

    Attributes
    ----------
    remedy : Remedy
        What.
    by : float, optional
        Enough, as taking the step again has shown [unit of the remedy]; None where it is all or nothing.
    too_little : float, optional
        Not enough, as taking the step again has shown; None where it is all or nothing.
    """

    remedy: Remedy
    by: float | None = None
    too_little: float | None = None

    @property
    def what(self) -> tuple[WhatIf, ...]:
        """What is otherwise."""
        return self.remedy.make(self.by or 0.0)

    @property
    def text(self) -> str:
        """In words, rounded up so that what is said is enough."""
        if self.by is None:
            return self.remedy.text
        return self.remedy.text.format(amount=amount(rounded_up(self.by), self.remedy.unit))


@dataclass(frozen=True)
class Change:
    """What would have met the whole demand.

    Attributes
    ----------
    parts : tuple of Part
        One for a single change; of several none is enough by itself.
    kind : str
        Of the first part's limit.
    """

    parts: tuple[Part, ...]
    kind: str

    @property
    def text(self) -> str:
        """In words."""
        return " and ".join(part.text for part in self.parts)

    def volume(self, day: Day) -> float:
        """Return how much water it is about in the step, all or nothing counting as none [Ml]."""
        return sum(
            (part.by or 0.0) * (day.days if part.remedy.unit == "Ml/d" else 1.0) for part in self.parts
        )


def single_changes(day: Day, user: str, found: Sequence[Effect]) -> list[Change]:
    """Find, for each thing that could have been otherwise, how much of it is just enough.

    Parameters
    ----------
    day : Day
        The step.
    user : str
        A demand that was short in it.
    found : sequence of Effect
        What stood in its way.

    Returns
    -------
    list of Change
        The smallest first, amounts before rules that would have to go altogether.
    """
    changes = []
    for limit, remedy in _remedies(found):
        part = _just_enough(day, user, remedy, ())
        if part is not None:
            changes.append(Change((part,), limit.kind))
    return sorted(changes, key=lambda change: _size(day, change))


def joint_change(day: Day, user: str, found: Sequence[Effect]) -> Change | None:
    """Find changes that meet the demand together where no single one does.

    Parameters
    ----------
    day : Day
        The step.
    user : str
        A demand that was short in it.
    found : sequence of Effect
        What stood in its way.

    Returns
    -------
    Change or None
        The smallest pair; where no pair is enough, as few changes as leaving out one after the other
        finds; None where not even all of them together are enough.
    """
    remedies = list(_remedies(found))
    pairs = []
    for (limit, first), (_, second) in combinations(remedies, 2):
        parts = _shrunk(day, user, [first, second])
        if parts is not None:
            pairs.append(Change(tuple(parts), limit.kind))
    if pairs:
        return min(pairs, key=lambda change: _size(day, change))
    needed = [remedy for _, remedy in remedies]
    if not _met(day, user, [remedy.in_full for remedy in needed]):
        return None
    for remedy in [one for _, one in reversed(remedies)]:
        without = [one for one in needed if one is not remedy]
        if _met(day, user, [one.in_full for one in without]):
            needed = without
    parts = _shrunk(day, user, needed)
    return None if parts is None else Change(tuple(parts), remedies[0][0].kind)


def _remedies(found: Sequence[Effect]) -> list[tuple[Limit, Remedy]]:
    return [(effect.limit, remedy) for effect in found for remedy in effect.limit.remedies]


def _size(day: Day, change: Change) -> tuple[bool, float, int, str]:
    whole = any(part.by is None for part in change.parts)
    kind = next(i for i, name in enumerate(ORDER) if name == change.kind)
    return whole, round(change.volume(day), 6), kind, change.text


def _met(day: Day, user: str, otherwise: Sequence[tuple[WhatIf, ...]]) -> bool:
    return day.short(user, day.taken([what for some in otherwise for what in some])) == 0


def _shrunk(day: Day, user: str, remedies: list[Remedy]) -> list[Part] | None:
    """Return just enough of each remedy, one after the other, the others at their most or as found."""
    if not _met(day, user, [remedy.in_full for remedy in remedies]):
        return None
    parts: list[Part] = []
    for i, remedy in enumerate(remedies):
        others = tuple(
            what
            for one in [*(part.what for part in parts), *(rest.in_full for rest in remedies[i + 1 :])]
            for what in one
        )
        part = _just_enough(day, user, remedy, others)
        if part is None:
            return None
        parts.append(part)
    return parts


def _just_enough(day: Day, user: str, remedy: Remedy, others: tuple[WhatIf, ...]) -> Part | None:
    if remedy.most is None:
        return Part(remedy) if _met(day, user, [others, remedy.in_full]) else None

    def short(by: float) -> float:
        return day.short(user, day.taken((*others, *remedy.make(by))))

    found = smallest_enough(short, remedy.most)
    return None if found is None else Part(remedy, *found)


def smallest_enough(short: Callable[[float], float], most: float) -> tuple[float, float] | None:
    """Find the amount from which on nothing is missing.

    Parameters
    ----------
    short : callable
        What is missing with an amount; falls with it, and is exactly 0 where it is met.
    most : float
        The largest amount that makes sense.

    Returns
    -------
    (float, float) or None
        An amount that is enough, and one below it by a millionth that is not (0 where nothing at all was
        needed); None where the most is not enough.

    Notes
    -----
    What is missing is made of straight pieces, so the line through the last two amounts that were not
    enough mostly hits the amount sought; where it does not, the interval is halved.
    """
    missing = short(0.0)
    if missing == 0:
        return 0.0, 0.0
    if short(most) > 0:
        return None
    low, high = 0.0, most
    lows = [(0.0, missing)]
    for tried in range(_TRIES):
        if high - low <= _EXACT * high:
            break
        at = _guess(lows, low, high) if tried % 3 != 2 else (low + high) / 2
        missing = short(at)
        if missing > 0:
            low = at
            lows.append((at, missing))
        else:
            high = at
            # Mostly it is the very amount: then a hair less is not enough, and that ends it.
            below = at * (1 - 0.9 * _EXACT)
            if below > low:
                missing = short(below)
                if missing > 0:
                    low = below
                    lows.append((below, missing))
                else:
                    high = below
    return high, low


def _guess(lows: list[tuple[float, float]], low: float, high: float) -> float:
    middle = (low + high) / 2
    if len(lows) < 2:
        # Near the start at first: what is missing is small beside all that could be otherwise.
        (at, missing) = lows[-1]
        return at + missing if low < at + missing < high else middle
    (before, more), (at, missing) = lows[-2], lows[-1]
    fall = (more - missing) / (at - before)
    guess = at + missing / fall * (1 + 1e-9) if fall > 0 else middle
    return guess if low < guess < high else middle
