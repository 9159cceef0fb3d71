"""Statistics of daily series by which generated and observed ones are compared."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

EXCEEDED = (95, 70, 50, 10)
"""Percentages of days on which the flow Q95, Q70, Q50, Q10 is exceeded."""
LOW_FLOW_DAYS = (7, 30, 90)
"""Lengths of the annual minima [d]."""
DROUGHT_MONTHS = (6, 12, 24)
"""Lengths of the deficits [months]."""
DROUGHTS = 3
"""How many of the driest stretches of each length are compared."""
CURVE = np.array([0.5, 1, 2, 5, *range(10, 100, 10), 95, 98, 99, 99.5])
"""Percentages of days of the flow-duration curve."""

MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_OF_A_YEAR = 300
_MOST_OF_A_MONTH = 25


@dataclass(frozen=True)
class Statistic:
    """One number for each of several traces.

    Attributes
    ----------
    name : str
    unit : str
        ``same`` for that of the series.
    values : ndarray, shape (traces,)
        NaN where it cannot be had.
    """

    name: str
    unit: str
    values: np.ndarray


def statistics(days: np.ndarray, series: np.ndarray) -> list[Statistic]:
    """All statistics of several traces.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (days,)
        Without gaps.
    series : ndarray, shape (days, traces)
        NaN where missing.

    Returns
    -------
    list of Statistic
        Always the same, in the same order.
    """
    return list(_all(days, series))


def duration_curve(series: np.ndarray) -> np.ndarray:
    """What is exceeded on the percentages ``CURVE`` of the days, shape (percentages, traces)."""
    return np.asarray(np.nanpercentile(series, 100 - CURVE, axis=0))


def monthly_means(days: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Mean of the days of each month of the year, shape (12, traces)."""
    month = days.astype("datetime64[M]").astype(int) % 12
    return np.array([_mean(series[month == number]) for number in range(12)])


def driest(days: np.ndarray, series: np.ndarray, length: int) -> np.ndarray:
    """Means of the driest stretches of whole months that do not overlap, driest first, in percent of the mean.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (days,)
    series : ndarray, shape (days, traces)
    length : int
        [months]

    Returns
    -------
    ndarray, shape (DROUGHTS, traces)
        NaN where the series is too short for so many, or has no flow at all.
    """
    monthly = _months(days, series)
    found = np.full((DROUGHTS, series.shape[1]), np.nan)
    if len(monthly) < length:
        return found
    stretches = np.lib.stride_tricks.sliding_window_view(monthly, length, axis=0).mean(axis=-1)
    mean = np.nanmean(series, axis=0)
    share = 100 * stretches / np.where(mean > 0, mean, np.nan)
    for trace in range(series.shape[1]):
        left = np.where(np.isnan(share[:, trace]), np.inf, share[:, trace])
        for place in range(DROUGHTS):
            at = int(np.argmin(left))
            if not np.isfinite(left[at]):
                break
            found[place, trace] = left[at]
            left[max(0, at - length + 1) : at + length] = np.inf
    return found


def annual_minima(days: np.ndarray, series: np.ndarray, length: int) -> np.ndarray:
    """Mean over the years of the lowest mean of so many days in a row, shape (traces,)."""
    seen = np.isfinite(series)
    total = np.cumsum(np.vstack([np.zeros(series.shape[1]), np.where(seen, series, 0.0)]), axis=0)
    count = np.cumsum(np.vstack([np.zeros(series.shape[1]), seen]), axis=0)
    whole = count[length:] - count[:-length] == length
    means = np.where(whole, (total[length:] - total[:-length]) / length, np.nan)
    year = days[length - 1 :].astype("datetime64[Y]").astype(int)
    lowest = [
        np.nanmin(part, axis=0)
        for number in np.unique(year)
        if (part := means[year == number]).shape[0] >= _MOST_OF_A_YEAR
        and np.isfinite(part).sum(axis=0).min() >= _MOST_OF_A_YEAR
    ]
    return np.asarray(np.mean(lowest, axis=0)) if lowest else np.full(series.shape[1], np.nan)


def lag_one(series: np.ndarray) -> np.ndarray:
    """Correlation of a day with the day before, shape (traces,)."""
    anomaly = series - np.nanmean(series, axis=0)
    variance = np.nanmean(anomaly**2, axis=0)
    shared = np.nanmean(anomaly[1:] * anomaly[:-1], axis=0)
    return np.where(variance > 0, shared / np.where(variance > 0, variance, 1.0), np.nan)


def likeness(series: np.ndarray) -> np.ndarray:
    """Correlation between sites over the days that both have; (days, sites) to (sites, sites)."""
    seen = np.isfinite(series)
    found = np.eye(series.shape[1])
    for one in range(series.shape[1]):
        for other in range(one):
            common = seen[:, one] & seen[:, other]
            if common.sum() > _MOST_OF_A_YEAR:
                value = np.corrcoef(series[common, one], series[common, other])[0, 1]
            else:
                value = np.nan
            found[one, other] = found[other, one] = value
    return found


def _all(days: np.ndarray, series: np.ndarray) -> Iterator[Statistic]:
    yield Statistic("mean", "same", np.nanmean(series, axis=0))
    yield Statistic("standard deviation", "same", np.nanstd(series, axis=0))
    for percent in EXCEEDED:
        yield Statistic(f"Q{percent}", "same", np.nanpercentile(series, 100 - percent, axis=0))
    yield Statistic("lag-1 correlation", "1", lag_one(series))
    for name, values in zip(MONTH_NAMES, monthly_means(days, series), strict=True):
        yield Statistic(f"{name} mean", "same", values)
    for length in LOW_FLOW_DAYS:
        yield Statistic(f"annual {length}-day minimum", "same", annual_minima(days, series, length))
    for length in DROUGHT_MONTHS:
        for place, values in enumerate(driest(days, series, length)):
            which = ("driest", "second driest", "third driest")[place]
            yield Statistic(f"{which} {length} months", "% of mean", values)
    for percent, values in zip(CURVE, duration_curve(series), strict=True):
        yield Statistic(f"exceeded {percent:g} %", "same", values)


def _mean(series: np.ndarray) -> np.ndarray:
    """Mean over the days, NaN (and no warning) where there is none."""
    seen = np.isfinite(series)
    count = seen.sum(axis=0)
    total = np.where(seen, series, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _months(days: np.ndarray, series: np.ndarray) -> np.ndarray:
    """Mean of every whole month, NaN where too few of its days are there, shape (months, traces)."""
    month = days.astype("datetime64[M]").astype(int)
    month -= month[0]
    seen = np.isfinite(series)
    total, count = (np.zeros((month[-1] + 1, series.shape[1])) for _ in range(2))
    np.add.at(total, month, np.where(seen, series, 0.0))
    np.add.at(count, month, seen)
    return np.where(count >= _MOST_OF_A_MONTH, total / np.maximum(count, 1), np.nan)
