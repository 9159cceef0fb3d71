"""What reaches a node: links less their losses, and what users give back."""

from typing import Any

import pyomo.environ as pyo

from basinsim.network.network import Network

Expression = Any
"""A sum of columns; Pyomo builds its classes at run time."""


def arriving(m: pyo.ConcreteModel, network: Network, node: str) -> Expression:
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


def given_back(m: pyo.ConcreteModel, network: Network, node: str) -> Expression:
    """Return the volume that reaches a node from users in this step.

    What can reach its own intake arrives one step later, and so comes from the step before.

    Parameters
    ----------
    m : ConcreteModel
        With ``ordinary``, ``essential`` and ``return_start`` declared.
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
        m.return_start[name] if name in network.delayed_returns else returned(m, network, name)
        for name in network.returns_into(node)
    )


def returned(m: pyo.ConcreteModel, network: Network, name: str) -> Expression:
    """Return the volume that a demand gives back of what it gets in this step.

    Parameters
    ----------
    m : ConcreteModel
        With ``ordinary`` and ``essential`` declared.
    network : Network
        The basin.
    name : str
        A demand with returns.

    Returns
    -------
    Pyomo expression
        [Ml]
    """
    return network.returns[name].fraction * delivered(m, network, name)


def delivered(m: pyo.ConcreteModel, network: Network, name: str) -> Expression:
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
    return m.ordinary[name] + (m.essential[name] if name in network.essentials else 0)


def leaving(m: pyo.ConcreteModel, network: Network, node: str) -> Expression:
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
