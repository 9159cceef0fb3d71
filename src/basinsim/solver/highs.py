"""HiGHS, for one step again and again and for a whole horizon; the only file that knows it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import highspy
import numpy as np
from scipy.sparse import csc_array

TOLERANCE = 1e-9
"""Largest violation of a row or bound in an accepted solution [scaled volume]."""

_SOLVED = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty)

_OPTIONS: dict[str, Any] = {
    # One thread everywhere: a second value in one process makes HiGHS fail in silence.
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "presolve": "off",  # a warm basis is worth more, and rays are lost in presolve
    "solver": "simplex",
    "random_seed": 0,
    "primal_feasibility_tolerance": TOLERANCE,
    "dual_feasibility_tolerance": TOLERANCE,
}


class SolverError(RuntimeError):
    """HiGHS refused a call or stopped for a reason of its own."""


class UnboundedError(SolverError):
    """Nothing keeps the cost from falling without end.

    Parameters
    ----------
    ray : ndarray, shape (columns,)
        What can be added to a solution again and again; zero everywhere where the solver gives none.
    """

    def __init__(self, ray: np.ndarray) -> None:
        self.ray = ray
        super().__init__("the cost falls without end")


@dataclass(frozen=True)
class Optimum:
    """A solved step.

    Attributes
    ----------
    x : ndarray, shape (columns,)
        Solution.
    reduced_costs : ndarray, shape (columns,)
        Change of the cost for one more of each column.
    """

    x: np.ndarray
    reduced_costs: np.ndarray


class StepSolver:
    """Solves ``min cost @ x`` with ``matrix @ x == 0`` and ``lower <= x <= upper``, again and again.

    Parameters
    ----------
    matrix : csc_array, shape (rows, columns)
        Stays the same.
    cost : ndarray, shape (columns,)
        Cost to start with.
    """

    def __init__(self, matrix: csc_array, cost: np.ndarray) -> None:
        columns = matrix.shape[1]
        nothing = np.zeros(columns)
        self._highs = _loaded(matrix, cost, nothing, nothing, presolve="off")
        self._all_columns = np.arange(columns, dtype=np.int32)
        self._columns = columns
        self.solves = 0

    def set_cost(self, cost: np.ndarray) -> None:
        """Change the cost; the basis is kept.

        Parameters
        ----------
        cost : ndarray, shape (columns,)
            To be minimised.
        """
        _ok(self._highs.changeColsCost(self._columns, self._all_columns, cost), "changeColsCost")

    def solve(self, lower: np.ndarray, upper: np.ndarray) -> Optimum | np.ndarray:
        """Solve for new bounds, from the basis of the last solve.

        Parameters
        ----------
        lower, upper : ndarray, shape (columns,)
            Finite bounds.

        Returns
        -------
        Optimum, or ndarray of shape (rows,)
            The solution; where there is none, multipliers ``rho`` of the rows such that
            ``rho @ matrix @ x`` cannot be zero within the bounds.

        Raises
        ------
        SolverError
            Where HiGHS gives neither, even from a fresh start.
        """
        _ok(self._highs.changeColsBounds(self._columns, self._all_columns, lower, upper), "changeColsBounds")
        for fresh in (False, True):
            if fresh:
                _ok(self._highs.clearSolver(), "clearSolver")
            self.solves += 1
            status = self._highs.run()
            found = self._highs.getModelStatus()
            if status != highspy.HighsStatus.kError and found in _SOLVED:
                solution = self._highs.getSolution()
                return Optimum(np.array(solution.col_value), np.array(solution.col_dual))
            if found == highspy.HighsModelStatus.kInfeasible:
                _, has_ray, ray = self._highs.getDualRay()  # type: ignore[attr-defined]  # missing from its stubs
                if has_ray:
                    return np.array(ray, dtype=float)
        message = f"HiGHS stopped with {self._highs.modelStatusToString(found)}"
        raise SolverError(message)

    def forget(self) -> None:
        """Drop the basis, so that the next solve starts from nothing."""
        _ok(self._highs.clearSolver(), "clearSolver")

    def write(self, path: Path, columns: list[str], rows: list[str]) -> None:
        """Write the program with its present bounds as an LP file.

        Parameters
        ----------
        path : Path
            Ends in ``.lp``.
        columns, rows : list of str
            Names made of letters, digits and ``_``.
        """
        for i, name in enumerate(columns):
            _ok(self._highs.passColName(i, name), "passColName")
        for i, name in enumerate(rows):
            _ok(self._highs.passRowName(i, name), "passRowName")
        _ok(self._highs.writeModel(str(path)), "writeModel")


@dataclass(frozen=True)
class HorizonOptimum(Optimum):
    """A solved horizon.

    Attributes
    ----------
    row_duals : ndarray, shape (rows,)
        Change of the least cost for one more on the right-hand side of each row.
    one_sided : ndarray of bool, shape (rows,), or None
        Where the dual holds only for more or only for less, because the solution is degenerate;
        None where it was not asked for.
    """

    row_duals: np.ndarray
    one_sided: np.ndarray | None = None


def minimise(
    matrix: csc_array,
    cost: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    *,
    ranging: bool = False,
    presolve: bool = True,
) -> HorizonOptimum | None:
    """Solve ``min cost @ x`` with ``matrix @ x == 0`` and ``lower <= x <= upper``, from nothing.

    Parameters
    ----------
    matrix : csc_array, shape (rows, columns)
        Of many steps.
    cost, lower, upper : ndarray, shape (columns,)
        Bounds may be infinite.
    ranging : bool
        Whether to find out which duals are one-sided.
    presolve : bool
        Whether HiGHS reduces the program first. For a long horizon in which little is fixed and nothing
        is to be made small, that takes longer than it saves.

    Returns
    -------
    HorizonOptimum or None
        None where the bounds are impossible.

    Raises
    ------
    UnboundedError
        Where the cost falls without end.
    SolverError
        Where HiGHS stops for a reason of its own.
    """
    highs = _loaded(matrix, cost, lower, upper, presolve="on" if presolve else "off")
    status = highs.run()
    found = highs.getModelStatus()
    if found in (highspy.HighsModelStatus.kUnboundedOrInfeasible, highspy.HighsModelStatus.kUnbounded):
        # Presolve cannot always tell the two apart, and gives no ray; the simplex method does both.
        _ok(highs.setOptionValue("presolve", "off"), "option presolve")
        status = highs.run()
        found = highs.getModelStatus()
    if found == highspy.HighsModelStatus.kInfeasible:
        return None
    if found == highspy.HighsModelStatus.kUnbounded:
        _, has_ray, ray = highs.getPrimalRay()  # type: ignore[attr-defined]  # missing from its stubs
        raise UnboundedError(np.array(ray, dtype=float) if has_ray else np.zeros(len(cost)))
    if status == highspy.HighsStatus.kError or found not in _SOLVED:
        message = f"HiGHS stopped with {highs.modelStatusToString(found)}"
        raise SolverError(message)
    solution = highs.getSolution()
    x, reduced, duals = (
        np.array(part) for part in (solution.col_value, solution.col_dual, solution.row_dual)
    )
    return HorizonOptimum(x, reduced, duals, _one_sided(highs) if ranging else None)


@dataclass(frozen=True)
class Clash:
    """Bounds that cannot be kept together, given the rows.

    Attributes
    ----------
    at_upper, at_lower : ndarray of int
        Columns whose upper, or lower, bound takes part.
    irreducible : bool
        Whether it is proved that every one of them is needed.
    """

    at_upper: np.ndarray
    at_lower: np.ndarray
    irreducible: bool


_LARGEST_REDUCED = 1500
"""Columns above which a clash is not reduced: the time for it grows with their square."""

_REDUCE = int(highspy.IisStrategy.kIisStrategyFromRay) + int(highspy.IisStrategy.kIisStrategyIrreducible)


def find_clash(matrix: csc_array, lower: np.ndarray, upper: np.ndarray) -> Clash | None:
    """Find bounds that cannot be kept together, as few as there need to be.

    Parameters
    ----------
    matrix : csc_array, shape (rows, columns)
        Of the rows ``matrix @ x == 0``.
    lower, upper : ndarray, shape (columns,)
        Bounds may be infinite.

    Returns
    -------
    Clash or None
        None where all bounds can be kept, or the solver gives no proof that they cannot.

    Notes
    -----
    The multipliers that prove it name the rows and bounds that take part; of these HiGHS finds the
    irreducible set, unless they are very many.
    """
    highs = _loaded(matrix, np.zeros(len(lower)), lower, upper, presolve="off")
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return None
    _, has_ray, ray = highs.getDualRay()  # type: ignore[attr-defined]  # missing from its stubs
    if not has_ray:
        return None
    multipliers = np.where(np.abs(ray) > TOLERANCE * np.abs(ray).max(), ray, 0.0)
    weights = matrix.T @ multipliers
    weights[np.abs(weights) <= TOLERANCE * np.abs(weights).max(initial=0.0)] = 0.0
    with np.errstate(invalid="ignore"):
        least = np.where(weights > 0, weights * lower, np.where(weights < 0, weights * upper, 0.0)).sum()
    if not least > 0:  # of the other sign, then
        weights = -weights
    used, rows = np.flatnonzero(weights), np.flatnonzero(multipliers)
    if len(used) > _LARGEST_REDUCED:
        return Clash(np.flatnonzero(weights < 0), np.flatnonzero(weights > 0), irreducible=False)
    return _reduced(csc_array(matrix[rows, :]), used, lower, upper)


def _reduced(matrix: csc_array, used: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Clash | None:
    free = np.full(len(lower), np.inf)
    low, high = -free, free.copy()
    low[used], high[used] = lower[used], upper[used]
    highs = _loaded(matrix, np.zeros(len(lower)), low, high, presolve="off")
    _ok(highs.setOptionValue("iis_strategy", _REDUCE), "option iis_strategy")
    highs.run()
    status, found = highs.getIis()
    _ok(status, "getIis")
    if not found.valid_:
        return None
    columns = np.array(found.col_index_, dtype=int)
    bounds = np.array([int(bound) for bound in found.col_bound_], dtype=int)
    up, down, both = (
        int(bound)
        for bound in (
            highspy.IisBoundStatus.kIisBoundStatusUpper,
            highspy.IisBoundStatus.kIisBoundStatusLower,
            highspy.IisBoundStatus.kIisBoundStatusBoxed,
        )
    )
    return Clash(
        columns[(bounds == up) | (bounds == both)],
        columns[(bounds == down) | (bounds == both)],
        irreducible=True,
    )


class _Highs(highspy.Highs):
    """HiGHS that says nothing: 1.16 prints its name when it is made, before it can be told not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 - as highspy spells it; called while one is made
        self.setOptionValue("output_flag", False)
        highspy.Highs.enableCallbacks(self)


