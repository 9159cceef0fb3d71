"""The state a run starts from: what the basin gives, or where another run ended."""

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from basinsim.calendar import Calendar
from basinsim.errors import InputError, Place, Problem
from basinsim.network.network import Network
from basinsim.rules.book import Memories, recalled
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.rolling import RollingAccounts
from basinsim.simulation.state import State

if TYPE_CHECKING:
    import xarray as xr  # heavy, and most runs start from what the basin gives

ROLLING = "rolling licence"
"""Under which word the takes of the last days are remembered."""


def first_state(network: Network, inputs: Inputs) -> State:
    """Return the state at the start of the period as the basin gives it.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.

    Returns
    -------
    State
        Initial storages, empty licence accounts, no return underway, and rules that remember nothing.
    """
    storage = np.array(
        np.broadcast_to(inputs.initial_storage, (inputs.members, inputs.initial_storage.shape[1]))
    )
    used = np.zeros((inputs.members, len(network.accounts)))
    underway = np.zeros((inputs.members, len(network.delayed_returns)))
    history = RollingAccounts(network, inputs.calendar).empty(inputs.members)
    return State(storage, used, underway, inputs.rules.begin(inputs.members), history)


def state_from_results(dataset: "xr.Dataset", network: Network, inputs: Inputs) -> State:
    """Return the state at the end of an earlier run.

    Parameters
    ----------
    dataset : xarray.Dataset
        Its results, with ``storage``, and where they matter ``licence_used`` and ``return_underway``.
    network : Network
        The basin of the run to be started.
    inputs : Inputs
        Its numbers.

    Returns
    -------
    State
        For all members; those of an earlier run with one member all start alike.

    Raises
    ------
    InputError
        Where a reservoir, a licence or members are missing.
    """
    storage = _last(dataset, "storage", "reservoir", tuple(network.reservoirs), inputs.member_numbers)
    used = _last(dataset, "licence_used", "licence", tuple(network.accounts), inputs.member_numbers)
    delayed = network.delayed_returns
    underway = _last(dataset, "return_underway", "demand", delayed, inputs.member_numbers)
    history = RollingAccounts(network, inputs.calendar).empty(inputs.members)
    licences = network.licences("rolling")
    begin = inputs.rules.begin(inputs.members) | {ROLLING: {n: history[:, k] for k, n in enumerate(licences)}}
    memories = _memories(dataset, inputs, begin)
    lately = memories.pop(ROLLING)
    if lately:
        history = np.stack([lately[name] for name in licences], axis=1)
    return State(storage, used, underway, memories, history)


def _memories(dataset: "xr.Dataset", inputs: Inputs, memories: Memories) -> Memories:
    """Return what was remembered; what those results do not know begins anew."""
    if "rule_memory" not in dataset:
        return memories
    values = dataset["rule_memory"].transpose("remembered", "member").to_numpy()
    if values.shape[1] > 1:
        values = values[:, list(inputs.member_numbers)]
    labels = dataset["remembered"].to_numpy().astype(str).tolist()
    return recalled(memories, dict(zip(labels, values, strict=True)))


def remarks_on_dates(dataset: "xr.Dataset", calendar: Calendar) -> tuple[str, ...]:
    """Say where an earlier run did not end the day before this one starts.

    Parameters
    ----------
    dataset : xarray.Dataset
        Its results.
    calendar : Calendar
        Of the run to be started.

    Returns
    -------
    tuple of str
        Empty where the one follows the other.
    """
    if "time_bounds" not in dataset:
        return ()
    after = dataset["time_bounds"].to_numpy()[-1, 1].astype("datetime64[D]").item()
    if after == calendar.start:
        return ()
    return (
        f"The run starts on {calendar.start} from where another one ended on {after - timedelta(days=1)}: storages, "
        "licence accounts and returns underway are of that day.",
    )


def _last(
    dataset: "xr.Dataset", variable: str, dimension: str, names: tuple[str, ...], members: tuple[int, ...]
) -> np.ndarray:
    if not names:
        return np.zeros((len(members), 0))
    known = set(dataset[dimension].to_numpy().astype(str)) if dimension in dataset.coords else set()
    missing = [name for name in names if name not in known]
    if variable not in dataset or missing:
        what = ", ".join(missing) if missing else variable
        message = (
            f"those results have no {variable} of {what}" if missing else f"those results do not hold {what}"
        )
        raise InputError([Problem(Place(""), "", message)])
    last = (
        dataset[variable]
        .isel(time=-1)
        .sel({dimension: list(names)})
        .transpose("member", dimension)
        .to_numpy()
    )
    if len(last) == 1:
        return np.array(np.broadcast_to(last, (len(members), len(names))))
    if len(last) <= max(members):
        message = f"those results have {len(last)} members, this run has {max(members) + 1} or more"
        raise InputError([Problem(Place(""), "", message)])
    return np.asarray(last[list(members)])
