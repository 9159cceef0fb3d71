"""A linear program with several objectives, each carried from step to step in a column of its own."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import block_array, coo_array, csc_array

from basinsim.solver.highs import StepSolver

HAIR = 1e-9
"""By which what was reached may be missed afterwards, as a share of an objective's size."""


class NoSolutionError(RuntimeError):
    """Nothing keeps the bounds."""


class ManyObjectives:
    """Minimises sums over the rows ``matrix @ x == 0`` within bounds, again and again from the last basis.

    Parameters
    ----------
    matrix : csc_array, shape (rows, columns)
        Of all steps.
    lower, upper : ndarray, shape (columns,)
        Bounds of the columns.
    costs : sequence of ndarray, shape (columns,)
        One for each objective, all to be minimised.
    steps : int
        Into how many equal parts the columns fall.

    Attributes
    ----------
    sizes : ndarray, shape (objectives,)
        What each could be at most: of the order of its totals.
    x : ndarray, shape (columns,)
        Solution of the last solve.
    prices : ndarray, shape (objectives,)
        By how much the sum minimised last falls for one more of each objective's limit; zero where its
        limit does not hold it.
    weights : ndarray, shape (objectives,)
        All positive: for the sum with these the last lexicographic solution is best of all.

    Notes
    -----
    The value of an objective up to a step is a column: that of the step before and what the step adds.
    A limit on a total is then a bound of its last column, and no row runs over all steps.
    """

    def __init__(
        self,
        matrix: csc_array,
        lower: np.ndarray,
        upper: np.ndarray,
        costs: Sequence[np.ndarray],
        steps: int = 1,
    ) -> None:
        columns = matrix.shape[1]
        self.count, self._columns = len(costs), columns
        self.sizes = np.array([_size(cost, lower, upper) for cost in costs])
        whole = _with_totals(
            matrix, [cost / size for cost, size in zip(costs, self.sizes, strict=True)], steps
        )
        totals = whole.shape[1] - columns
        free = np.full(totals, np.inf)
        self._lower, self._upper = np.concatenate([lower, -free]), np.concatenate([upper, free])
        # Totals of one objective stand together; its last one is that of the whole.
        self._last = columns + steps * (1 + np.arange(self.count)) - 1
        self._solver = StepSolver(whole, np.zeros(whole.shape[1]))
        self.x, self.prices = np.zeros(columns), np.zeros(self.count)
        self.weights = np.ones(self.count)

    def minimise(self, weights: np.ndarray, limits: np.ndarray | None = None) -> np.ndarray:
        """Minimise a weighted sum of the objectives.

        Parameters
        ----------
        weights : ndarray, shape (objectives,)
            Of each.
        limits : ndarray, shape (objectives,), optional
            Most that each may be; infinite where there is no limit.

        Returns
        -------
        ndarray, shape (objectives,)
            Value of each.

        Raises
        ------
        NoSolutionError
            Where nothing keeps bounds and limits.
        SolverError
            Where the solver stops for a reason of its own, such as a sum without end.
        """
        cost, upper = np.zeros(len(self._lower)), self._upper.copy()
        largest = float(np.max(np.abs(weights * self.sizes)))
        cost[self._last] = weights * self.sizes / largest
        if limits is not None:
            upper[self._last] = limits / self.sizes
        self._solver.set_cost(cost)
        found = self._solver.solve(self._lower, upper)
        if isinstance(found, np.ndarray):
            raise NoSolutionError
        self.x = found.x[: self._columns]
        self.prices = -found.reduced_costs[self._last] / self.sizes * largest
        return np.asarray(found.x[self._last] * self.sizes)

    def lexicographic(self, order: Sequence[int], limits: np.ndarray | None = None) -> np.ndarray:
        """Minimise one objective, then the next among what is best in the first, and so on.

        Parameters
        ----------
        order : sequence of int
            Positions of objectives, the first to be minimised first.
        limits : ndarray, shape (objectives,), optional
            Most that each may be.

        Returns
        -------
        ndarray, shape (objectives,)
            Value of each; no solution within the limits is better in one and no worse in the others.
        """
        limits = np.full(self.count, np.inf) if limits is None else limits.astype(float).copy()
        values, together = np.full(self.count, np.nan), np.zeros(self.count)
        for place in order:
            weights = np.zeros(self.count)
            weights[place] = 1.0
            values = self.minimise(weights, limits)
            # What is best under limits is best of all for the sum with the limits' prices; what is so for
            # several sums is so for their sum.
            held = np.maximum(self.prices, 0.0)
            held[place] = 1.0
            together += held / (held @ self.sizes)
            limits[place] = min(limits[place], values[place] + HAIR * self.sizes[place])
        self.weights = together
        return values


def _size(cost: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
    """Return what an objective could be at most: a measure by which its total is of order one."""
    with np.errstate(invalid="ignore"):
        most = np.where(cost != 0, np.abs(cost) * np.maximum(np.abs(lower), np.abs(upper)), 0.0)
    size = float(most[np.isfinite(most)].sum())
    return size if size > 0 else float(np.abs(cost).max(initial=0.0)) or 1.0


def _with_totals(matrix: csc_array, costs: Sequence[np.ndarray], steps: int) -> csc_array:
    """Add the columns and rows of running totals, objective after objective."""
    columns = matrix.shape[1]
    a_step = columns // steps
    blocks: list[list[object]] = [[matrix, *([None] * len(costs))]]
    for number, cost in enumerate(costs):
        priced = np.flatnonzero(cost)
        adds = coo_array((-cost[priced], (priced // a_step, priced)), shape=(steps, columns))
        at = np.arange(steps)
        carries = coo_array(
            (
                np.concatenate([np.ones(steps), -np.ones(steps - 1)]),
                (np.concatenate([at, at[1:]]), np.concatenate([at, at[:-1]])),
            ),
            shape=(steps, steps),
        )
        blocks.append([adds, *([None] * number), carries, *([None] * (len(costs) - number - 1))])
    return csc_array(block_array(blocks, format="csc"))
