"""The rows, bounds and prices of steps that are allocated together."""

from dataclasses import dataclass

import numpy as np

from basinsim.stacking import StackedProgram


@dataclass(frozen=True)
class HorizonProblem:
    """Steps of one member that are allocated together, before any level.

    Attributes
    ----------
    stacked : StackedProgram
        Their rows.
    lower, upper : ndarray, shape (steps, columns)
        Bounds [Ml].
    money : ndarray, shape (steps x columns,), optional
        Cost less value [GBP/Ml]; None where nothing has a price.
    scale : float
        Volume that counts as one for the solver [Ml].
    accounts_kept : ndarray, shape (steps, annual licences)
        1 where an account runs on from the step before.
    evaporating_share : ndarray, shape (steps, reservoirs)
        Part of the storage at the start that evaporates however much it is.
    """

    stacked: StackedProgram
    lower: np.ndarray
    upper: np.ndarray
    money: np.ndarray | None
    scale: float
    accounts_kept: np.ndarray
    evaporating_share: np.ndarray
