"""One policy in its futures: simulated without foresight, all members, and only the metrics that are wanted."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from basinsim.errors import InputError, RunError
from basinsim.hydrology.source import hydrology_record
from basinsim.loading import Scenario
from basinsim.running.weathers import metrics_in_weathers
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
    """A policy in futures that differ in weather only; they are simulated as one ensemble.

    Attributes
    ----------
    scenarios : tuple of Scenario
        The policy in each of them.
    wanted : tuple of (str, str or None)
        Metrics that are kept, and of which group.
    allocator : AllocatorOptions
        Which allocator takes the steps; no answer depends on it.
    """

    scenarios: tuple[Scenario, ...]
    wanted: Wanted
    allocator: AllocatorOptions = AUTOMATIC


def evaluate(task: Task) -> list[Evaluation]:
    """Simulate a policy in its futures.

    Parameters
    ----------
    task : Task
        Of this or another process.

    Returns
    -------
    list of Evaluation
        One a future. A simulation that cannot be done is one that failed, and says why: other
        futures and policies go on.

    Notes
    -----
    Numbers are rounded to twelve figures, so that one that was kept on disk is the one that was
    computed.
    """
    try:
        tables = metrics_in_weathers(
            task.scenarios,
            {metric for metric, _ in task.wanted},
            allocator=task.allocator,
            record_of=_remembered_record,
        )
    except (InputError, RunError) as error:
        if len(task.scenarios) > 1:  # which of them it is shows when each is alone
            return [evaluate(replace(task, scenarios=(one,)))[0] for one in task.scenarios]
        return [Evaluation({}, " ".join(str(error).split()))]
    return [Evaluation(_numbers(table, task.wanted)) for table in tables]


def _numbers(table: pd.DataFrame, wanted: Wanted) -> Numbers:
    pairs, whole = set(wanted), {metric for metric, group in wanted if group is None}
    numbers: Numbers = {}
    for (metric, group), rows in table.groupby(["metric", "group"], sort=False):
        if (metric, group) in pairs or metric in whole:
            values = rows["value"].to_numpy(dtype=float)
            numbers[str(metric), str(group)] = np.array([float(f"{value:.{_FIGURES}g}") for value in values])
    return numbers


def _remembered_record(choice: Any, folder: Any, first: Any, last: Any, members: Any) -> Any:
    """Make weather and rivers once for all policies of a future: no policy changes them."""
    return _record(choice, folder, first, last, tuple(members))


_record = lru_cache(maxsize=_RECORDS_KEPT)(hydrology_record)
