"""Temperature: its dependence on rain, and the memory and likeness of what rain does not explain."""

import numpy as np
from scipy.special import ndtri

from basinsim.hydrology.weather.fit_margins import anomalies, mean_products
from basinsim.hydrology.weather.fit_persistence import nearest_correlations, non_negative_shares
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import DRY
from basinsim.hydrology.weather.model import Persistence
from basinsim.hydrology.weather.seasons import months

MEMORIES = np.array([0.0, 2.0, 6.0, 30.0, 700.0])
"""Times after which the parts have forgotten [d]."""

LAGS = np.arange(1, 401)
"""Lags that the shares are fitted to [d]; beyond a year, so that the warmth of years is seen."""

_MOST_DEPENDENCE = 0.9


def fit_temperature(
    temperature: np.ndarray, rain: np.ndarray, days: np.ndarray, occurrence: Persistence
) -> tuple[np.ndarray, Persistence]:
    """Correlation of temperature with the occurrence of rain (12, sites), and the rest's persistence."""
    standard = anomalies(temperature, days)
    wet = np.where(np.isfinite(rain), (rain >= DRY).astype(float), np.nan)
    month = months(days)
    dependence = np.empty((12, rain.shape[1]))
    for number in range(12):
        here = wet[month == number]
        share = np.clip(np.nanmean(here, axis=0), 0.01, 0.99)
        # A normal value of correlation r has r phi(threshold) as covariance with its partner being above it.
        density = np.exp(-0.5 * ndtri(share) ** 2) / np.sqrt(2 * np.pi)
        dependence[number] = np.nanmean(standard[month == number] * (here - share), axis=0) / density
    dependence = np.clip(dependence, -_MOST_DEPENDENCE, _MOST_DEPENDENCE)

    explained = (dependence**2).mean(axis=0)
    of_rain = np.einsum("mps,pl->ls", occurrence.shares / 12, autocorrelation(occurrence.memories, LAGS))
    observed = np.array([np.nanmean(standard[lag:] * standard[:-lag], axis=0) for lag in LAGS])
    target = (observed - explained * of_rain) / (1 - explained)
    shares = non_negative_shares(autocorrelation(MEMORIES[1:], LAGS), target)
    shares = np.concatenate([1 - shares.sum(axis=0, keepdims=True), shares])

    weight = np.sqrt(occurrence.shares.mean(axis=0)[:, :, None] * occurrence.shares.mean(axis=0)[:, None, :])
    rain_likeness = (weight * occurrence.correlations).sum(axis=0)
    root = np.sqrt(1 - explained)
    rest = mean_products(standard, standard) - (dependence.T @ dependence / 12) * rain_likeness
    likeness = nearest_correlations(rest / np.outer(root, root))
    correlations = np.broadcast_to(likeness, (len(MEMORIES), *likeness.shape))
    return dependence, Persistence(MEMORIES, np.broadcast_to(shares, (12, *shares.shape)), correlations)
