"""Indices of inequality and of fairness, for any weighted values.

They mean something for shares of what each was due, weighted by people or licensed volume; never
for raw volumes of unlike users. All fall to nothing when everyone is equally badly off: read them
with the level.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def _read(values: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Array, Array]:
    """Return values (..., n), shares of the weights (..., n), and weighted means (..., 1)."""
    x = np.asarray(values, dtype=float)
    w = np.ones_like(x) if weights is None else np.broadcast_to(np.asarray(weights, dtype=float), x.shape)
    if (
        not x.shape
        or not x.shape[-1]
        or not (x >= 0).all()
        or not (w >= 0).all()
        or not (w.sum(-1) > 0).all()
    ):
        message = "an index needs values and weights that are not negative, and some weight"
        raise ValueError(message)
    share = w / w.sum(axis=-1, keepdims=True)
    return x, share, (share * x).sum(axis=-1, keepdims=True)


def _relative(x: Array, mean: Array) -> Array:
    """Return values over their mean; 1 where everyone has nothing, which is equal too."""
    return np.divide(x, mean, out=np.ones_like(x), where=mean > 0)


def gini(values: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Return the weighted Gini index: 0 is equal, 1 is everything in one hand.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Not negative, such as coverage.
    weights : array_like, shape (n,) or (..., n), optional
        Such as people; equal without it.

    Returns
    -------
    ndarray, shape (...)

    Raises
    ------
    ValueError
        Where a value or a weight is negative, or there are none.

    Notes
    -----
    1 - sum of (X_k - X_(k-1)) (Y_k + Y_(k-1)) over values in ascending order, with X the
    cumulative share of weight and Y that of the weighted values (Ceriani and Verme 2012, Journal of
    Economic Inequality 10).
    """
    x, share, mean = _read(values, weights)
    order = np.argsort(x, axis=-1, kind="stable")
    weight = np.take_along_axis(share, order, axis=-1)
    held = weight * np.take_along_axis(_relative(x, mean), order, axis=-1)
    cumulative = np.cumsum(held, axis=-1)
    return np.asarray(1.0 - (weight * (2.0 * cumulative - held)).sum(axis=-1))


def theil(values: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Return the weighted Theil index T, the mean of r ln r with r = value / mean; 0 is equal.

    Parameters
    ----------
    values, weights
        As in :func:`gini`.

    Returns
    -------
    ndarray, shape (...)
    """
    x, share, mean = _read(values, weights)
    ratio = _relative(x, mean)
    log = np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    return np.asarray((share * ratio * log).sum(axis=-1))


def jain(values: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Return the weighted index of Jain, Chiu and Hawe (1984): 1 is equal, 1/n is all in one hand.

    Parameters
    ----------
    values, weights
        As in :func:`gini`.

    Returns
    -------
    ndarray, shape (...)
        mean^2 / mean of squares.
    """
    x, share, mean = _read(values, weights)
    return np.asarray(1.0 / (share * _relative(x, mean) ** 2).sum(axis=-1))


def hoover(values: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Return the weighted Hoover index: the share that would have to change hands; 0 is equal.

    Parameters
    ----------
    values, weights
        As in :func:`gini`.

    Returns
    -------
    ndarray, shape (...)
    """
    x, share, mean = _read(values, weights)
    return np.asarray(0.5 * (share * np.abs(_relative(x, mean) - 1.0)).sum(axis=-1))


def atkinson(values: ArrayLike, weights: ArrayLike | None = None, aversion: float = 1.0) -> Array:
    """Return the weighted index of Atkinson (1970): the share of the total that inequality wastes.

    Parameters
    ----------
    values, weights
        As in :func:`gini`.
    aversion : float
        Aversion to inequality, above 0; the larger, the more the worst-off count.

    Returns
    -------
    ndarray, shape (...)
        1 - (equally distributed equivalent / mean).
    """
    if aversion <= 0:
        message = "the aversion to inequality must be above 0"
        raise ValueError(message)
    x, share, mean = _read(values, weights)
    ratio = _relative(x, mean)
    # Somebody with nothing makes the equivalent 0 where the aversion is 1 or more.
    with np.errstate(divide="ignore", invalid="ignore"):
        if aversion == 1.0:
            logs = np.where(share > 0, share * np.log(ratio), 0.0)
            return np.asarray(1.0 - np.exp(logs.sum(axis=-1)))
        powers = np.where(share > 0, share * ratio ** (1.0 - aversion), 0.0).sum(axis=-1)
        return np.asarray(1.0 - powers ** (1.0 / (1.0 - aversion)))


def alpha_welfare(values: ArrayLike, alpha: float, weights: ArrayLike | None = None) -> Array:
    """Return the welfare that alpha-fair sharing maximises.

    Parameters
    ----------
    values : array_like, shape (..., n)
        What each has, above 0 from alpha = 1 on.
    alpha : float
        0 is efficiency, 1 proportional fairness; the larger, the nearer to max-min.
    weights : array_like, optional
        Such as people.

    Returns
    -------
    ndarray, shape (...)
        Sum of x^(1 - alpha) / (1 - alpha), of ln x for alpha = 1 (Mo and Walrand 2000, IEEE/ACM
        Transactions on Networking 8).
    """
    x = np.asarray(values, dtype=float)
    w = np.ones_like(x) if weights is None else np.asarray(weights, dtype=float)
    with np.errstate(divide="ignore", over="ignore"):
        utility = np.log(x) if alpha == 1.0 else x ** (1.0 - alpha) / (1.0 - alpha)
    return np.asarray((w * utility).sum(axis=-1))


def price_of_fairness(best: float, fair: float) -> float:
    """Return the share of the best total that a fairer way gives up.

    Parameters
    ----------
    best, fair : float
        Totals of the most efficient and of the fairer way, such as water delivered [any unit].

    Returns
    -------
    float
        (best - fair) / best (Bertsimas, Farias and Trichakis 2011, Operations Research 59).
    """
    return (best - fair) / best if best else 0.0
