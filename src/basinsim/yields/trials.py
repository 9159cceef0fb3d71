"""Try demands: the whole record again with the group's demand multiplied, several multiples side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from basinsim.calendar import Calendar
from basinsim.compiler import compile_step
from basinsim.network.network import Network
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import Progress, StepRunner
from basinsim.simulation.side_by_side import repeated_inputs, repeated_state
from basinsim.simulation.state import State
from basinsim.yields.reserve import Reserve
from basinsim.yields.watch import Trial, Watch

_MOST_AT_ONCE = 8
_MEMBERS_AT_ONCE = 64
_BYTES_AT_ONCE = 600_000_000


@dataclass
class DemandTrials:
    """Runs a record with a group's demand multiplied.

    Parameters
    ----------
    network : Network
        The basin under its policies.
    inputs : Inputs
        Its numbers, read once: weather and rivers are the same in every trial.
    state : State
        At the start of the period.
    users, stores : tuple of str
        Whose demand is multiplied, and in which reservoirs the reserve is kept.
    reserve : Reserve
        What these are to hold together at the end of every step.
    options : AllocatorOptions
        Which allocator takes the steps.
    economic : bool
        Whether the objective is economic.
    progress : callable, optional
        Told, within each round, how many steps are done.
    """

    network: Network
    inputs: Inputs
    state: State
    users: tuple[str, ...]
    stores: tuple[str, ...]
    reserve: Reserve
    options: AllocatorOptions = AUTOMATIC
    economic: bool = False
    progress: Progress | None = None

    def __post_init__(self) -> None:
        """Prepare what all trials share."""
        names = list(self.network.demands)
        self._users = np.array([names.index(name) for name in self.users], dtype=int)
        essentials = list(self.network.essentials)
        self._essentials = np.array(
            [essentials.index(name) for name in self.users if name in essentials], dtype=int
        )
        self._program = compile_step(self.network)
        self.years, self._bucket = whole_years(self.inputs.calendar)

    @property
    def demand(self) -> np.ndarray:
        """Today's demand of the group, mean over the counted period, shape (members,) [Ml/d]."""
        counted = slice(self.inputs.calendar.warm_up_steps, None)
        amount = self.inputs.over_members("amount")[:, counted][:, :, self._users].sum(axis=2)
        return np.asarray(np.average(amount, axis=1, weights=self.inputs.calendar.days[counted]))

    @property
    def mean_demand(self) -> float:
        """Today's demand of the group, mean over members too [Ml/d]."""
        return float(self.demand.mean())

    @property
    def at_once(self) -> int:
        """How many demands are tried side by side: what is paid once a step is shared among them."""
        size = sum(self.inputs.over_members(name).nbytes for name in self.inputs.series)
        by_memory = _BYTES_AT_ONCE // max(size, 1)
        return int(np.clip(min(by_memory, _MEMBERS_AT_ONCE // self.inputs.members), 1, _MOST_AT_ONCE))

    def run(self, multiples: Sequence[float]) -> list[Trial]:
        """Try some multiples of today's demand side by side, as so many more members.

        Parameters
        ----------
        multiples : sequence of float
            Of the demand of every user of the group, essential part and rest alike [1].

        Returns
        -------
        list of Trial
            One each.

        Raises
        ------
        RunError
            Where a step cannot be allocated.
        """
        inputs = self._multiplied(multiples)
        calendar = inputs.calendar
        demand = np.concatenate([multiple * self.demand for multiple in multiples])
        watch = Watch(
            self.network, self._program, self.users, self.stores, self.reserve, demand, len(self.years)
        )
        builder = NumberBuilder(self.network, self._program, inputs, self.economic)
        runner = StepRunner(self.network, self._program, builder, self.economic, self.options)
        state = repeated_state(self.state, len(multiples))
        for step in range(len(calendar)):
            x, numbers = runner.allocate(step, state)
            state = runner.next_state(x, numbers)
            if step >= calendar.warm_up_steps:
                watch.see(x, numbers, int(self._bucket[step]))
            if self.progress is not None:
                self.progress(step + 1, len(calendar))
        return [
            watch.trial(multiple, part)
            for multiple, part in zip(multiples, self._parts(len(multiples)), strict=True)
        ]

    def _parts(self, count: int) -> list[slice]:
        members = self.inputs.members
        return [slice(i * members, (i + 1) * members) for i in range(count)]

    def _multiplied(self, multiples: Sequence[float]) -> Inputs:
        """Return the inputs of all trials side by side: the members of the first, then of the second ..."""
        count = len(multiples)
        factors = np.repeat(np.asarray(multiples, dtype=float), self.inputs.members)
        changed = {}
        for name, at in (("amount", self._users), ("essential", self._essentials)):
            values = np.tile(self.inputs.over_members(name), (count, 1, 1)).copy()  # a tile of one is a view
            values[:, :, at] *= factors[:, np.newaxis, np.newaxis]
            changed[name] = values
        return repeated_inputs(self.network, self.inputs, count, changed)


def whole_years(calendar: Calendar) -> tuple[np.ndarray, np.ndarray]:
    """Sort steps into the calendar years that the counted period covers.

    Parameters
    ----------
    calendar : Calendar
        The steps.

    Returns
    -------
    (ndarray of shape (years,), ndarray of int of shape (steps,))
        Those years, and the position of each step's among them: a step belongs to the year in which its
        middle lies; outside whole years, and in the warm-up, it has the position after the last.
    """
    first = calendar.edges[calendar.warm_up_steps]
    middle = calendar.edges[:-1] + (calendar.days // 2).astype("timedelta64[D]")
    year = middle.astype("datetime64[Y]")
    starts, ends = year.astype("datetime64[D]"), (year + 1).astype("datetime64[D]")
    covered = (starts >= first) & (ends <= calendar.edges[-1])
    covered[: calendar.warm_up_steps] = False
    years = np.unique(year[covered])
    position = np.where(covered, np.searchsorted(years, year), len(years))
    return years.astype(int) + 1970, position
