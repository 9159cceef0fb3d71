"""Why a horizon is impossible, or its value without end, in the modeller's words."""

from dataclasses import dataclass

import numpy as np

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.simulation.clash_words import clash_words
from basinsim.solver.highs import find_clash, minimise
from basinsim.stacking import StackedProgram

_NAMED = 3
"""How many final storages are explained one by one."""

_NEAR = 1e-6


@dataclass(frozen=True)
class HorizonReasons:
    """Explains what the solver says of one member's window.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        Of the run.
    stacked : StackedProgram
        The window.
    first : int
        Its first step.
    scale : float
        Volume that counts as one for the solver [Ml].
    """

    network: Network
    calendar: Calendar
    stacked: StackedProgram
    first: int
    scale: float

    def why_impossible(self, lower: np.ndarray, upper: np.ndarray, said: str) -> str:
        """Say which final storages cannot be reached, what can, and which numbers clash.

        Parameters
        ----------
        lower, upper : ndarray, shape (steps, columns)
            Bounds that are impossible together [Ml].
        said : str
            What the allocation says of it.

        Returns
        -------
        str
            With the smallest change that mends it.
        """
        finals = self.stacked.columns("final_storage")[-1]
        nearest = self._nearest(lower, upper, finals)
        if nearest is None:
            return said
        names = list(self.network.finals)
        wanted = upper.ravel()[finals]
        missed = np.flatnonzero(nearest < wanted - _NEAR * np.maximum(1.0, wanted))
        told = "; ".join(
            f"'{names[i]}' is to end with {wanted[i]:g} Ml and can end with {nearest[i]:g} Ml" for i in missed
        )
        clashes = [self._clash(lower, upper, nearest, i) for i in missed[:_NAMED]]
        explained = "".join(f" {clash}" for clash in clashes if clash)
        return (
            f"the final storages cannot all be reached by {self.calendar.end}, even if nobody takes any water: {told} "
            f"(the least that is missing in all).{explained} Lower these 'final' storages by the difference, start fuller, "
            "or begin the period earlier"
        )

    def _nearest(self, lower: np.ndarray, upper: np.ndarray, finals: np.ndarray) -> np.ndarray | None:
        """Return the final storages that leave the least missing in all [Ml]."""
        if not len(finals):
            return None
        eased = lower.copy()
        eased[-1, self.stacked.program.of("storage")] = 0.0
        cost = np.zeros(lower.size)
        cost[finals] = -1.0
        found = minimise(self.stacked.matrix, cost, eased.ravel() / self.scale, upper.ravel() / self.scale)
        return None if found is None else found.x[finals] * self.scale

    def _clash(self, lower: np.ndarray, upper: np.ndarray, nearest: np.ndarray, missed: int) -> str:
        """Say what stands in the way of one final storage while the others have what they can have."""
        names = list(self.network.finals)
        low, told = lower.copy(), lower.copy()
        for i, name in enumerate(names):
            storage = self.stacked.program.position("storage", name)
            if i != missed:
                told[-1, storage] = min(told[-1, storage], nearest[i])
                # A hair less, so that rounding in them is no part of the clash.
                low[-1, storage] = told[-1, storage] * (1 - _NEAR)
        found = find_clash(self.stacked.matrix, low.ravel() / self.scale, upper.ravel() / self.scale)
        if found is None:
            return ""
        parts = clash_words(found, self.calendar, self.stacked, self.first, told, upper)
        return f"What clashes for '{names[missed]}': {'; '.join(parts)}."

    def why_without_end(self, ray: np.ndarray, money: np.ndarray | None) -> str:
        """Name the links over which value grows without limit.

        Parameters
        ----------
        ray : ndarray, shape (steps x columns,)
            What can be added again and again.
        money : ndarray, shape (steps x columns,), optional
            Cost less value [GBP/Ml].

        Returns
        -------
        str
            With what gives it an end.
        """
        flows = ray[self.stacked.columns("flow")]
        largest = float(flows.max(initial=0.0))
        if money is None or largest <= 0:
            return (
                "the value has no end: somewhere water that is worth something can flow round without limit (a link or "
                "turbine with a value and no 'max_flow'); give it a limit"
            )
        step = int(np.argmax(flows.max(axis=1)))
        links = [
            name for name, flow in zip(self.network.links, flows[step], strict=True) if flow > _NEAR * largest
        ]
        worth = -float(money @ ray) / largest
        return (
            f"the value has no end: in the step of {self.calendar.first_days[self.first + step]} water can go round and "
            f"round over {', '.join(links)}, and each megalitre that does so earns {worth:.3g} GBP; give one of these "
            "links a 'max_flow', or moving water over it a cost that is higher than that"
        )
