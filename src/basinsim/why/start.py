"""The state at the start of any step of a run, rebuilt from its results or by running it again."""

from collections.abc import Callable

import numpy as np
import xarray as xr

from basinsim.network.network import Network
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import StepRunner
from basinsim.simulation.state import State
from basinsim.step_program import StepProgram

Progress = Callable[[int, int], None]


def state_by_running(
    network: Network,
    program: StepProgram,
    builder: NumberBuilder,
    state: State,
    step: int,
    progress: Progress | None = None,
) -> State:
    """Return the state at the start of a step by taking all steps before it again.

    Parameters
    ----------
    network : Network
        The basin.
    program : StepProgram
        Its compiled step.
    builder : NumberBuilder
        Of one member.
    state : State
        At the start of the period.
    step : int
        Counted from 0, the warm-up included.
    progress : callable, optional
        Told how many steps are done.

    Returns
    -------
    State
        As the run itself had it.
    """
    runner = StepRunner(network, program, builder)
    for before in range(step):
        state = runner.next_state(*runner.allocate(before, state))
        if progress is not None:
            progress(before + 1, step)
    return state


def state_from_series(
    network: Network, builder: NumberBuilder, dataset: xr.Dataset, member: int, state: State, step: int
) -> State | None:
    """Return the state at the start of a step from what the results kept.

    Parameters
    ----------
    network : Network
        The basin.
    builder : NumberBuilder
        Of one member.
    dataset : xarray.Dataset
        Results.
    member : int
        Which of its members, as numbered there.
    state : State
        At the start of the first counted step.
    step : int
        Counted from 0, the warm-up included.

    Returns
    -------
    State or None
        None where the results did not keep what it takes. Rules are walked through the storages and
        gauged flows of all the steps before.
    """
    inputs = builder.inputs
    first, kept = inputs.calendar.warm_up_steps, _Kept(dataset, member)
    if step == first:
        return state
    before = step - 1 - first
    storage = kept.of("storage", tuple(network.reservoirs))
    used = kept.of("licence_used", tuple(network.accounts))
    underway = kept.of("return_underway", network.delayed_returns)
    rolling = network.licences("rolling")
    links = sorted({link for licence in rolling.values() for link in network.licensed_links(licence)})
    flow = kept.of("flow", tuple(links))
    gauged = kept.of("gauge_flow", tuple(network.gauges) if inputs.rules else ())
    if storage is None or used is None or underway is None or flow is None or gauged is None:
        return None
    memories, history = state.memories, state.taken
    takes = np.stack(
        [
            flow[:, [links.index(link) for link in network.licensed_links(one)]].sum(axis=1)
            for one in rolling.values()
        ]
        or [np.zeros(len(storage))],
        axis=1,
    )[:, : len(rolling)]
    for at in range(before + 1):
        now, days = first + at, float(inputs.calendar.days[first + at])
        if inputs.rules:
            held = state.storage if at == 0 else storage[at - 1 : at]
            memories = inputs.rules.decide(memories, now, inputs.calendar.first_days[now], held)
            memories = inputs.rules.learn(memories, now, int(days), gauged[at : at + 1])
        if rolling and history is not None:
            history = builder.rolling.after(history, takes[at : at + 1] * days, now)
    last = slice(before, before + 1)
    return State(storage[last], used[last], underway[last], memories, history)


class _Kept:
    """Series of one member in the order of names that a run uses."""

    def __init__(self, dataset: xr.Dataset, member: int) -> None:
        self.dataset = dataset
        self.row = int(np.flatnonzero(dataset["member"].to_numpy() == member)[0])

    def of(self, variable: str, names: tuple[str, ...]) -> np.ndarray | None:
        """Return a variable of some things, shape (steps, things); None where it was not kept."""
        if not names:
            return np.zeros((self.dataset.sizes["time"], 0))
        if variable not in self.dataset:
            return None
        values = self.dataset[variable]
        dimension = next(str(name) for name in values.dims if name not in ("member", "time"))
        order = values[dimension].to_numpy().astype(str).tolist()
        if any(name not in order for name in names):
            return None
        one = values.isel(member=self.row).transpose("time", dimension).to_numpy()
        return np.asarray(one[:, [order.index(name) for name in names]], dtype=float)