def _silent() -> highspy.Highs:
    make: Any = _Highs  # whose types are bare
    highs: highspy.Highs = make()
    return highs


def _loaded(
    matrix: csc_array, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray, *, presolve: str
) -> highspy.Highs:
    highs = _silent()
    for option, value in {**_OPTIONS, "presolve": presolve}.items():
        _ok(highs.setOptionValue(option, value), f"option {option}")
    _ok(highs.passModel(_linear_program(matrix, cost, lower, upper)), "passModel")
    return highs


def _one_sided(highs: highspy.Highs) -> np.ndarray:
    status, ranges = highs.getRanging()
    _ok(status, "getRanging")
    up, down = np.array(ranges.row_bound_up.value_), np.array(ranges.row_bound_dn.value_)
    # The right-hand sides are zero: a range that ends there leaves no room on that side.
    return np.asarray((np.abs(up) <= TOLERANCE) | (np.abs(down) <= TOLERANCE))


def _linear_program(
    matrix: csc_array, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> highspy.HighsLp:
    rows, columns = matrix.shape
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, rows
    program.col_cost_ = np.asarray(cost, dtype=float)
    program.col_lower_, program.col_upper_ = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    program.row_lower_, program.row_upper_ = np.zeros(rows), np.zeros(rows)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    program.a_matrix_.index_ = matrix.indices.astype(np.int32)
    program.a_matrix_.value_ = matrix.data.astype(float)
    return program


@cache
def solver_version() -> str:
    """Return the name and version of the solver."""
    return f"HiGHS {_silent().version()}"


def _ok(status: highspy.HighsStatus, call: str) -> None:
    if status == highspy.HighsStatus.kError:
        message = f"HiGHS refused the call {call}"
        raise SolverError(message)
