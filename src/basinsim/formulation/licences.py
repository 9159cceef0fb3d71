"""Licences: what is taken counts at the source; annual accounts run on from step to step."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare what is taken under licences.

    Parameters
    ----------
    model : ConcreteModel
        Gains ``licensed_take`` [Ml in the step] for daily limits, ``licence_start`` and
        ``licence_used`` [Ml in the account year or season] for annual and seasonal ones; for rolling
        ones ``rolling_take`` and the accounts ``rolling_start`` and ``rolling_used`` over the last
        days, from which ``rolling_dropped`` no longer counts [Ml].
    network : Network
        The basin.
    """
    daily, accounts, rolling = network.licences("daily"), network.accounts, network.licences("rolling")
    model.licensed_take = pyo.Var(list(daily))
    model.licence_start = pyo.Var(list(accounts))
    model.licence_used = pyo.Var(list(accounts))
    for column in ("rolling_start", "rolling_dropped", "rolling_take", "rolling_used"):
        setattr(model, column, pyo.Var(list(rolling)))

    @model.Constraint(list(daily))
    def counts_take(m: pyo.ConcreteModel, name: str) -> Expression:
        taken = sum(m.flow[link] for link in network.licensed_links(daily[name]))
        return m.licensed_take[name] - taken == 0

    @model.Constraint(list(accounts))
    def counts_use(m: pyo.ConcreteModel, name: str) -> Expression:
        taken = sum(m.flow[link] for link in network.licensed_links(accounts[name].licence))
        return m.licence_used[name] - m.licence_start[name] - taken == 0

    @model.Constraint(list(rolling))
    def counts_rolling_take(m: pyo.ConcreteModel, name: str) -> Expression:
        taken = sum(m.flow[link] for link in network.licensed_links(rolling[name]))
        return m.rolling_take[name] - taken == 0

    @model.Constraint(list(rolling))
    def counts_rolling_use(m: pyo.ConcreteModel, name: str) -> Expression:
        held = m.rolling_start[name] - m.rolling_dropped[name]
        return m.rolling_used[name] - held - m.rolling_take[name] == 0
