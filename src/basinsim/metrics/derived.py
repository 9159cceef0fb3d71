"""What several metrics are made from, computed once for all of them."""

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.events import find_events
from basinsim.metrics.months import monthly_volume, months_of
from basinsim.metrics.series import follows, matrix, shortage, user_groups

STATISTICS = (
    "asked_volume",  # [Ml]
    "missed_volume",  # [Ml]
    "asked_days",
    "short_days",
    "asked_steps",
    "short_steps",
    "events",
    "recoveries",
    "longest",  # [d]
    "peaks",  # sum over events of the largest shortage [Ml/d]
    "worst_event",  # [Ml]
    "worst_coverage",  # not-a-number for who asked for nothing
)
"""What ``shortage_statistics`` holds for each member and group of users."""

DERIVED = {
    "shortage": "what each demand missed in each step [Ml/d]",
    "natural_flow": "flow at each gauge if nobody touched the water: the sum of the inflows above it [Ml/d]",
    "monthly_requested": "volume that each demand asked for in each month [Ml]",
    "monthly_shortage": "volume that each demand missed in each month [Ml]",
    "shortage_statistics": "counts and sums of shortages of each group of users",
}
"""Variables that metrics may ask for beside those of ``results.nc``."""


def with_derived(dataset: xr.Dataset) -> xr.Dataset:
    """Add what metrics share to a dataset of results.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run; what it lacks is not derived.

    Returns
    -------
    xarray.Dataset
        With the variables of ``DERIVED``. Where ``requested`` or ``delivered`` has a gap, both have.
    """
    added: dict[str, xr.DataArray] = {}
    if {"requested", "delivered"} <= set(dataset):
        dataset = _with_gaps_in_both(dataset)
        added["shortage"] = shortage(dataset)
        months = months_of(dataset)
        for name, values in (("requested", dataset["requested"]), ("shortage", added["shortage"])):
            added[f"monthly_{name}"] = monthly_volume(dataset, values, months)
    if {"inflow", "natural_catchment"} <= set(dataset):
        added["natural_flow"] = natural_flow(dataset)
    dataset = _assign(dataset, added)
    if "shortage" in dataset and "sector" in dataset:
        statistics = shortage_statistics(dataset)
        dataset = dataset.assign_coords({name: statistics[name] for name in ("user_group", "statistic")})
        dataset = _assign(dataset, {"shortage_statistics": statistics})
    return dataset


def _assign(dataset: xr.Dataset, added: dict[str, xr.DataArray]) -> xr.Dataset:
    """Add what has been made from the dataset and has its coordinates: nothing is to be lined up."""
    return dataset.assign({name: values.variable for name, values in added.items()})


def natural_flow(dataset: xr.Dataset) -> xr.DataArray:
    """Return the flow at each gauge if nobody took, held or led away any water, in the same weather.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``inflow`` and ``natural_catchment``.

    Returns
    -------
    xarray.DataArray, dimensions (member, time, gauge)
        [Ml/d]
    """
    above = dataset["natural_catchment"].transpose("catchment", "gauge").to_numpy().astype(float)
    flow = dataset["inflow"].transpose("member", "time", "catchment")
    coords = {"member": dataset["member"], "time": dataset["time"], "gauge": dataset["gauge"]}
    return xr.DataArray(flow.to_numpy() @ above, dims=("member", "time", "gauge"), coords=coords)


