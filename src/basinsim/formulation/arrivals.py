"""What reaches a node: links less their losses, and what users give back."""

import pyomo.environ as pyo

from basinsim.network.network import Network


def arriving(m: pyo.ConcreteModel, network: Network, node: str) -> object:
    """Return the volume that arrives at a node by links.

    Parameters
    ----------
    m : ConcreteModel
        With ``flow`` declared.
    network : Network
        The basin.
    node : str
        Its name.

    Returns
    -------
    Pyomo expression
        [Ml]
    """
    return sum((1 - network.links[link].loss) * m.flow[link] for link in network.links_into(node))


def given_back(m: pyo.ConcreteModel, network: Network, node: str) -> object:
    """Return the volume that users give back to a node.

    Parameters
    ----------
    m : ConcreteModel
        With ``ordinary`` and ``essential`` declared.
    network : Network
        The basin.
    node : str
        Its name.

    Returns
    -------
    Pyomo expression
        [Ml]
    """
    return sum(
        network.basin.nodes[name].returns.fraction * delivered(m, network, name)  # type: ignore[union-attr]
        for name in network.returns_into(node)
    )


def delivered(m: pyo.ConcreteModel, network: Network, name: str) -> object:
    """Return what a demand gets: its essential part and the rest.

    Parameters
    ----------
    m : ConcreteModel
        With ``ordinary`` and ``essential`` declared.
    network : Network
        The basin.
    name : str
        A demand.

    Returns
    -------
    Pyomo expression
        [Ml]
    """
    return m.ordinary[name] + (m.essential[name] if name in network.essential_demands else 0)


def leaving(m: pyo.ConcreteModel, network: Network, node: str) -> object:
    """Return the volume that leaves a node by links.

    Parameters
    ----------
    m : ConcreteModel
        With ``flow`` declared.
    network : Network
        The basin.
    node : str
        Its name.

    Returns
    -------
    Pyomo expression
        [Ml]
    """
    return sum(m.flow[link] for link in network.links_out_of(node))
