"""HiGHS, for one step again and again and for a whole horizon; the only file that knows it."""

from dataclasses import dataclass
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
    """Nothing keeps the cost from falling without end."""


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
        self._highs = highspy.Highs()
        for option, value in _OPTIONS.items():
            _ok(self._highs.setOptionValue(option, value), f"option {option}")
        columns = matrix.shape[1]
        nothing = np.zeros(columns)
        _ok(self._highs.passModel(_linear_program(matrix, cost, nothing, nothing)), "passModel")
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
    matrix: csc_array, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray, *, ranging: bool = False
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
    highs = highspy.Highs()
    for option, value in {**_OPTIONS, "presolve": "on"}.items():
        _ok(highs.setOptionValue(option, value), f"option {option}")
    _ok(highs.passModel(_linear_program(matrix, cost, lower, upper)), "passModel")
    status = highs.run()
    found = highs.getModelStatus()
    if found == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        # Presolve cannot tell the two apart; the simplex method can.
        _ok(highs.setOptionValue("presolve", "off"), "option presolve")
        status = highs.run()
        found = highs.getModelStatus()
    if found == highspy.HighsModelStatus.kInfeasible:
        return None
    if found == highspy.HighsModelStatus.kUnbounded:
        message = "the cost falls without end"
        raise UnboundedError(message)
    if status == highspy.HighsStatus.kError or found not in _SOLVED:
        message = f"HiGHS stopped with {highs.modelStatusToString(found)}"
        raise SolverError(message)
    solution = highs.getSolution()
    x, reduced, duals = (
        np.array(part) for part in (solution.col_value, solution.col_dual, solution.row_dual)
    )
    return HorizonOptimum(x, reduced, duals, _one_sided(highs) if ranging else None)


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


def solver_version() -> str:
    """Return the name and version of the solver."""
    return f"HiGHS {highspy.Highs().version()}"


def _ok(status: highspy.HighsStatus, call: str) -> None:
    if status == highspy.HighsStatus.kError:
        message = f"HiGHS refused the call {call}"
        raise SolverError(message)
