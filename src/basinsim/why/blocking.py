"""The limits that a certificate names: what is tight in it, in the modeller's words."""

from collections.abc import Iterator

import numpy as np

from basinsim.allocation.filling import Blocked
from basinsim.why.amounts import amount
from basinsim.why.day import Allocated, Day
from basinsim.why.hard_limits import of_capacity, of_licence
from basinsim.why.limit import Limit
from basinsim.why.others import of_river_wish, of_user
from basinsim.why.rule_limits import of_take_limit
from basinsim.why.water import of_inflow, of_store

_NOISE = 1e-7  # a weight below this share of the largest is rounding
_CAPACITIES = ("flow", "intake", "turbine_flow")
_LICENCES = ("licensed_take", "licence_used", "rolling_used")
_RIVER = ("minimum_flow", "environmental_flow", "target_flow")
_USERS = ("essential", "ordinary")


def limits_in_the_way(day: Day, found: Allocated, user: str) -> list[Limit]:
    """Return what kept a user from getting more, as the allocation proved it.

    Parameters
    ----------
    day : Day
        The step.
    found : Allocated
        What came of it.
    user : str
        A demand that was short.

    Returns
    -------
    list of Limit
        Each once; of a step with several limits of one effect the certificate need not name all.
    """
    wishes = day.wishes_of(user)
    limits: dict[tuple[str, str], Limit] = {}
    for blocked in found.blocked:
        mine = [column for column in wishes if column in blocked.columns]
        if any(found.x[c] < found.numbers.upper[0, c] - day.rounding(user) for c in mine):
            for limit in _named(day, found, blocked, user):
                limits.setdefault(limit.key, limit)
    # A certificate in which nothing is tight but that no flow is negative: nothing leads there.
    dry = Limit("other", user, f"no water can reach '{user}': nothing that brings or holds any lies above it")
    return list(limits.values()) or [dry]


def plenty(day: Day) -> float:
    """Return more water than anybody could use in a step [Ml/d]."""
    numbers, of = day.as_it_was.numbers, day.program.of
    wishes = ("essential", "ordinary", *_RIVER)
    asked = sum(float(numbers.upper[0, of(name)].sum()) for name in wishes)
    there = float(day.state.storage.sum()) + float(numbers.upper[0, of("inflow")].sum())
    return (4.0 * asked + there + 1.0) / day.days


def _named(day: Day, found: Allocated, blocked: Blocked, user: str) -> Iterator[Limit]:
    weights = np.where(np.abs(blocked.weights) > _NOISE * np.abs(blocked.weights).max(), blocked.weights, 0.0)
    level = day.level_of(blocked)
    water = plenty(day)
    inflows: dict[str, float] = {}
    for component, block in day.program.columns.items():
        for column, label in enumerate(block.labels, block.start):
            weight, name = float(weights[column]), str(label)
            held = float(blocked.lower[column])
            if weight < 0:  # at its upper bound
                if component in _CAPACITIES:
                    limit = of_capacity(day, found, component, name, water)
                    if limit is not None:
                        yield limit
                elif component in _LICENCES:
                    yield of_licence(day, found, component, name, water)
                elif component == "limited_take":
                    yield of_take_limit(day, found, name, water)
                elif component == "storage_start":
                    yield of_store(day, found, name)
                elif component == "inflow":
                    inflows[name] = -weight
                elif component == "return_start":
                    back = amount(float(blocked.upper[column]) / day.days, "Ml/d")
                    yield Limit("other", name, f"what '{name}' gave back before is no more than {back}")
                elif component == "total_overflow":
                    yield Limit("other", "overflow", "less water must leave than no link can carry")
            elif weight > 0 and held > day.rounding(user):  # at its lower bound, which is owed to somebody
                same = column in level
                if component in _RIVER:
                    yield from of_river_wish(day, found, component, name, held, same=same)
                elif component in _USERS and name != user:
                    yield of_user(day, found, component, name, held, same=same)
    if inflows:
        yield of_inflow(day, found, inflows, water)
