"""How alike sites are: correlations of the normal variables behind the rain, for quick and for slow parts."""

import numpy as np
from scipy.special import ndtr

from basinsim.hydrology.weather.fit_margins import mean_products
from basinsim.hydrology.weather.fit_persistence import nearest_correlations
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import both_wet, correlation_where, mean_product
from basinsim.hydrology.weather.pair import RainPair

_SLOW = 10.0
"""Parts that remember longer are slow [d]."""

_MONTH = 30
_NEARLY_ONE = 0.9999


def fit_likeness(
    standard: np.ndarray,
    wet_standard: np.ndarray,
    pair: RainPair,
    memories: np.ndarray,
    occurrence: np.ndarray,
    amount: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Correlations between sites of each part of occurrence and of amount, each (parts, sites, sites).

    The quick parts of each have a matrix of their own, the slow parts of both share one. For each pair of sites there
    are three equations: how often both are wet, the correlation of their rain on a day, and that of 30-day totals.

    Parameters
    ----------
    standard, wet_standard : ndarray, shape (days, sites)
        Rain, and whether it rains, in standard deviations from the mean of the month.
    pair : RainPair
        Of that rain.
    memories : ndarray, shape (parts,)
        [d]
    occurrence, amount : ndarray, shape (12, parts, sites)
        Shares.
    """
    rain_of_a_day = mean_products(standard, standard)
    of_a_day = _of_a_day(rain_of_a_day, mean_products(wet_standard, wet_standard), pair)

    # Covariance of 30-day totals: 30 days with themselves, and what the parts add at each lag.
    lags = np.arange(1, _MONTH)
    parts = autocorrelation(memories, lags)
    gains = pair.gains(*(np.einsum("mps,pl->mls", shares, parts) for shares in (occurrence, amount)))
    slow = memories > _SLOW
    variance = np.full(standard.shape[1], float(_MONTH))
    left, slope = np.zeros((2, *rain_of_a_day.shape))
    weights = []
    for gain, shares, total in zip(gains, (occurrence, amount), of_a_day, strict=True):
        mean_gain, share = np.maximum(gain.mean(axis=0), 0.0), shares.mean(axis=0)
        pair_gain = np.sqrt(mean_gain[:, :, None] * mean_gain[:, None, :])
        weight = np.sqrt(share[:, :, None] * share[:, None, :])
        added = 2 * weight * np.einsum("l,pl,lij->pij", _MONTH - lags, parts, pair_gain)
        quick_day, slow_day = weight[~slow].sum(axis=0), weight[slow].sum(axis=0)
        quick_month, slow_month = added[~slow].sum(axis=0), added[slow].sum(axis=0)
        variance = variance + np.diagonal(added.sum(axis=0))
        # With the day's correlation kept, likeness of the slow parts is taken from the quick ones.
        left = left + quick_month * total / quick_day
        slope = slope + slow_month - quick_month * slow_day / quick_day
        weights.append((quick_day, slow_day))
    lagged = _of_a_month(standard) * np.sqrt(np.outer(variance, variance)) - _MONTH * rain_of_a_day
    slow_part = nearest_correlations(np.clip((lagged - left) / np.maximum(slope, 1e-9), 0.0, 1.0))
    made = []
    for total, (quick_day, slow_day) in zip(of_a_day, weights, strict=True):
        quick_part = nearest_correlations(np.clip((total - slow_day * slow_part) / quick_day, -1.0, 1.0))
        made.append(np.where(slow[:, None, None], slow_part, quick_part))
    one, other = made
    return one, other


def _of_a_day(rain: np.ndarray, wet: np.ndarray, pair: RainPair) -> tuple[np.ndarray, np.ndarray]:
    """Correlation of occurrence, and of amount, between sites on the same day; the same all the year."""
    one, other = pair.threshold[:, :, None], pair.threshold[:, None, :]
    wet_share = ndtr(-pair.threshold)
    spread = np.sqrt(wet_share * (1 - wet_share))
    probability = _over_months(wet_share) + wet * _over_months(spread)
    occurrence = correlation_where(lambda found: both_wet(one, other, found).mean(axis=0), probability)
    np.fill_diagonal(occurrence, 1.0)

    both = both_wet(one, other, np.minimum(occurrence, _NEARLY_ONE))
    products = np.einsum("mio,mjo->mijo", pair.amounts, pair.amounts)
    amount = correlation_where(
        lambda found: (both * mean_product(products, found)).mean(axis=0),
        _over_months(pair.mean) + rain * _over_months(pair.deviation),
    )
    np.fill_diagonal(amount, 1.0)
    return occurrence, amount


def _over_months(values: np.ndarray) -> np.ndarray:
    """Mean over the months of the products of sites, (12, sites) to (sites, sites)."""
    return np.asarray(np.einsum("mi,mj->ij", values, values) / 12)


def _of_a_month(standard: np.ndarray) -> np.ndarray:
    """Correlation between sites of all 30-day totals without a gap."""
    totals = np.array([np.convolve(column, np.ones(_MONTH), "valid") for column in standard.T]).T
    covariance = mean_products(totals, totals)
    spread = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(spread, spread))
