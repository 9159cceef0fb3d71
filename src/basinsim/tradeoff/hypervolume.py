"""How much of what could be had a set of policies covers, and how that grew in the search."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from basinsim.errors import RunError

EXTRA = "basinsim[studies]"
_BEYOND_THE_WORST = 1.1


def hypervolume(costs: ArrayLike, reference: ArrayLike) -> float:
    """Return the volume between a set of points and a reference point.

    Parameters
    ----------
    costs : array_like, shape (points, objectives)
        Lower is better.
    reference : array_like, shape (objectives,)
        A point that is worse; what lies beyond it counts as nothing.

    Returns
    -------
    float
        In the product of the objectives' units.

    Raises
    ------
    RunError
        Where pymoo, which computes it, is not installed.
    """
    try:
        from pymoo.indicators.hv import HV
    except ImportError as error:
        message = f"hypervolume needs pymoo: install {EXTRA}"
        raise RunError(message) from error
    table = np.atleast_2d(np.asarray(costs, dtype=float))
    return 0.0 if table.size == 0 else float(HV(ref_point=np.asarray(reference, dtype=float))(table))


def is_available() -> bool:
    """Say whether hypervolumes can be computed."""
    from importlib.util import find_spec

    return find_spec("pymoo") is not None


@dataclass(frozen=True)
class Scale:
    """Where each objective is 0 (the best found) and 1 (the worst found).

    Attributes
    ----------
    best, worst : ndarray, shape (objectives,)
        Costs.
    """

    best: NDArray[np.float64]
    worst: NDArray[np.float64]

    @classmethod
    def of(cls, costs: ArrayLike) -> "Scale":
        """Return the scale of a set of points, shape (points, objectives)."""
        table = np.asarray(costs, dtype=float)
        return cls(table.min(axis=0), table.max(axis=0))

    def share(self, costs: ArrayLike) -> float:
        """Return the share of the box from the best to a tenth beyond the worst that points cover [1]."""
        table = np.asarray(costs, dtype=float)
        if not table.size:
            return 0.0
        span = self.worst - self.best
        telling = span > 0  # what is the same for all says nothing
        if not telling.any():
            return 1.0
        places = (table[:, telling] - self.best[telling]) / span[telling]
        edge = np.full(int(telling.sum()), _BEYOND_THE_WORST)
        return hypervolume(places, edge) / float(np.prod(edge))


def history(costs: Sequence[NDArray[np.float64] | None], scale: Scale) -> NDArray[np.float64]:
    """Return the share covered after each evaluation.

    Parameters
    ----------
    costs : sequence of ndarray of shape (objectives,), or None
        In the order of evaluation; None for a policy that is not allowed.
    scale : Scale
        The same for all histories that are compared.

    Returns
    -------
    ndarray, shape (evaluations,)
        Never falls [1].
    """
    from basinsim.metrics.dominance import non_dominated

    front = np.empty((0, len(scale.best)))
    shares: list[float] = []
    for point in costs:
        if point is not None:
            candidates = np.vstack([front, point])
            grown = candidates[non_dominated(-candidates)]
            changed = len(grown) != len(front) or not np.array_equal(grown, front)
            front = grown
            if changed:
                shares.append(scale.share(front))
                continue
        shares.append(shares[-1] if shares else 0.0)
    return np.array(shares)
