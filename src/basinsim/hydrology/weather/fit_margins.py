"""Monthly moments of observed series, and what a short record would have had over the whole period."""

import numpy as np

from basinsim.hydrology.weather.margins import DRY
from basinsim.hydrology.weather.seasons import months

_SHORT = 0.98
"""A site observed on a smaller share of the days is adjusted by its best correlated neighbour."""

_DRY_SHARES = (0.005, 0.98)


def monthly_moments(values: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means and standard deviations by month, adjusted for short records: two arrays (12, sites).

    A short record's mean is moved by as much as the neighbour's mean differs between the whole period and the
    days that both have.
    """
    mean, deviation = _moments(values, days)
    for site, neighbour, common in _short_records(values):
        there = values[:, [neighbour]]
        whole, seen = _moments(there, days)[0], _moments(there[common], days[common])[0]
        mean[:, site] += (whole - seen)[:, 0]
    return mean, deviation


def rain_moments(rain: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of dry days, mean and standard deviation of rain by month: three arrays (12, sites) [-, mm/d, mm/d].

    A short record's mean and deviation are multiplied by the ratio of the neighbour's means, its share of dry days
    is moved by the difference of the neighbour's.
    """
    dry = np.where(np.isfinite(rain), rain < DRY, np.nan)
    mean, deviation = _moments(rain, days)
    dry_share = _moments(dry, days)[0]
    for site, neighbour, common in _short_records(rain):
        ratio = (
            _moments(rain[:, [neighbour]], days)[0] / _moments(rain[common][:, [neighbour]], days[common])[0]
        )
        mean[:, site] *= ratio[:, 0]
        deviation[:, site] *= ratio[:, 0]
        there = dry[:, [neighbour]]
        dry_share[:, site] += (_moments(there, days)[0] - _moments(there[common], days[common])[0])[:, 0]
    return np.clip(dry_share, *_DRY_SHARES), mean, deviation


def anomalies(values: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Values less the mean of their month, in standard deviations of that month; ``nan`` where missing."""
    mean, deviation = _moments(values, days)
    month = months(days)
    return np.asarray((values - mean[month]) / deviation[month])


def mean_products(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mean over the days that both have of the products of two sets of series, shape (sites, sites)."""
    filled = [np.where(np.isfinite(values), values, 0.0) for values in (one, other)]
    counts = np.isfinite(one).T.astype(float) @ np.isfinite(other).astype(float)
    return np.asarray(filled[0].T @ filled[1] / np.maximum(counts, 1))


def _moments(values: np.ndarray, days: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    month = months(days)
    by_month = [values[month == number] for number in range(12)]
    return (
        np.array([np.nanmean(part, axis=0) for part in by_month]),
        np.array([np.nanstd(part, axis=0) for part in by_month]),
    )


def _short_records(values: np.ndarray) -> list[tuple[int, int, np.ndarray]]:
    """Each site with a short record, its best correlated neighbour with a full one, and the days that both have."""
    seen = np.isfinite(values)
    share = seen.mean(axis=0)
    full = np.flatnonzero(share >= _SHORT)
    found = []
    for site in np.flatnonzero(share < _SHORT) if len(full) else []:
        likeness = []
        for other in full:
            common = seen[:, site] & seen[:, other]
            likeness.append(np.corrcoef(values[common, site], values[common, other])[0, 1])
        neighbour = full[int(np.argmax(likeness))]
        found.append((int(site), int(neighbour), seen[:, site] & seen[:, neighbour]))
    return found
