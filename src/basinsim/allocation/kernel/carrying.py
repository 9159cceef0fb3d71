"""The bounds of one member's step from what the step before left, as compiled functions.

The same is said of all members at once in :mod:`basinsim.simulation.numbers`, which serves every
other kind of run; tests hold the two together.
"""

import numpy as np

from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.span import Carry, Numbers, Outcome, Standing


@inner
def write_bounds(
    numbers: Numbers,
    carry: Carry,
    standing: Standing,
    member: int,
    step: int,
    lower: np.ndarray,
    upper: np.ndarray,
    room: np.ndarray,
) -> float:
    """Write the bounds of a step; return what bounds columns that nothing else bounds [Ml]."""
    row = min(member, len(numbers.lower) - 1)
    for j in range(len(lower)):
        lower[j] = numbers.lower[row, step, j]
        upper[j] = numbers.upper[row, step, j]
    for k in range(len(numbers.own_column)):
        j = numbers.own_column[k]
        upper[j] = numbers.own[member, step, k]
        if numbers.own_is_given[k] == 1:
            lower[j] = upper[j]
    if carry.closes == 0:
        return 0.0
    _write_storages(carry, standing, member, step, lower, upper)
    _write_spillways(carry, standing, member, upper, room)
    for k in range(len(carry.return_start)):
        lower[carry.return_start[k]] = upper[carry.return_start[k]] = standing.underway[member, k]
    used = 0.0
    for k in range(len(carry.licence_start)):
        start = 0.0 if carry.restarts[step, k] == 1 else standing.licence_used[member, k]
        lower[carry.licence_start[k]] = upper[carry.licence_start[k]] = start
        limit = upper[carry.licence_used[k]]
        if limit < np.inf:
            upper[carry.licence_used[k]] = max(limit, start)
            used += upper[carry.licence_used[k]]
    return _close(carry, standing, member, upper, used)


@inner
def _write_storages(
    carry: Carry, standing: Standing, member: int, step: int, lower: np.ndarray, upper: np.ndarray
) -> None:
    rain_row = min(member, len(carry.rainfall) - 1)
    potential_row = min(member, len(carry.potential) - 1)
    brought_row = min(member, len(carry.brought) - 1)
    for i in range(len(carry.storage_start)):
        start = standing.storage[member, i]
        area = _surface(carry, i, start)
        rain = carry.rainfall[rain_row, step, i] * area
        potential = carry.potential[potential_row, step, i] * area
        lower[carry.storage_start[i]] = upper[carry.storage_start[i]] = start
        lower[carry.rain[i]] = upper[carry.rain[i]] = rain
        above_dead = max(start + rain + carry.brought[brought_row, step, i] - upper[carry.dead[i]], 0.0)
        upper[carry.evaporation[i]] = min(potential, above_dead)


@inner
def _surface(carry: Carry, i: int, storage: float) -> float:
    """Return the surface of a reservoir [km2]: linear between the rows of its table, its ends beyond them."""
    first, last = carry.table_start[i], carry.table_start[i + 1] - 1
    if last < first:
        return 0.0
    if storage <= carry.table_volume[first]:
        return float(carry.table_area[first])
    for k in range(first, last):
        low, high = carry.table_volume[k], carry.table_volume[k + 1]
        if storage < high:
            slope = (carry.table_area[k + 1] - carry.table_area[k]) / (high - low)
            return float(slope * (storage - low) + carry.table_area[k])
    return float(carry.table_area[last])


@inner
def _write_spillways(
    carry: Carry,
    standing: Standing,
    member: int,
    upper: np.ndarray,
    passed: np.ndarray,
) -> None:
    """Let over spillways what full reservoirs cannot hold if nothing leaves by any other way."""
    for k in range(len(carry.spill_column)):
        i = carry.spill_from[k]
        water = standing.storage[member, i] + upper[carry.rain[i]] - upper[carry.storage[i]]
        for e in range(carry.spill_inflow_start[k], carry.spill_inflow_start[k + 1]):
            water += upper[carry.spill_inflow[e]]
        for e in range(carry.spill_above_start[k], carry.spill_above_start[k + 1]):
            water += carry.spill_share[e] * passed[carry.spill_above[e]]
        passed[k] = max(water, 0.0)
        upper[carry.spill_column[k]] = min(upper[carry.spill_column[k]], passed[k])


@inner
def _close(carry: Carry, standing: Standing, member: int, upper: np.ndarray, used: float) -> float:
    """Bound what nothing bounds by twice all the water there is in the step."""
    water = used
    for i in range(standing.storage.shape[1]):
        water += standing.storage[member, i]
    for k in range(len(carry.water)):
        water += upper[carry.water[k]]
    most = 2.0 * water + 1.0
    for j in range(len(upper)):
        if upper[j] == np.inf:
            upper[j] = most
    for k in range(len(carry.totals)):
        upper[carry.totals[k]] = most * carry.closes
    return most


@inner
def hand_on(carry: Carry, standing: Standing, outcome: Outcome, member: int, step: int) -> None:
    """Let the next step begin where this one ends."""
    x = outcome.x[member, step]
    for i in range(len(carry.storage)):
        standing.storage[member, i] = x[carry.storage[i]]
    for k in range(len(carry.licence_used)):
        standing.licence_used[member, k] = x[carry.licence_used[k]]
    for k in range(len(carry.return_left)):
        standing.underway[member, k] = x[carry.return_left[k]]
    standing.taken[member] = step + 1
