"""How the awards of a level rise together: curves of one share, from nothing at 0 to all claims at 1.

Equal coverage is the share times each claim. Any other claims rule is its own path of awards: what
it gives each claimant while the estate rises from nothing to the sum of the claims. A user who
is blocked keeps the award; the others go on along their own curves, so that nothing is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np
from scipy.optimize import brentq

from basinsim.claims import RULES, coalitions

_HAIR = 1e-10  # smallest step by which a share is lowered
_HALF = 0.5
_EXACT = 1e-13  # a sum that fills its room so nearly fills it


class Curves(Protocol):
    """Awards of those who still wait for more."""

    def at(self, share: float) -> np.ndarray:
        """Return everybody's award at a share [as the claims]."""
        ...

    def limits(self, room: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the largest share at which each weighted sum of awards stays within its room.

        Parameters
        ----------
        room : ndarray, shape (sums,)
            What each sum must not exceed.
        weights : ndarray, shape (sums, users)
            Not negative.

        Returns
        -------
        ndarray, shape (sums,)
            The least of them is right; others may be infinite. Below zero where there is no room.
        """
        ...

    def lowered(self, share: float) -> float:
        """Return a share that gives less, by a hair."""
        ...

    def without(self, blocked: np.ndarray) -> "Curves":
        """Return the curves of those who are not blocked."""
        ...


@dataclass(frozen=True)
class Coverage:
    """Everybody has the same share of the claim.

    Attributes
    ----------
    claims : ndarray, shape (users,)
        What is asked for.
    """

    claims: np.ndarray

    def at(self, share: float) -> np.ndarray:
        """Return everybody's award; see :class:`Curves`."""
        return np.asarray(share * self.claims)

    def limits(self, room: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the largest shares; see :class:`Curves`."""
        rises = weights @ self.claims
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(rises > 0, room / rises, np.inf))

    def lowered(self, share: float) -> float:
        """Return a lower share; see :class:`Curves`."""
        return max(0.0, share - _HAIR)

    def without(self, blocked: np.ndarray) -> "Coverage":
        """Return the curves of the others; see :class:`Curves`."""
        return Coverage(self.claims[~blocked])


@dataclass(frozen=True)
class Path:
    """What a claims rule gives while the estate rises.

    Attributes
    ----------
    rule : str
        A name of :data:`KINKS`.
    claims : ndarray, shape (claimants,)
        Above zero.
    """

    rule: str
    claims: np.ndarray

    def at(self, share: float) -> np.ndarray:
        """Return the awards of a share of the sum of all claims."""
        if share >= 1.0:
            return self.claims
        awards = RULES[self.rule](self.claims, max(share, 0.0) * self.claims.sum())
        return np.asarray(np.minimum(awards, self.claims))

    @cached_property
    def knots(self) -> np.ndarray:
        """Shares between which every award runs straight, or at least without a kink."""
        return np.asarray(KINKS[self.rule](self.claims) / self.claims.sum())


@dataclass(frozen=True)
class Awards:
    """Several groups, each along its own path; a group as a whole is covered as everybody else is.

    Attributes
    ----------
    paths : sequence of (Path, ndarray of int)
        Each group's path, and where its claimants stand.
    claims : ndarray, shape (users,)
        What all users ask for; who is in no group has the same share of the claim.
    waiting : ndarray of int
        Users who are not blocked.
    """

    paths: Sequence[tuple[Path, np.ndarray]]
    claims: np.ndarray
    waiting: np.ndarray

    def at(self, share: float) -> np.ndarray:
        """Return everybody's award; see :class:`Curves`."""
        awards = share * self.claims
        for path, members in self.paths:
            awards[members] = path.at(share)
        return np.asarray(awards[self.waiting])

    def limits(self, room: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the largest shares; see :class:`Curves`."""
        rises = weights @ self.claims[self.waiting]
        shares = np.full(len(room), np.inf)
        none = (rises > 0) & (room < 0)
        shares[none] = room[none] / rises[none]
        exceeded = np.flatnonzero((rises > 0) & (rises > room))
        if none.any() or not len(exceeded):
            return shares
        # The last knot at which all sums still have room: what happens beyond the next one does not matter.
        first, last = 0, len(self._knots) - 1
        below, above = weights[exceeded] @ self.at(0.0), rises[exceeded]
        while last - first > 1:
            middle = (first + last) // 2
            sums = weights[exceeded] @ self.at(self._knots[middle])
            if (sums > room[exceeded]).any():
                last, above = middle, sums
            else:
                first, below = middle, sums
        for i in np.flatnonzero(above > room[exceeded]).tolist():
            sum_of = self._sum(weights[exceeded[i]])
            shares[exceeded[i]] = _crossing(
                sum_of, (self._knots[first], below[i]), (self._knots[last], above[i]), room[exceeded[i]]
            )
        return shares

    def lowered(self, share: float) -> float:
        """Return a lower share; see :class:`Curves`."""
        # Some curves are flat where they are: then a lower share alone gives nobody less.
        total = self.claims[self.waiting].sum()
        less = float(self.at(share).sum()) - _HAIR * total
        if less <= 0:
            return 0.0
        return float(self.limits(np.array([less]), np.ones((1, len(self.waiting))))[0])

    def without(self, blocked: np.ndarray) -> "Awards":
        """Return the curves of the others; see :class:`Curves`."""
        return replace(self, waiting=self.waiting[~blocked])

    @cached_property
    def _knots(self) -> list[float]:
        inner = np.concatenate([path.knots for path, _ in self.paths])
        return [0.0, *np.unique(inner[(inner > 0) & (inner < 1)]).tolist(), 1.0]

    def _sum(self, weights: np.ndarray) -> Callable[[float], float]:
        return lambda share: float(weights @ self.at(share))


@dataclass(frozen=True)
class Storing:
    """Stores hold what they carried over first, equally full where they cannot; then they rise to be equally full.

    Up to a half of the share everybody has twice the share of the capacity, but no more than was
    carried over; from there on twice what the share has above a half, but no less.

    Attributes
    ----------
    capacity : ndarray, shape (stores,)
        Above zero.
    carried_over : ndarray, shape (stores,)
        Between zero and the capacity.
    """

    capacity: np.ndarray
    carried_over: np.ndarray

    def at(self, share: float) -> np.ndarray:
        """Return what every store holds; see :class:`Curves`."""
        if share <= _HALF:
            return np.asarray(np.minimum(self.carried_over, share / _HALF * self.capacity))
        return np.asarray(np.maximum(self.carried_over, (share / _HALF - 1.0) * self.capacity))

    def limits(self, room: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Return the largest shares; see :class:`Curves`."""
        sums = weights @ np.array([self.at(knot) for knot in self._knots]).T
        exceeded = sums > room[:, np.newaxis]
        last = exceeded.argmax(axis=1)
        rows = np.arange(len(room))
        # Nobody has anything at the first knot: where even that is too much, there is no room.
        below, above = sums[rows, last - 1], sums[rows, last]
        with np.errstate(divide="ignore", invalid="ignore"):
            part = (room - below) / (above - below)
            shares = self._knots[last - 1] + part * (self._knots[last] - self._knots[last - 1])
            shares = np.where(last == 0, room / sums[:, -1], shares)
        return np.where(exceeded.any(axis=1) & (sums[:, -1] > 0), shares, np.inf)

    def lowered(self, share: float) -> float:
        """Return a lower share; see :class:`Curves`."""
        less = float(self.at(share).sum()) - _HAIR * float(self.capacity.sum())
        return 0.0 if less <= 0 else float(self.limits(np.array([less]), np.ones((1, len(self.capacity))))[0])

    def without(self, blocked: np.ndarray) -> "Storing":
        """Return the curves of the others; see :class:`Curves`."""
        return Storing(self.capacity[~blocked], self.carried_over[~blocked])

    @cached_property
    def _knots(self) -> np.ndarray:
        full = self.carried_over / self.capacity
        return np.unique(np.concatenate([[0.0, _HALF, 1.0], _HALF * full, _HALF + _HALF * full]))


def curves_of(
    claims: np.ndarray, groups: Sequence[tuple[str, np.ndarray]], carried_over: np.ndarray | None = None
) -> Curves:
    """Return the curves of a level.

    Parameters
    ----------
    claims : ndarray, shape (users,)
        Above zero.
    groups : sequence of (str, ndarray of int)
        The rule of each group, and where its users stand.
    carried_over : ndarray, shape (users,), optional
        What stores have already; their claims are their capacities.

    Returns
    -------
    Curves
        Equal coverage where no group has anything to share.
    """
    if carried_over is not None:
        return Storing(claims, carried_over)
    # Every rule gives one claimant all there is.
    paths = [(Path(rule, claims[members]), members) for rule, members in groups if len(members) > 1]
    return Awards(paths, claims, np.arange(len(claims))) if paths else Coverage(claims)


def _crossing(
    sum_of: Callable[[float], float], low: tuple[float, float], high: tuple[float, float], room: float
) -> float:
    """Return the share between two at which a sum that rises from one to the other fills its room."""
    (first, below), (last, above) = low, high
    straight = min(max(first + (room - below) / (above - below) * (last - first), first), last)
    if abs(sum_of(straight) - room) <= _EXACT * above:
        return straight
    return float(brentq(lambda share: sum_of(share) - room, first, last, xtol=_EXACT * last))


# ---- estates at which the curves of a rule have kinks ------------------------------------------


def _of_equal_awards(claims: np.ndarray) -> np.ndarray:
    """One more claim is met: everybody has that much, or his claim."""
    return np.asarray(np.minimum(claims[:, np.newaxis], claims).sum(axis=1))


def _of_equal_losses(claims: np.ndarray) -> np.ndarray:
    return np.asarray(claims.sum() - _of_equal_awards(claims))


def _of_talmud(claims: np.ndarray) -> np.ndarray:
    gains = _of_equal_awards(claims / 2)
    return np.concatenate([gains, claims.sum() - gains])


def _of_adjusted_proportional(claims: np.ndarray) -> np.ndarray:
    """One more claim is no larger than the estate, or than what the others leave of it."""
    return np.concatenate([claims, claims.sum() - claims, [claims.sum() / 2]])


def _of_minimal_overlap(claims: np.ndarray) -> np.ndarray:
    above = np.maximum(claims[:, np.newaxis] - claims, 0.0).sum(axis=0)  # of all claims above each
    return np.concatenate([claims, claims + above])


def _of_random_arrival(claims: np.ndarray) -> np.ndarray:
    """The estate just meets the claims of some coalition."""
    return np.asarray(coalitions(len(claims)) @ claims)


KINKS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "equal_awards": _of_equal_awards,
    "equal_losses": _of_equal_losses,
    "talmud": _of_talmud,
    "adjusted_proportional": _of_adjusted_proportional,
    "minimal_overlap": _of_minimal_overlap,
    "random_arrival": _of_random_arrival,
}
"""By rule of :mod:`basinsim.claims`, the estates at which an award begins to rise faster or slower."""
