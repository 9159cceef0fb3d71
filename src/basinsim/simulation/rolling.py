"""Rolling licences: what was taken in the last days, whatever the length of the steps."""

from dataclasses import dataclass

import numpy as np

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.stacking import Lag


@dataclass(frozen=True)
class RollingAccounts:
    """Accounts of rolling licences. A take counts as spread evenly over the days of its step.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        The steps.
    """

    network: Network
    calendar: Calendar

    @property
    def lengths(self) -> list[int]:
        """Over how many days each licence counts [d]."""
        return [
            licence.rolling.days for licence in self.network.licences("rolling").values() if licence.rolling
        ]

    def empty(self, members: int) -> np.ndarray:
        """Return a history without takes, shape (members, licences, days); the last day is yesterday [Ml]."""
        return np.zeros((members, len(self.lengths), max(self.lengths, default=1) - 1))

    def start(self, step: int, history: np.ndarray) -> np.ndarray:
        """Return what of the past still counts at the end of a step.

        Parameters
        ----------
        step : int
            Counted from 0.
        history : ndarray, shape (members, licences, days)
            Before it [Ml].

        Returns
        -------
        ndarray, shape (members, licences)
            [Ml]
        """
        return self.ahead(step, 1, history)[:, 0]

    def ahead(self, first: int, steps: int, history: np.ndarray) -> np.ndarray:
        """Return what of the past still counts at the end of each of some steps.

        Parameters
        ----------
        first, steps : int
            First step, and how many.
        history : ndarray, shape (members, licences, days)
            Before the first [Ml].

        Returns
        -------
        ndarray, shape (members, steps, licences)
            [Ml]
        """
        gone = np.cumsum(self.calendar.days[first : first + steps]).astype(int)
        counted = np.zeros((len(history), steps, history.shape[1]))
        for k, length in enumerate(self.lengths):
            sums = np.concatenate(
                [np.zeros((len(history), 1)), np.cumsum(history[:, k, ::-1], axis=1)], axis=1
            )
            counted[:, :, k] = sums[:, np.clip(length - gone, 0, history.shape[2])]
        return counted

    def limit(self, step: int, amount: np.ndarray) -> np.ndarray:
        """Return the limit of a step: more where the step is longer than the licence counts.

        Parameters
        ----------
        step : int
            Counted from 0.
        amount : ndarray, shape (1 or members, licences)
            [Ml]

        Returns
        -------
        ndarray
            [Ml]
        """
        longer = [max(1.0, self.calendar.days[step] / length) for length in self.lengths]
        return np.asarray(amount * np.array(longer).reshape(1, -1))

    def after(self, history: np.ndarray, take: np.ndarray, step: int) -> np.ndarray:
        """Return the history with one more step.

        Parameters
        ----------
        history : ndarray, shape (members, licences, days)
            Before it [Ml].
        take : ndarray, shape (members, licences)
            In it [Ml].
        step : int
            Counted from 0.

        Returns
        -------
        ndarray, shape (members, licences, days)
            [Ml]
        """
        days = int(self.calendar.days[step])
        added = np.repeat(take[:, :, np.newaxis] / days, min(days, history.shape[2]), axis=2)
        return np.concatenate([history[:, :, added.shape[2] :], added], axis=2)

    def lags(self, first: int, steps: int) -> list[Lag]:
        """Return what of the takes within a horizon no longer counts, step by step.

        Parameters
        ----------
        first, steps : int
            First step, and how many.

        Returns
        -------
        list of Lag
            For the stacked program.
        """
        edges = np.concatenate([[0.0], np.cumsum(self.calendar.days[first : first + steps])])
        found = []
        for k, length in enumerate(self.lengths):
            for t in range(1, steps):
                # Days from ``before`` to ``begin`` fall out of the count at the end of step t.
                before, begin = edges[t] - length, edges[t + 1] - length
                oldest = int(np.searchsorted(edges[1:], before, side="right"))
                for s in range(oldest, min(t, int(np.searchsorted(edges[:-1], begin, side="left")))):
                    days = edges[s + 1] - edges[s]
                    held = 1.0 if s == t - 1 else min(1.0, (edges[s + 1] - before) / days)
                    kept = np.clip((edges[s + 1] - begin) / days, 0.0, 1.0)
                    found.append(Lag(t, s, k, float(held - kept)))
        return [lag for lag in found if lag.share > 0]
