"""All metrics of a run as one table."""

from collections.abc import Collection

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

import basinsim.metrics  # noqa: F401 - registers the metrics
from basinsim.metrics.derived import with_derived
from basinsim.metrics.registry import METRICS

COLUMNS = ("scenario", "member", "metric", "group", "value", "unit", "direction")


def metric_table(dataset: xr.Dataset, names: Collection[str] | None = None) -> pd.DataFrame:
    """Compute every registered metric whose variables are there.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run.
    names : collection of str, optional
        Only these metrics.

    Returns
    -------
    pandas.DataFrame
        One row for each member, metric and group, with the columns of ``metrics.csv``.
    """
    scenario = str(dataset.attrs.get("scenario", ""))
    members = dataset["member"].to_numpy().astype(int).tolist()
    dataset = with_derived(dataset)
    rows = []
    for metric in METRICS.values():
        wanted = names is None or metric.name in names
        if not wanted or not all(name in dataset for name in metric.needs):
            continue
        for group, values in metric.function(dataset):
            rows += [
                (scenario, member, metric.name, group, number, metric.unit, metric.direction)
                for member, number in zip(members, _of_each(values, dataset), strict=True)
            ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of_each(values: xr.DataArray | NDArray[np.float64], dataset: xr.Dataset) -> list[float]:
    """Return the number of each member; one for all of them is repeated."""
    if isinstance(values, xr.DataArray) and values.dims not in ((), ("member",)):
        values = values.broadcast_like(dataset["member"])
    numbers = np.asarray(values, dtype=float) + 0.0  # a zero has no sign: files of equal runs are equal
    numbers = np.broadcast_to(numbers, dataset.sizes["member"])
    return [float(number) for number in numbers]
