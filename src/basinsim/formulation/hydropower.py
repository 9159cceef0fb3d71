"""Turbines: what passes on has passed the turbine; more than it can take is no way through."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression, leaving
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what passes turbines.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``turbine_flow`` [Ml] for each turbine, and ``target_flow`` and
        ``above_target_flow`` [Ml] where one is wished for.
    network : Network
        The basin.

    Notes
    -----
    What users give back to a turbine may be more than it can take; that overflows beside it.
    Energy is turbine flow times a number that depends on the head at the start of the step, so
    it is no column of its own.
    """
    names = tuple(network.turbines)
    model.turbine_flow = pyo.Var(names)
    model.target_flow = pyo.Var(list(network.target_flows))
    model.above_target_flow = pyo.Var(list(network.target_flows))

    @model.Constraint(names)
    def passes_turbine(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.turbine_flow[name] - leaving(m, network, name) == 0

    @model.Constraint(list(network.target_flows))
    def passes_target_flow(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.turbine_flow[name] - m.target_flow[name] - m.above_target_flow[name] == 0
