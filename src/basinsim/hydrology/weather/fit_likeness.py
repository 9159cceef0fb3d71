"""How alike sites are: correlations of the normal variable behind the rain, for quick and for slow parts."""

import numpy as np

from basinsim.hydrology.weather.fit_margins import mean_products
from basinsim.hydrology.weather.fit_persistence import covariance_gain, nearest_correlations
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import latent_correlation

_SLOW = 10.0
"""Parts that remember longer are slow [d]."""

_MONTH = 30


def fit_likeness(
    standard: np.ndarray, coefficients: np.ndarray, memories: np.ndarray, shares: np.ndarray
) -> np.ndarray:
    """Correlations between sites of each part, shape (parts, sites, sites): one for quick, one for slow parts.

    Two equations for each pair of sites: the correlation of a day, and that of 30-day totals.

    Parameters
    ----------
    standard : ndarray, shape (days, sites)
        Rain in standard deviations from the mean of its month.
    coefficients : ndarray, shape (12, sites, degrees)
        Hermite coefficients of that rain.
    memories : ndarray, shape (parts,)
        [d]
    shares : ndarray, shape (12, parts, sites)
    """
    share = shares.mean(axis=0)
    products = np.einsum("mio,mjo->ijo", coefficients, coefficients) / 12
    rain_of_a_day = mean_products(standard, standard)
    of_a_day = latent_correlation(rain_of_a_day, products)
    np.fill_diagonal(of_a_day, 1.0)

    # Covariance of 30-day totals: 30 days with themselves, and what the parts add at each lag.
    lags = np.arange(1, _MONTH)
    parts = autocorrelation(memories, lags)
    gain = covariance_gain(coefficients, np.einsum("mps,pl->mls", shares, parts)).mean(axis=0)
    pair_gain = np.sqrt(gain[:, :, None] * gain[:, None, :])
    growth = 2 * np.einsum("l,pl,lij->pij", _MONTH - lags, parts, pair_gain)
    weight = np.sqrt(share[:, :, None] * share[:, None, :])
    added = weight * growth
    variance = _MONTH + np.diagonal(added.sum(axis=0))
    lagged = _of_a_month(standard) * np.sqrt(np.outer(variance, variance)) - _MONTH * rain_of_a_day

    slow = memories > _SLOW
    quick_day, slow_day = weight[~slow].sum(axis=0), weight[slow].sum(axis=0)
    quick_month, slow_month = added[~slow].sum(axis=0), added[slow].sum(axis=0)
    determinant = quick_day * slow_month - slow_day * quick_month
    slow_part = (quick_day * lagged - quick_month * of_a_day) / np.maximum(determinant, 1e-9)
    slow_part = nearest_correlations(np.clip(slow_part, 0.0, 1.0))
    quick_part = nearest_correlations((of_a_day - slow_day * slow_part) / quick_day)
    return np.where(slow[:, None, None], slow_part, quick_part)


def _of_a_month(standard: np.ndarray) -> np.ndarray:
    """Correlation between sites of all 30-day totals without a gap."""
    totals = np.array([np.convolve(column, np.ones(_MONTH), "valid") for column in standard.T]).T
    covariance = mean_products(totals, totals)
    spread = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(spread, spread))
