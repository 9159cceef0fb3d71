"""How well policies hold up over scenarios: one number for each policy from a table of outcomes.

Every function takes outcomes of shape (policies, scenarios) that are better the higher they are;
turn the sign of others round. Regret depends on the policies listed: compute it anew when one is
added. Definitions: McPhail et al. (2018), Earth's Future 6, 169-191; signs and percentiles as in
their program RAPID (MIT licence): regret is negative, to be maximised, and percentiles are the
nearest rank.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _read(outcomes: ArrayLike) -> Array:
    table = np.asarray(outcomes, dtype=float)
    if table.ndim != 2 or not table.size:
        message = "outcomes are a table of policies by scenarios"
        raise ValueError(message)
    return table


def maximin(outcomes: ArrayLike) -> Array:
    """Return each policy's worst outcome, shape (policies,)."""
    return np.asarray(_read(outcomes).min(axis=1))


def maximax(outcomes: ArrayLike) -> Array:
    """Return each policy's best outcome, shape (policies,)."""
    return np.asarray(_read(outcomes).max(axis=1))


def hurwicz(outcomes: ArrayLike, weight_on_worst: float) -> Array:
    """Return a weighted mean of each policy's worst and best outcome, shape (policies,)."""
    return weight_on_worst * maximin(outcomes) + (1.0 - weight_on_worst) * maximax(outcomes)


def laplace(outcomes: ArrayLike) -> Array:
    """Return each policy's mean outcome, all scenarios equally likely, shape (policies,)."""
    return np.asarray(_read(outcomes).mean(axis=1))


def regret(outcomes: ArrayLike) -> Array:
    """Return how much less each policy gives than the best one of each scenario.

    Parameters
    ----------
    outcomes : array_like, shape (policies, scenarios)
        Higher is better.

    Returns
    -------
    ndarray, shape (policies, scenarios)
        Not negative; 0 for the best policy of each scenario.
    """
    table = _read(outcomes)
    return np.asarray(table.max(axis=0) - table)


def minimax_regret(outcomes: ArrayLike) -> Array:
    """Return each policy's largest regret, as a negative number, shape (policies,)."""
    return np.asarray(-regret(outcomes).max(axis=1))


def percentile_regret(outcomes: ArrayLike, share: float = 0.9) -> Array:
    """Return a percentile of each policy's regret, as a negative number.

    Parameters
    ----------
    outcomes : array_like, shape (policies, scenarios)
        Higher is better.
    share : float
        Share of the scenarios whose regret is no larger [1].

    Returns
    -------
    ndarray, shape (policies,)
        Not positive.
    """
    return -_nearest_rank(regret(outcomes), share)


def _nearest_rank(table: Array, share: float) -> Array:
    ordered = np.sort(table, axis=1)
    rank = int(np.clip(np.ceil(share * table.shape[1]) - 1, 0, table.shape[1] - 1))
    return np.asarray(ordered[:, rank])


def mean_variance(outcomes: ArrayLike) -> Array:
    """Return (mean + 1) / (standard deviation + 1); only for outcomes scaled to about one, shape (policies,)."""
    table = _read(outcomes)
    return np.asarray((table.mean(axis=1) + 1.0) / (table.std(axis=1, ddof=1) + 1.0))


def undesirable_deviations(outcomes: ArrayLike) -> Array:
    """Return how far the worse half of each policy's outcomes lies below its median.

    Parameters
    ----------
    outcomes : array_like, shape (policies, scenarios)
        Higher is better.

    Returns
    -------
    ndarray, shape (policies,)
        Mean of (outcome - median) over outcomes up to the median; not positive.
    """
    table = _read(outcomes)
    middle = np.median(table, axis=1, keepdims=True)
    worse = table <= middle
    return np.asarray(((table - middle) * worse).sum(axis=1) / worse.sum(axis=1))


def satisficing(outcomes: ArrayLike, threshold: ArrayLike, *, strict: bool = False) -> Array:
    """Return the share of scenarios in which each policy is good enough (Starr's domain criterion).

    Parameters
    ----------
    outcomes : array_like, shape (policies, scenarios) or (policies, scenarios, metrics)
        Higher is better.
    threshold : float or array_like, shape (metrics,)
        What is good enough; with several metrics, all must be.
    strict : bool
        Whether the threshold itself is not enough.

    Returns
    -------
    ndarray, shape (policies,)
        [1]
    """
    table, least = np.asarray(outcomes, dtype=float), np.asarray(threshold, dtype=float)
    enough = np.greater(table, least) if strict else np.greater_equal(table, least)
    if table.ndim == 3:
        return np.asarray(np.all(enough, axis=2).mean(axis=1))
    return np.asarray(enough.mean(axis=1))
