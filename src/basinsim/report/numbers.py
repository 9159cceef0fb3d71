"""A run's table of metrics, as sentences need it: means over members, with their range."""

from functools import cached_property

import pandas as pd

from basinsim.metrics.comparison import RANGE
from basinsim.metrics.front_page import title
from basinsim.report.tables import with_unit

COMMUNITY_METRICS = ("coverage_per_person", "essential_shortfall")
"""Metrics whose groups are communities, which may be called like one of the demands."""


class Numbers:
    """The metrics of one run.

    Parameters
    ----------
    metrics : pandas.DataFrame
        As in ``metrics.csv``.
    """

    def __init__(self, metrics: pd.DataFrame) -> None:
        self._metrics = metrics

    @cached_property
    def _rows(self) -> pd.DataFrame:
        grouped = self._metrics.groupby(["metric", "group"], sort=False)
        found = grouped["value"].agg(
            mean="mean", p5=lambda v: v.quantile(RANGE[0]), p95=lambda v: v.quantile(RANGE[1])
        )
        return found.join(grouped[["unit", "direction"]].first())

    @property
    def members(self) -> int:
        """How many there are."""
        return int(self._metrics["member"].nunique()) if len(self._metrics) else 0

    def __contains__(self, key: tuple[str, str]) -> bool:
        return len(self._metrics) > 0 and key in self._rows.index

    def keys(self) -> list[tuple[str, str]]:
        """Return every metric and group, in the order of the file."""
        if not len(self._metrics):
            return []
        return [(str(metric), str(group)) for metric, group in self._rows.index]

    def groups(self, metric: str) -> list[str]:
        """Return the groups that a metric is known of."""
        return [group for name, group in self.keys() if name == metric]

    def mean(self, metric: str, group: str) -> float:
        """Return the mean over members, in the metric's own unit."""
        return float(self._rows.loc[(metric, group), "mean"])

    def ends(self, metric: str, group: str) -> tuple[float, float]:
        """Return the 5 and 95 % quantiles over members."""
        row = self._rows.loc[(metric, group)]
        return float(row["p5"]), float(row["p95"])

    def unit(self, metric: str, group: str) -> str:
        """Return the unit."""
        return str(self._rows.loc[(metric, group), "unit"])

    def better_upwards(self, metric: str, group: str) -> bool:
        """Say whether more is better."""
        return bool(self._rows.loc[(metric, group), "direction"] == "max")

    def in_words(self, metric: str, group: str) -> str:
        """Write the mean with its unit, such as ``>99.9 %``."""
        return with_unit(self.mean(metric, group), self.unit(metric, group))

    def range_in_words(self, metric: str, group: str) -> str:
        """Write the range over members; empty where there is one member only."""
        if self.members < 2:
            return ""
        low, high = (with_unit(end, self.unit(metric, group)) for end in self.ends(metric, group))
        return f"{low} to {high}" if low != high else low

    def title(self, metric: str) -> str:
        """Return what a metric is called."""
        return title(metric)
