"""The mass-balance audit: every node, every step, from the published numbers alone."""

import numpy as np

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.simulation.state import State

_AT_ONCE = 2**18
"""Numbers of nodes that are looked at together: some megabytes with all that they are made of."""

_READ = (
    "inflow",
    "flow",
    "storage",
    "overflow",
    "node_overflow",
    "surface_gain",
    "delivered",
    "return_flow",
    "return_underway",
)


def mass_balance_residual(
    network: Network, calendar: Calendar, arrays: dict[str, np.ndarray], start: State
) -> np.ndarray:
    """Return what each node cannot account for in each step.

    It is computed from the results as they are published, and not from the program that was
    solved, so that a mistake in either shows.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        The steps, the warm-up included.
    arrays : dict of str to ndarray, shape (members, counted steps, things)
        Results by name: flows [Ml/d], storages [Ml].
    start : State
        At the start of the first counted step.

    Returns
    -------
    ndarray, shape (members, counted steps, nodes)
        What came less what left, was used, was stored or overflowed [Ml]; zero at outlets.
    """
    days = calendar.days[calendar.warm_up_steps :][np.newaxis, :]
    members, steps, _ = arrays["flow"].shape
    residual = np.zeros((len(network.nodes), members, steps))
    some = max(1, _AT_ONCE // max(1, steps * len(network.nodes)))
    for first in range(0, members, some):
        part = slice(first, first + some)
        # The numbers of a node lie next to each other here: they are added up many times.
        of = {name: np.ascontiguousarray(np.moveaxis(arrays[name][part], 2, 0)) for name in _READ}
        _account(network, days, of, start, part, residual[:, part])
    return np.moveaxis(residual, 0, 2)


def _account(
    network: Network,
    days: np.ndarray,
    arrays: dict[str, np.ndarray],
    start: State,
    members: slice,
    residual: np.ndarray,
) -> None:
    """Add up what each node cannot account for; arrays and residual have shape (things, members, steps)."""
    position = {name: i for i, name in enumerate(network.nodes)}
    flow, delivered = arrays["flow"], arrays["delivered"]

    def add(node: str, volume: np.ndarray) -> None:
        residual[position[node]] += volume

    for i, link in enumerate(network.links.values()):
        volume = flow[i] * days
        add(link.source, -volume)
        add(link.target, (1.0 - link.loss) * volume)
    for i, name in enumerate(network.catchments):
        add(name, arrays["inflow"][i] * days)
    for i, name in enumerate(network.demands):
        add(name, -delivered[i] * days)
    for name, returns in network.returns.items():
        i = list(network.demands).index(name)
        arrived, left = arrays["return_flow"][i] * days, arrays["return_underway"][i]
        add(returns.to, arrived)
        before = _before(left, _underway_at_start(network, start, name)[members])
        given = before - left + returns.fraction * delivered[i] * days - arrived
        # Two accounts meet in a demand, what it got and what it gives back: the worse one is told,
        # lest an error in one hide that in the other.
        got = residual[position[name]]
        residual[position[name]] = np.where(np.abs(given) > np.abs(got), given, got)
    for name, works in network.works.items():
        taken = sum(
            (1 - network.links[link].loss) * flow[list(network.links).index(link)]
            for link in network.links_into(name)
        )
        add(name, -works.loss * taken * days)
    for i, name in enumerate(network.reservoirs):
        stored = arrays["storage"][i]
        before = _before(stored, start.storage[members, i])
        gain = (arrays["surface_gain"][i] - arrays["overflow"][i]) * days
        add(name, before - stored + gain)
    stores = set(network.reservoirs)
    for i, name in enumerate(node for node in network.overflow_nodes if node not in stores):
        add(name, -arrays["node_overflow"][i] * days)
    for name in network.outlets:
        residual[position[name]] = 0.0


def _before(at_end: np.ndarray, at_start: np.ndarray) -> np.ndarray:
    """Return what was there before each step, from what is there after it."""
    return np.concatenate([at_start[:, np.newaxis], at_end[:, :-1]], axis=1)


def _underway_at_start(network: Network, start: State, name: str) -> np.ndarray:
    if name not in network.delayed_returns:
        return np.zeros(len(start.storage))
    return np.asarray(start.returns_underway[:, network.delayed_returns.index(name)])
