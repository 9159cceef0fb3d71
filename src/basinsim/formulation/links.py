"""Links: what they carry, what they are meant to carry, and the totals that are kept small."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare flows, minimum flows, and the totals over spill links and later preferences.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``flow`` [Ml at the source of each link], ``minimum_flow`` and
        ``above_minimum_flow`` [Ml], ``total_preference`` and ``total_spill`` [Ml].
    network : Network
        The basin.
    """
    model.flow = pyo.Var(list(network.links))
    model.minimum_flow = pyo.Var(list(network.minimum_flows))
    model.above_minimum_flow = pyo.Var(list(network.minimum_flows))
    model.total_preference = pyo.Var(list(network.links_by_preference))
    model.total_spill = pyo.Var(["all"] if network.spill_links else [])

    @model.Constraint(list(network.minimum_flows))
    def carries_minimum_flow(m: pyo.ConcreteModel, link: str) -> Expression:
        return m.flow[link] - m.minimum_flow[link] - m.above_minimum_flow[link] == 0

    @model.Constraint(list(network.links_by_preference))
    def sums_preference(m: pyo.ConcreteModel, preference: int) -> Expression:
        drawn = sum(m.flow[link] for link in network.links_by_preference[preference])
        return m.total_preference[preference] - drawn == 0

    @model.Constraint(["all"] if network.spill_links else [])
    def sums_spill(m: pyo.ConcreteModel, everything: str) -> Expression:
        return m.total_spill[everything] - sum(m.flow[link] for link in network.spill_links) == 0
