"""How well simulated flow agrees with observed flow."""

import numpy as np

_FLOOR = 0.01  # share of the mean flow added before a negative power, so that a dry day stays finite


def kling_gupta(simulated: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Kling-Gupta efficiency: 1 is perfect; correlation, variability and bias count alike.

    Gupta, H. V., Kling, H., Yilmaz, K. K. and Martinez, G. F. (2009). Journal of Hydrology 377, 80-91.

    Parameters
    ----------
    simulated : ndarray, shape (days, ...)
        Of several simulations.
    observed : ndarray, shape (days,)
        Without gaps.

    Returns
    -------
    ndarray, shape (...)
        Minus infinity where a simulation does not vary.
    """
    from_mean = observed - observed.mean()
    means, spreads = simulated.mean(axis=0), simulated.std(axis=0)
    covariance = np.tensordot(from_mean, simulated, axes=(0, 0)) / len(observed)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = covariance / (spreads * observed.std())
    distance = np.sqrt(
        (correlation - 1.0) ** 2
        + (spreads / observed.std() - 1.0) ** 2
        + (means / observed.mean() - 1.0) ** 2
    )
    return np.where(np.isfinite(distance), 1.0 - distance, -np.inf)


def nash_sutcliffe(simulated: np.ndarray, observed: np.ndarray) -> float:
    """Nash-Sutcliffe efficiency: 1 is perfect, 0 no better than the mean.

    Parameters
    ----------
    simulated, observed : ndarray, shape (days,)
        Without gaps.

    Returns
    -------
    float
        At most 1.
    """
    return float(1.0 - ((simulated - observed) ** 2).sum() / ((observed - observed.mean()) ** 2).sum())


def exceeded(flow: np.ndarray, percent: float) -> float:
    """Flow that is reached or exceeded on a share of the days, such as Q95.

    Parameters
    ----------
    flow : ndarray, shape (days,)
        Without gaps.
    percent : float
        Of the days: 95 for Q95.

    Returns
    -------
    float
        In the unit of ``flow``.
    """
    return float(np.quantile(flow, 1.0 - percent / 100.0))


def fitting_score(simulated: np.ndarray, observed: np.ndarray) -> np.ndarray:
    """Return what the fit makes as great as it can.

    The Kling-Gupta efficiency of the flow, of its square root and of its power -0.2, with weights 0.4, 0.3
    and 0.3: floods, ordinary days and low flows. The logarithm is not used, because this efficiency of a
    logarithm depends on the unit (Santos, L., Thirel, G. and Perrin, C., 2018, Hydrology and Earth System
    Sciences 22, 4583-4591), and neither is the plain inverse, which hears little but the driest weeks.

    Parameters
    ----------
    simulated : ndarray, shape (days, ...)
        Of several simulations.
    observed : ndarray, shape (days,)
        Without gaps.

    Returns
    -------
    ndarray, shape (...)
        At most 1.
    """
    floor = _FLOOR * observed.mean()

    def low(flow: np.ndarray) -> np.ndarray:
        powered: np.ndarray = (flow + floor) ** -0.2
        return powered

    return (
        0.4 * kling_gupta(simulated, observed)
        + 0.3 * kling_gupta(np.sqrt(simulated), np.sqrt(observed))
        + 0.3 * kling_gupta(low(simulated), low(observed))
    )
