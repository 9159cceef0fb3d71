"""Put the families together."""

import pyomo.environ as pyo

from basinsim.formulation import (
    balance,
    demand,
    gauges,
    hydropower,
    licences,
    limits,
    links,
    storage,
    value,
    works,
)
from basinsim.network.network import Network

FAMILIES = (links, storage, works, demand, gauges, hydropower, licences, limits, value, balance)
"""In the order in which they declare columns; the balance comes last and uses them all."""


def build_step_model(network: Network) -> pyo.ConcreteModel:
    """State the allocation of one step for a network.

    Parameters
    ----------
    network : Network
        Checked and sorted.

    Returns
    -------
    pyomo.environ.ConcreteModel
        Continuous columns without bounds (they are numbers of the step) and rows equal to zero.
    """
    model = pyo.ConcreteModel(name="step")
    for family in FAMILIES:
        family.add(model, network)
    # Only the rows are compiled: which level is optimised when is the allocation's affair.
    model.nothing = pyo.Objective(expr=0.0)
    return model
