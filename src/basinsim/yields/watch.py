"""Count what fails while demands are tried, step by step, so that nothing else need be kept."""

from dataclasses import dataclass, field

import numpy as np

from basinsim.network.network import Network
from basinsim.simulation.numbers import StepNumbers
from basinsim.step_program import StepProgram
from basinsim.yields.reserve import Reserve

TOLERANCE = 1e-6
"""Share of a demand, or of a reserve, that may be missing without counting."""


@dataclass(frozen=True)
class Trial:
    """What came of one demand.

    Attributes
    ----------
    multiple : float
        Of today's demand.
    failing : ndarray, shape (members, years)
        Days of each whole calendar year on which the group was short or the reserve touched [d].
    beside : float
        The same outside whole years, of all members [d].
    short, touched : float
        Days on which the group was short, and on which the reserve was touched, of all members [d].
    missed : ndarray, shape (demands,)
        What each user of the basin missed, mean over time and members [Ml/d].
    saved : float
        What drought stages asked the group to save, mean over time and members [Ml/d].
    """

    multiple: float
    failing: np.ndarray
    beside: float
    short: float
    touched: float
    missed: np.ndarray
    saved: float


@dataclass
class Watch:
    """Counts failing days.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    users, stores : tuple of str
        Who is to be served, and in which reservoirs the reserve is kept.
    reserve : Reserve
        What these are to hold together above dead storage at the end of every step.
    demand : ndarray, shape (members,)
        Mean demand of the users [Ml/d].
    years : int
        Whole years there are.
    """

    network: Network
    program: StepProgram
    users: tuple[str, ...]
    stores: tuple[str, ...]
    reserve: Reserve
    demand: np.ndarray
    years: int
    _days: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        """Find positions and begin to count."""
        demands, reservoirs = list(self.network.demands), list(self.network.reservoirs)
        members = len(self.demand)
        self._users = np.array([demands.index(name) for name in self.users], dtype=int)
        self._stores = np.array([reservoirs.index(name) for name in self.stores], dtype=int)
        self._essential_of = np.array([demands.index(name) for name in self.network.essentials], dtype=int)
        self._failing = np.zeros((members, self.years + 1))  # the last one is outside whole years
        self._short, self._touched, self._saved = np.zeros((3, members))
        self._missed = np.zeros((members, len(demands)))

    def see(self, x: np.ndarray, numbers: StepNumbers, year: int) -> None:
        """Count one step.

        Parameters
        ----------
        x : ndarray, shape (members, columns)
            Its allocation [Ml].
        numbers : StepNumbers
            What it was made from.
        year : int
            Position of its year; ``years`` outside whole years.
        """
        today, of = numbers.today, self.program.of
        delivered = x[:, of("ordinary")].copy()
        delivered[:, self._essential_of] += x[:, of("essential")]
        asked = np.broadcast_to(today.at("amount"), delivered.shape) * today.days
        missed = asked - delivered
        lacking = missed > TOLERANCE * asked
        short = lacking[:, self._users].any(axis=1)
        touched = self._touches_reserve(x, numbers)
        self._failing[:, year] += today.days * (short | touched)
        self._short += today.days * short
        self._touched += today.days * touched
        self._missed += np.where(lacking, missed, 0.0)
        before_savings = today.inputs.at("amount", today.step) * today.days
        self._saved += (before_savings - asked)[:, self._users].sum(axis=1)
        self._days += today.days

    def _touches_reserve(self, x: np.ndarray, numbers: StepNumbers) -> np.ndarray:
        if self.reserve.number == 0 or not self.stores:
            return np.zeros(len(x), dtype=bool)
        at = numbers.today.at
        held = (x[:, self.program.of("storage")] - at("dead_storage"))[:, self._stores].sum(axis=1)
        usable = (at("capacity") - at("dead_storage"))[:, self._stores].sum(axis=1)
        return np.asarray(held < self.reserve.volume(self.demand, usable) * (1 - TOLERANCE))

    def trial(self, multiple: float, members: slice) -> Trial:
        """Return what was counted for some members.

        Parameters
        ----------
        multiple : float
            The multiple of today's demand that was theirs.
        members : slice
            Which.

        Returns
        -------
        Trial
            Of all steps seen.
        """
        failing = self._failing[members]
        return Trial(
            multiple,
            failing[:, :-1],
            float(failing[:, -1].sum()),
            float(self._short[members].sum()),
            float(self._touched[members].sum()),
            self._missed[members].mean(axis=0) / self._days,
            float(self._saved[members].mean()) / self._days,
        )
