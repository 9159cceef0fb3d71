"""Correlated standard normal series that remember on several time scales."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class LatentProcess:
    """A sum of first-order autoregressive series, each with its own memory, likeness in space and share.

    Attributes
    ----------
    memories : ndarray, shape (parts,)
        Time in which a part's autocorrelation falls to 1/e; 0 for none [d].
    shares : ndarray, shape (366, parts, sites)
        Share of the variance by day of the year; sums to one over the parts.
    correlations : ndarray, shape (parts, sites, sites)
        Correlation between sites of each part.
    """

    memories: np.ndarray
    shares: np.ndarray
    correlations: np.ndarray

    def generate(self, random: np.random.Generator, days_of_year: np.ndarray) -> np.ndarray:
        """Standard normal series, shape (days, sites); one that is longer begins with the same days."""
        from scipy.signal import lfilter  # late: it takes half a second, and few runs generate weather

        # Drawn day by day, so that the period's length does not change what comes first.
        parts, sites = self.correlations.shape[:2]
        noise = random.standard_normal((len(days_of_year), parts, sites))
        total = np.zeros((len(days_of_year), sites))
        for part, kept in enumerate(memory_factor(self.memories)):
            factor = np.linalg.cholesky(self.correlations[part])
            series = _correlate(noise[:, part], factor)
            series[1:] *= np.sqrt(1 - kept**2)  # the first day is drawn from the long-run distribution
            series = lfilter([1.0], [1.0, -kept], series, axis=0)
            total += np.sqrt(self.shares[days_of_year, part]) * series
        return total


def memory_factor(memories: np.ndarray) -> np.ndarray:
    """Autocorrelation at one day of a memory in days."""
    return np.where(memories > 0, np.exp(-1 / np.maximum(memories, 1e-9)), 0.0)


def autocorrelation(memories: np.ndarray, lags: np.ndarray) -> np.ndarray:
    """Autocorrelation of each part, shape (parts, lags); the lags are at least one day."""
    return np.asarray(memory_factor(memories)[:, None] ** lags)


def _correlate(noise: np.ndarray, factor: np.ndarray) -> np.ndarray:
    """``noise @ factor.T``, summed in one fixed order: a library call may add in an order of its own."""
    series = np.empty_like(noise)
    columns = np.ascontiguousarray(noise.T)
    for site, row in enumerate(factor):
        value = row[0] * columns[0]
        for other in range(1, site + 1):
            value += row[other] * columns[other]
        series[:, site] = value
    return series
