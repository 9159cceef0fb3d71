"""The largest demand at which failures stay within a limit: several limits, several demands at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

import numpy as np

Trial = TypeVar("Trial")

_ROUNDS = 60
_LARGEST = 1000.0
"""Demands above this are not tried."""


class Bracket(NamedTuple):
    """Between which demands a limit is reached.

    Attributes
    ----------
    met : float
        The largest demand tried at which, as at all smaller ones, failures stay within the limit; NaN
        where they do so at none.
    unmet : float
        The next one tried; infinite where none was too much.
    """

    met: float
    unmet: float


@dataclass
class Search(Generic[Trial]):
    """Tries demands until the brackets of some limits are narrow.

    Parameters
    ----------
    run : callable
        Tries demands, all at once, and returns what came of each.
    failures : callable
        Counts failures in what came of a trial. It is taken to rise with the demand.
    at_once : int
        How many demands are tried together.
    tolerance : float
        How narrow a bracket has to be [as demands].

    Attributes
    ----------
    trials : dict of float to Trial
        What came of each demand tried.
    """

    run: Callable[[Sequence[float]], Sequence[Trial]]
    failures: Callable[[Trial], float]
    at_once: int
    tolerance: float
    trials: dict[float, Trial] = field(default_factory=dict)

    @property
    def demands(self) -> list[float]:
        """The demands tried, rising."""
        return sorted(self.trials)

    def try_at(self, demands: Sequence[float]) -> None:
        """Try demands that have not been tried yet."""
        new = sorted(set(demands) - self.trials.keys())
        while new:
            now, new = new[: self.at_once], new[self.at_once :]
            self.trials |= dict(zip(now, self.run(now), strict=True))

    def bracket(self, limit: float, failures: Callable[[Trial], float] | None = None) -> Bracket:
        """Return between which of the demands tried a limit is reached.

        Parameters
        ----------
        limit : float
            Most failures.
        failures : callable, optional
            Another count of failures.

        Returns
        -------
        Bracket
            Certified by trials on both sides, as far as there are any.
        """
        count = failures or self.failures
        met = np.nan
        for demand in self.demands:
            if count(self.trials[demand]) > limit:
                return Bracket(met, demand)
            met = demand
        return Bracket(met, np.inf)

    def narrow(self, limits: Sequence[float], failures: Callable[[Trial], float] | None = None) -> None:
        """Try demands until the brackets of all limits are narrow.

        Parameters
        ----------
        limits : sequence of float
            Most failures, each.
        failures : callable, optional
            Another count of failures.
        """
        for _ in range(_ROUNDS):
            brackets = {self.bracket(limit, failures) for limit in limits}
            open_ones = sorted(b for b in brackets if b.unmet - b.met > self.tolerance * (1 + 1e-9))
            if not open_ones:
                return
            # Every bracket has its share of the demands tried together, the first ones what is left over.
            share, over = divmod(self.at_once, len(open_ones))
            points = [
                point
                for i, bracket in enumerate(open_ones)
                for point in self._within(bracket, max(share + (i < over), 1))
            ]
            if not points:
                return
            self.try_at(points)

    def _within(self, bracket: Bracket, count: int) -> list[float]:
        if np.isinf(bracket.unmet):
            larger = [max(bracket.met, self.tolerance) * 2.0 ** (k + 1) for k in range(min(count, 2))]
            return [point for point in larger if point <= 2 * _LARGEST]
        # More points than the tolerance needs would be idle.
        needed = int(np.ceil((bracket.unmet - bracket.met) / self.tolerance - 1e-9)) - 1
        points = np.linspace(bracket.met, bracket.unmet, min(count, max(needed, 1)) + 2)
        return [float(point) for point in points[1:-1]]

    def falls(self) -> tuple[float, float] | None:
        """Return a demand and a larger one with fewer failures; None where failures never fall."""
        demands = self.demands
        for smaller, larger in pairwise(demands):
            if self.failures(self.trials[larger]) < self.failures(self.trials[smaller]):
                return smaller, larger
        return None
