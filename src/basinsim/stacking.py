"""Repeat the compiled step over a horizon: blocks on the diagonal, each tied to the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from basinsim.step_program import StepProgram

if TYPE_CHECKING:
    from scipy.sparse import csc_array

CARRIED = (("storage_start", "storage"), ("licence_start", "licence_used"), ("return_start", "return_left"))
"""Columns that hold the state at the start of a step, and those of the step before that they equal."""

TIED = (*CARRIED, ("rolling_start", "rolling_used"))
"""The same with the accounts of rolling licences, of which takes drop out again after some time."""


@dataclass(frozen=True)
class Lag:
    """A take that no longer counts under a rolling licence from some step on.

    Attributes
    ----------
    step, earlier : int
        In which step it drops out, and in which it was taken.
    licence : int
        Position among the rolling licences.
    share : float
        Of that take.
    """

    step: int
    earlier: int
    licence: int
    share: float


@dataclass(frozen=True)
class StackedProgram:
    """The rows ``matrix @ x == 0`` of many steps, step after step.

    Column ``j`` of step ``t`` stands at ``t * columns + j``. From the second step on, the columns
    of the state at the start are empty: what would stand there stands at the end of the step before.

    Attributes
    ----------
    matrix : csc_array, shape (steps x rows, steps x columns)
        All steps.
    program : StepProgram
        One of them.
    steps : int
        How many.
    """

    matrix: "csc_array"
    program: StepProgram
    steps: int

    def columns(self, component: str) -> np.ndarray:
        """Return the positions of a component's columns in every step.

        Parameters
        ----------
        component : str
            Such as ``flow``.

        Returns
        -------
        ndarray of int, shape (steps, labels)
            Column numbers.
        """
        block = self.program.of(component)
        return np.arange(self.steps)[:, np.newaxis] * self.program.shape[1] + np.arange(
            block.start, block.stop
        )


def stack(
    program: StepProgram,
    steps: int,
    accounts_kept: np.ndarray,
    storage_kept: np.ndarray | None = None,
    lags: Sequence[Lag] = (),
) -> StackedProgram:
    """Repeat a step over a horizon.

    Parameters
    ----------
    program : StepProgram
        One step.
    steps : int
        How many.
    accounts_kept : ndarray, shape (steps, annual licences)
        1 where a licence's account runs on from the step before, 0 where it restarts.
    storage_kept : ndarray, shape (steps, reservoirs), optional
        What of the storage that the step before left is there for the step; 1 without it.
    lags : sequence of Lag
        Takes that drop out of the accounts of rolling licences.

    Returns
    -------
    StackedProgram
        Only its bounds and costs are still open.
    """
    from scipy.sparse import (
        coo_array,
        csc_array,
    )  # late: `check` counts the lags of licences and stacks nothing

    rows, columns = program.shape
    one = coo_array(program.matrix)
    row, column, value = one.row.astype(np.int64), one.col.astype(np.int64), one.data
    step = np.repeat(np.arange(steps), len(row))
    all_rows = np.tile(row, steps) + step * rows
    all_columns = np.tile(column, steps) + step * columns
    all_values = np.tile(value, steps)
    shift, kept = _carrying(program, steps, accounts_kept, storage_kept)
    moved = np.tile(shift[column], steps)
    later = (step > 0) & (moved != 0)
    all_columns[later] += moved[later] - columns
    all_values[later] *= kept[step[later], np.tile(column, steps)[later]]
    if lags:
        drops, take = program.rows["counts_rolling_use"].start, program.columns["rolling_take"].start
        dropped = [
            (lag.step * rows + drops + lag.licence, lag.earlier * columns + take + lag.licence, lag.share)
            for lag in lags
        ]
        row_of, column_of, share = zip(*dropped, strict=True)
        all_rows = np.concatenate([all_rows, row_of])
        all_columns = np.concatenate([all_columns, column_of])
        all_values = np.concatenate([all_values, share])
    matrix = csc_array(
        coo_array((all_values, (all_rows, all_columns)), shape=(rows * steps, columns * steps))
    )
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return StackedProgram(matrix, program, steps)


def _carrying(
    program: StepProgram, steps: int, accounts_kept: np.ndarray, storage_kept: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return how far each start column lies from its end column, and what of it is carried."""
    shift = np.zeros(program.shape[1], dtype=np.int64)
    for start, end in TIED:
        # The two blocks are of one length, label by label.
        shift[program.of(start)] = program.columns[end].start - program.columns[start].start
    kept = np.ones((steps, program.shape[1]))
    kept[:, program.of("licence_start")] = accounts_kept
    if storage_kept is not None:
        kept[:, program.of("storage_start")] = storage_kept
    return shift, kept