def shortage_statistics(dataset: xr.Dataset) -> xr.DataArray:
    """Count shortages and their events for every user, sector, and all users together.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``requested``, ``delivered``, ``shortage`` and ``sector``.

    Returns
    -------
    xarray.DataArray, dimensions (member, user_group, statistic)
        The statistics of ``STATISTICS``.

    Notes
    -----
    A group is short in a step in which any of its users is. An event is an unbroken run of short
    steps; a step in which nobody asks for water ends it. A recovery is an event that was seen to
    end: one that lasts to the end of the series, or to a gap in it, has not ended in recovery.
    """
    days, joined = dataset["step_length"].to_numpy(), follows(dataset)
    groups = list(user_groups(dataset))
    asked, missed = (
        dataset[name].transpose("member", "time", "demand") for name in ("requested", "shortage")
    )
    index = {str(name): i for i, name in enumerate(dataset["demand"].to_numpy())}
    requested, short = asked.to_numpy(), missed.to_numpy()
    coverage = _least_coverage(dataset)
    found = np.zeros((dataset.sizes["member"], len(groups), len(STATISTICS)))
    for column, (_, names) in enumerate(groups):
        chosen = [index[name] for name in names]
        wanted = np.nan_to_num(requested[:, :, chosen]).sum(axis=2)
        lacking = short[:, :, chosen].sum(axis=2)
        known = ~np.isnan(requested[:, :, chosen]).any(axis=2)
        failing = lacking > 0
        events = find_events(failing, known, joined)
        values = {
            "asked_volume": wanted @ days,
            "missed_volume": lacking @ days,
            "asked_days": (wanted > 0) @ days,
            "short_days": failing @ days,
            "asked_steps": (wanted > 0).sum(axis=1),
            "short_steps": failing.sum(axis=1),
            "events": events.count(),
            "recoveries": events.count(events.over),
            "longest": events.largest(events.sums(days)),
            "peaks": events.total(events.peaks(lacking)),
            "worst_event": events.largest(events.sums(lacking * days)),
            "worst_coverage": np.fmin.reduce(coverage[:, chosen], axis=1),
        }
        found[:, column, :] = np.stack([values[name] for name in STATISTICS], axis=1)
    return xr.DataArray(
        found,
        dims=("member", "user_group", "statistic"),
        coords={
            "member": dataset["member"],
            "user_group": np.array([name for name, _ in groups], dtype=object),
            "statistic": np.array(STATISTICS, dtype=object),
        },
    )


def _least_coverage(dataset: xr.Dataset) -> np.ndarray:
    """Smallest share of a step's demand delivered, shape (members, demands); not-a-number without demand."""
    columns = []
    for name in dataset["demand"].to_numpy():
        asked, got = (matrix(dataset[kind].sel(demand=name)) for kind in ("requested", "delivered"))
        share = np.divide(got, asked, out=np.full_like(asked, np.inf), where=asked > 0)
        least = np.fmin.reduce(share, axis=1, initial=np.inf)
        columns.append(np.where(np.isfinite(least), np.clip(least, 0.0, 1.0), np.nan))
    return np.stack(columns, axis=1) if columns else np.zeros((dataset.sizes["member"], 0))


def _with_gaps_in_both(dataset: xr.Dataset) -> xr.Dataset:
    if not any(np.isnan(dataset[name].to_numpy()).any() for name in ("requested", "delivered")):
        return dataset
    known = (dataset["requested"] + dataset["delivered"]).notnull()
    return dataset.assign({name: dataset[name].where(known) for name in ("requested", "delivered")})


def statistics_by_group(dataset: xr.Dataset) -> Iterator[tuple[str, dict[str, NDArray[np.float64]]]]:
    """Yield each user, each sector and all users with their shortage statistics.

    Parameters
    ----------
    dataset : xarray.Dataset
        With what :func:`with_derived` adds, or what that needs.

    Yields
    ------
    (str, dict of str to ndarray, shape (members,))
        Group, and for each of ``STATISTICS`` one number a member.
    """
    if "shortage_statistics" not in dataset:
        dataset = with_derived(dataset)
    table = dataset["shortage_statistics"]
    numbers = table.transpose("user_group", "statistic", "member").to_numpy()
    for group, rows in zip(table["user_group"].to_numpy(), numbers, strict=True):
        yield str(group), dict(zip(STATISTICS, rows, strict=True))
