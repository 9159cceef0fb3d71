"""Why more is not possible: one line of arithmetic that holds for every feasible step.

Multipliers ``rho`` of the rows turn ``matrix @ x == 0`` into ``a @ x == 0`` with
``a = rho @ matrix``. Whatever the bounds of the day, the least that ``a @ x`` can be within them
must not be above zero; this caps how far a level can be filled.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csc_array

_NOISE = 1e-10


@dataclass
class Certificates:
    """Certificates found for one level; each stays true for any bounds.

    Attributes
    ----------
    positive, negative : ndarray, shape (certificates, columns)
        The two parts of ``a``.
    """

    columns: int
    most: int = 64
    positive: np.ndarray = field(init=False)
    negative: np.ndarray = field(init=False)
    _last_used: np.ndarray = field(init=False)
    _clock: int = 0

    def __post_init__(self) -> None:
        """Start with none."""
        self.positive = np.zeros((0, self.columns))
        self.negative = np.zeros((0, self.columns))
        self._last_used = np.zeros(0, dtype=int)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.positive)

    def add(self, weights: np.ndarray) -> int:
        """Keep a certificate; the one longest unused makes room.

        Parameters
        ----------
        weights : ndarray, shape (columns,)
            The vector ``a``.

        Returns
        -------
        int
            Its number.
        """
        self._clock += 1
        if len(self) >= self.most:
            number = int(np.argmin(self._last_used))
        else:
            number = len(self)
            self.positive = np.vstack([self.positive, np.zeros(self.columns)])
            self.negative = np.vstack([self.negative, np.zeros(self.columns)])
            self._last_used = np.append(self._last_used, 0)
        self.positive[number] = np.maximum(weights, 0)
        self.negative[number] = np.minimum(weights, 0)
        self._last_used[number] = self._clock
        return number

    def used(self, number: int) -> None:
        """Note that a certificate was the tight one."""
        self._clock += 1
        self._last_used[number] = self._clock

    def least_sums(self, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
        """Return the least that each ``a @ x`` can be.

        Parameters
        ----------
        lower, upper : ndarray, shape (columns,)
            Bounds.

        Returns
        -------
        ndarray, shape (certificates,)
            Above zero where the bounds are impossible.
        """
        return np.asarray(self.positive @ lower + self.negative @ upper)


def weights_from_ray(
    ray: np.ndarray, matrix: csc_array, lower: np.ndarray, upper: np.ndarray
) -> np.ndarray | None:
    """Turn the solver's proof of infeasibility into a certificate.

    Parameters
    ----------
    ray : ndarray, shape (rows,)
        Multipliers of the rows, of either sign.
    matrix : csc_array, shape (rows, columns)
        The step's matrix.
    lower, upper : ndarray, shape (columns,)
        The bounds that were found impossible.

    Returns
    -------
    ndarray, shape (columns,), or None
        Scaled to a largest weight of one; None where it does not prove it.
    """
    largest = np.abs(ray).max(initial=0.0)
    if largest == 0:
        return None
    multipliers = np.where(np.abs(ray) < _NOISE * largest, 0.0, ray / largest)
    weights = matrix.T @ multipliers
    size = np.abs(weights).max(initial=0.0)
    if size == 0:
        return None
    weights = np.where(np.abs(weights) < _NOISE * size, 0.0, weights / size)
    for signed in (weights, -weights):
        if np.maximum(signed, 0) @ lower + np.minimum(signed, 0) @ upper > 0:
            return np.asarray(signed)
    return None
