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
