"""Demands: an essential part, the rest, and nothing beyond what is asked for."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression, arriving, delivered, returned
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what users get.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``essential`` [Ml] where there is such a part, and ``ordinary`` [Ml]; for returns
        that can reach their own intake ``return_start``, what the step before gave back, and
        ``return_left``, what this one hands to the next [Ml].
    network : Network
        The basin.
    """
    names = tuple(network.demands)
    model.essential = pyo.Var(list(network.essentials))
    model.ordinary = pyo.Var(names)
    model.return_start = pyo.Var(list(network.delayed_returns))
    model.return_left = pyo.Var(list(network.delayed_returns))

    @model.Constraint(names)
    def delivers(m: pyo.ConcreteModel, name: str) -> Expression:
        return arriving(m, network, name) - delivered(m, network, name) == 0

    @model.Constraint(network.delayed_returns)
    def leaves_return(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.return_left[name] - returned(m, network, name) == 0
