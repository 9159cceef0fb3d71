"""Filling: raise a level until someone is blocked, fix those, go on. The reference, through HiGHS.

Only bounds move. A level is tested by setting its floors and looking for any feasible step; if
there is none, the solver's proof is a certificate, and the share at which the certificate
becomes tight is tried next (a Newton step: the share falls strictly, so it ends). What everybody has
at a share is the curve of his sharing rule.

Certificates are kept from step to step. With them a whole step is first *predicted*, all levels
fixed at what their certificates allow; one solve then shows that it can be attained. Floors
attained and caps certified, the step is proved. Where it cannot be attained, the levels are
filled one by one with a solve for each round.
"""

from dataclasses import dataclass, field

import numpy as np

from basinsim.allocation.certificates import Certificates, weights_from_ray
from basinsim.allocation.curves import Curves, curves_of
from basinsim.allocation.interface import AllocationError, Counts
from basinsim.allocation.levels import Level
from basinsim.solver.highs import TOLERANCE, Optimum, SolverError, StepSolver
from basinsim.step_program import StepProgram

_EMPTY = 1e-12  # a wish below this share of the largest bound is left out
_ROUNDS = 400
_SLACK = 1e-9  # a certificate broken by no more than this is rounding


@dataclass
class _Bounds:
    """The bounds of one step while its levels are being fixed [scaled volume]."""

    lower: np.ndarray
    upper: np.ndarray

    def copy(self) -> "_Bounds":
        return _Bounds(self.lower.copy(), self.upper.copy())


@dataclass(frozen=True)
class Blocked:
    """Wishes of a level that could have no more, and the certificate that says so.

    Attributes
    ----------
    level : int
        Which of the levels, counted from 0.
    columns : ndarray of int
        Positions of the wishes.
    weights : ndarray, shape (columns of the program,)
        The certificate; where a weight is positive the column stands at its lower bound, where it is
        negative at its upper one.
    lower, upper : ndarray, shape (columns of the program,)
        The bounds then: what was owed to others, and what there was [Ml].
    """

    level: int
    columns: np.ndarray
    weights: np.ndarray
    lower: np.ndarray
    upper: np.ndarray


class _MispredictedError(Exception):
    """The certificates at hand do not describe this step."""


