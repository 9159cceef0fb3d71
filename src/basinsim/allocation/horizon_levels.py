"""The levels of a horizon in their order: as those of a step, over all its steps."""

import numpy as np

from basinsim.allocation.horizon import HorizonLevel, LinearLevel, SharedLevel
from basinsim.allocation.levels import PriorityKey, wishes_by_priority
from basinsim.network.network import Network
from basinsim.stacking import StackedProgram

MONEY = "value less cost"


def horizon_levels(
    network: Network,
    stacked: StackedProgram,
    money_cost: np.ndarray | None,
    route_cost: np.ndarray,
    *,
    economic: bool,
) -> list[HorizonLevel]:
    """List the levels of a horizon, the first to be served first.

    Parameters
    ----------
    network : Network
        The basin.
    stacked : StackedProgram
        The horizon.
    money_cost : ndarray, shape (steps x columns,), optional
        Cost less value [GBP/Ml]; None where nothing has a price.
    route_cost : ndarray, shape (columns,)
        The fixed tie-break of a step.
    economic : bool
        Whether the objective is economic.

    Returns
    -------
    list of HorizonLevel
        Nature and the dams; wishes by priority; stores at the end; sources, spill, storing, money.
    """
    over = _Over(stacked)
    levels: list[HorizonLevel] = [
        over.total("dead storage", "dead_kept", -1.0),
        over.total("evaporation", "evaporation", -1.0),
        over.total("overflow", "total_overflow", 1.0),
    ]
    groups = {
        key: over.every_step(np.sort(np.array(positions)))
        for key, positions in wishes_by_priority(network, stacked.program, economic=economic).items()
    }
    if not economic:
        for key, columns in _finals_by_priority(network, stacked).items():
            groups[key] = np.concatenate([groups.get(key, columns[:0]), columns])
    levels += [SharedLevel(f"wishes at {key.text}", columns) for key, columns in sorted(groups.items())]
    money = [] if money_cost is None else [_money_level(money_cost, economic=economic)]
    levels += money if economic else []
    levels.append(SharedLevel("storage at the end of the window", stacked.columns("window_storage")[-1]))
    preferences = list(network.links_by_preference)
    for preference in reversed(preferences):
        column = stacked.columns("total_preference")[:, preferences.index(preference)]
        levels.append(LinearLevel(f"sources of preference {preference}", column, np.ones(len(column))))
    levels.append(over.total("spill", "total_spill", 1.0))
    for i, (priority, names) in enumerate(network.reservoirs_by_priority.items()):
        stored = stacked.columns("total_stored")[:, i]
        usable = over.every_step(stacked.program.positions("usable", names))
        levels.append(
            LinearLevel(f"water stored at storage priority {priority}", stored, -np.ones(len(stored)))
        )
        levels.append(SharedLevel(f"equal storage at storage priority {priority}", usable))
    levels.append(over.total("overflow upstream of full links", "total_high_overflow", 1.0))
    levels += [] if economic else money
    routes = np.tile(route_cost, stacked.steps)
    levels.append(LinearLevel("routes", np.flatnonzero(routes), routes[routes != 0]))
    return [level for level in levels if len(level.columns)]


def _money_level(cost: np.ndarray, *, economic: bool) -> LinearLevel:
    priced = np.flatnonzero(cost)
    return LinearLevel(MONEY, priced, cost[priced], ranging=economic)


_AFTER_ALL_USERS = PriorityKey(10**9)


def _finals_by_priority(network: Network, stacked: StackedProgram) -> dict[PriorityKey, np.ndarray]:
    """Return the columns of final storages in the last step by their place among the wishes."""
    columns = stacked.columns("final_storage")[-1]
    groups: dict[PriorityKey, list[int]] = {}
    for column, final in zip(columns.tolist(), network.finals.values(), strict=True):
        key = _AFTER_ALL_USERS if final.priority is None else PriorityKey(final.priority)
        groups.setdefault(key, []).append(column)
    return {key: np.array(found, dtype=int) for key, found in groups.items()}


class _Over:
    """Columns of a step over all steps of a horizon."""

    def __init__(self, stacked: StackedProgram) -> None:
        self.stacked = stacked

    def total(self, name: str, component: str, cost: float) -> LinearLevel:
        """Return a level that makes the sum of a component small, or large where the cost is negative."""
        columns = self.stacked.columns(component).ravel()
        return LinearLevel(name, columns, np.full(len(columns), cost))

    def every_step(self, positions: np.ndarray) -> np.ndarray:
        """Return the columns at these positions of the step, in every step."""
        offsets = np.arange(self.stacked.steps)[:, np.newaxis] * self.stacked.program.shape[1]
        return np.asarray((offsets + positions).ravel())
