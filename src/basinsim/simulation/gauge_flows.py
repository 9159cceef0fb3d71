"""Which links make the flow that passes a gauge."""

import numpy as np

from basinsim.network.network import Network


def passing_matrix(network: Network) -> np.ndarray:
    """Return which links carry what passes each gauge.

    Parameters
    ----------
    network : Network
        The basin.

    Returns
    -------
    ndarray, shape (gauges, links)
        1 where the link's flow counts, else 0.
    """
    links, gauges = list(network.links), tuple(network.gauges)
    passing = np.zeros((len(gauges), len(links)))
    for i, gauge in enumerate(gauges):
        for name in network.passing_links(gauge):
            passing[i, links.index(name)] = 1.0
    return passing