@dataclass
class FillingAllocator:
    """Allocates single steps of one network exactly as INTERFACE.md says.

    Parameters
    ----------
    program : StepProgram
        The compiled step.
    levels : list of Level
        In their order.
    route_cost : ndarray, shape (columns,)
        The fixed tie-break between equally good routes; positive on every flow.
    scale : float
        Volume that counts as one [Ml]; a power of two.

    Attributes
    ----------
    blocked : list of Blocked, optional
        Why the wishes of the last step got no more; kept only where somebody asks, by an empty list.
    """

    program: StepProgram
    levels: list[Level]
    route_cost: np.ndarray
    scale: float
    counts: Counts = field(default_factory=Counts)
    blocked: list[Blocked] | None = None

    def __post_init__(self) -> None:
        """Hand the matrix to the solver, once."""
        self._solver = StepSolver(self.program.matrix, self.route_cost)
        self._certificates = [Certificates(self.program.shape[1]) for _ in self.levels]

    def forget(self) -> None:
        """Forget whatever was solved before; the answers do not change."""
        self._solver.forget()
        self._certificates = [Certificates(self.program.shape[1]) for _ in self.levels]

    def allocate_members(
        self, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None
    ) -> np.ndarray:
        """Allocate one step of every member; see :class:`basinsim.allocation.interface.StepAllocator`."""
        x = np.empty_like(lower)
        for member in range(len(lower)):
            money = None if money_cost is None else money_cost[member]
            try:
                x[member] = self.allocate(lower[member], upper[member], money)
            except AllocationError:
                x[member] = self._allocate_afresh(member, lower[member], upper[member], money)
        return x

    def _allocate_afresh(
        self, member: int, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None
    ) -> np.ndarray:
        # Rounding that has gathered over many steps is gone with what was learnt from them.
        self.forget()
        try:
            return self.allocate(lower, upper, money_cost)
        except AllocationError as error:
            error.member = member
            raise

    def allocate(self, lower: np.ndarray, upper: np.ndarray, money_cost: np.ndarray | None) -> np.ndarray:
        """Allocate one step.

        Parameters
        ----------
        lower, upper : ndarray, shape (columns,)
            Bounds of the step, finite [Ml]. The upper bound of a wish is what is asked for.
        money_cost : ndarray, shape (columns,), optional
            Cost less value of energy [GBP/Ml]; None where nothing has a price.

        Returns
        -------
        ndarray, shape (columns,)
            The allocation [Ml].

        Raises
        ------
        AllocationError
            Where a level cannot be proved.
        """
        self._first = start = _Bounds(lower / self.scale, upper / self.scale)
        self.counts.steps += 1
        before = self._solver.solves
        self._forget_blocked()
        try:
            x = self._predicted(start.copy(), money_cost)
            if x is None:
                self._forget_blocked()
                x = self._level_by_level(start.copy(), money_cost)
            else:
                self.counts.predicted += 1
        finally:
            self.counts.solves += self._solver.solves - before
        return np.asarray(np.clip(x * self.scale, lower, upper))

    def current_program(self, lower: np.ndarray, upper: np.ndarray) -> StepSolver:
        """Return the solver holding a step's bounds, to be written to a file.

        Parameters
        ----------
        lower, upper : ndarray, shape (columns,)
            Bounds of the step [Ml].

        Returns
        -------
        StepSolver
            In megalitres.
        """
        solver = StepSolver(self.program.matrix, self.route_cost)
        solver.solve(lower, upper)
        return solver

    # ---- one step ----------------------------------------------------------------------------

    def _predicted(self, bounds: _Bounds, money_cost: np.ndarray | None) -> np.ndarray | None:
        try:
            for level, known in zip(self.levels, self._certificates, strict=True):
                self._fill(level, known, bounds, money_cost, prove=False)
        except _MispredictedError:
            return None
        found = self._solver.solve(bounds.lower, bounds.upper)
        return found.x if isinstance(found, Optimum) else None

    def _level_by_level(self, bounds: _Bounds, money_cost: np.ndarray | None) -> np.ndarray:
        for level, known in zip(self.levels, self._certificates, strict=True):
            try:
                self._fill(level, known, bounds, money_cost, prove=True)
            except _MispredictedError:
                message = f"{level.name}: what the levels before it were given is not possible"
                raise AllocationError(message) from None
        found = self._solver.solve(bounds.lower, bounds.upper)
        if not isinstance(found, Optimum):
            message = "the levels are filled, but no step attains them all"
            raise AllocationError(message)
        return found.x

    def _stay_cheapest(self, bounds: _Bounds, money_cost: np.ndarray | None) -> None:
        """Keep only the cheapest steps: a column with a reduced cost stays where it is."""
        if money_cost is None:
            return
        self._solver.set_cost(money_cost)
        try:
            cheapest = self._solver.solve(bounds.lower, bounds.upper)
        finally:
            self._solver.set_cost(self.route_cost)
        if not isinstance(cheapest, Optimum):
            raise _MispredictedError
        fixed = np.abs(cheapest.reduced_costs) > TOLERANCE * max(1.0, np.abs(money_cost).max())
        # On the bound itself, and not where rounding has put it.
        at_lower = np.abs(cheapest.x - bounds.lower) <= np.abs(cheapest.x - bounds.upper)
        bounds.upper[fixed & at_lower] = bounds.lower[fixed & at_lower]
        bounds.lower[fixed & ~at_lower] = bounds.upper[fixed & ~at_lower]

    # ---- one level ---------------------------------------------------------------------------

    def _fill(
        self,
        level: Level,
        known: Certificates,
        bounds: _Bounds,
        money_cost: np.ndarray | None,
        *,
        prove: bool,
    ) -> None:
        if level.kind == "cheapest":
            self._stay_cheapest(bounds, money_cost)
        elif level.kind == "fill":
            self._fill_equally(level, known, bounds, prove=prove)
        else:
            self._move_total(level, known, bounds, prove=prove)

    def _fill_equally(self, level: Level, known: Certificates, bounds: _Bounds, *, prove: bool) -> None:
        lower, upper = bounds.lower, bounds.upper
        asked = upper[level.columns] - lower[level.columns] > _EMPTY
        waiting = level.columns[asked]
        curves = curves_of(upper[waiting], level.groups_among(asked), self._carried_over(level, asked))
        reached = 0.0
        for _ in range(_ROUNDS):
            if not len(waiting):
                return
            lower[waiting] = 0.0
            share, tight = self._highest_share(known, bounds, waiting, curves)
            share, tight = self._attained_share(
                level, known, bounds, waiting, curves, share, tight, prove=prove
            )
            if not prove and share < reached - _SLACK:
                # All could have what the first were left at: a certificate that tells of both is missing.
                raise _MispredictedError
            reached = max(share, reached)
            if tight is None:
                lower[waiting] = upper[waiting]
                return
            blocked = known.positive[tight][waiting] > 0
            if not blocked.any():
                raise _MispredictedError
            known.used(tight)
            self._keep_blocked(level, waiting[blocked], known, tight, bounds)
            lower[waiting[blocked]] = upper[waiting[blocked]] = curves.at(share)[blocked]
            waiting, curves = waiting[~blocked], curves.without(blocked)
        message = f"{level.name}: not filled after {_ROUNDS} rounds"
        raise AllocationError(message)

    def _carried_over(self, level: Level, asked: np.ndarray) -> np.ndarray | None:
        if level.carried_over is None:
            return None
        upper, found = self._first.upper, level.carried_over
        there = upper[found.gains].sum(axis=0) - upper[found.losses].sum(axis=0)
        return np.asarray(np.clip(there, 0.0, upper[level.columns])[asked])

    def _forget_blocked(self) -> None:
        if self.blocked is not None:
            self.blocked = []

    def _keep_blocked(
        self, level: Level, columns: np.ndarray, known: Certificates, tight: int, bounds: _Bounds
    ) -> None:
        if self.blocked is None:
            return
        weights = known.positive[tight] + known.negative[tight]
        lower, upper = bounds.lower * self.scale, bounds.upper * self.scale
        number = next(i for i, one in enumerate(self.levels) if one is level)
        self.blocked.append(Blocked(number, columns, weights, lower, upper))

    def _attained_share(
        self,
        level: Level,
        known: Certificates,
        bounds: _Bounds,
        waiting: np.ndarray,
        curves: Curves,
        share: float,
        tight: int | None,
        *,
        prove: bool,
    ) -> tuple[float, int | None]:
        """Lower the share until a step attains it; trust the certificates where not proving."""
        for _ in range(_ROUNDS):
            bounds.lower[waiting] = curves.at(share)
            if not prove:
                return share, tight
            weights = self._impossible(level, bounds)
            if weights is None:
                return share, tight
            known.add(weights)
            bounds.lower[waiting] = 0.0
            lower_share, tight = self._highest_share(known, bounds, waiting, curves)
            # Rounding can leave a share that is right impossible by a hair: then go below it by one.
            share = min(lower_share, curves.lowered(share))
        message = f"{level.name}: no share attained after {_ROUNDS} tries"
        raise AllocationError(message)

    @staticmethod
    def _highest_share(
        known: Certificates, bounds: _Bounds, waiting: np.ndarray, curves: Curves
    ) -> tuple[float, int | None]:
        """Return the share that the known certificates allow, and the one that is tight."""
        if not len(known):
            return 1.0, None
        at_nothing = known.least_sums(bounds.lower, bounds.upper)
        shares = curves.limits(-at_nothing, known.positive[:, waiting])
        tight = int(np.argmin(shares))
        if shares[tight] >= 1.0:
            return 1.0, None
        if shares[tight] < -_SLACK:
            raise _MispredictedError
        return max(0.0, float(shares[tight])), tight

    def _move_total(self, level: Level, known: Certificates, bounds: _Bounds, *, prove: bool) -> None:
        column = int(level.columns[0])
        moved, weight_of, towards = (
            (bounds.upper, known.negative, bounds.lower)
            if level.kind == "least"
            else (bounds.lower, known.positive, bounds.upper)
        )
        best, kept = float(towards[column]), float(moved[column])
        for _ in range(_ROUNDS):
            if len(known):
                moved[column] = 0.0
                at_zero = known.least_sums(bounds.lower, bounds.upper)
                weights = weight_of[:, column]
                certified = weights != 0
                limits = -at_zero[certified] / weights[certified]
                if len(limits):
                    best = max(best, limits.max()) if level.kind == "least" else min(best, limits.min())
            moved[column] = best
            if not prove:
                break
            proof = self._impossible(level, bounds)
            if proof is None:
                break
            known.add(proof)
            if np.sign(proof[column]) != (-1 if level.kind == "least" else 1):
                message = f"{level.name}: the solver's proof does not move it from {best:.12g}"
                raise AllocationError(message)
            weight_of = known.negative if level.kind == "least" else known.positive
        else:
            message = f"{level.name}: not settled after {_ROUNDS} tries"
            raise AllocationError(message)
        if (
            not prove
            and not min(kept, towards[column]) - _EMPTY <= best <= max(kept, towards[column]) + _EMPTY
        ):
            raise _MispredictedError
        towards[column] = best

    def _impossible(self, level: Level, bounds: _Bounds) -> np.ndarray | None:
        """Return a certificate that the bounds are impossible, or None where a step keeps them."""
        for _ in range(2):
            try:
                found = self._solver.solve(bounds.lower, bounds.upper)
            except SolverError as error:
                message = f"{level.name}: {error}"
                raise AllocationError(message) from error
            if isinstance(found, Optimum):
                return None
            weights = weights_from_ray(found, self.program.matrix, bounds.lower, bounds.upper)
            if weights is not None:
                return weights
            self._solver.forget()
        message = f"{level.name}: the solver says impossible without a proof"
        raise AllocationError(message)
