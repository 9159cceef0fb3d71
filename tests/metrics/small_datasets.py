"""Datasets of a few steps, made by hand, and single numbers of their metric table."""

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.metrics.table import metric_table

Values = Any  # one number, one a step, or one for each member and step


def steps(first_days: list[str], end: str) -> xr.Dataset:
    """Return a dataset with steps from each of ``first_days`` to the next, the last one to before ``end``."""
    edges = np.array([*first_days, end], dtype="datetime64[D]")
    return xr.Dataset(
        {"step_length": ("time", np.diff(edges).astype(float))},
        coords={"time": edges[:-1].astype("datetime64[ns]"), "member": [0]},
        attrs={"scenario": "by hand"},
    )


def days(count: int) -> xr.Dataset:
    """Return a dataset of single days."""
    first = np.datetime64("2001-01-01")
    return steps([str(first + i) for i in range(count)], str(first + count))


def with_members(dataset: xr.Dataset, count: int) -> xr.Dataset:
    return dataset.assign_coords(member=np.arange(count))


def with_variable(dataset: xr.Dataset, name: str, dimension: str, things: dict[str, Values]) -> xr.Dataset:
    """Add a variable with one thing for each key."""
    shape = (dataset.sizes["member"], dataset.sizes["time"])
    columns = [np.broadcast_to(np.asarray(values, dtype=float), shape) for values in things.values()]
    values = np.stack(columns, axis=-1) if columns else np.zeros((*shape, 0))
    dataset = dataset.assign_coords({dimension: (dimension, np.array(list(things), dtype=object))})
    return dataset.assign({name: (("member", "time", dimension), values)})


def with_demands(
    dataset: xr.Dataset,
    requested: dict[str, Values],
    delivered: dict[str, Values],
    sectors: dict[str, str] | None = None,
) -> xr.Dataset:
    """Add what users asked for and got; all are public where no sector is given."""
    dataset = with_variable(dataset, "requested", "demand", requested)
    dataset = with_variable(dataset, "delivered", "demand", delivered)
    named = [(sectors or {}).get(name, "public") for name in requested]
    return dataset.assign(sector=("demand", np.array(named, dtype=object)))


def values_of(dataset: xr.Dataset, metric: str) -> dict[str, float]:
    """Return one metric by group, for the only member."""
    rows = _rows(dataset, metric)
    assert not rows["group"].duplicated().any()
    return dict(zip(rows["group"], rows["value"], strict=True))


def by_member(dataset: xr.Dataset, metric: str, group: str) -> list[float]:
    """Return one metric of one group, member after member."""
    rows = _rows(dataset, metric)
    rows = rows[rows["group"] == group]
    assert rows["member"].tolist() == dataset["member"].to_numpy().tolist()
    return rows["value"].tolist()


def _rows(dataset: xr.Dataset, metric: str) -> pd.DataFrame:
    table = metric_table(dataset)
    return table[table["metric"] == metric]
