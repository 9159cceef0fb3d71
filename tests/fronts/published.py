"""Small programs whose fronts are published, in the form ``matrix @ x == 0`` within bounds."""

import numpy as np
from scipy.sparse import csc_array

from basinsim.fronts.program import ManyObjectives


def program_of(
    costs: list[list[float]],
    rows: list[list[float]],
    limits: list[tuple[float, float]],
    upper: list[float],
) -> ManyObjectives:
    """Minimise over ``low <= row @ x <= high`` and ``0 <= x <= upper``: each row has a column for its sum."""
    count, columns = len(rows), len(upper)
    matrix = np.hstack([np.array(rows, dtype=float), -np.eye(count)])
    low, high = (np.array(ends, dtype=float) for ends in zip(*limits, strict=True))
    padded = [np.concatenate([np.array(cost, dtype=float), np.zeros(count)]) for cost in costs]
    return ManyObjectives(
        csc_array(matrix),
        np.concatenate([np.zeros(columns), low]),
        np.concatenate([np.array(upper, dtype=float), high]),
        padded,
    )


def energy() -> ManyObjectives:
    """Mavrotas (2009): cost, emissions and imports of electricity from four fuels in three load blocks.

    Columns are LIGN1, LIGN2, OIL2, OIL3, NG1, NG2, NG3, RES1, RES3.
    """
    fuels = ["LIGN", "LIGN", "OIL", "OIL", "NG", "NG", "NG", "RES", "RES"]
    block = [1, 2, 2, 3, 1, 2, 3, 1, 3]
    cost = {"LIGN": 30, "OIL": 75, "NG": 60, "RES": 90}
    emitted = {"LIGN": 1.44, "OIL": 0.72, "NG": 0.45, "RES": 0.0}
    imported = {"LIGN": 0.0, "OIL": 1.0, "NG": 1.0, "RES": 0.0}
    most = {"LIGN": 31000, "OIL": 15000, "NG": 22000, "RES": 10000}
    costs = [[float(prices[fuel]) for fuel in fuels] for prices in (cost, emitted, imported)]
    rows = [[float(fuel == name) for fuel in fuels] for name in most]
    limits: list[tuple[float, float]] = [(0.0, float(amount)) for amount in most.values()]
    for number, demand in ((1, 38400.0), (2, 19200.0), (3, 6400.0)):
        rows.append([float(at == number) for at in block])
        limits.append((demand, np.inf))
    return program_of(costs, rows, limits, [np.inf] * len(fuels))


def line() -> ManyObjectives:
    """Most of x1 and of 3 x1 + 4 x2, with x1 <= 20, x2 <= 40 and 5 x1 + 4 x2 <= 200."""
    return program_of([[-1, 0], [-3, -4]], [[5, 4]], [(0, 200)], [20, 40])
