"""Rain of a day as a power of a normal variable above a threshold.

With ``z`` standard normal, rain is ``scale * (z - threshold) ** exponent`` above the threshold and none below
(Bardossy and Plate 1992, Water Resources Research 28(5), 1247-1259). Three numbers carry the share of dry days, the
mean and the spread; and because everything downstream happens to ``z``, persistence in time and likeness in
space are those of Gaussian series.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtri

LARGEST = 9.0
"""No standard normal value this large is ever drawn; integrals end here."""

DRY = 0.1
"""A day with less rain than this counts as dry [mm]: means over a catchment are seldom exactly zero."""

_EXPONENTS = (0.5, 8.0)
_LEAST_THRESHOLD = -3.0
_TURNS = 25


@dataclass(frozen=True)
class PowerMargin:
    """How normal values become rain; three arrays of one shape.

    Attributes
    ----------
    threshold : ndarray
        Normal value below which the day is dry.
    scale : ndarray
        [mm/d]
    exponent : ndarray
    """

    threshold: np.ndarray
    scale: np.ndarray
    exponent: np.ndarray

    def rain(self, normal: np.ndarray) -> np.ndarray:
        """Rain [mm/d] for standard normal values of a shape that the parameters broadcast to."""
        excess = np.maximum(normal - self.threshold, 0.0)
        return np.asarray(self.scale * excess**self.exponent)


def fit_margin(dry_share: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> PowerMargin:
    """Margins with these shares of days with less than ``DRY``, means and deviations over all days [mm/d].

    The exponent follows from the coefficient of variation by bisection (the spread grows with it), the threshold
    from the share of dry days, in turns. The mean always holds; where all three cannot (hardly a dry day, yet little
    rain), the share of dry days gives way, and where no exponent from 0.5 to 8 gives that spread, the spread.
    """
    dry_normal = ndtri(dry_share)
    margin = _with_spread(dry_normal, mean, deviation)
    for _ in range(_TURNS):
        threshold = np.maximum(dry_normal - (DRY / margin.scale) ** (1 / margin.exponent), _LEAST_THRESHOLD)
        margin = _with_spread(threshold, mean, deviation)
    return margin


def _with_spread(threshold: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> PowerMargin:
    target = (deviation / mean) ** 2 + 1.0
    low, high = (np.full(threshold.shape, end) for end in _EXPONENTS)
    for _ in range(30):
        middle = 0.5 * (low + high)
        ratio = _moment(threshold, 2 * middle) / _moment(threshold, middle) ** 2
        low, high = np.where(ratio < target, middle, low), np.where(ratio < target, high, middle)
    exponent = 0.5 * (low + high)
    return PowerMargin(threshold, mean / _moment(threshold, exponent), exponent)


def margin_with_mean(threshold: np.ndarray, exponent: np.ndarray, mean: np.ndarray) -> PowerMargin:
    """Margins of given threshold and exponent, scaled to these means [mm/d]."""
    return PowerMargin(threshold, mean / _moment(threshold, exponent), exponent)


def hermite_coefficients(margin: PowerMargin, order: int = 16) -> np.ndarray:
    """Coefficients of rain in orthonormal Hermite polynomials of ``z``, last axis ``order`` (from degree 1).

    If two normal values correlate by r, their rains have covariance sum over n of a_n b_n r**n (Mehler's formula).
    """
    z, weight = _nodes(margin.threshold)
    weighted = weight * margin.rain(np.moveaxis(z, -1, 0)).transpose(*range(1, z.ndim), 0)
    coefficients = np.empty((*margin.threshold.shape, order))
    before, now = np.ones_like(z), z
    for degree in range(1, order + 1):
        coefficients[..., degree - 1] = (weighted * now).sum(axis=-1)
        before, now = now, (z * now - np.sqrt(degree) * before) / np.sqrt(degree + 1)
    return coefficients


def latent_correlation(covariance: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Correlation of normal values whose rains have this covariance.

    Parameters
    ----------
    covariance : ndarray
        [(mm/d)2]
    products : ndarray, shape (..., order)
        Products of the Hermite coefficients of the two rains.
    """
    degrees = np.arange(1, products.shape[-1] + 1)
    low, high = np.full(covariance.shape, -0.95), np.full(covariance.shape, 0.999)
    for _ in range(30):
        middle = 0.5 * (low + high)
        value = (products * middle[..., None] ** degrees).sum(axis=-1)
        low, high = np.where(value < covariance, middle, low), np.where(value < covariance, high, middle)
    return np.asarray(0.5 * (low + high))


@cache
def _rule() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(80)


def _nodes(threshold: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Normal values above each threshold and their probabilities, last axis the nodes of the integration."""
    points, weights = _rule()
    half = 0.5 * (LARGEST - threshold)[..., None]
    z = threshold[..., None] + half * (points + 1)
    return z, weights * half * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)


def _moment(threshold: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Mean of the excess over the threshold, to a power (dry days count as zero)."""
    z, weight = _nodes(threshold)
    return np.asarray((weight * (z - threshold[..., None]) ** power[..., None]).sum(axis=-1))
