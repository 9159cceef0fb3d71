"""Where a rule is set up: the basin as arrays, its calendar, and a way to read numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from basinsim.calendar import Calendar
from basinsim.network.network import Network
from basinsim.rules.curves import curve_on_steps
from basinsim.schema.values import DatedCurve, Found, GaugeTable, Value
from basinsim.series.files import SeriesError
from basinsim.series.gauge_table import read_gauge_table
from basinsim.series.resolve import resolve

Path = tuple[str | int, ...]


@dataclass
class Site:
    """A basin on the steps of a run, as a rule sees it.

    Parameters
    ----------
    network : Network
        The basin.
    calendar : Calendar
        The steps.
    members : sequence of int
        Which members the run has, counted from 0.
    series : dict of str to ndarray, shape (1 or members, steps, things)
        Numbers of the basin by name.

    Attributes
    ----------
    problems : list of (path, message)
        Everything found wrong so far; paths lead into the basin file.
    """

    network: Network
    calendar: Calendar
    members: Sequence[int]
    series: dict[str, np.ndarray]
    problems: list[Found] = field(default_factory=list)

    @property
    def things(self) -> dict[str, tuple[str, ...]]:
        """Names in the order of each series that a rule may change."""
        network = self.network
        return {
            "amount": tuple(network.demands),
            "link_capacity": tuple(network.links),
            "works_capacity": tuple(network.works),
            "minimum_flow": tuple(network.minimum_flows),
            "environmental_flow": tuple(network.environmental_flows),
            "take_limit": tuple(network.limited_takes),
        }

    def positions(self, series: str, names: Iterable[str]) -> np.ndarray:
        """Return where things stand in a series.

        Parameters
        ----------
        series : str
            A key of ``things``.
        names : iterable of str
            Things of it.

        Returns
        -------
        ndarray of int
            In the order of ``names``.
        """
        order = self.things[series]
        return np.array([order.index(name) for name in names], dtype=int)

    def number(self, path: Path, value: Value, **how: Any) -> np.ndarray:
        """Return a value on the steps; what is wrong with it joins the problems.

        Parameters
        ----------
        path : tuple
            Where it stands in the basin file.
        value : Value
            In any form.
        **how
            As for :func:`basinsim.series.resolve.resolve`.

        Returns
        -------
        ndarray, shape (1 or members, steps)
            Internal unit; not-a-number where it cannot be had.
        """
        return self._tried(path, lambda: resolve(value, self.calendar, self.members, **how))

    def storage_curve(self, path: Path, curve: Value | DatedCurve, reservoirs: tuple[str, ...]) -> np.ndarray:
        """Return a storage curve at the start of each step.

        Parameters
        ----------
        path : tuple
            Where it stands in the basin file.
        curve : Value or DatedCurve
            Shares are of the reservoirs' capacity together.
        reservoirs : tuple of str
            Whose storage counts together.

        Returns
        -------
        ndarray, shape (1 or members, steps)
            [Ml]
        """
        capacity = np.zeros((1, len(self.calendar)))
        for name in reservoirs:
            value = self.network.reservoirs[name].capacity
            capacity = capacity + self.number(("nodes", name, "capacity"), value, holds="start")
        return self._tried(path, lambda: curve_on_steps(curve, self.calendar, self.members, capacity))

    def at_gauge(self, path: Path, value: Value | GaugeTable, gauge: str) -> float:
        """Return a number of one gauge.

        Parameters
        ----------
        path : tuple
            Where it stands in the basin file.
        value : Value or GaugeTable
            A constant, or a table with a row for each gauge.
        gauge : str
            Whose number.

        Returns
        -------
        float
            Internal unit.
        """
        if isinstance(value, GaugeTable):
            table = value
            return float(
                self._tried(
                    path,
                    lambda: np.full((1, 1), table.factor * read_gauge_table(table.path, table.column, gauge)),
                )[0, 0]
            )
        return float(self.number(path, value)[0, 0])

    def _tried(self, path: Path, read: Callable[[], np.ndarray]) -> np.ndarray:
        try:
            return read()
        except SeriesError as error:
            self.problems.append((path, str(error)))
            return np.full((1, len(self.calendar)), np.nan)
