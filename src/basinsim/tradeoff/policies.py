"""The policies that a study has tried, each with a number of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from basinsim.tradeoff.judging import Verdict
from basinsim.tradeoff.space import Dimension, Option
from basinsim.tradeoff.trials import Outcome

BASELINE = "baseline"


@dataclass
class Tried:
    """A policy of a study.

    Attributes
    ----------
    name : str
        ``baseline``, or ``p0001`` and so on, in the order in which they were first asked for.
    options : tuple of Option
        The value of each lever; empty for the baseline.
    seed, round : int
        Of the search that first asked for it; 0 for the baseline.
    outcomes, verdicts : dict
        By stage.
    """

    name: str
    options: tuple[Option, ...]
    seed: int = 0
    round: int = 0
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)

    def failure(self, stage: str) -> str:
        """Return why it could not be simulated in a stage; empty where it could."""
        found = [f"{name}: {one.failure}" for name, one in self.outcomes[stage].items() if one.failure]
        return "; ".join(found)


class Roll:
    """Gives every policy its number, and equal ones the same.

    Parameters
    ----------
    dimensions : sequence of Dimension
        The levers.
    """

    def __init__(self, dimensions: Sequence[Dimension]) -> None:
        self.dimensions = dimensions
        self.all: list[Tried] = []
        self._known: dict[tuple[float | str, ...], Tried] = {}

    def take(self, place: np.ndarray, seed: int, round_: int, most: int | None = None) -> Tried | None:
        """Return the policy at a point of the levers' space.

        Parameters
        ----------
        place : ndarray, shape (levers,)
            Between 0 and 1.
        seed, round_ : int
            Of the search that asks for it.
        most : int, optional
            How many policies there may be.

        Returns
        -------
        Tried or None
            A new one, or the one that has these values already; None where one too many would be.
        """
        options = tuple(one.at(float(share)) for one, share in zip(self.dimensions, place, strict=True))
        key = tuple(option.shown for option in options)
        if key not in self._known:
            if most is not None and len(self.all) >= most:
                return None
            self._known[key] = Tried(f"p{len(self.all) + 1:04d}", options, seed, round_)
            self.all.append(self._known[key])
        return self._known[key]
