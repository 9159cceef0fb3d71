"""Potential evapotranspiration from the day's temperature.

A smooth climatology of potential evapotranspiration by day of the year, here of CHESS-PE
(Penman-Monteith, for grass), carries wind, radiation and humidity, which no weather record here holds.
Each day it is multiplied by (T + 5) / (the same of that time of year): the temperature term of
Oudin, L. et al. (2005), Which potential evapotranspiration input for a lumped rainfall-runoff model? Part 2,
Journal of Hydrology 303, 290-306, whose radiation term cancels in the ratio. So a day of ordinary
temperature evaporates what it ordinarily does, and a warmer climate evaporates more.
"""

from dataclasses import dataclass

import numpy as np

HARMONICS = 3
COEFFICIENTS = ("mean", *(f"{kind}{k}" for k in range(1, HARMONICS + 1) for kind in ("cos", "sin")))
_FREEZING_OFFSET = 5.0  # Oudin et al. (2005): nothing evaporates below -5 degrees
_DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class EvapotranspirationClimate:
    """Yearly cycles at several sites, each a mean and the coefficients of three harmonics.

    Attributes
    ----------
    potential : ndarray, shape (sites, 7)
        Potential evapotranspiration [mm/d].
    warmth : ndarray, shape (sites, 7)
        Mean of temperature + 5, days below -5 counted as 0 [degrees Celsius].
    """

    potential: np.ndarray
    warmth: np.ndarray

    def potential_on(self, days: np.ndarray, temperature: np.ndarray) -> np.ndarray:
        """Return the potential evapotranspiration of each day.

        Parameters
        ----------
        days : ndarray of datetime64[D], shape (days,)
            The days.
        temperature : ndarray, shape (..., days, sites)
            Mean of the day [degrees Celsius].

        Returns
        -------
        ndarray, shape (..., days, sites)
            [mm/d], never negative.
        """
        cycle = harmonics(days)
        usual = np.maximum(cycle @ self.potential.T, 0.0) / (cycle @ self.warmth.T)
        potential: np.ndarray = usual * warmth(temperature)
        return potential


def warmth(temperature: np.ndarray) -> np.ndarray:
    """Return temperature + 5, or zero below -5.

    Parameters
    ----------
    temperature : ndarray
        [degrees Celsius].

    Returns
    -------
    ndarray
        The temperature term of Oudin et al. (2005) [degrees Celsius].
    """
    return np.maximum(temperature + _FREEZING_OFFSET, 0.0)


def harmonics(days: np.ndarray) -> np.ndarray:
    """Return one and the cosines and sines of the year on each day.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (days,)
        The days.

    Returns
    -------
    ndarray, shape (days, 7)
        Columns in the order of ``COEFFICIENTS``.
    """
    day_of_year = (days - days.astype("datetime64[Y]")).astype(float)
    angle = 2.0 * np.pi * (day_of_year + 0.5) / _DAYS_OF_YEAR
    waves = [wave(k * angle) for k in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)]
    return np.stack([np.ones_like(angle), *waves], axis=1)


def fit_cycle(days: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Fit a yearly cycle by least squares.

    Parameters
    ----------
    days : ndarray of datetime64[D], shape (days,)
        The days.
    values : ndarray, shape (days,)
        Numbers; those that are missing are left out.

    Returns
    -------
    ndarray, shape (7,)
        In the order of ``COEFFICIENTS``.
    """
    known = np.isfinite(values)
    fitted: np.ndarray = np.linalg.lstsq(harmonics(days[known]), values[known], rcond=None)[0]
    return fitted
