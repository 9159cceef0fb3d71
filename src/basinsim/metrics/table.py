"""All metrics of a run as one table."""

from collections.abc import Collection

import pandas as pd
import xarray as xr

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
    members = dataset["member"].to_numpy()
    dataset = with_derived(dataset)
    rows = []
    for metric in METRICS.values():
        wanted = names is None or metric.name in names
        if not wanted or not all(name in dataset for name in metric.needs):
            continue
        for group, values in metric.function(dataset):
            numbers = values.broadcast_like(dataset["member"]).to_numpy()
            rows += [
                (scenario, int(member), metric.name, group, float(number), metric.unit, metric.direction)
                for member, number in zip(members, numbers, strict=True)
            ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
