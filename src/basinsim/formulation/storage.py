"""Reservoirs: dead and usable storage, rain and evaporation, and what is drawn from the store."""

import pyomo.environ as pyo

from basinsim.formulation.arrivals import Expression
from basinsim.network.network import Network


def add(model: pyo.ConcreteModel, network: Network) -> None:
    """Declare storages and how they are divided.

    Parameters
    ----------
    model : ConcreteModel
        Gains, for each reservoir [Ml]: ``storage_start`` and ``storage`` (end of step);
        ``dead_kept`` and ``usable``, whose sum is ``storage``; ``rain`` and ``evaporation`` on
        the surface. For each storage priority: ``total_stored``.
        For foresight: ``final_storage`` (where one is wished for) and ``window_storage``, the parts
        of the storage that count towards a wish at the end of the period or window.
    network : Network
        The basin.
    """
    reservoirs = tuple(network.reservoirs)
    groups = network.reservoirs_by_priority
    for name in (
        "storage_start",
        "storage",
        "dead_kept",
        "usable",
        "rain",
        "evaporation",
    ):
        setattr(model, name, pyo.Var(reservoirs))
    finals = list(network.finals)
    for wish, names in (("final_storage", finals), ("window_storage", list(reservoirs))):
        setattr(model, wish, pyo.Var(names))
        setattr(model, f"above_{wish}", pyo.Var(names))
    model.total_stored = pyo.Var(list(groups))

    @model.Constraint(reservoirs)
    def divides_storage(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.storage[name] - m.dead_kept[name] - m.usable[name] == 0

    @model.Constraint(finals)
    def keeps_final_storage(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.storage[name] - m.final_storage[name] - m.above_final_storage[name] == 0

    @model.Constraint(reservoirs)
    def keeps_window_storage(m: pyo.ConcreteModel, name: str) -> Expression:
        return m.storage[name] - m.window_storage[name] - m.above_window_storage[name] == 0

    @model.Constraint(list(groups))
    def sums_storage(m: pyo.ConcreteModel, priority: int) -> Expression:
        return m.total_stored[priority] - sum(m.storage[name] for name in groups[priority]) == 0
