"""Which of several policies nobody need consider, because another is better or equal in everything."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def non_dominated(outcomes: ArrayLike) -> NDArray[np.bool_]:
    """Say which policies are not dominated.

    Parameters
    ----------
    outcomes : array_like, shape (policies, metrics)
        Higher is better; turn the sign of others round. No number is worst of all.

    Returns
    -------
    ndarray of bool, shape (policies,)
        False where another policy is at least as good in every metric and better in one. Of equal
        policies all stay.
    """
    table = np.nan_to_num(np.asarray(outcomes, dtype=float), nan=-np.inf)
    as_good = (table[:, None, :] >= table[None, :, :]).all(axis=2)  # row over column
    better = (table[:, None, :] > table[None, :, :]).any(axis=2)
    return np.asarray(~(as_good & better).any(axis=0))
