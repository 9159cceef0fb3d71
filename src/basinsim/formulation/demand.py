"""Demands: an essential part, the rest, and nothing beyond what is asked for."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import arriving, delivered
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what users get.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``essential`` [Ml] where there is such a part, and ``ordinary`` [Ml].
    network : Network
        The basin.
    """
    names = network.names("demand")
    model.essential = pyo.Var(network.essential_demands)
    model.ordinary = pyo.Var(names)

    @model.Constraint(names)
    def delivers(m: pyo.ConcreteModel, name: str) -> object:
        return arriving(m, network, name) - delivered(m, network, name) == 0
