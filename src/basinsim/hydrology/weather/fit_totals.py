"""Shares of memories scaled so that totals of weeks, seasons and years vary as observed."""

import numpy as np
from scipy.optimize import nnls

from basinsim.hydrology.weather.fit_persistence import variance_of_sum
from basinsim.hydrology.weather.latent import autocorrelation
from basinsim.hydrology.weather.pair import RainPair

_WEEKS_TO_A_YEAR = (10, 30, 91, 182, 365)
_NEAR = 300
"""Lag after which the quick parts have forgotten [d]."""
_YEARS = (365, 730, 1096, 1461, 1826)
"""One year is in both: without it the years' part took up so much that seasons varied too much."""


def match_totals(
    standard: np.ndarray,
    pair: RainPair,
    memories: np.ndarray,
    occurrence: np.ndarray,
    amount: np.ndarray,
    *,
    most_of_years: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Shares of all parts of occurrence and of amount, each of shape (12, parts, sites).

    Parameters
    ----------
    standard : ndarray, shape (days, sites)
        Rain in standard deviations from the mean of its month.
    pair : RainPair
        Of that rain.
    memories : ndarray, shape (parts,)
        [d]; the first is without memory, the last is the years'.
    occurrence, amount : ndarray, shape (12, parts - 2, sites)
        Shares of the parts in between, as far as autocorrelation tells.
    most_of_years : float
        What the years' part may have.
    """
    lags = np.arange(1, _YEARS[-1])
    parts = autocorrelation(memories[1:], lags)
    quick = (occurrence, amount)
    near = lags[:_NEAR] - 1
    gains = pair.gains(*(np.einsum("mps,pl->mls", shares, parts[:-1, near]) for shares in quick))
    each = np.zeros((len(memories) - 2, standard.shape[1], len(lags)))
    for gain, shares in zip(gains, quick, strict=True):
        each[:, :, near] += np.einsum("mls,mps,pl->psl", gain, shares, parts[:-1, near]) / 12
    # The years' part is too small to change the gains; it acts through both variables.
    slow = (gains[0] + gains[1])[:, -1].mean(axis=0)
    sites = standard.shape[1]
    factors, years = np.ones((len(memories) - 2, sites)), np.zeros(sites)
    for site, values in enumerate(standard.T):
        lines = [*each[:, site], slow[site] * parts[-1]]
        rows, targets = _equations(values, lines, _WEEKS_TO_A_YEAR)
        # The autocorrelations that the shares were fitted to are evidence too, as much as these totals.
        own = np.sqrt(len(rows)) * np.eye(len(factors))
        factors[:, site] = nnls(np.vstack([rows[:, :-1], own]), np.concatenate([targets, np.diag(own)]))[0]
        rows, targets = _equations(values, lines, _YEARS)
        left = targets - rows[:, :-1] @ factors[:, site]
        years[site] = (rows[:, -1] @ left) / max(rows[:, -1] @ rows[:, -1], 1e-12)
    years = np.clip(years, 0.0, most_of_years)
    one, other = (_complete(shares * factors, years) for shares in quick)
    return one, other


def _complete(quick: np.ndarray, years: np.ndarray) -> np.ndarray:
    """Add the years' part and the part without memory, which has what is left."""
    total = quick.sum(axis=1, keepdims=True)
    quick = quick * np.minimum(1.0, (1 - years) / np.maximum(total, 1e-12))
    years = np.broadcast_to(years, (12, 1, quick.shape[2]))
    without = 1 - quick.sum(axis=1, keepdims=True) - years
    return np.concatenate([np.maximum(without, 0.0), quick, years], axis=1)


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
