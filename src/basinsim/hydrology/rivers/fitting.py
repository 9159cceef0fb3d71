"""Fit the parameters of snow and of rainfall-runoff of a gauge to the first half of its record, and check the second."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import differential_evolution

from basinsim.hydrology.rivers.rainfall_runoff import ModelParameters, run
from basinsim.hydrology.rivers.scores import exceeded, fitting_score, kling_gupta, nash_sutcliffe
from basinsim.hydrology.rivers.snow import SnowParameters, through_snow, usual_snow

SPIN_UP_DAYS = 365  # at the start of a record, simulated and not compared
_SEED = 20030101
_POPULATION = 10  # members of the population for each parameter
_GENERATIONS = 100

# GR4J was chosen over GR5J by measurement (`basinsim hydrology fit --compare`). GR5J is better by 0.00 to 0.02 in Kling-
# Gupta efficiency in the unused half; but where its exchange turns to a gain in dry times, as at the Allan, the river
# cannot fall below a floor: low flows hardly answer to a drier climate, and the worst droughts come out too mild.

# Least and greatest; those of sizes are searched by their logarithm. Wider stores fit a few gauges a little
# better in the first half and worse in the second, and a soil of a few millimetres is no soil. Melt of more than
# 10 mm by degree is no melt by degrees; most gauges come near: a thaw here is wind and rain.
_BOUNDS = {
    "x1": (20.0, 1000.0),
    "x2": (-4.0, 4.0),
    "x3": (5.0, 300.0),
    "x4": (0.5, 5.0),
    "x5": (0.0, 1.2),
    "cold_memory": (0.0, 1.0),
    "melt_factor": (1.0, 10.0),
    "zone_spread": (0.0, 4.0),
}
_LOGARITHMIC = ("x1", "x3", "x4")
_SNOW = ("cold_memory", "melt_factor", "zone_spread")
NAMES_OF = {"gr4j": ("x1", "x2", "x3", "x4"), "gr5j": ("x1", "x2", "x3", "x4", "x5")}


@dataclass(frozen=True)
class Agreement:
    """How simulated flow agrees with observed flow over some days.

    Attributes
    ----------
    kge, nse : float
        Kling-Gupta and Nash-Sutcliffe efficiency.
    bias : float
        Mean simulated flow over mean observed flow, less 1.
    q95_observed, q95_simulated : float
        Flow exceeded on 95 % of the days [mm/d].
    """

    kge: float
    nse: float
    bias: float
    q95_observed: float
    q95_simulated: float


@dataclass(frozen=True)
class GaugedSeries:
    """What a fit needs of a gauge.

    Attributes
    ----------
    rain, potential : ndarray, shape (days,)
        Precipitation and potential evapotranspiration [mm/d], without gaps.
    temperature : ndarray, shape (days,)
        Mean of the day [degrees Celsius], without gaps.
    flow : ndarray, shape (days,)
        Observed [mm/d]; NaN where missing.
    """

    rain: np.ndarray
    potential: np.ndarray
    temperature: np.ndarray
    flow: np.ndarray

    def simulated(self, model: ModelParameters, snow: SnowParameters, days: int) -> np.ndarray:
        """Flow of the first days with several sets of parameters, shape (days, sets) [mm/d]."""
        sets = len(snow.cold_memory)
        rain, potential, temperature = (
            np.repeat(series[:days, np.newaxis], sets, axis=1)
            for series in (self.rain, self.potential, self.temperature)
        )
        return run(model, through_snow(snow, rain, temperature).water, potential).flow


@dataclass(frozen=True)
class Fit:
    """Parameters of a gauge, and how they do.

    Attributes
    ----------
    values : tuple of float
        In the order of ``NAMES_OF`` the model, then those of :class:`SnowParameters`.
    fitted : Agreement
        In the half they were fitted to.
    checked : Agreement
        In the other half.
    split : int
        Index of the first day of the other half.
    """

    values: tuple[float, ...]
    fitted: Agreement
    checked: Agreement
    split: int


def halves(flow: np.ndarray) -> tuple[np.ndarray, np.ndarray, int]:
    """Divide the days with observed flow, after the spin-up, into two halves.

    Parameters
    ----------
    flow : ndarray, shape (days,)
        Observed; NaN where missing.

    Returns
    -------
    ndarray of bool, shape (days,)
        First half.
    ndarray of bool, shape (days,)
        Second half.
    int
        First day of the second half.
    """
    known = np.isfinite(flow) & (np.arange(len(flow)) >= SPIN_UP_DAYS)
    split = int(np.flatnonzero(known)[known.sum() // 2])
    before = np.arange(len(flow)) < split
    return known & before, known & ~before, split


def fit_parameters(model: str, gauge: GaugedSeries) -> Fit:
    """Fit a model to the first half of a record.

    Parameters
    ----------
    model : str
        ``gr4j`` or ``gr5j``, behind the snow.
    gauge : GaugedSeries
        The record.

    Returns
    -------
    Fit
        The same for the same input.
    """
    first, _, split = halves(gauge.flow)
    observed = gauge.flow[first]
    names = (*NAMES_OF[model], *_SNOW)
    fallen = usual_snow(gauge.rain[:split], gauge.temperature[:split])

    def badness(searched: np.ndarray) -> np.ndarray:
        values = _values(names, searched)
        memory, melt, spread = values[-len(_SNOW) :]
        snow = SnowParameters(memory, melt, spread, np.full(values.shape[1], fallen))
        simulated = gauge.simulated(ModelParameters(*values[: -len(_SNOW)]), snow, split)
        return -fitting_score(simulated[first[:split]], observed)

    found = differential_evolution(
        badness,
        [tuple(np.log(_BOUNDS[name])) if name in _LOGARITHMIC else _BOUNDS[name] for name in names],
        rng=_SEED,
        popsize=_POPULATION,
        maxiter=_GENERATIONS,
        tol=1e-4,
        vectorized=True,
        updating="deferred",
        polish=False,
    )
    # As many digits as the table keeps, so that the scores are those of the table.
    values = (*_values(names, found.x[:, np.newaxis])[:, 0], fallen)
    return assess(tuple(float(f"{value:.5g}") for value in values), gauge)


def assess(values: tuple[float, ...], gauge: GaugedSeries) -> Fit:
    """Compare what given parameters simulate with both halves of a record.

    Parameters
    ----------
    values : tuple of float
        Parameters, in the order of :attr:`Fit.values`.
    gauge : GaugedSeries
        The record.

    Returns
    -------
    Fit
        With these parameters.
    """
    columns = [np.array([value]) for value in values]
    snow = len(_SNOW) + 1
    parameters, of_snow = ModelParameters(*columns[:-snow]), SnowParameters(*columns[-snow:])
    simulated = gauge.simulated(parameters, of_snow, len(gauge.rain))[:, 0]
    first, second, split = halves(gauge.flow)
    return Fit(
        values,
        _agreement(simulated[first], gauge.flow[first]),
        _agreement(simulated[second], gauge.flow[second]),
        split,
    )


def _values(names: tuple[str, ...], searched: np.ndarray) -> np.ndarray:
    return np.stack(
        [np.exp(row) if name in _LOGARITHMIC else row for name, row in zip(names, searched, strict=True)]
    )


def _agreement(simulated: np.ndarray, observed: np.ndarray) -> Agreement:
    return Agreement(
        kge=float(kling_gupta(simulated, observed)),
        nse=nash_sutcliffe(simulated, observed),
        bias=float(simulated.mean() / observed.mean() - 1.0),
        q95_observed=exceeded(observed, 95.0),
        q95_simulated=exceeded(simulated, 95.0),
    )
