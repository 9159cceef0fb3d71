"""The members of a run again and again, side by side, so that several variants of it are one run."""

from dataclasses import replace

import numpy as np

from basinsim.network.network import Network
from basinsim.rules.book import set_up_rules
from basinsim.rules.site import Site
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.state import State


def repeated_inputs(
    network: Network, inputs: Inputs, count: int, changed: dict[str, np.ndarray] | None = None
) -> Inputs:
    """Return the numbers of all members, then of all members again, and so on.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    count : int
        How often.
    changed : dict of str to ndarray, shape (count x members, steps, things), optional
        Series that take the place of those of the inputs.

    Returns
    -------
    Inputs
        With ``count`` times as many members. Rules read some of the series, and are set up anew.
    """
    series = {
        name: values if len(values) == 1 else np.tile(values, (count, 1, 1))
        for name, values in inputs.series.items()
    }
    series |= changed or {}
    storage = np.broadcast_to(inputs.initial_storage, (inputs.members, inputs.initial_storage.shape[1]))
    members = inputs.member_numbers * count
    site = Site(network, inputs.calendar, members, series)
    return replace(
        inputs,
        member_numbers=members,
        series=series,
        initial_storage=np.tile(storage, (count, 1)),
        rules=set_up_rules(site) if inputs.rules else inputs.rules,
    )


def repeated_state(state: State, count: int) -> State:
    """Return the state of all members, then of all members again, and so on.

    Parameters
    ----------
    state : State
        Of all members.
    count : int
        How often.

    Returns
    -------
    State
        Of ``count`` times as many.
    """

    def again(values: np.ndarray) -> np.ndarray:
        return np.tile(values, (count,) + (1,) * (values.ndim - 1))

    return State(
        again(state.storage),
        again(state.licence_used),
        again(state.returns_underway),
        {
            name: {what: again(array) for what, array in memory.items()}
            for name, memory in state.memories.items()
        },
        None if state.taken is None else again(state.taken),
    )
