"""What one step hands to the next."""

from dataclasses import dataclass, field

import numpy as np

from basinsim.rules.book import Memories


@dataclass
class State:
    """The state of all members between two steps.

    Attributes
    ----------
    storage : ndarray, shape (members, reservoirs)
        [Ml]
    licence_used : ndarray, shape (members, annual licences)
        Taken in the account year [Ml].
    returns_underway : ndarray, shape (members, delayed returns)
        Given back in the step before, and arriving in the next one [Ml].
    memories : dict of str to Memory
        What operating rules remember.
    taken : ndarray, shape (members, rolling licences, days), optional
        Taken on each of the last days under rolling licences, yesterday last [Ml].
    """

    storage: np.ndarray
    licence_used: np.ndarray
    returns_underway: np.ndarray
    memories: Memories = field(default_factory=dict)
    taken: np.ndarray | None = None

    def of_members(self, members: slice) -> "State":
        """Return the state of some members.

        Parameters
        ----------
        members : slice
            Which.

        Returns
        -------
        State
            Of these only.
        """
        memories = {
            rule: {what: array[members] for what, array in memory.items()}
            for rule, memory in self.memories.items()
        }
        taken = None if self.taken is None else self.taken[members]
        return State(
            self.storage[members], self.licence_used[members], self.returns_underway[members], memories, taken
        )
