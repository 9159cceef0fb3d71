"""One policy in one future: simulated without foresight, all members, and only the metrics that are wanted."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from basinsim.errors import InputError, RunError
from basinsim.hydrology.source import hydrology_record
from basinsim.loading import Scenario
from basinsim.running.blocks import blocks_of
from basinsim.running.joining import join_metrics
from basinsim.running.members import run_members
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.tradeoff.fingerprint import Wanted

Pair = tuple[str, str]
Numbers = dict[Pair, NDArray[np.float64]]
"""Of each metric and group, one number for each member."""

_RECORDS_KEPT = 8
_FIGURES = 12


@dataclass(frozen=True)
class Evaluation:
    """What a policy gives in a future.

    Attributes
    ----------
    numbers : dict of (str, str) to ndarray, shape (members,)
        By metric and group.
    failure : str
        Why it could not be simulated; empty where it could.
    """

    numbers: Numbers
    failure: str = ""


@dataclass(frozen=True)
class Task:
    """One simulation.

    Attributes
    ----------
    scenario : Scenario
        The policy in its future.
    wanted : tuple of (str, str or None)
        Metrics that are kept, and of which group.
    allocator : AllocatorOptions
        Which allocator takes the steps; no answer depends on it.
    """

    scenario: Scenario
    wanted: Wanted
    allocator: AllocatorOptions = AUTOMATIC


def evaluate(task: Task) -> Evaluation:
    """Simulate a policy in a future.

    Parameters
    ----------
    task : Task
        Of this or another process.

    Returns
    -------
    Evaluation
        A simulation that cannot be done is one that failed, and says why: other policies go on.

    Notes
    -----
    Numbers are rounded to twelve figures, so that one that was kept on disk is the one that was
    computed.
    """
    scenario = task.scenario
    names = {metric for metric, _ in task.wanted}
    try:
        tables = [
            run_members(
                scenario, block, allocator=task.allocator, metrics=names, record_of=_remembered_record
            ).metrics
            for block in blocks_of(scenario)
        ]
    except (InputError, RunError) as error:
        return Evaluation({}, " ".join(str(error).split()))
    table = join_metrics(tables)
    pairs, whole = set(task.wanted), {metric for metric, group in task.wanted if group is None}
    numbers: Numbers = {}
    for (metric, group), rows in table.groupby(["metric", "group"], sort=False):
        if (metric, group) in pairs or metric in whole:
            values = rows["value"].to_numpy(dtype=float)
            numbers[str(metric), str(group)] = np.array([float(f"{value:.{_FIGURES}g}") for value in values])
    return Evaluation(numbers)


def _remembered_record(choice: Any, folder: Any, first: Any, last: Any, members: Any) -> Any:
    """Make weather and rivers once for all policies of a future: no policy changes them."""
    return _record(choice, folder, first, last, tuple(members))


_record = lru_cache(maxsize=_RECORDS_KEPT)(hydrology_record)
