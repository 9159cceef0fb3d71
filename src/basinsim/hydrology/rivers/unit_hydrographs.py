"""The way to the river: the two unit hydrographs of the GR models.

Perrin et al. (2003), equations 9 to 17.
"""

import numpy as np

_EXPONENT = 2.5


def rising_ordinates(time_base: float, length: int) -> np.ndarray:
    """Ordinates of UH1, which delivers everything within ``time_base`` days.

    Parameters
    ----------
    time_base : float
        X4 [d].
    length : int
        Number of ordinates; those past the end are zero.

    Returns
    -------
    ndarray, shape (length,)
        Share of a day's water that arrives on that day and the days after; adds up to 1.
    """
    time = np.arange(length + 1) / time_base
    shares: np.ndarray = np.diff(np.minimum(time, 1.0) ** _EXPONENT)
    return shares


def symmetric_ordinates(time_base: float, length: int) -> np.ndarray:
    """Ordinates of UH2, which delivers everything within twice ``time_base`` days.

    Parameters
    ----------
    time_base : float
        X4 [d].
    length : int
        Number of ordinates; those past the end are zero.

    Returns
    -------
    ndarray, shape (length,)
        As for :func:`rising_ordinates`.
    """
    time = np.arange(length + 1) / time_base
    rising = 0.5 * np.minimum(time, 1.0) ** _EXPONENT
    falling = 0.5 * np.maximum(2.0 - time, 0.0) ** _EXPONENT
    shares: np.ndarray = np.diff(np.where(time <= 1.0, rising, 1.0 - falling))
    return shares


def delay(water: np.ndarray, ordinates: np.ndarray) -> np.ndarray:
    """Spread each day's water over the days after.

    Parameters
    ----------
    water : ndarray, shape (days, series)
        [mm/d].
    ordinates : ndarray, shape (length, series)
        Of each series.

    Returns
    -------
    ndarray, shape (days, series)
        [mm/d]; what would arrive after the last day is left out.
    """
    delayed: np.ndarray = water * ordinates[0]
    for lag in range(1, min(len(ordinates), len(water))):
        delayed[lag:] += water[:-lag] * ordinates[lag]
    return delayed
