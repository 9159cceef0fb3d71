"""A metric: a function of the dataset, with its formula, unit, source, and which way is better."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

Groups = Iterator[tuple[str, xr.DataArray | NDArray[np.float64]]]
"""Groups, each with one number a member, in the order of the dataset's members where they have no coordinate."""

Function = Callable[[xr.Dataset], Groups]

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
    formula : str
        How it is computed, for the reference.
    source : str
        Who defined it so.
    """

    name: str
    unit: str
    direction: Literal["max", "min"]
    title: str
    needs: tuple[str, ...]
    function: Function
    formula: str = ""
    source: str = ""


def metric(
    name: str,
    unit: str,
    direction: Literal["max", "min"],
    title: str,
    needs: tuple[str, ...],
    *,
    formula: str = "",
    source: str = "",
) -> Callable[[Function], Function]:
    """Register a function as a metric; it then appears in tables, comparisons, figures and the reference.

    Parameters
    ----------
    name, unit, direction, title, needs, formula, source
        As in :class:`Metric`.

    Returns
    -------
    callable
        A decorator that gives the function back.
    """

    def register(function: Function) -> Function:
        METRICS[name] = Metric(name, unit, direction, title, needs, function, formula, source)
        return function

    return register
