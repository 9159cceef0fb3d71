"""A reservoir's surface and level by its storage at the start of a step."""

import numpy as np

from basinsim.network.network import Network
from basinsim.schema.values import Constant, ReservoirHead


def surface_areas(network: Network, storage: np.ndarray) -> np.ndarray:
    """Return the water surface of each reservoir.

    Parameters
    ----------
    network : Network
        The basin.
    storage : ndarray, shape (members, reservoirs)
        [Ml]

    Returns
    -------
    ndarray, shape (members, reservoirs)
        Area [km2]; linear between the rows of a table, and its ends beyond them; 0 without one.
    """
    areas = np.zeros_like(storage)
    for i, reservoir in enumerate(network.reservoirs.values()):
        surface = reservoir.surface
        if isinstance(surface, Constant):
            areas[:, i] = surface.number
        elif surface is not None:
            _, area, volume = np.array(surface).T
            areas[:, i] = np.interp(storage[:, i], volume, area)
    return areas


def heads(network: Network, fixed: np.ndarray, storage: np.ndarray) -> np.ndarray:
    """Return the head of each turbine.

    Parameters
    ----------
    network : Network
        The basin.
    fixed : ndarray, shape (1 or members, turbines)
        Heads given as such [m].
    storage : ndarray, shape (members, reservoirs)
        At the start of the step [Ml].

    Returns
    -------
    ndarray, shape (members, turbines)
        Head [m], not below zero.
    """
    names = list(network.reservoirs)
    found = np.array(np.broadcast_to(fixed, (len(storage), fixed.shape[1])))
    for i, turbine in enumerate(network.turbines.values()):
        head = turbine.head
        if not isinstance(head, ReservoirHead):
            continue
        reservoir = network.reservoirs[head.reservoir]
        if reservoir.level is not None:
            volume, level = np.array(reservoir.level).T
        else:
            level, _, volume = np.array(reservoir.surface).T
        levels = np.interp(storage[:, names.index(head.reservoir)], volume, level)
        found[:, i] = np.maximum(levels - head.tailwater, 0.0)
    return found
