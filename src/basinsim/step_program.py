"""The compiled step: one sparse matrix whose rows and columns carry names."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_array


@dataclass(frozen=True)
class Block:
    """A run of rows or columns that belong to one component.

    Attributes
    ----------
    start : int
        Position of the first.
    labels : tuple
        What each of them is for: names of nodes, links or licences, or numbers of priorities.
    """

    start: int
    labels: tuple[str | int, ...]

    @cached_property
    def positions(self) -> slice:
        """Where the block stands; asked for some seventy times a step."""
        return slice(self.start, self.start + len(self.labels))


@dataclass(frozen=True)
class StepProgram:
    """The rows ``matrix @ x == 0`` of one time step, with ``x`` in volumes [Ml].

    Attributes
    ----------
    matrix : csc_array, shape (rows, columns)
        Constants of the basin.
    columns, rows : dict of str to Block
        Components by name, in order.
    """

    matrix: "csc_array"
    columns: dict[str, Block]
    rows: dict[str, Block]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        rows, columns = self.matrix.shape
        return int(rows), int(columns)

    def of(self, component: str) -> slice:
        """Return the columns of a component.

        Parameters
        ----------
        component : str
            Such as ``flow``.

        Returns
        -------
        slice
            To index the last axis of bounds and solutions.
        """
        return self.columns[component].positions

    def position(self, component: str, label: str | int) -> int:
        """Return the position of one column.

        Parameters
        ----------
        component : str
            Such as ``flow``.
        label : str or int
            One of its labels.

        Returns
        -------
        int
            Column number.
        """
        block = self.columns[component]
        return block.start + block.labels.index(label)

    def positions(self, component: str, labels: tuple[str | int, ...]) -> np.ndarray:
        """Return the positions of several columns of one component.

        Parameters
        ----------
        component : str
            Such as ``storage``.
        labels : tuple
            Some of its labels.

        Returns
        -------
        ndarray of int
            Column numbers in the order of ``labels``.
        """
        return np.array([self.position(component, label) for label in labels], dtype=int)

    @staticmethod
    def names(blocks: dict[str, Block]) -> list[str]:
        """Return a name for every row or column, such as ``flow[a->b]``.

        Parameters
        ----------
        blocks : dict
            ``columns`` or ``rows``.

        Returns
        -------
        list of str
            In order.
        """
        return [f"{name}[{label}]" for name, block in blocks.items() for label in block.labels]
