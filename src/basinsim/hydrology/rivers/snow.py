"""Snow: what falls solid waits, and melts by degree-days.

CemaNeige: Valéry, A., Andréassian, V. and Perrin, C. (2014). 'As simple as possible but not simpler': What is useful in
a temperature-based snow-accounting routine? Part 2. Journal of Hydrology 517, 1176-1187. Two parameters are fitted.
Its five zones of equal area take their temperatures from a map of heights there. None is known here: they are spread
evenly about the catchment's mean, how far is a third fitted parameter, and all have the same precipitation.
"""

from dataclasses import dataclass

import numpy as np

_ALL_SNOW, _ALL_RAIN = (
    -1.0,
    3.0,
)  # mean temperatures of a day [degrees C]; the share falls in a straight line between
_FULL_COVER = 0.9  # share of a usual year's snow from which the ground is all white
_LEAST_SPEED = 0.1  # of melt, on ground nearly bare
_LEAST_COVER = 1e-6  # mm, where a usual year has no snow
_ZONES = np.array([-0.8, -0.4, 0.0, 0.4, 0.8])  # middles of five equal parts of the range from -1 to 1
_DAYS_OF_YEAR = 365.25


@dataclass(frozen=True)
class SnowParameters:
    """Parameters of several series.

    Attributes
    ----------
    cold_memory : ndarray, shape (series,)
        Share of yesterday in the temperature of the snow, 0 to 1.
    melt_factor : ndarray, shape (series,)
        Melt by degree and day [mm/(d K)].
    zone_spread : ndarray, shape (series,)
        How much warmer the lowest ground is than the mean, and colder the highest [K].
    usual_snow : ndarray, shape (series,)
        What falls solid in a usual year at the mean temperature [mm].
    """

    cold_memory: np.ndarray
    melt_factor: np.ndarray
    zone_spread: np.ndarray
    usual_snow: np.ndarray

    def tiled(self, times: int) -> "SnowParameters":
        """Repeat the series one after the other.

        Parameters
        ----------
        times : int
            How often.

        Returns
        -------
        SnowParameters
            Of ``times`` as many series.
        """
        return SnowParameters(
            np.tile(self.cold_memory, times),
            np.tile(self.melt_factor, times),
            np.tile(self.zone_spread, times),
            np.tile(self.usual_snow, times),
        )


@dataclass(frozen=True)
class SnowFluxes:
    """What comes through the snow.

    Attributes
    ----------
    water : ndarray, shape (days, series)
        Rain and melt [mm/d].
    store : ndarray, shape (series,)
        Snow on the ground at the end, as water [mm].
    """

    water: np.ndarray
    store: np.ndarray


def solid_share(temperature: np.ndarray) -> np.ndarray:
    """Return the share of a day's precipitation that falls as snow.

    Parameters
    ----------
    temperature : ndarray
        Mean of the day [degrees Celsius].

    Returns
    -------
    ndarray
        From 1 at -1 degree to 0 at 3 degrees (US Army Corps of Engineers 1956, as in Valéry et al. 2014).
    """
    share: np.ndarray = np.minimum(
        np.maximum((_ALL_RAIN - temperature) * (1.0 / (_ALL_RAIN - _ALL_SNOW)), 0.0), 1.0
    )
    return share


def usual_snow(precipitation: np.ndarray, temperature: np.ndarray) -> float:
    """Return how much falls as snow in a mean year.

    Parameters
    ----------
    precipitation : ndarray, shape (days,)
        [mm/d].
    temperature : ndarray, shape (days,)
        [degrees Celsius].

    Returns
    -------
    float
        As water [mm].
    """
    return float((precipitation * solid_share(temperature)).mean() * _DAYS_OF_YEAR)


def through_snow(
    parameters: SnowParameters, precipitation: np.ndarray, temperature: np.ndarray
) -> SnowFluxes:
    """Run the snow store, empty before the first day.

    Parameters
    ----------
    parameters : SnowParameters
        Of each series.
    precipitation, temperature : ndarray, shape (days, series)
        [mm/d] and [degrees Celsius].

    Returns
    -------
    SnowFluxes
        Of every day.
    """
    offsets = _ZONES[:, np.newaxis] * parameters.zone_spread
    full = np.maximum(_FULL_COVER * parameters.usual_snow, _LEAST_COVER)
    water = np.empty_like(precipitation)
    cold, store = np.zeros_like(offsets), np.zeros_like(offsets)
    for day in range(len(precipitation)):
        # Zones are made day by day: all days at once would take five times the room of a record.
        here = temperature[day] + offsets
        snowfall = precipitation[day] * solid_share(here)
        store += snowfall
        cold *= parameters.cold_memory
        cold += (1.0 - parameters.cold_memory) * here
        np.minimum(cold, 0.0, out=cold)
        # Snow that is still cold inside does not melt; little snow lies in patches and melts slowly.
        melt = np.minimum(parameters.melt_factor * np.maximum(here, 0.0), store) * (cold == 0.0)
        melt *= _LEAST_SPEED + (1.0 - _LEAST_SPEED) * np.minimum(store / full, 1.0)
        store -= melt
        water[day] = precipitation[day] + (melt - snowfall).sum(axis=0) / len(_ZONES)
    return SnowFluxes(water, store.mean(axis=0))
