"""The bounds of a horizon."""

from dataclasses import dataclass

import numpy as np

from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import StepNumbers
from basinsim.simulation.rolling import RollingAccounts
from basinsim.stacking import TIED
from basinsim.step_program import StepProgram


@dataclass(frozen=True)
class HorizonBounds:
    """Bounds of the stacked steps of one member.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    inputs : Inputs
        All numbers of the run.
    member : int
        Which member.
    economic : bool
        Whether final storages are hard.
    """

    network: Network
    program: StepProgram
    inputs: Inputs
    member: int
    economic: bool

    def of_window(
        self, first: int, numbers: list[StepNumbers], end_storage: np.ndarray | None, restarts: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return the bounds of a window.

        Parameters
        ----------
        first : int
            Its first step.
        numbers : list of StepNumbers
            Of its steps.
        end_storage : ndarray, shape (reservoirs,), optional
            What the window is wished to end with [Ml].
        restarts : ndarray, shape (steps, annual licences)
            1 where an account begins anew.

        Returns
        -------
        (ndarray, ndarray), shape (steps, columns)
            Lower and upper bounds [Ml].
        """
        of = self.program.of
        lower = np.stack([n.lower[self.member] for n in numbers])
        upper = np.stack([n.upper[self.member] for n in numbers])
        # Where a store is nearly gone, a share of what it is left with evaporates and takes the place of
        # that much of the number: see `stack`'s storage_kept.
        share = self.evaporating_share(numbers)
        lower[:, of("evaporation")] -= share * upper[:, of("dead_kept")]
        upper[:, of("evaporation")] -= share * lower[:, of("storage_start")]
        for start, _ in TIED:
            # Held by the end of the step before.
            lower[1:, of(start)] = upper[1:, of(start)] = 0.0
        annual = self._own("annual_licence")[first : first + len(numbers)].copy()
        # A limit below what has been taken already stops further takes and makes nothing impossible.
        running = np.cumsum(restarts[1:], axis=0) == 0
        annual[1:] = np.where(running, np.maximum(annual[1:], lower[0, of("licence_start")]), annual[1:])
        upper[1:, of("licence_used")] = annual[1:]
        self._set_rolling(lower, upper, first, numbers)
        if end_storage is not None:
            upper[-1, of("window_storage")] = np.minimum(end_storage, upper[-1, of("storage")])
        if first + len(numbers) == len(self.inputs.calendar):
            self._set_finals(lower, upper)
        return lower, upper

    def evaporating_share(self, numbers: list[StepNumbers]) -> np.ndarray:
        """Return what share of the storage that a step finds evaporates from it.

        Parameters
        ----------
        numbers : list of StepNumbers
            Of the window's steps.

        Returns
        -------
        ndarray, shape (steps, reservoirs)
            0 in the first step, which knows what it finds.
        """
        share = np.stack([n.evaporating_share[self.member] for n in numbers])
        share[0] = 0.0
        return share

    def _set_rolling(
        self, lower: np.ndarray, upper: np.ndarray, first: int, numbers: list[StepNumbers]
    ) -> None:
        """Let what was taken before the window drop out of rolling accounts, day by day."""
        of, accounts = self.program.of, RollingAccounts(self.network, self.inputs.calendar)
        history = numbers[0].history[[self.member]]
        held = accounts.ahead(first, len(numbers), history)[0]
        lower[1:, of("rolling_dropped")] = upper[1:, of("rolling_dropped")] = held[:-1] - held[1:]
        amount = self._own("rolling_licence")
        for t in range(1, len(numbers)):
            limit = accounts.limit(first + t, amount[[first + t]])[0]
            upper[t, of("rolling_used")] = np.maximum(limit, held[t])

    def _own(self, name: str) -> np.ndarray:
        series = self.inputs.series[name]
        return np.asarray(series[min(self.member, len(series) - 1)])

    def _set_finals(self, lower: np.ndarray, upper: np.ndarray) -> None:
        for i, (name, wanted) in enumerate(
            zip(self.network.finals, self._own("final_storage")[-1], strict=True)
        ):
            storage = self.program.position("storage", name)
            upper[-1, self.program.of("final_storage").start + i] = wanted
            if self.economic:
                lower[-1, storage] = wanted
                upper[-1, storage] = max(wanted, upper[-1, storage])
