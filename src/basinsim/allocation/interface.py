"""What every allocator of single steps offers, however it works inside."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

WORTH_COMPILING = 15_000
"""Steps of all members from which on the batch kernel is worth its compilation."""


class AllocationError(RuntimeError):
    """A level could not be filled; names it, and the member where there are several.

    Attributes
    ----------
    member : int
        Counted from 0.
    step : int
        Counted from 0, where several steps were asked for together.
    """

    member = 0
    step = 0


@dataclass
class Counts:
    """How the steps of a run were proved.

    Attributes
    ----------
    steps : int
        Steps of all members.
    predicted : int
        Those proved at once, by certificates of earlier steps and one solve.
    solves : int
        Linear programs solved.
    kernel : int
        Steps that the batch kernel proved; the reference proved the others.
    """

    steps: int = 0
    predicted: int = 0
    solves: int = 0
    kernel: int = 0


class StepAllocator(Protocol):
    """Allocates one step of all members; the answers do not depend on what was allocated before."""

    counts: Counts

    def allocate_members(
        self, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None
    ) -> np.ndarray:
        """Allocate one step of every member.

        Parameters
        ----------
        lower, upper : ndarray, shape (members, columns)
            Bounds of the step, finite [Ml]. The upper bound of a wish is what is asked for.
        money_cost : ndarray, shape (members, columns), optional
            Cost less value [GBP/Ml]; None where nothing has a price.

        Returns
        -------
        ndarray, shape (members, columns)
            The allocation [Ml].

        Raises
        ------
        AllocationError
            Where a level of a member cannot be proved, even from nothing.
        """
        ...
