"""How long the normal variable behind the rain remembers, and how alike sites are."""

import numpy as np
from scipy.optimize import nnls

from basinsim.hydrology.weather.fit_likeness import fit_likeness
from basinsim.hydrology.weather.fit_margins import anomalies
from basinsim.hydrology.weather.fit_persistence import covariance_gain, non_negative_shares, variance_of_sum
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.margins import fit_margin, hermite_coefficients, latent_correlation
from basinsim.hydrology.weather.model import Persistence
from basinsim.hydrology.weather.seasons import months

MEMORIES = np.array([0.0, 1.2, 4.0, 20.0, 1000.0])
"""Times after which the parts have forgotten [d]: none, a front, a spell, a circulation pattern, the years."""

LAGS = np.arange(1, 46)
"""Lags that the parts without the years' are fitted to [d]."""

_WEEKS_TO_SEASONS = (10, 30, 91, 182)
_YEARS = (730, 1096, 1461, 1826)
_MOST_OF_YEARS = 0.02


def fit_rain_persistence(
    rain: np.ndarray,
    days: np.ndarray,
    dry_share: np.ndarray,
    rain_mean: np.ndarray,
    rain_deviation: np.ndarray,
) -> Persistence:
    """Shares of the parts by month and site, and the correlations between sites of quick and of slow parts.

    The shares of the quick parts are those whose autocorrelation comes nearest to the observed one at lags of one to
    45 days, seen through the margins; they are then scaled so that totals of ten days to six months vary as observed, and
    the years' part has the share that explains what is left of the variance of totals of two to five years.
    """
    margin = fit_margin(dry_share, rain_mean, rain_deviation)
    coefficients = hermite_coefficients(margin) / rain_deviation[..., None]
    standard = anomalies(rain, days)
    shares = np.zeros((12, len(MEMORIES), rain.shape[1]))
    quick = _quick_shares(standard, days, coefficients)
    factors, years = _matched_to_totals(standard, coefficients, quick)
    quick *= factors
    quick *= np.minimum(1, (1 - years) / np.maximum(quick.sum(axis=1, keepdims=True), 1e-12))
    shares[:, 1:-1], shares[:, -1] = quick, years
    shares[:, 0] = 1 - shares[:, 1:].sum(axis=1)
    return Persistence(MEMORIES, shares, fit_likeness(standard, coefficients, MEMORIES, shares))


def _quick_shares(standard: np.ndarray, days: np.ndarray, coefficients: np.ndarray) -> np.ndarray:
    """Shares of the parts between the one without memory and the years', shape (12, parts, sites)."""
    month = months(days)
    sites = standard.shape[1]
    sums, counts = np.zeros((12, len(LAGS), sites)), np.zeros((12, len(LAGS), sites))
    for place, lag in enumerate(LAGS):
        product = standard[lag:] * standard[:-lag]
        for number in range(12):
            part = product[month[lag:] == number]
            sums[number, place], counts[number, place] = (
                np.nansum(part, axis=0),
                np.isfinite(part).sum(axis=0),
            )
    # Three months together: one month's days alone are too few for autocorrelations at long lags.
    covariance = _with_neighbours(sums) / _with_neighbours(counts)
    products = coefficients**2
    target = latent_correlation(
        covariance, np.broadcast_to(products[:, None], (*covariance.shape, products.shape[-1]))
    )
    parts = autocorrelation(MEMORIES[1:-1], LAGS)
    return non_negative_shares(parts, target, most=1 - _MOST_OF_YEARS)


def _with_neighbours(monthly: np.ndarray) -> np.ndarray:
    return np.asarray(monthly + np.roll(monthly, 1, axis=0) + np.roll(monthly, -1, axis=0))


def _matched_to_totals(
    standard: np.ndarray, coefficients: np.ndarray, quick: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Factors on the shares of the quick parts, and the share of the years' part, that give totals their variance.

    Arrays of shape (parts, sites) and (sites,).    Least squares of the relative errors of the variances, each with the weight that its number of stretches gives it.
    """
    lags = np.arange(1, _YEARS[-1])
    parts = autocorrelation(MEMORIES[1:], lags)
    gain = covariance_gain(coefficients, np.einsum("mps,pl->mls", quick, parts[:-1]))
    each = np.einsum("mls,mps,pl->psl", gain, quick, parts[:-1]) / 12
    linear = (coefficients[..., 0] ** 2).mean(axis=0)
    factors, years = np.ones(quick.shape[1:]), np.zeros(standard.shape[1])
    for site, values in enumerate(standard.T):
        lines = [*each[:, site], linear[site] * parts[-1]]
        rows, targets = _equations(values, lines, _WEEKS_TO_SEASONS)
        # The autocorrelations that the shares were fitted to are evidence too, as much as these totals.
        own = np.sqrt(len(rows)) * np.eye(len(quick[0]))
        factors[:, site] = nnls(np.vstack([rows[:, :-1], own]), np.concatenate([targets, np.diag(own)]))[0]
        rows, targets = _equations(values, lines, _YEARS)
        left = targets - rows[:, :-1] @ factors[:, site]
        years[site] = (rows[:, -1] @ left) / max(rows[:, -1] @ rows[:, -1], 1e-12)
    return factors, np.clip(years, 0.0, _MOST_OF_YEARS)


def _equations(
    values: np.ndarray, lines: list[np.ndarray], lengths: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """What each part adds to the variance of totals, and what is observed beyond a series without memory.

    One row for each length; relative to the observed variance, with the weight of the number of such stretches.
    """
    rows, targets = np.zeros((len(lengths), len(lines))), np.zeros(len(lengths))
    seen = int(np.isfinite(values).sum())
    for place, length in enumerate(lengths):
        totals = _totals(values, length)
        if len(totals) < 2 * length:
            continue
        # The sample's own mean has been taken off: what varies as slowly as the record is not in it.
        taken = (length / seen) ** 2
        added = [
            variance_of_sum(line, length) - length - taken * (variance_of_sum(line, seen) - seen)
            for line in lines
        ]
        observed = np.mean(totals**2)
        weight = np.sqrt(seen / length) / observed
        rows[place] = weight * np.array(added)
        targets[place] = weight * (observed - length + taken * seen)
    return rows, targets


def _totals(values: np.ndarray, length: int) -> np.ndarray:
    """Sums over every stretch of so many days without a gap."""
    seen = np.isfinite(values)
    total = np.cumsum(np.concatenate([[0.0], np.where(seen, values, 0.0)]))
    count = np.cumsum(np.concatenate([[0], seen]))
    whole = count[length:] - count[:-length] == length
    return np.asarray((total[length:] - total[:-length])[whole])
