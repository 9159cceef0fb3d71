"""A run's table of metrics, as sentences need it: means over members, with their range."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from basinsim.metrics.comparison import RANGE
from basinsim.report.tables import with_unit

COMMUNITY_METRICS = ("coverage_per_person", "essential_shortfall")
"""Metrics whose groups are communities, which may be called like one of the demands."""


class _Fact(NamedTuple):
    mean: float
    low: float
    high: float
    unit: str
    direction: str


class Numbers:
    """The metrics of one run.

    Parameters
    ----------
    metrics : pandas.DataFrame
        As in ``metrics.csv``.
    """

    def __init__(self, metrics: pd.DataFrame) -> None:
        self.members = int(metrics["member"].nunique()) if len(metrics) else 0
        self._facts: dict[tuple[str, str], _Fact] = {}
        if not len(metrics):
            return
        for (metric, group), rows in metrics.groupby(["metric", "group"], sort=False):
            values = rows["value"].to_numpy(dtype=float)
            low, high = np.quantile(values, RANGE)
            unit, direction = str(rows["unit"].iloc[0]), str(rows["direction"].iloc[0])
            fact = _Fact(float(values.mean()), float(low), float(high), unit, direction)
            self._facts[str(metric), str(group)] = fact

    def __contains__(self, pair: tuple[str, str]) -> bool:
        return pair in self._facts

    def pairs(self) -> list[tuple[str, str]]:
        """Return every metric and group, in the order of the file."""
        return list(self._facts)

    def groups(self, metric: str) -> list[str]:
        """Return the groups that a metric is known of."""
        return [group for name, group in self._facts if name == metric]

    def mean(self, metric: str, group: str) -> float:
        """Return the mean over members, in the metric's own unit."""
        return self._facts[metric, group].mean

    def unit(self, metric: str, group: str) -> str:
        """Return the unit."""
        return self._facts[metric, group].unit

    def better_upwards(self, metric: str, group: str) -> bool:
        """Say whether more is better."""
        return self._facts[metric, group].direction == "max"

    def in_words(self, metric: str, group: str) -> str:
        """Write the mean with its unit, such as ``>99.9 %``."""
        return with_unit(self.mean(metric, group), self.unit(metric, group))

    def range_in_words(self, metric: str, group: str) -> str:
        """Write the 5 and 95 % quantiles over members; empty where there is one member only."""
        if self.members < 2:
            return ""
        fact = self._facts[metric, group]
        low, high = (with_unit(end, fact.unit) for end in (fact.low, fact.high))
        return f"{low} to {high}" if low != high else low
