"""Allocate many steps at once: the same levels, each kept by staying on its optimal face.

After each level the columns whose reduced cost is not zero are fixed where they are: what is left
is exactly the set of horizons that are as good on this level. (All rows are equations, so there is
nothing to fix in them.)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

import numpy as np
from scipy.sparse import csc_array

from basinsim.allocation.pieces import Pieces, finer_pieces, first_pieces, with_pieces
from basinsim.solver.highs import HorizonOptimum, minimise
from basinsim.stacking import StackedProgram

_FACE = 1e-7  # a reduced cost below this is zero
_NEAR = 1e-7  # a column this near to a bound stands on it
_HAIRS = (0.0, 1e-9, 1e-8, 1e-7)  # by which bounds may be eased where rounding has made them clash


class HorizonError(RuntimeError):
    """No horizon keeps the bounds."""


@dataclass(frozen=True)
class LinearLevel:
    """A sum that is made small.

    Attributes
    ----------
    name : str
        In the modeller's words.
    columns : ndarray of int
        Flat positions in the stacked program.
    cost : ndarray
        For each of them; negative for what is made large.
    ranging : bool
        Whether its duals are published, and so must say where they are one-sided.
    """

    name: str
    columns: np.ndarray
    cost: np.ndarray
    ranging: bool = False


@dataclass(frozen=True)
class SharedLevel:
    """Wishes whose shortage is shared and spread; what is asked for is their upper bound.

    Attributes
    ----------
    name : str
        In the modeller's words.
    columns : ndarray of int
        Flat positions in the stacked program.
    """

    name: str
    columns: np.ndarray


HorizonLevel = LinearLevel | SharedLevel

LevelProgress = Callable[[str, int, int], None]
"""Told the name of the level that is begun, how many are done, and how many there are."""


@dataclass
class HorizonAllocator:
    """Fills the levels of a horizon one after the other.

    Parameters
    ----------
    stacked : StackedProgram
        The horizon.
    scale : float
        Volume that counts as one [Ml].

    Attributes
    ----------
    optima : dict of str to HorizonOptimum
        Solution of each linear level that was optimised, with duals, as they were then.
    """

    stacked: StackedProgram
    scale: float
    solves: int = 0
    optima: dict[str, HorizonOptimum] = field(default_factory=dict)
    _possible: bool = False

    def allocate(
        self,
        levels: list[HorizonLevel],
        lower: np.ndarray,
        upper: np.ndarray,
        progress: LevelProgress | None = None,
    ) -> np.ndarray:
        """Return the horizon that is best on the levels in their order.

        Parameters
        ----------
        levels : list of HorizonLevel
            First to be served first.
        lower, upper : ndarray, shape (steps x columns,)
            Bounds [Ml]; not changed.
        progress : callable, optional
            Told of each level as it is begun.

        Returns
        -------
        ndarray, shape (steps x columns,)
            [Ml]

        Raises
        ------
        HorizonError
            Where no horizon keeps the bounds.
        UnboundedError
            Where a linear level has no end.
        """
        low, high = lower / self.scale, upper / self.scale
        x = self._through(levels, low, high, progress)
        return np.asarray(np.clip(x * self.scale, lower, upper))

    def face(
        self, levels: list[HorizonLevel], lower: np.ndarray, upper: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return bounds within which every horizon is as good on these levels as can be.

        Parameters
        ----------
        levels : list of HorizonLevel
            First to be served first.
        lower, upper : ndarray, shape (steps x columns,)
            Bounds [Ml]; not changed.

        Returns
        -------
        (ndarray, ndarray), shape (steps x columns,)
            Bounds in units of `scale`, eased by a hair where rounding has made them clash.

        Raises
        ------
        HorizonError
            Where no horizon keeps the bounds.
        """
        low, high = lower / self.scale, upper / self.scale
        self._through(levels, low, high, None)
        for hair in _HAIRS:
            eased = _eased(low, high, hair)
            self.solves += 1
            if minimise(self.stacked.matrix, np.zeros(len(low)), *eased) is not None:
                return eased
        message = "no horizon keeps the bounds"
        raise HorizonError(message)

    def _through(
        self,
        levels: list[HorizonLevel],
        low: np.ndarray,
        high: np.ndarray,
        progress: LevelProgress | None,
    ) -> np.ndarray:
        """Go through the levels; bounds are narrowed to what is as good on all of them."""
        x = self._all_ideal(list(takewhile(lambda level: isinstance(level, LinearLevel), levels)), low, high)
        for done, level in enumerate(levels):
            if progress is not None:
                progress(level.name, done, len(levels))
            if self._possible and np.all(low[level.columns] == high[level.columns]):
                continue  # nothing of it is open any more
            if isinstance(level, SharedLevel):
                x = self._share(level, low, high)
            else:
                x = self._make_small(level, low, high)
        return x

    def _all_ideal(self, levels: list[HorizonLevel], low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Fix all these levels where they could not be better, if that is possible at once.

        What nature and the dams decide usually is: nothing overflows, dead storage is kept.
        """
        met_low, met_high = low.copy(), high.copy()
        for level in levels:
            if isinstance(level, LinearLevel):
                met_low[level.columns] = met_high[level.columns] = _cheap(level, low, high)
        if np.isfinite(met_low).all():
            self.solves += 1
            found = minimise(self.stacked.matrix, np.zeros(len(low)), met_low, met_high, presolve=False)
            if found is not None:
                low[:], high[:], self._possible = met_low, met_high, True
                return found.x
        return np.zeros_like(low)

    def _make_small(self, level: LinearLevel, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        cost = np.zeros(len(low))
        np.add.at(cost, level.columns, level.cost)
        found = self._solve(self.stacked.matrix, cost, low, high, level.name, ranging=level.ranging)
        self.optima[level.name] = found
        cheap = _cheap(level, low, high)
        ideal = np.isfinite(cheap).all()
        if ideal and np.all(np.abs(found.x[level.columns] - cheap) <= _NEAR * np.maximum(1.0, np.abs(cheap))):
            # It could not be better: holding its own columns there is enough, and leaves the rest free.
            low[level.columns] = high[level.columns] = cheap
            return found.x
        _stay_on_face(found, low, high, np.abs(cost).max(initial=0.0))
        return found.x

    def _share(self, level: SharedLevel, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        wishes = level.columns[high[level.columns] > low[level.columns]]
        met = low.copy()
        met[wishes] = high[wishes]
        # Where everybody can have everything there is nothing to share.
        self.solves += 1
        found = minimise(self.stacked.matrix, np.zeros(len(low)), met, high)
        if found is not None:
            low[:] = met
            return found.x
        coarse = first_pieces(wishes, high[wishes])
        x, part_low, part_high = self._pass(level, coarse, low, high)
        fine = finer_pieces(coarse, part_low, part_high)
        if len(fine.owner):
            x, part_low, part_high = self._pass(level, fine, low, high)
            coarse = fine
        sure = np.bincount(coarse.owner, weights=part_low, minlength=len(wishes)) + coarse.base
        most = np.bincount(coarse.owner, weights=part_high, minlength=len(wishes)) + coarse.base
        low[wishes], high[wishes] = np.maximum(low[wishes], sure), np.minimum(high[wishes], most)
        return x

    def _pass(
        self, level: SharedLevel, pieces: Pieces, low: np.ndarray, high: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Minimise the price of what is missing; return the horizon and the parts' bounds on the face."""
        matrix = with_pieces(self.stacked.matrix, pieces)
        cost = np.concatenate([np.zeros(len(low)), -pieces.price, np.zeros(len(pieces.base))])
        all_low = np.concatenate([low, np.zeros(len(pieces.owner)), pieces.base])
        all_high = np.concatenate([high, pieces.width, pieces.base])
        found = self._solve(matrix, cost, all_low, all_high, level.name)
        _stay_on_face(found, all_low, all_high, 1.0)
        columns, parts = len(low), slice(len(low), len(low) + len(pieces.owner))
        low[:], high[:] = all_low[:columns], all_high[:columns]
        return found.x[:columns], all_low[parts], all_high[parts]

    def _solve(
        self,
        matrix: csc_array,
        cost: np.ndarray,
        low: np.ndarray,
        high: np.ndarray,
        name: str,
        *,
        ranging: bool = False,
    ) -> HorizonOptimum:
        # What the levels before it fixed was possible, but only as well as numbers are exact: the first
        # level alone can be impossible in earnest.
        for hair in _HAIRS if self._possible else _HAIRS[:1]:
            self.solves += 1
            found = minimise(matrix, cost, *_eased(low, high, hair), ranging=ranging)
            if found is not None:
                self._possible = True
                return found
        message = f"{name}: no horizon keeps the bounds"
        raise HorizonError(message)


def _cheap(level: LinearLevel, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Return what its columns would best be, each by itself."""
    return np.asarray(np.where(level.cost > 0, low[level.columns], high[level.columns]))


def _eased(low: np.ndarray, high: np.ndarray, hair: float) -> tuple[np.ndarray, np.ndarray]:
    if hair == 0:
        return low, high
    return low - hair * np.maximum(1.0, np.abs(low)), high + hair * np.maximum(1.0, np.abs(high))


def _stay_on_face(found: HorizonOptimum, low: np.ndarray, high: np.ndarray, size: float) -> None:
    """Fix every column whose reduced cost is not zero at the bound on which it stands."""
    priced = np.abs(found.reduced_costs) > _FACE * max(size, _FACE)
    near = _NEAR * np.maximum(1.0, np.abs(found.x))
    at_low = priced & (np.abs(found.x - low) <= near)
    at_high = priced & ~at_low & (np.abs(found.x - high) <= near)
    high[at_low] = low[at_low]
    low[at_high] = high[at_high]
