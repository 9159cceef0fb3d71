"""Low flows that are raised, as a question of how much it would matter."""

import numpy as np

_EXCEEDED = 0.70
"""Flows that are exceeded for this share of the time or more are low."""


def with_low_flows_raised(flow: np.ndarray, uplift: float) -> np.ndarray:
    """Raise low flows, up to the flow at which they are no longer low.

    Parameters
    ----------
    flow : ndarray, shape (members, steps)
        Inflow of a catchment [Ml/d].
    uplift : float
        Share by which low flows rise [1].

    Returns
    -------
    ndarray, shape (members, steps)
        Each member's flows up to its own Q70 x (1 + uplift), but not above that Q70; other flows as they
        are [Ml/d].
    """
    q70 = np.quantile(flow, 1 - _EXCEEDED, axis=1, keepdims=True)
    return np.where(flow < q70, np.minimum(flow * (1 + uplift), q70), flow)
