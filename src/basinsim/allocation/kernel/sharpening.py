"""Certificates made sharper for today's bounds, as compiled functions.

A sum of the positive parts of several differences (the water by which reservoirs fall short of what they
should hold, say) has a certificate for each set of parts that may be positive: far more than can be
kept. But each is had from another by adding or taking away single rows, and how much a certificate is
broken is a concave function of its multipliers: one row after the other is added as long as that gains.
"""

import numpy as np

from basinsim.allocation.kernel.arrays import EMPTY, Bounds, Member, Scratch, Sparse
from basinsim.allocation.kernel.jit import inner
from basinsim.allocation.kernel.proofs import least_sum

_SWEEPS = 2
_LONG = 12  # rows with more columns are totals, which a certificate has or has not
_BROKEN = 1e-5  # what is left then is for the simplex, which ends
_GAIN = 1e-7
_ROUNDING = 1e-13


@inner
def sharpen_tight(rows: Sparse, own: Member, clock: int, bounds: Bounds, s: Scratch) -> bool:
    """Write multipliers of a broken certificate made of one that is tight; say whether there is one."""
    for p in range(len(own.proof_level)):
        if own.proof_level[p] == EMPTY or own.proof_used[p] != clock:
            continue
        s.line[:] = own.proofs[p]
        if _sharpen(rows, s.line, bounds) and least_sum(s.line, bounds.lower, bounds.upper) > _BROKEN:
            s.multipliers[:] = s.line[len(s.line) - len(s.multipliers) :]
            return True
    return False


@inner
def _sharpen(rows: Sparse, weights: np.ndarray, bounds: Bounds) -> bool:
    """Add multiples of single rows as long as the least sum rises; say whether anything changed."""
    kept = len(weights) - (len(rows.start) - 1)
    changed = False
    for _ in range(_SWEEPS):
        moved = False
        for i in range(len(rows.start) - 1):
            if rows.start[i + 1] - rows.start[i] > _LONG:
                continue
            best, gain = 0.0, _GAIN
            for e in range(rows.start[i], rows.start[i + 1]):
                if weights[rows.at[e]] != 0.0:
                    share = -weights[rows.at[e]] / rows.value[e]
                    found = _gain(rows, i, kept, weights, bounds, share)
                    if found > gain:
                        best, gain = share, found
            if weights[kept + i] != 0.0:
                found = _gain(rows, i, kept, weights, bounds, -weights[kept + i])
                if found > gain:
                    best, gain = -weights[kept + i], found
            if best != 0.0:
                moved = True
                for e in range(rows.start[i], rows.start[i + 1]):
                    weights[rows.at[e]] = _added(weights[rows.at[e]], best * rows.value[e])
                weights[kept + i] = _added(weights[kept + i], best)
        if not moved:
            break
        changed = True
    return changed


@inner
def _gain(rows: Sparse, i: int, kept: int, weights: np.ndarray, bounds: Bounds, share: float) -> float:
    """Return by how much the least sum rises with a multiple of a row."""
    j = kept + i
    total = _least(_added(weights[j], share), bounds, j) - _least(weights[j], bounds, j)
    for e in range(rows.start[i], rows.start[i + 1]):
        j = rows.at[e]
        total += _least(_added(weights[j], share * rows.value[e]), bounds, j) - _least(weights[j], bounds, j)
    return total


@inner
def _least(weight: float, bounds: Bounds, j: int) -> float:
    return float(min(weight * bounds.lower[j], weight * bounds.upper[j]))


@inner
def _added(weight: float, more: float) -> float:
    total = weight + more
    return total if abs(total) > _ROUNDING else 0.0
