"""What a rule at work is: it remembers, decides on what is known, and changes numbers of the step."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

import numpy as np

Memory = dict[str, np.ndarray]
"""What a rule remembers from step to step: arrays of shape (members, anything)."""


@dataclass(frozen=True)
class Known:
    """What is known when a rule decides: at the start of a step, or of a window.

    Attributes
    ----------
    step : int
        Counted from 0, the warm-up included.
    day : date
        First day of the step.
    storage : ndarray, shape (members, reservoirs)
        At the start of that day [Ml].
    """

    step: int
    day: date
    storage: np.ndarray


@dataclass(frozen=True)
class Seen:
    """What can be seen once a step is over.

    Attributes
    ----------
    step : int
        Which step it was.
    days : int
        Its length [d].
    gauge_flow : ndarray, shape (members, gauges)
        Mean flow passing each gauge [Ml/d].
    """

    step: int
    days: int
    gauge_flow: np.ndarray


@dataclass(frozen=True)
class Change:
    """A change of one series of numbers in one step.

    Attributes
    ----------
    series : str
        Name of a series of the run's inputs: amount, link_capacity, works_capacity, minimum_flow,
        environmental_flow, take_limit.
    things : ndarray of int
        Positions of the things changed, in the series' order.
    how : {"set", "factor", "raise", "limit"}
        Put in place of the basin's number; multiply it; raise it to at least this; lower it to at
        most this.
    values : ndarray, shape (1 or members, things changed)
        In the unit of the series; 1 for a factor.
    share : float
        Of the step's time in which it holds; for ``raise`` only.
    """

    series: str
    things: np.ndarray
    how: Literal["set", "factor", "raise", "limit"]
    values: np.ndarray
    share: float = 1.0


@dataclass(frozen=True)
class StorageLine:
    """A storage through the run at which a rule changes its mind; for figures.

    Attributes
    ----------
    stores : ndarray of int
        Positions of the reservoirs whose storage counts together.
    level : ndarray, shape (1 or members, steps)
        At the start of each step [Ml].
    """

    stores: np.ndarray
    level: np.ndarray


class ActingRule:
    """A rule at work on the arrays of a run, member first; what it remembers is handed to it.

    Attributes
    ----------
    is_law : bool
        Whether it still binds where the whole period is known: limits do, choices of operation do not.
    states : tuple of str
        What the numbers of its state mean, from 0 on; the first is the ordinary one.
    """

    is_law: ClassVar[bool] = False
    states: tuple[str, ...] = ("off", "on")

    def begin(self, members: int) -> Memory:
        """Return what it remembers before the first step.

        Parameters
        ----------
        members : int
            How many.

        Returns
        -------
        dict of str to ndarray, shape (members, anything)
            Nothing where it only looks at the calendar and the storages.
        """
        return {}

    def decide(self, memory: Memory, known: Known) -> Memory:
        """Decide on what is known, once before each step, or before each window.

        Parameters
        ----------
        memory : dict of str to ndarray
            Not to be changed in place.
        known : Known
            Nothing of the step to come but its date.

        Returns
        -------
        dict of str to ndarray
            With the decision.
        """
        return memory

    def changes(self, memory: Memory, step: int) -> list[Change]:
        """Return what the decision means for the numbers of a step.

        Parameters
        ----------
        memory : dict of str to ndarray
            As it was decided.
        step : int
            Counted from 0; within a window there are several to one decision.

        Returns
        -------
        list of Change
            Empty where all stays as the basin has it.
        """
        return []

    def learn(self, memory: Memory, seen: Seen) -> Memory:
        """Take in a step that is over.

        Parameters
        ----------
        memory : dict of str to ndarray
            Not to be changed in place.
        seen : Seen
            What came of the step.

        Returns
        -------
        dict of str to ndarray
            For the next decision.
        """
        return memory

    def state(self, memory: Memory, step: int) -> np.ndarray | int:
        """Return its state in a step.

        Parameters
        ----------
        memory : dict of str to ndarray
            As it was decided.
        step : int
            Counted from 0.

        Returns
        -------
        ndarray of shape (members,), or int
            Counts through ``states``.
        """
        return 0

    def storage_lines(self) -> dict[str, StorageLine]:
        """Return the storages it goes by.

        Returns
        -------
        dict of str to StorageLine
            By what they are called; empty where it goes by none.
        """
        return {}

    def notes(self) -> list[str]:
        """Return what a reader of the results should know, in sentences.

        Returns
        -------
        list of str
            Empty as a rule.
        """
        return []

    @property
    def is_approximate(self) -> bool:
        """Whether it can only be followed roughly with the steps of this run."""
        return False
