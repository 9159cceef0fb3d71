"""The soil: rain and evaporation through the production store shared by the GR models.

Perrin, C., Michel, C. and Andréassian, V. (2003). Improvement of a parsimonious model for streamflow
simulation. Journal of Hydrology 279, 275-289, equations 1 to 8.
"""

from dataclasses import dataclass

import numpy as np

_PERCOLATION = 4.0 / 9.0  # Perrin et al. (2003), equation 6
_FULL_TANH = 13.0  # tanh is 1 to double precision well before; keeps large storms over small stores finite


@dataclass(frozen=True)
class ProductionFluxes:
    """What the production store lets through.

    Attributes
    ----------
    effective_rain : ndarray, shape (days, series)
        Water for the unit hydrographs: net rain that found no room, and percolation [mm/d].
    evapotranspiration : ndarray, shape (days, series)
        Actual, interception included [mm/d].
    store : ndarray, shape (series,)
        What is in the store at the end [mm].
    """

    effective_rain: np.ndarray
    evapotranspiration: np.ndarray
    store: np.ndarray


def produce(
    rain: np.ndarray, potential: np.ndarray, capacity: np.ndarray, store: np.ndarray
) -> ProductionFluxes:
    """Run the production store.

    Parameters
    ----------
    rain, potential : ndarray, shape (days, series)
        Rain and potential evapotranspiration [mm/d].
    capacity : ndarray, shape (series,)
        X1 [mm].
    store : ndarray, shape (series,)
        What is in the store before the first day [mm].

    Returns
    -------
    ProductionFluxes
        Of every day.
    """
    # What does not depend on the store is computed for all days at once.
    difference = rain - potential
    net_rain = np.maximum(difference, 0.0)
    intercepted = np.minimum(rain, potential)
    wet = np.tanh(np.minimum(net_rain / capacity, _FULL_TANH))
    dry = np.tanh(np.minimum(np.maximum(-difference, 0.0) / capacity, _FULL_TANH))
    effective = np.empty_like(net_rain)
    evapotranspiration = intercepted
    filled = store / capacity
    for day in range(len(rain)):
        # One of the two is zero on every day, so both may be applied in turn.
        gain = wet[day] * (1.0 - filled * filled) / (1.0 + filled * wet[day])
        loss = dry[day] * filled * (2.0 - filled) / (1.0 + (1.0 - filled) * dry[day])
        level = filled + gain - loss
        fourth = _PERCOLATION * level
        fourth *= fourth
        fourth *= fourth
        kept = level / np.sqrt(np.sqrt(1.0 + fourth))
        effective[day] = net_rain[day] + capacity * (level - kept - gain)
        evapotranspiration[day] += capacity * loss
        filled = kept
    return ProductionFluxes(effective, evapotranspiration, filled * capacity)
