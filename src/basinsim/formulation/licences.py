"""Licences: what is taken counts at the source; annual accounts run on from step to step."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what is taken under licences.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``licensed_take`` [Ml in the step] for daily limits, and ``licence_start`` and
        ``licence_used`` [Ml in the account year] for annual ones.
    network : Network
        The basin.
    """
    daily, annual = network.licences("daily"), network.licences("annual")
    model.licensed_take = pyo.Var(list(daily))
    model.licence_start = pyo.Var(list(annual))
    model.licence_used = pyo.Var(list(annual))

    @model.Constraint(list(daily))
    def counts_take(m: pyo.ConcreteModel, name: str) -> Expression:
        taken = sum(m.flow[link] for link in network.licensed_links(daily[name]))
        return m.licensed_take[name] - taken == 0

    @model.Constraint(list(annual))
    def counts_use(m: pyo.ConcreteModel, name: str) -> Expression:
        taken = sum(m.flow[link] for link in network.licensed_links(annual[name]))
        return m.licence_used[name] - m.licence_start[name] - taken == 0
