"""A metric: a function of the dataset, with its unit and which way is better."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import xarray as xr

Function = Callable[[xr.Dataset], Iterator[tuple[str, xr.DataArray]]]

METRICS: dict[str, "Metric"] = {}
"""Every metric by name, in the order of registration."""


@dataclass(frozen=True)
class Metric:
    """A number that says how good a run was.

    Attributes
    ----------
    name : str
        As it stands in ``metrics.csv``.
    unit : str
        Of its value.
    direction : {"max", "min"}
        Which way is better.
    title : str
        For tables and axes.
    needs : tuple of str
        Variables of the dataset without which it cannot be computed.
    function : callable
        Yields groups with a value for each member.
    """

    name: str
    unit: str
    direction: Literal["max", "min"]
    title: str
    needs: tuple[str, ...]
    function: Function


def metric(
    name: str, unit: str, direction: Literal["max", "min"], title: str, needs: tuple[str, ...]
) -> Callable[[Function], Function]:
    """Register a function as a metric.

    Parameters
    ----------
    name, unit, direction, title, needs
        As in :class:`Metric`.

    Returns
    -------
    callable
        A decorator that gives the function back.
    """

    def register(function: Function) -> Function:
        METRICS[name] = Metric(name, unit, direction, title, needs, function)
        return function

    return register
