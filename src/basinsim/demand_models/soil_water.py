"""The daily soil-water balance of FAO-56 (Allen, Pereira, Raes and Smith 1998, chapter 8)."""

from typing import NamedTuple

import numpy as np


class SoilDay(NamedTuple):
    """What a day does to the soil; each an ndarray of the shape of the depletion [mm].

    Attributes
    ----------
    depletion : ndarray
        Water missing from field capacity in the root zone at the end of the day.
    evapotranspiration : ndarray
        What soil and crop have given up.
    percolation : ndarray
        What has drained below the roots.
    """

    depletion: np.ndarray
    evapotranspiration: np.ndarray
    percolation: np.ndarray


def adjusted_fraction(depletion_fraction: np.ndarray, crop_evapotranspiration: np.ndarray) -> np.ndarray:
    """Return the share of the available water that a crop takes up without stress on a day.

    Parameters
    ----------
    depletion_fraction : ndarray
        p of FAO-56 Table 22, for 5 mm/d.
    crop_evapotranspiration : ndarray
        ETc [mm/d].

    Returns
    -------
    ndarray
        p + 0.04 (5 - ETc), from 0.1 to 0.8 (footnote of Table 22).
    """
    # two ufuncs take half the time of np.clip, and a record has many days
    return np.maximum(np.minimum(depletion_fraction + 0.04 * (5.0 - crop_evapotranspiration), 0.8), 0.1)


def stress(depletion: np.ndarray, total_available: np.ndarray, fraction: np.ndarray) -> np.ndarray:
    """Return the water stress coefficient Ks (FAO-56 equation 84).

    Parameters
    ----------
    depletion : ndarray
        Root zone depletion [mm].
    total_available : ndarray
        Total available water of the root zone [mm].
    fraction : ndarray
        Share of it that is readily available, below 1.

    Returns
    -------
    ndarray
        1 while the depletion is within the readily available water, then falling to 0.
    """
    left = (total_available - depletion) / ((1.0 - fraction) * total_available)
    return np.asarray(np.maximum(np.minimum(left, 1.0), 0.0))


def one_day(
    depletion: np.ndarray,
    infiltration: np.ndarray,
    irrigation: np.ndarray,
    crop_evapotranspiration: np.ndarray,
    total_available: np.ndarray,
    fraction: np.ndarray,
) -> SoilDay:
    """Take the soil through one day (FAO-56 equations 85 and 88, without capillary rise).

    Rain and irrigation come early in the day, so that the stress is that of the soil after them;
    what is left above field capacity at its end percolates.

    Parameters
    ----------
    depletion : ndarray
        At the end of the day before [mm].
    infiltration, irrigation : ndarray
        Rain less what runs off, and water applied that reaches the roots [mm].
    crop_evapotranspiration : ndarray
        ETc, of a crop that lacks nothing [mm].
    total_available : ndarray
        Total available water of the root zone [mm].
    fraction : ndarray
        Share of it that is readily available on this day.

    Returns
    -------
    SoilDay
        depletion' = depletion - infiltration - irrigation + evapotranspiration + percolation, from 0 to
        the total available water.
    """
    early = depletion - infiltration - irrigation
    left = np.maximum(early, 0.0)
    taken = np.minimum(
        stress(left, total_available, fraction) * crop_evapotranspiration, total_available - early
    )
    end = early + taken
    percolation = np.maximum(-end, 0.0)
    return SoilDay(end + percolation, taken, percolation)
