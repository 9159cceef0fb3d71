"""Unbroken runs of steps in which something holds: how many, how long, how they ended."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Events:
    """Runs of true in flags of shape (members, steps), ordered by member and time.

    Attributes
    ----------
    member : ndarray of int, shape (events,)
        Row in which each lies.
    first, end : ndarray of int, shape (events,)
        Its first step, and the step after its last one.
    over : ndarray of bool, shape (events,)
        Whether it was seen to end: the next step is known, and is not part of it. What lasts to
        the end of the series, or to a gap, was not.
    members : int
        Number of rows.
    """

    member: NDArray[np.intp]
    first: NDArray[np.intp]
    end: NDArray[np.intp]
    over: Flags
    members: int

    def sums(self, values: Numbers) -> Numbers:
        """Add up values over each event.

        Parameters
        ----------
        values : ndarray, shape (members, steps) or (steps,)
            Finite.

        Returns
        -------
        ndarray, shape (events,)
        """
        totals = np.cumsum(values, axis=-1)
        totals = np.concatenate([np.zeros((*totals.shape[:-1], 1)), totals], axis=-1)
        if values.ndim == 1:
            return np.asarray(totals[self.end] - totals[self.first])
        return np.asarray(totals[self.member, self.end] - totals[self.member, self.first])

    def peaks(self, values: Numbers) -> Numbers:
        """Return the largest value inside each event.

        Parameters
        ----------
        values : ndarray, shape (members, steps)
            Not negative.

        Returns
        -------
        ndarray, shape (events,)
        """
        if not len(self.first):
            return np.zeros(0)
        flat = np.append(values.ravel(), 0.0)
        start = self.member * values.shape[1]
        edges = np.stack([start + self.first, start + self.end], axis=1).ravel()
        return np.asarray(np.maximum.reduceat(flat, edges)[::2])

    def count(self, chosen: Flags | None = None) -> Numbers:
        """Return the number of events of each member, of those chosen."""
        which = self.member if chosen is None else self.member[chosen]
        return np.bincount(which, minlength=self.members).astype(float)

    def total(self, values: Numbers) -> Numbers:
        """Add up a value of each event by member, shape (members,)."""
        return np.bincount(self.member, weights=values, minlength=self.members).astype(float)

    def largest(self, values: Numbers) -> Numbers:
        """Return the largest value of any event by member, 0 without events, shape (members,)."""
        found = np.zeros(self.members)
        np.maximum.at(found, self.member, values)
        return found


def find_events(flags: Flags, known: Flags | None = None, follows: Flags | None = None) -> Events:
    """Find every unbroken run of true.

    Parameters
    ----------
    flags : ndarray of bool, shape (members, steps)
        Where it holds.
    known : ndarray of bool, shape (members, steps), optional
        Where the series has numbers at all; everywhere without it.
    follows : ndarray of bool, shape (steps,), optional
        Whether a step begins when the one before ends; a run never reaches across a gap.

    Returns
    -------
    Events
        None of them longer than the series.
    """
    joined = np.ones(flags.shape[1], dtype=bool) if follows is None else follows.copy()
    joined[:1] = False
    before = np.zeros_like(flags)
    before[:, 1:] = flags[:, :-1]
    starts = flags & ~(before & joined)
    after_joined = np.append(joined[1:], False)
    after = np.zeros_like(flags)
    after[:, :-1] = flags[:, 1:]
    lasts = flags & ~(after & after_joined)
    member, first = np.nonzero(starts)
    _, last = np.nonzero(lasts)
    seen = np.zeros_like(flags)
    seen[:, :-1] = True if known is None else known[:, 1:]
    seen &= after_joined
    return Events(member, first, last + 1, seen[member, last], len(flags))
