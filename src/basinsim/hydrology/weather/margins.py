"""Rain of a day from two normal variables: whether it rains, and how much.

It rains where the first is above a threshold (Wilks 1998, Journal of Hydrology 210, 178-191). The amount is a power
of a normal variable above that threshold (Bardossy and Plate 1992, Water Resources Research 28(5), 1247-1259), driven
by the second. Dry days keep together for longer than heavy rain does, so that each has a memory of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from basinsim.hydrology.weather.normal import ndtr, ndtri

DRY = 0.1
"""A day with less rain than this counts as dry [mm]: means over a catchment are seldom exactly zero."""

LARGEST = 9.0
"""No standard normal value this large is ever drawn; integrals end here."""

_EXPONENTS = (0.5, 8.0)


@dataclass(frozen=True)
class RainMargin:
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

    def amount(self, normal: np.ndarray) -> np.ndarray:
        """Rain of a wet day [mm/d], for standard normal values of a shape that the parameters broadcast to."""
        # Of the values above the threshold, the one that is exceeded as often as ``normal`` is.
        value = -ndtri(ndtr(-self.threshold) * ndtr(-normal))
        return np.asarray(DRY + self.scale * np.maximum(value - self.threshold, 0.0) ** self.exponent)

    def rain(self, occurrence: np.ndarray, normal: np.ndarray) -> np.ndarray:
        """Rain [mm/d] for standard normal values of occurrence and of amount."""
        return np.where(occurrence > self.threshold, self.amount(normal), 0.0)


def fit_margin(dry_share: np.ndarray, mean: np.ndarray, deviation: np.ndarray) -> RainMargin:
    """Margins with these shares of dry days, and means and deviations over all days [mm/d].

    The exponent follows from the coefficient of variation by bisection: the spread grows with it. Where no exponent
    from 0.5 to 8 gives that spread, the nearest end is taken, and only dry share and mean hold.
    """
    threshold = ndtri(dry_share)
    # Mean and mean square of what wet days have above DRY.
    above = mean - (1 - dry_share) * DRY
    square = deviation**2 + mean**2 - (1 - dry_share) * DRY**2 - 2 * DRY * above
    target = square / above**2
    low, high = (np.full(threshold.shape, end) for end in _EXPONENTS)
    for _ in range(40):
        middle = 0.5 * (low + high)
        ratio = _moment(threshold, 2 * middle) / _moment(threshold, middle) ** 2
        low, high = np.where(ratio < target, middle, low), np.where(ratio < target, high, middle)
    return margin_with_mean(threshold, 0.5 * (low + high), mean)


def margin_with_mean(threshold: np.ndarray, exponent: np.ndarray, mean: np.ndarray) -> RainMargin:
    """Margins of given threshold and exponent, scaled to these means over all days [mm/d]."""
    above = mean - ndtr(-threshold) * DRY
    return RainMargin(threshold, above / _moment(threshold, exponent), exponent)


def amount_coefficients(margin: RainMargin, order: int = 16) -> np.ndarray:
    """Coefficients of the amount in orthonormal Hermite polynomials, last axis from degree 0 to ``order``.

    If two normal values correlate by r, their amounts' mean product is the sum over n of a_n b_n r**n (Mehler's
    formula).
    """
    points, weights = _rule(160)
    normal = LARGEST * points
    weight = LARGEST * weights * np.exp(-0.5 * normal**2) / np.sqrt(2 * np.pi)
    each = RainMargin(*(values[..., None] for values in (margin.threshold, margin.scale, margin.exponent)))
    weighted = each.amount(normal) * weight
    coefficients = np.empty((*margin.threshold.shape, order + 1))
    before, now = np.zeros_like(normal), np.ones_like(normal)
    for degree in range(order + 1):
        coefficients[..., degree] = (weighted * now).sum(axis=-1)
        before, now = now, (normal * now - np.sqrt(degree) * before) / np.sqrt(degree + 1)
    return coefficients


def mean_product(products: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    """Mean product of two amounts; ``products`` of their coefficients, last axis the degrees from 0."""
    total = np.zeros(np.broadcast_shapes(products.shape[:-1], correlation.shape))
    for degree in range(products.shape[-1] - 1, -1, -1):
        total = total * correlation + products[..., degree]
    return total


def both_wet(one: np.ndarray, other: np.ndarray, correlation: np.ndarray) -> np.ndarray:
    """Probability that two normal values of this correlation are both above their thresholds.

    By integration over the angle whose sine is the correlation (Plackett 1954, Biometrika 41, 351-360).
    """
    points, weights = _rule(24)
    end = np.arcsin(correlation)[..., None]
    angle = 0.5 * end * (points + 1)
    one_, other_ = one[..., None], other[..., None]
    exponent = (one_**2 + other_**2 - 2 * one_ * other_ * np.sin(angle)) / (2 * np.cos(angle) ** 2)
    integral = (0.5 * end * weights * np.exp(-exponent)).sum(axis=-1)
    return np.asarray(ndtr(-one) * ndtr(-other) + integral / (2 * np.pi))


def amount_correlation(product: np.ndarray, products: np.ndarray) -> np.ndarray:
    """Correlation of the normal values of two amounts with this mean product, the inverse of ``mean_product``."""
    return correlation_where(lambda correlation: mean_product(products, correlation), product)


def occurrence_correlation(probability: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Correlation of the normal values that are both above their thresholds so often, the inverse of ``both_wet``."""
    return correlation_where(lambda correlation: both_wet(one, other, correlation), probability)


def correlation_where(rising: Callable[[np.ndarray], np.ndarray], wanted: np.ndarray) -> np.ndarray:
    """Correlation, from -0.5 to 0.999, at which a rising function of it has the value wanted; by bisection."""
    low, high = np.full(wanted.shape, -0.5), np.full(wanted.shape, 0.999)
    for _ in range(25):
        middle = 0.5 * (low + high)
        value = rising(middle)
        low, high = np.where(value < wanted, middle, low), np.where(value < wanted, high, middle)
    return np.asarray(0.5 * (low + high))


@cache
def _rule(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(count)


def _moment(threshold: np.ndarray, power: np.ndarray) -> np.ndarray:
    """Mean of the excess over the threshold, to a power (dry days count as zero)."""
    points, weights = _rule(80)
    half = 0.5 * (LARGEST - threshold)[..., None]
    excess = half * (points + 1)
    z = threshold[..., None] + excess
    weight = weights * half * np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi)
    return np.asarray((weight * excess ** power[..., None]).sum(axis=-1))
