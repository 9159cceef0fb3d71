"""The way down the river: a routing store, and the exchange of water with the ground below.

Perrin et al. (2003), equations 18 to 22.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class RoutingFluxes:
    """What the routing gives to the river.

    Attributes
    ----------
    flow : ndarray, shape (days, series)
        [mm/d].
    exchange : ndarray, shape (days, series)
        Gained from outside the catchment (negative: lost), as far as there was water to lose [mm/d].
    store : ndarray, shape (series,)
        What is in the store at the end [mm].
    """

    flow: np.ndarray
    exchange: np.ndarray
    store: np.ndarray


def route(
    routed: np.ndarray,
    direct: np.ndarray,
    capacity: np.ndarray,
    exchange: Callable[[np.ndarray], np.ndarray],
    store: np.ndarray,
) -> RoutingFluxes:
    """Route water through the store, beside what flows directly.

    Parameters
    ----------
    routed, direct : ndarray, shape (days, series)
        Out of the unit hydrographs [mm/d].
    capacity : ndarray, shape (series,)
        X3 [mm].
    exchange : callable
        Filling of the store, shape (series,) -> water gained by each of the two branches [mm/d].
    store : ndarray, shape (series,)
        Before the first day [mm].

    Returns
    -------
    RoutingFluxes
        Of every day.
    """
    flow, gained = np.empty_like(routed), np.empty_like(routed)
    filled = store / capacity
    for day in range(len(routed)):
        wanted = exchange(filled)
        level = filled + (routed[day] + wanted) / capacity
        # Neither branch can lose more than it has.
        held = np.maximum(level, 0.0)
        quick = np.maximum(direct[day] + wanted, 0.0)
        square = held * held
        kept = held / np.sqrt(np.sqrt(1.0 + square * square))
        flow[day] = capacity * (held - kept) + quick
        gained[day] = wanted + capacity * (held - level) + quick - direct[day]
        filled = kept
    return RoutingFluxes(flow, gained, filled * capacity)
