"""Covariance of rain on two days or at two sites, from that of its two normal variables."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from basinsim.hydrology.weather.margins import both_wet, mean_product

_SMALL = 1e-6


@dataclass(frozen=True)
class RainPair:
    """What the margins of rain make of correlations.

    Attributes
    ----------
    threshold : ndarray, shape (12, sites)
        Of occurrence.
    amounts : ndarray, shape (12, sites, degrees)
        Hermite coefficients of the amounts.
    mean, deviation : ndarray, shape (12, sites)
        Of all days [mm/d].
    """

    threshold: np.ndarray
    amounts: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray

    def gains(self, occurrence: np.ndarray, amount: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What one unit of correlation of occurrence, and of amount, adds to the correlation of the rain.

        The covariance P E - w^2 a^2 (P: both wet, E: mean product of the amounts, w: wet, a: mean amount) is divided
        as (P - w^2) E + w^2 (E - a^2): the two gains add up to all of it.

        Parameters
        ----------
        occurrence, amount : ndarray, shape (12, lags, sites)
            Correlations at each lag.

        Returns
        -------
        tuple of ndarray, shape (12, lags, sites)
        """
        threshold = np.broadcast_to(self.threshold[:, None], occurrence.shape)
        squares = self.amounts[:, None] ** 2
        occurrence, amount = np.maximum(occurrence, _SMALL), np.maximum(amount, _SMALL)
        both, product = both_wet(threshold, threshold, occurrence), mean_product(squares, amount)
        wet, variance = ndtr(-threshold), self.deviation[:, None] ** 2
        return (
            (both - wet**2) * product / occurrence / variance,
            wet**2 * (product - squares[..., 0]) / amount / variance,
        )
