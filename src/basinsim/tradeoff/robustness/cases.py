"""The evaluations of a study as arrays: policies by futures by members."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from basinsim.tradeoff.judging import over_members
from basinsim.tradeoff.outcome import StudyOutcome
from basinsim.tradeoff.policies import BASELINE

Array = NDArray[np.float64]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Cases:
    """What every policy gives in every case; a case is a member of a future.

    Attributes
    ----------
    outcome : StudyOutcome
        Of which study.
    points : tuple of str
        The baseline, and every policy that was simulated in full and satisfies all constraints.
    futures : tuple of str
        The reference first.
    members : int
        Of each future; the same weather for every policy.
    values : dict of (str, str) to ndarray, shape (points, futures, members)
        By metric and group, in the metric's unit.
    """

    outcome: StudyOutcome
    points: tuple[str, ...]
    futures: tuple[str, ...]
    members: int
    values: dict[Pair, Array]

    @property
    def objectives(self) -> dict[str, dict[str, Any]]:
        """What the study says of each objective, by name."""
        found: dict[str, dict[str, Any]] = self.outcome.manifest["objectives"]
        return found

    @cached_property
    def facts(self) -> dict[Pair, tuple[str, str]]:
        """Unit and direction of each metric and group."""
        table = self.outcome.evaluations.drop_duplicates(["metric", "group"])
        columns = (table[name] for name in ("metric", "group", "unit", "direction"))
        return {(metric, group): (unit, way) for metric, group, unit, way in zip(*columns, strict=True)}

    def of_objective(self, name: str) -> Array:
        """Return an objective in every case, shape (points, futures, members), in its unit."""
        one = self.objectives[name]
        return self.values[one["metric"], one["group"]]

    def sign(self, name: str) -> float:
        """Return 1 where an objective should be high, -1 where it should be low."""
        return 1.0 if self.objectives[name]["direction"] == "max" else -1.0

    def matrix(self, name: str) -> Array:
        """Return an objective's statistic over members, shape (points, futures), in its unit."""
        one = self.objectives[name]
        return np.array(
            [
                [over_members(members, one["statistic"], one["direction"]) for members in row]
                for row in self.of_objective(name)
            ]
        )

    @cached_property
    def telling(self) -> tuple[str, ...]:
        """Objectives that have a number for every policy in every future."""
        return tuple(name for name in self.objectives if not np.isnan(self.matrix(name)).any())


def cases_of(outcome: StudyOutcome) -> Cases:
    """Lay the evaluations of a study out.

    Parameters
    ----------
    outcome : StudyOutcome
        As saved.

    Returns
    -------
    Cases
        Of what was simulated in full; policies whose simulation failed are left out.
    """
    stage = list(outcome.manifest["stages"])[-1]
    judged = outcome.points[outcome.points["stage"] == stage]
    allowed = judged["feasible"].astype(bool) | (judged["point"] == BASELINE)
    points = tuple(judged["point"][allowed])
    futures = tuple(outcome.futures["future"])
    table = outcome.evaluations
    table = table[(table["stage"] == stage) & table["point"].isin(points)]
    members = int(table["member"].max()) + 1
    values: dict[Pair, Array] = {}
    at_point, at_future = pd.Index(points), pd.Index(futures)
    for pair, rows in table.groupby(["metric", "group"], sort=False):
        array = np.full((len(points), len(futures), members), np.nan)
        places = (at_point.get_indexer(rows["point"]), at_future.get_indexer(rows["future"]), rows["member"])
        array[places] = rows["value"]
        values[pair] = array
    return Cases(outcome, points, futures, members, values)
