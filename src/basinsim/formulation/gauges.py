"""Gauges: the flow the river keeps is what passes on, not what a demand or a works takes there."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare environmental flows.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``environmental_flow`` and ``above_environmental_flow`` [Ml], whose sum passes on.
    network : Network
        The basin.
    """
    names = list(network.environmental_flows)
    model.environmental_flow = pyo.Var(names)
    model.above_environmental_flow = pyo.Var(names)

    @model.Constraint(names)
    def keeps_environmental_flow(m: pyo.ConcreteModel, name: str) -> Expression:
        passing = sum(m.flow[link] for link in network.passing_links(name))
        return passing - m.environmental_flow[name] - m.above_environmental_flow[name] == 0
