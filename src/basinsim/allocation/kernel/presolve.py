"""Make the step small before it is solved a million times.

A column whose bounds can never bind is replaced by the row that defines it; a column that the state
or the weather decides becomes a right-hand side. Both are *relaxations or identities*: an answer
of the small step is checked against every bound and row of the whole step, and one that passes
is the answer of the whole step.

The small step may also *assume* that nature and the dams get all they ask (no reservoir below its
dead storage, no overflow). Where that is impossible the step has no solution, and where it is
possible nothing better exists: these levels come first, and are then at their best.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array

from basinsim.allocation.levels import Level
from basinsim.step_program import StepProgram

_ROUNDING = 1e-9
_FILL = 40  # most entries that replacing one column may add


@dataclass(frozen=True)
class SmallStep:
    """``matrix @ z == constants @ data``, and how the whole step is had from it.

    Attributes
    ----------
    matrix : csr_array, shape (rows, kept)
        Of the columns that are left.
    constants : csr_array, shape (rows, data)
        What the given columns add to each row; their sum is fixed in a step.
    whole : csr_array, shape (columns, kept + data)
        Every column of the step from those kept and those given.
    kept, data : ndarray of int
        Columns of the step; among those kept the levels' come first, one level after the other.
    assumed : ndarray of bool, shape (data,)
        Which of the given columns are given only because they are assumed at their upper bound.
    levels : list of Level
        Those not assumed; columns are numbered as in ``kept``, but what they carry over as in the step.
    eliminated : ndarray of bool, shape (columns,)
        Columns whose bounds the small step leaves out.
    """

    matrix: csr_array
    constants: csr_array
    whole: csr_array
    kept: np.ndarray
    data: np.ndarray
    assumed: np.ndarray
    levels: list[Level]
    eliminated: np.ndarray


def make_small(
    program: StepProgram,
    levels: list[Level],
    lower: np.ndarray,
    upper: np.ndarray,
    *,
    keep: set[int],
    assume_nature: bool,
) -> SmallStep:
    """Replace what can be replaced.

    Parameters
    ----------
    program : StepProgram
        The whole step.
    levels : list of Level
        Of the step, in their order, without the one of money.
    lower, upper : ndarray, shape (members, columns)
        Bounds of some step; infinite where nothing bounds a column. Columns are taken for given,
        and bounds for idle, on their evidence.
    keep : set of int
        Columns not to be replaced, because their bounds turned out to bind.
    assume_nature : bool
        Whether dead storage, evaporation and overflow are assumed at their best.

    Returns
    -------
    SmallStep
        With fewer rows and columns.
    """
    return _Elimination(program, levels, lower, upper, keep, assume_nature).run()


class _Elimination:
    def __init__(
        self,
        program: StepProgram,
        levels: list[Level],
        lower: np.ndarray,
        upper: np.ndarray,
        keep: set[int],
        assume_nature: bool,
    ) -> None:
        columns = program.shape[1]
        self.rows = program.matrix.toarray()
        self.low, self.high = lower.min(axis=0), upper.max(axis=0)
        self.least_high = upper.min(axis=0)
        self.given = _components(program, _GIVEN)
        self.zero = _components(program, _ZERO)
        # What the weather and the state give may be anything in another step.
        self.low[self.given] = 0.0
        self.high[self.given & ~self.zero] = np.inf
        self.assumed = np.zeros(columns, dtype=bool)
        self.levels = levels
        if assume_nature:
            self._assume(program)
        self.fixed_wishes = np.zeros(columns, dtype=bool)
        for level in self.levels:
            self.fixed_wishes[level.columns] = True
        self.keep = np.zeros(columns, dtype=bool)
        self.keep[list(keep)] = True
        self.defining: dict[int, int] = {}  # column replaced -> row that defines it
        self.free = ~self.given & ~self.fixed_wishes & ~self.keep
        self.open = np.ones(len(self.rows), dtype=bool)  # rows that define no column
        self.entries, self.possible = (np.zeros(self.rows.shape, dtype=bool) for _ in range(2))
        self.in_row = np.zeros(len(self.rows), dtype=int)
        self._look_at(np.arange(len(self.rows)))

    def _assume(self, program: StepProgram) -> None:
        """Give dead storage and evaporation all they ask, and let nothing overflow."""
        for component in ("dead_kept", "evaporation"):
            self.given[program.of(component)] = self.assumed[program.of(component)] = True
        for component in ("overflow", "total_overflow", "total_high_overflow"):
            self.given[program.of(component)] = self.zero[program.of(component)] = True
        self.high[self.zero] = 0.0
        self.levels = [level for level in self.levels if not self.given[level.columns].all()]

    def run(self) -> SmallStep:
        while self._replace_one():
            pass
        rows, given = self.rows, self.given
        gone = np.zeros(rows.shape[1], dtype=bool)
        gone[list(self.defining)] = True
        used = np.zeros(len(rows), dtype=bool)
        used[list(self.defining.values())] = True
        kept = np.flatnonzero(~gone & ~given)
        # Level after level, so that the columns of each are next to each other.
        filled = np.concatenate([np.zeros(0, dtype=int), *(level.columns for level in self.levels)])
        kept = np.concatenate([filled, np.setdiff1d(kept, filled)])
        data = np.flatnonzero(given & ~self.zero)
        left = rows[~used]
        # A row of given columns alone says nothing about the others: the check of the whole step sees it.
        left = left[np.abs(left[:, kept]).max(axis=1, initial=0.0) > 0]
        whole = np.zeros((rows.shape[1], len(kept) + len(data)))
        whole[kept, np.arange(len(kept))] = 1.0
        whole[data, len(kept) + np.arange(len(data))] = 1.0
        for column, row in self.defining.items():
            share = -rows[row] / rows[row, column]
            whole[column] = np.concatenate([share[kept], share[data]])
        renumbered = np.full(rows.shape[1], -1)
        renumbered[kept] = np.arange(len(kept))
        levels = [replace(level, columns=renumbered[level.columns]) for level in self.levels]
        return SmallStep(
            csr_array(left[:, kept]),
            csr_array(left[:, data]),
            csr_array(whole),
            kept,
            data,
            self.assumed[data],
            levels,
            gone,
        )

    def _look_at(self, changed: np.ndarray) -> None:
        """Note which entries of changed rows could have their column replaced by the row."""
        rows = self.rows[changed]
        live = (rows != 0) & ~self.zero
        self.entries[changed] = rows != 0
        self.in_row[changed] = (live & ~self.given).sum(axis=1)
        self.possible[changed] = (
            live & self.free & self._bounds_are_idle(rows) & self.open[changed, np.newaxis]
        )

    def _replace_one(self) -> bool:
        """Replace the column that adds the fewest entries; False where there is none left."""
        at, columns = np.divmod(np.flatnonzero(self.possible), self.possible.shape[1])
        in_column = self.entries[self.open].sum(axis=0)
        added = (self.in_row[at] - 1) * (in_column[columns] - 1) - self.in_row[at]
        if not len(added) or added.min() > _FILL:
            return False
        best = int(np.argmin(added))
        i, j = int(at[best]), int(columns[best])
        rows = self.rows
        factors = rows[:, j] / rows[i, j]
        factors[i] = 0.0
        changed = np.flatnonzero(factors)
        others = rows[changed] - np.outer(factors[changed], rows[i])
        others[:, j] = 0.0
        others[np.abs(others) < 1e-13] = 0.0
        rows[changed] = others
        self.defining[j] = i
        self.free[j] = self.open[i] = False
        self._look_at(changed)
        self.possible[i] = False
        self.possible[:, j] = False
        return True

    def _bounds_are_idle(self, rows: np.ndarray) -> np.ndarray:
        """Say of which columns the bounds can never bind where a row defines them, shape of the rows."""
        positive = rows > 0
        live = (rows != 0) & ~self.zero
        with np.errstate(invalid="ignore", divide="ignore"):
            ends = [
                np.where(live, rows * np.where(positive == up, self.high, self.low), 0.0)
                for up in (False, True)
            ]
            # What the others of a row add up to: at the least, and at the most.
            least, most = (_sums_of_others(end) for end in ends)
            lowest = np.where(positive, -most / rows, -least / rows)
            highest = np.where(positive, -least / rows, -most / rows)
            small = _ROUNDING * np.maximum(1.0, np.abs(highest))
            capped = np.isfinite(highest) & (highest <= self.least_high + small)
        idle: np.ndarray = live & (lowest >= self.low - _ROUNDING) & (np.isinf(self.least_high) | capped)
        return idle


def _sums_of_others(values: np.ndarray) -> np.ndarray:
    """Return for each entry the sum of the others in its row; infinite where one of them is."""
    infinite = np.isinf(values)
    finite = np.where(infinite, 0.0, values)
    sums = finite.sum(axis=1, keepdims=True) - finite
    others = infinite.sum(axis=1, keepdims=True) - infinite
    signs = np.where(infinite, np.sign(values), 0.0).sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(others > 0, signs * np.inf, sums))


# The weather, the state, or the lack of foresight decide these in every step.
_ZERO = ("final_storage", "window_storage", "rolling_dropped")
_GIVEN = (
    "inflow",
    "storage_start",
    "rain",
    "return_start",
    "licence_start",
    "rolling_start",
    *_ZERO,
)


def _components(program: StepProgram, names: tuple[str, ...]) -> np.ndarray:
    marked = np.zeros(program.shape[1], dtype=bool)
    for name in names:
        marked[program.of(name)] = True
    return marked
