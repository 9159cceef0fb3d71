"""The daily rainfall-runoff models GR4J and GR5J, many series at a time.

GR4J: Perrin, C., Michel, C. and Andréassian, V. (2003). Improvement of a parsimonious model for streamflow
simulation. Journal of Hydrology 279, 275-289.
GR5J: Le Moine, N. (2008). Le bassin versant de surface vu par le souterrain. Thesis, Université Pierre et
Marie Curie, Paris; Pushpalatha, R. et al. (2011). A downward structural sensitivity analysis of hydrological
models to improve low-flow simulation. Journal of Hydrology 411, 66-76. One unit hydrograph for both branches,
and an exchange that changes its sign where the routing store is filled to X5.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from basinsim.hydrology.rivers.production import produce
from basinsim.hydrology.rivers.routing import route
from basinsim.hydrology.rivers.unit_hydrographs import delay, rising_ordinates, symmetric_ordinates

SHORTEST_TIME_BASE = 0.5  # below, a unit hydrograph is a single day
_ROUTED = 0.9  # share of the effective rain that passes the routing store; Perrin et al. (2003), equation 9
_PRODUCTION_START = 0.6  # fillings at the start, where none are given, as in INRAE's worked example
_ROUTING_START = 0.7


@dataclass(frozen=True)
class ModelParameters:
    """Parameters of several series.

    Attributes
    ----------
    production_capacity : ndarray, shape (series,)
        X1 [mm].
    exchange : ndarray, shape (series,)
        X2 [mm/d], positive where water is gained.
    routing_capacity : ndarray, shape (series,)
        X3 [mm].
    time_base : ndarray, shape (series,)
        X4 [d].
    exchange_threshold : ndarray, shape (series,), optional
        X5, filling of the routing store at which the exchange changes its sign; None for GR4J.
    """

    production_capacity: np.ndarray
    exchange: np.ndarray
    routing_capacity: np.ndarray
    time_base: np.ndarray
    exchange_threshold: np.ndarray | None = None

    def tiled(self, times: int) -> "ModelParameters":
        """Repeat the series one after the other.

        Parameters
        ----------
        times : int
            How often.

        Returns
        -------
        ModelParameters
            Of ``times`` as many series.
        """
        threshold = self.exchange_threshold
        return ModelParameters(
            np.tile(self.production_capacity, times),
            np.tile(self.exchange, times),
            np.tile(self.routing_capacity, times),
            np.tile(self.time_base, times),
            None if threshold is None else np.tile(threshold, times),
        )


@dataclass(frozen=True)
class Runoff:
    """Everything that water does in a day.

    Attributes
    ----------
    flow : ndarray, shape (days, series)
        [mm/d].
    evapotranspiration : ndarray, shape (days, series)
        Actual [mm/d].
    exchange : ndarray, shape (days, series)
        Gained from outside the catchment, negative where lost [mm/d].
    storage_change : ndarray, shape (series,)
        Of both stores, from the start to the end [mm].
    under_way : ndarray, shape (series,)
        Still in the unit hydrographs at the end [mm].
    """

    flow: np.ndarray
    evapotranspiration: np.ndarray
    exchange: np.ndarray
    storage_change: np.ndarray
    under_way: np.ndarray


def run(
    parameters: ModelParameters,
    rain: np.ndarray,
    potential: np.ndarray,
    filled: tuple[float, float] = (_PRODUCTION_START, _ROUTING_START),
) -> Runoff:
    """Simulate flow from rain and potential evapotranspiration.

    Parameters
    ----------
    parameters : ModelParameters
        Of each series; with X5 GR5J is run, without it GR4J.
    rain, potential : ndarray, shape (days, series)
        [mm/d].
    filled : tuple of two floats
        How full the production and the routing store are before the first day.

    Returns
    -------
    Runoff
        Of every day; the first months depend on ``filled``.
    """
    soil_before = filled[0] * parameters.production_capacity
    store_before = filled[1] * parameters.routing_capacity
    soil = produce(rain, potential, parameters.production_capacity, soil_before)
    routed, direct = _delayed(parameters, soil.effective_rain)
    exchange = partial(_exchange, parameters)
    river = route(routed, direct, parameters.routing_capacity, exchange, store_before)
    return Runoff(
        river.flow,
        soil.evapotranspiration,
        river.exchange,
        soil.store - soil_before + river.store - store_before,
        (soil.effective_rain - routed - direct).sum(axis=0),
    )


def _delayed(parameters: ModelParameters, effective_rain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    bases = np.maximum(parameters.time_base, SHORTEST_TIME_BASE)
    length = int(np.ceil(2.0 * bases.max())) + 1
    symmetric = np.stack([symmetric_ordinates(base, length) for base in bases], axis=1)
    if parameters.exchange_threshold is not None:
        together = delay(effective_rain, symmetric)
        return _ROUTED * together, (1.0 - _ROUTED) * together
    rising = np.stack([rising_ordinates(base, length) for base in bases], axis=1)
    return (
        delay(_ROUTED * effective_rain, rising),
        delay((1.0 - _ROUTED) * effective_rain, symmetric),
    )


def _exchange(parameters: ModelParameters, filled: np.ndarray) -> np.ndarray:
    if parameters.exchange_threshold is None:
        # filled to the power 3.5, without the slow general power
        wanted: np.ndarray = parameters.exchange * filled * filled * filled * np.sqrt(filled)
    else:
        wanted = parameters.exchange * (filled - parameters.exchange_threshold)
    return wanted
