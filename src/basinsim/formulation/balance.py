"""Mass balance: what comes to a node leaves it, is stored, or overflows."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression, arriving, given_back, leaving
from basinsim.network.graph import downstream
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare inflows and overflows and balance every node that passes water on or stores it.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``inflow`` [Ml] for each catchment, ``overflow`` [Ml] for each node at which more
        may arrive than its links can carry, ``total_overflow`` [Ml], and ``total_high_overflow``,
        in which each overflow counts by the number of nodes that lie below it.
    network : Network
        The basin.

    Notes
    -----
    Works and demands have rows of their own; what reaches an outlet is gone. Least high overflow
    puts an overflow where the links are full, and not somewhere upstream of there.
    """
    nodes = network.overflow_nodes
    model.inflow = pyo.Var(tuple(network.catchments))
    model.overflow = pyo.Var(nodes)
    model.total_overflow = pyo.Var(["all"] if nodes else [])
    model.total_high_overflow = pyo.Var(["all"] if nodes else [])

    @model.Constraint(nodes)
    def balances(m: pyo.ConcreteModel, name: str) -> Expression:
        comes = arriving(m, network, name) + given_back(m, network, name)
        kind = network.basin.nodes[name].type
        if kind == "catchment":
            comes = comes + m.inflow[name]
        elif kind == "reservoir":
            comes = comes + m.storage_start[name] + m.rain[name] - m.evaporation[name] - m.storage[name]
        return comes - leaving(m, network, name) - m.overflow[name] == 0

    @model.Constraint(["all"] if nodes else [])
    def sums_overflow(m: pyo.ConcreteModel, everything: str) -> Expression:
        return m.total_overflow[everything] - sum(m.overflow[name] for name in nodes) == 0

    @model.Constraint(["all"] if nodes else [])
    def sums_high_overflow(m: pyo.ConcreteModel, everything: str) -> Expression:
        height = {name: len(downstream(network.basin, name)) for name in nodes}
        return m.total_high_overflow[everything] - sum(height[name] * m.overflow[name] for name in nodes) == 0
