"""Takes that operating rules may limit together; what the limit is changes from step to step."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare limited takes.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``limited_take`` [Ml], taken at the source, for each limit that a rule may set.
    network : Network
        The basin.
    """
    takes = network.limited_takes
    model.limited_take = pyo.Var(list(takes))

    @model.Constraint(list(takes))
    def counts_limited_take(m: pyo.ConcreteModel, label: str) -> Expression:
        return m.limited_take[label] - sum(m.flow[link] for link in takes[label]) == 0
