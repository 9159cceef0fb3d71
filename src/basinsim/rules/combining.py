"""How the changes of several rules to one number combine."""

from collections.abc import Callable, Iterable

import numpy as np

from basinsim.rules.acting import Change

_ORDER = ("set", "factor", "raise", "limit")


def combined(
    changes: Iterable[Change], basin: Callable[[str], np.ndarray], members: int
) -> dict[str, np.ndarray]:
    """Return the numbers of a step after all changes, for the series that are changed.

    Parameters
    ----------
    changes : iterable of Change
        In any order; the answer does not depend on it, as no two rules may set one number.
    basin : callable
        The basin's own numbers of the step by the name of the series, shape (1 or members, things).
    members : int
        How many.

    Returns
    -------
    dict of str to ndarray, shape (members, things)
        By name of the series.

    Notes
    -----
    First a number that a rule sets takes the place of the basin's. Of several factors the least
    counts: two rules that ask the same users to save ten per cent ask them once. Then what must be
    reached is raised (the most counts), and at last what must not be passed is lowered (the least
    counts).
    """
    by_way: dict[str, list[Change]] = {how: [] for how in _ORDER}
    numbers: dict[str, np.ndarray] = {}
    for change in changes:
        by_way[change.how].append(change)
        if change.series not in numbers:
            own = basin(change.series)
            numbers[change.series] = np.array(np.broadcast_to(own, (members, own.shape[1])), dtype=float)
    for change in by_way["set"]:
        numbers[change.series][:, change.things] = change.values
    factors: dict[str, np.ndarray] = {}
    for change in by_way["factor"]:
        held = factors.setdefault(change.series, np.ones_like(numbers[change.series]))
        held[:, change.things] = np.minimum(held[:, change.things], change.values)
    for series, factor in factors.items():
        numbers[series] = numbers[series] * factor
    raised: dict[str, np.ndarray] = {}
    for change in by_way["raise"]:
        held = raised.setdefault(change.series, np.zeros_like(numbers[change.series]))
        missing = np.maximum(change.values - numbers[change.series][:, change.things], 0.0) * change.share
        held[:, change.things] = np.maximum(held[:, change.things], missing)
    for series, missing in raised.items():
        numbers[series] = numbers[series] + missing
    for change in by_way["limit"]:
        held = numbers[change.series]
        held[:, change.things] = np.minimum(held[:, change.things], change.values)
    return numbers
