"""Value that falls with the amount: what is delivered or carried, in pieces of falling price."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression, delivered
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare the pieces of value curves.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``valued_delivery`` and ``valued_flow`` [Ml], one column for each piece of a demand's
        or link's curve and one for what lies beyond the curve, which has no value.
    network : Network
        The basin.

    Notes
    -----
    A constant value needs no column: it is a price on the delivery or flow itself.
    """
    model.valued_delivery = pyo.Var(network.value_pieces("demand"))
    model.valued_flow = pyo.Var(network.value_pieces("link"))

    @model.Constraint(list(network.value_curves("demand")))
    def divides_delivery(m: pyo.ConcreteModel, name: str) -> Expression:
        return delivered(m, network, name) - _pieces(m.valued_delivery, name, network, "demand") == 0

    @model.Constraint(list(network.value_curves("link")))
    def divides_flow(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.flow[name] - _pieces(m.valued_flow, name, network, "link") == 0


def _pieces(columns: Expression, name: str, network: Network, kind: str) -> Expression:
    return sum(columns[piece] for piece in network.value_pieces(kind) if piece.rpartition("#")[0] == name)
