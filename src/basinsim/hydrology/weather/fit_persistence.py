"""What fits of rain and of temperature share: shares of memories, variances of totals, proper correlations."""

import numpy as np
from scipy.optimize import nnls

_LEAST_EIGENVALUE = 2e-3


def non_negative_shares(parts: np.ndarray, target: np.ndarray, most: float = 1.0) -> np.ndarray:
    """Shares of the parts whose mixed autocorrelation comes nearest to the target, in least squares.

    Parameters
    ----------
    parts : ndarray, shape (parts, lags)
        Autocorrelation of each part.
    target : ndarray, shape (..., lags, sites)
    most : float
        What the shares may add up to; they are scaled down to it.

    Returns
    -------
    ndarray, shape (..., parts, sites)
    """
    columns = np.moveaxis(target, -2, -1)
    flat = columns.reshape(-1, target.shape[-2])
    shares = np.array([nnls(parts.T, line)[0] for line in flat])
    shares *= np.minimum(1.0, most / np.maximum(shares.sum(axis=1), 1e-12))[:, None]
    return np.moveaxis(shares.reshape(*columns.shape[:-1], len(parts)), -1, -2)


def variance_of_sum(correlation: np.ndarray, length: int) -> float:
    """Variance of the sum of so many steps of a series of unit variance.

    ``correlation`` holds lag one and on; it is zero beyond its end.
    """
    used = correlation[: length - 1]
    return float(length + 2 * ((length - np.arange(1, len(used) + 1)) * used).sum())


def nearest_correlations(matrix: np.ndarray) -> np.ndarray:
    """A symmetric matrix made a proper correlation matrix: small and negative eigenvalues raised, diagonal one."""
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    raised = (vectors * np.maximum(values, _LEAST_EIGENVALUE)) @ vectors.T
    spread = np.sqrt(np.diag(raised))
    return np.asarray(raised / np.outer(spread, spread))
