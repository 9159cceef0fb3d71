"""From one value a month to one value a day."""

from functools import cache

import numpy as np

DAYS_OF_YEAR = 366
"""Days of a leap year: the calendar in which every date has a place."""

_MONTH_LENGTHS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
_MONTH_OF_DAY = np.repeat(np.arange(12), _MONTH_LENGTHS)


def months(days: np.ndarray) -> np.ndarray:
    """Month of each day, 0 for January; ``days`` are ``datetime64[D]``."""
    return days.astype("datetime64[M]").astype(int) % 12


def days_of_year(days: np.ndarray) -> np.ndarray:
    """Place of each day in a leap year, 0 to 365: 1 March is the same place in every year."""
    in_month = (days - days.astype("datetime64[M]").astype("datetime64[D]")).astype(int)
    first = np.concatenate([[0], np.cumsum(_MONTH_LENGTHS)[:-1]])
    return np.asarray(first[months(days)] + in_month)


@cache
def _interpolation() -> np.ndarray:
    """Weights of the twelve mid-month nodes on each day, shape (366, 12)."""
    in_month = np.concatenate([np.arange(length) for length in _MONTH_LENGTHS])
    position = _MONTH_OF_DAY + (in_month + 0.5) / _MONTH_LENGTHS[_MONTH_OF_DAY] - 0.5
    lower = np.floor(position).astype(int)
    upper_weight = position - lower
    weights = np.zeros((DAYS_OF_YEAR, 12))
    rows = np.arange(DAYS_OF_YEAR)
    weights[rows, lower % 12] += 1 - upper_weight
    weights[rows, (lower + 1) % 12] += upper_weight
    return weights


def through_months(monthly: np.ndarray) -> np.ndarray:
    """Straight lines between mid-months, shape (12, ...) to (366, ...)."""
    return np.tensordot(_interpolation(), monthly, axes=1)


def keeping_means(monthly: np.ndarray) -> np.ndarray:
    """Straight lines whose mean over each month is that month's value, shape (12, ...) to (366, ...)."""
    weights = _interpolation()
    averaging = np.zeros((12, DAYS_OF_YEAR))
    averaging[_MONTH_OF_DAY, np.arange(DAYS_OF_YEAR)] = 1 / _MONTH_LENGTHS[_MONTH_OF_DAY]
    nodes = np.linalg.solve(averaging @ weights, monthly.reshape(12, -1))
    return (weights @ nodes).reshape(DAYS_OF_YEAR, *monthly.shape[1:])
