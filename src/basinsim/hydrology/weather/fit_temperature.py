"""Temperature: its dependence on rain, and the memory and likeness of what rain does not explain."""

import numpy as np

from basinsim.hydrology.weather.fit_margins import anomalies, mean_products
from basinsim.hydrology.weather.fit_persistence import nearest_correlations, non_negative_shares
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import fit_margin, hermite_coefficients
from basinsim.hydrology.weather.model import Persistence
from basinsim.hydrology.weather.seasons import months

MEMORIES = np.array([0.0, 2.0, 6.0, 30.0, 700.0])
"""Times after which the parts have forgotten [d]."""

LAGS = np.arange(1, 401)
"""Lags that the shares are fitted to [d]; beyond a year, so that the warmth of years is seen."""

_MOST_DEPENDENCE = 0.9


def fit_temperature(
    temperature: np.ndarray,
    rain: np.ndarray,
    days: np.ndarray,
    rain_moments: tuple[np.ndarray, np.ndarray, np.ndarray],
    rain_persistence: Persistence,
) -> tuple[np.ndarray, Persistence]:
    """Correlation of temperature with the variable behind the rain (12, sites), and the rest's persistence."""
    standard, wet = anomalies(temperature, days), anomalies(rain, days)
    margin = fit_margin(*rain_moments)
    # With a Gaussian temperature only the first Hermite coefficient of the rain matters.
    linear = hermite_coefficients(margin, order=1)[..., 0] / rain_moments[2]
    month = months(days)
    dependence = np.array([np.nanmean((standard * wet)[month == number], axis=0) for number in range(12)])
    dependence = np.clip(dependence / linear, -_MOST_DEPENDENCE, _MOST_DEPENDENCE)

    explained = (dependence**2).mean(axis=0)
    of_rain = np.einsum(
        "mps,pl->ls", rain_persistence.shares / 12, autocorrelation(rain_persistence.memories, LAGS)
    )
    observed = np.array([np.nanmean(standard[lag:] * standard[:-lag], axis=0) for lag in LAGS])
    target = (observed - explained * of_rain) / (1 - explained)
    shares = non_negative_shares(autocorrelation(MEMORIES[1:], LAGS), target)
    shares = np.concatenate([1 - shares.sum(axis=0, keepdims=True), shares])

    weight = np.sqrt(
        rain_persistence.shares.mean(axis=0)[:, :, None] * rain_persistence.shares.mean(axis=0)[:, None, :]
    )
    rain_likeness = (weight * rain_persistence.correlations).sum(axis=0)
    root = np.sqrt(1 - explained)
    rest = mean_products(standard, standard) - (dependence.T @ dependence / 12) * rain_likeness
    likeness = nearest_correlations(rest / np.outer(root, root))
    correlations = np.broadcast_to(likeness, (len(MEMORIES), *likeness.shape))
    return dependence, Persistence(MEMORIES, np.broadcast_to(shares, (12, *shares.shape)), correlations)
