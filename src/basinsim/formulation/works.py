"""Works: what is taken in is treated, and part of it is lost."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression, arriving, leaving
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what works take in and give out.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``intake`` [Ml] for each works.
    network : Network
        The basin.
    """
    names = tuple(network.works)
    model.intake = pyo.Var(names)

    @model.Constraint(names)
    def takes_in(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.intake[name] - arriving(m, network, name) == 0

    @model.Constraint(names)
    def gives_out(m: pyo.ConcreteModel, name: str) -> Expression:
        share = 1 - network.works[name].loss
        return leaving(m, network, name) - share * m.intake[name] == 0
