"""A linear programme with named columns, and the three things that a level can do to it."""

from collections.abc import Callable, Hashable

import numpy as np
from scipy.optimize import linprog

Sum = dict[Hashable, float]  # a weighted sum of columns

SLACK = 1e-9  # by which what was reached may be missed afterwards, in units of the programme
RISES = 1e-7  # what can rise by less than this is blocked


class Programme:
    """Named columns from 0 to a bound, rows, and one sum at a time to be made large."""

    def __init__(self) -> None:
        self.columns: dict[Hashable, int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.zero: list[Sum] = []
        self.at_most: list[tuple[Sum, float]] = []

    def column(self, name: Hashable, upper: float = np.inf, lower: float = 0.0) -> None:
        self.columns[name] = len(self.bounds)
        self.bounds.append((lower, upper))

    def is_zero(self, *sums: Sum) -> None:
        self.zero.append(total(*sums))

    def is_at_most(self, terms: Sum, limit: float) -> None:
        if np.isfinite(limit):
            self.at_most.append((terms, limit))

    def is_at_least(self, terms: Sum, limit: float) -> None:
        self.at_most.append((times(-1.0, terms), -limit))

    def largest(self, terms: Sum) -> float:
        """Return how large a sum can be."""
        at_most = self._matrix([row for row, _ in self.at_most])
        limits = np.array([limit for _, limit in self.at_most])
        zero = self._matrix(self.zero)
        for presolve in (True, False):
            found = linprog(
                -self._matrix([terms])[0],
                A_ub=at_most if len(limits) else None,
                b_ub=limits if len(limits) else None,
                A_eq=zero if len(zero) else None,
                b_eq=np.zeros(len(zero)) if len(zero) else None,
                bounds=self.bounds,
                method="highs",
                options={
                    "primal_feasibility_tolerance": 1e-10,
                    "dual_feasibility_tolerance": 1e-10,
                    "presolve": presolve,
                },
            )
            if found.status == 0:
                return -float(found.fun)
        message = f"the oracle's own programme failed: {found.message}"
        raise RuntimeError(message)

    def _matrix(self, rows: list[Sum]) -> np.ndarray:
        matrix = np.zeros((len(rows), len(self.bounds)))
        for i, row in enumerate(rows):
            for name, weight in row.items():
                matrix[i, self.columns[name]] += weight
        return matrix

    # ---- levels ----

    def keep_most(self, terms: Sum) -> float:
        """Make a sum as large as can be, and keep it there."""
        best = self.largest(terms)
        self.is_at_least(terms, best - SLACK)
        return best

    def keep_least(self, terms: Sum) -> float:
        """Make a sum as small as can be, and keep it there."""
        return -self.keep_most(times(-1.0, terms))

    def keep_fair(self, wishes: dict[Hashable, tuple[Sum, float]]) -> dict[Hashable, float]:
        """Share by lexicographic max-min of got / asked; return what each got, and keep it there."""
        waiting = {who: wish for who, wish in wishes.items() if wish[1] > 0}
        got = dict.fromkeys(wishes, 0.0)
        while waiting:
            share = ("share", len(self.columns))
            self.column(share, upper=1.0)
            for terms, asked in waiting.values():
                self.is_at_least(total(terms, {share: -asked}), 0.0)
            best = self.largest({share: 1.0})
            for terms, asked in waiting.values():
                self.is_at_least(terms, best * asked - SLACK)
            self.bounds[self.columns[share]] = (0.0, 0.0)
            if best >= 1.0:
                rise = dict.fromkeys(waiting, 0.0)
            else:
                rise = {who: self.largest(terms) - best * asked for who, (terms, asked) in waiting.items()}
            blocked = [who for who in waiting if rise[who] <= RISES] or [min(rise, key=lambda who: rise[who])]
            for who in blocked:
                got[who] = best * waiting.pop(who)[1]
        return got

    def keep_along(
        self, wishes: dict[Hashable, tuple[Sum, float]], curve: Callable[[float], dict[Hashable, float]]
    ) -> dict[Hashable, float]:
        """Share by awards that rise with a share; return what each got, and keep it there."""
        waiting = {who: wish for who, wish in wishes.items() if wish[1] > 0}
        got = dict.fromkeys(wishes, 0.0)
        while waiting:
            best = self._highest(waiting, curve)
            awards = curve(best)
            for who, (terms, _) in waiting.items():
                self.is_at_least(terms, awards[who] - SLACK)
            rise = dict.fromkeys(waiting, 0.0)
            if best < 1.0:
                rise = {who: self.largest(terms) - awards[who] for who, (terms, _) in waiting.items()}
            blocked = [who for who in waiting if rise[who] <= RISES] or [min(rise, key=lambda who: rise[who])]
            for who in blocked:
                got[who] = awards[who]
                del waiting[who]
        return got

    def _highest(
        self, waiting: dict[Hashable, tuple[Sum, float]], curve: Callable[[float], dict[Hashable, float]]
    ) -> float:
        """Return the largest share at which everybody's award is possible, found by halving."""
        low, high = 0.0, 1.0
        if self._missing(waiting, curve(high)) <= SLACK / 10:
            return high
        for _ in range(40):
            middle = (low + high) / 2
            possible = self._missing(waiting, curve(middle)) <= SLACK / 10
            low, high = (middle, high) if possible else (low, middle)
        return low

    def _missing(self, waiting: dict[Hashable, tuple[Sum, float]], awards: dict[Hashable, float]) -> float:
        """Return by how much somebody's award is at least missed."""
        mark, short = len(self.at_most), ("short", "of an award")
        if short not in self.columns:
            self.column(short)
        for who, (terms, _) in waiting.items():
            self.is_at_least(total(terms, {short: 1.0}), awards[who])
        missing = -self.largest({short: -1.0})
        del self.at_most[mark:]
        return missing


def total(*sums: Sum) -> Sum:
    added: Sum = {}
    for terms in sums:
        for name, weight in terms.items():
            added[name] = added.get(name, 0.0) + weight
    return added


def times(factor: float, terms: Sum) -> Sum:
    return {name: factor * weight for name, weight in terms.items()}
