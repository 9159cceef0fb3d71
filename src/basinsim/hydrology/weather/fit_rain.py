"""How long occurrence and amount of rain remember, and how alike sites are."""

import numpy as np

from basinsim.hydrology.weather.fit_likeness import fit_likeness
from basinsim.hydrology.weather.fit_margins import anomalies
from basinsim.hydrology.weather.fit_persistence import non_negative_shares
from basinsim.hydrology.weather.fit_totals import match_totals
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import (
    DRY,
    amount_coefficients,
    amount_correlation,
    both_wet,
    fit_margin,
    occurrence_correlation,
)
from basinsim.hydrology.weather.model import Persistence
from basinsim.hydrology.weather.pair import RainPair
from basinsim.hydrology.weather.seasons import months

MEMORIES = np.array([0.0, 1.2, 4.0, 20.0, 1000.0])
"""Times after which the parts have forgotten [d]: none, a front, a spell, a circulation pattern, the years."""

LAGS = np.arange(1, 46)
"""Lags that the parts without the years' are fitted to [d]."""

_MOST_OF_YEARS = 0.02


def fit_rain_persistence(
    rain: np.ndarray,
    days: np.ndarray,
    dry_share: np.ndarray,
    rain_mean: np.ndarray,
    rain_deviation: np.ndarray,
) -> tuple[Persistence, Persistence]:
    """Persistence of occurrence and of amount.

    The shares of the quick parts are those whose autocorrelation comes nearest to the observed one at lags of one to
    45 days: first of occurrence, then of what occurrence leaves to the amount. They are then scaled so that totals of
    ten days to a year vary as observed, and the years' part has the share that explains what is left of the
    variance of totals of one to five years.
    """
    margin = fit_margin(dry_share, rain_mean, rain_deviation)
    amounts = amount_coefficients(margin)
    wet = np.where(np.isfinite(rain), (rain >= DRY).astype(float), np.nan)
    standard, wet_standard = anomalies(rain, days), anomalies(wet, days)
    parts = autocorrelation(MEMORIES[1:-1], LAGS)
    most = 1 - _MOST_OF_YEARS

    threshold = np.broadcast_to(margin.threshold[:, None], (12, len(LAGS), rain.shape[1]))
    wet_share = 1 - dry_share
    probability = wet_share[:, None] ** 2 + _lagged(wet_standard, days) * (wet_share * dry_share)[:, None]
    occurrence = non_negative_shares(
        parts, occurrence_correlation(probability, threshold, threshold), most=most
    )
    both = both_wet(threshold, threshold, np.einsum("mps,pl->mls", occurrence, parts))
    product = (_lagged(standard, days) * rain_deviation[:, None] ** 2 + rain_mean[:, None] ** 2) / both
    amount = non_negative_shares(parts, amount_correlation(product, amounts[:, None] ** 2), most=most)

    pair = RainPair(margin.threshold, amounts, rain_mean, rain_deviation)
    shares = match_totals(standard, pair, MEMORIES, occurrence, amount, most_of_years=_MOST_OF_YEARS)
    likeness = fit_likeness(standard, wet_standard, pair, MEMORIES, *shares)
    one, other = (Persistence(MEMORIES, *found) for found in zip(shares, likeness, strict=True))
    return one, other


def _lagged(standard: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Autocorrelation by month, three months together: one month's days alone are too few at long lags."""
    month = months(days)
    sums, counts = np.zeros((2, 12, len(LAGS), standard.shape[1]))
    for place, lag in enumerate(LAGS):
        product = standard[lag:] * standard[:-lag]
        for number in range(12):
            part = product[month[lag:] == number]
            sums[number, place], counts[number, place] = (
                np.nansum(part, axis=0),
                np.isfinite(part).sum(axis=0),
            )
    together = [
        values + np.roll(values, 1, axis=0) + np.roll(values, -1, axis=0) for values in (sums, counts)
    ]
    return np.asarray(together[0] / together[1])
