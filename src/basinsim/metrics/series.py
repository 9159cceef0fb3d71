"""Pieces that several metrics share."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

TOLERANCE = 1e-6
"""A shortage counts where it is more than this share of what was asked for."""

EVERYONE = "all"


def shortage(dataset: xr.Dataset) -> xr.DataArray:
    """Return what each demand missed in each step.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``requested`` and ``delivered``.

    Returns
    -------
    xarray.DataArray, dimensions (member, time, demand)
        [Ml/d], zero within the tolerance.
    """
    missed = dataset["requested"] - dataset["delivered"]
    return missed.where(missed > TOLERANCE * dataset["requested"], 0.0)


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
    return (values * dataset["step_length"]).sum("time")


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


def longest_run(flags: xr.DataArray, days: xr.DataArray) -> xr.DataArray:
    """Return the longest unbroken run of true.

    Parameters
    ----------
    flags : xarray.DataArray, dimensions (member, time)
        True or false.
    days : xarray.DataArray, dimension (time)
        Length of each step [d].

    Returns
    -------
    xarray.DataArray, dimension (member)
        [d]
    """
    values = flags.transpose("member", "time").to_numpy()
    best, current = np.zeros(len(values)), np.zeros(len(values))
    for step, length in enumerate(days.to_numpy()):
        current = np.where(values[:, step], current + length, 0.0)
        best = np.maximum(best, current)
    return xr.DataArray(best, coords={"member": flags["member"]}, dims="member")
