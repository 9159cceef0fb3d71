"""The mass-balance audit: every node, every step, from the published numbers alone."""

import numpy as np

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.simulation.state import State


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
    position = {name: i for i, name in enumerate(network.nodes)}
    flow, delivered = arrays["flow"], arrays["delivered"]
    residual = np.zeros((*flow.shape[:2], len(network.nodes)))

    def add(node: str, volume: np.ndarray) -> None:
        residual[:, :, position[node]] += volume

    for i, link in enumerate(network.links.values()):
        volume = flow[:, :, i] * days
        add(link.source, -volume)
        add(link.target, (1.0 - link.loss) * volume)
    for i, name in enumerate(network.names("catchment")):
        add(name, arrays["inflow"][:, :, i] * days)
    for i, name in enumerate(network.names("demand")):
        add(name, -delivered[:, :, i] * days)
        returns = network.basin.nodes[name].returns  # type: ignore[union-attr]
        if returns is not None:
            arrived, left = arrays["return_flow"][:, :, i] * days, arrays["return_underway"][:, :, i]
            at_start = start.returns_underway[:, [network.delayed_returns.index(name)]] if name in network.delayed_returns else 0 * left[:, :1]
            before = np.concatenate([at_start, left[:, :-1]], axis=1)
            add(returns.to, arrived)
            add(name, before + returns.fraction * delivered[:, :, i] * days - arrived - left)
    for i, name in enumerate(network.names("works")):
        taken = sum((1 - network.links[link].loss) * flow[:, :, list(network.links).index(link)] for link in network.links_into(name))
        add(name, -network.basin.nodes[name].loss * taken * days)  # type: ignore[union-attr]
    for i, name in enumerate(network.names("reservoir")):
        stored = arrays["storage"][:, :, i]
        before = np.concatenate([start.storage[:, i : i + 1], stored[:, :-1]], axis=1)
        gain = (arrays["surface_gain"][:, :, i] - arrays["overflow"][:, :, i]) * days
        add(name, before - stored + gain)
    stores = set(network.names("reservoir"))
    for i, name in enumerate(node for node in network.overflow_nodes if node not in stores):
        add(name, -arrays["node_overflow"][:, :, i] * days)
    for name in network.names("outlet"):
        residual[:, :, position[name]] = 0.0
    return residual
