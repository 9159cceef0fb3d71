"""Pieces that several metrics share."""

from collections.abc import Iterator

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.events import find_events

TOLERANCE = 1e-6
"""A shortage counts where it is more than this share of what was asked for."""

EVERYONE = "all"
DAYS_IN_YEAR = 365.25


def shortage(dataset: xr.Dataset) -> xr.DataArray:
    """Return what each demand missed in each step.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``requested`` and ``delivered``.

    Returns
    -------
    xarray.DataArray, dimensions (member, time, demand)
        [Ml/d], zero within the tolerance, and where a series has a gap.
    """
    requested = dataset["requested"]
    asked, got = requested.to_numpy(), dataset["delivered"].transpose(*requested.dims).to_numpy()
    missed = asked - got
    return requested.copy(data=np.where(missed > TOLERANCE * asked, missed, 0.0))


def volume(dataset: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    """Return the volume over the whole period of a mean flow.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``step_length``.
    values : xarray.DataArray
        [Ml/d]

    Returns
    -------
    xarray.DataArray
        Without time [Ml].
    """
    return by_days(dataset, values).sum("time")


def by_days(dataset: xr.Dataset, values: xr.DataArray) -> xr.DataArray:
    """Multiply values by the days of their steps.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``step_length``.
    values : xarray.DataArray
        With ``time``.

    Returns
    -------
    xarray.DataArray
        With the same dimensions.
    """
    # Many metrics of short runs: to line up what is lined up would take longer than to multiply it.
    days = np.expand_dims(dataset["step_length"].to_numpy(), tuple(range(1, values.ndim)))
    numbers = np.moveaxis(values.to_numpy(), values.get_axis_num("time"), 0) * days
    return values.copy(data=np.moveaxis(numbers, 0, values.get_axis_num("time")))


def years_in(dataset: xr.Dataset) -> float:
    """Return the length of the period [years of 365.25 days]."""
    return float(dataset["step_length"].sum()) / DAYS_IN_YEAR


def of_members(dataset: xr.Dataset, values: NDArray[np.float64]) -> xr.DataArray:
    """Wrap one number a member.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``member``.
    values : ndarray, shape (members,)
        Numbers.

    Returns
    -------
    xarray.DataArray, dimension (member)
    """
    return xr.DataArray(np.asarray(values, dtype=float), coords={"member": dataset["member"]}, dims="member")


def matrix(values: xr.DataArray) -> NDArray[np.float64]:
    """Return values of members and steps as an array, shape (members, steps)."""
    return values.transpose("member", "time").to_numpy()


def names_of(dataset: xr.Dataset, dimension: str) -> list[str]:
    """Return the names along a dimension as plain text."""
    return [str(name) for name in dataset[dimension].to_numpy()]


def by_sector(dataset: xr.Dataset) -> Iterator[tuple[str, list[str]]]:
    """Yield each sector with its demands, and at the end all of them together.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``sector`` on demands.

    Yields
    ------
    (str, list of str)
        Group and names of demands.
    """
    sectors = dataset["sector"].to_numpy().astype(str)
    names = dataset["demand"].to_numpy().astype(str)
    for sector in sorted(set(sectors)):
        yield sector, [str(name) for name in names[sectors == sector]]
    if len(names):
        yield EVERYONE, [str(name) for name in names]


def user_groups(dataset: xr.Dataset) -> Iterator[tuple[str, list[str]]]:
    """Yield every demand on its own, every sector, and all of them: name and names of demands."""
    for name in names_of(dataset, "demand"):
        yield name, [name]
    yield from by_sector(dataset)


def follows(dataset: xr.Dataset) -> NDArray[np.bool_]:
    """Say which steps begin when the one before ends, shape (steps,); the first does not."""
    starts = dataset["time"].to_numpy().astype("datetime64[D]")
    ends = starts + dataset["step_length"].to_numpy().astype("timedelta64[D]")
    joined = np.zeros(len(starts), dtype=bool)
    joined[1:] = starts[1:] == ends[:-1]
    return joined


def longest_run(flags: xr.DataArray, dataset: xr.Dataset) -> xr.DataArray:
    """Return the longest unbroken run of true.

    Parameters
    ----------
    flags : xarray.DataArray, dimensions (member, time)
        True or false.
    dataset : xarray.Dataset
        With ``time`` and ``step_length``; a run never reaches across a gap.

    Returns
    -------
    xarray.DataArray, dimension (member)
        [d]
    """
    events = find_events(flags.transpose("member", "time").to_numpy(), follows=follows(dataset))
    return of_members(dataset, events.largest(events.sums(dataset["step_length"].to_numpy())))
