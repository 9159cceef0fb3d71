"""Put the results of blocks of members together, in memory or on disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5netcdf
import numpy as np
import pandas as pd
import xarray as xr

from basinsim.results.store import Results

_LARGEST = ("mass_balance_error",)
_SUMS = ("steps_allocated", "steps_proved_at_once", "steps_by_batch_kernel")
_MEANS = ("objective_value",)  # over members


def join(parts: Sequence[Results]) -> Results:
    """Put blocks together in memory.

    Parameters
    ----------
    parts : sequence of Results
        In the order of their members, at least one.

    Returns
    -------
    Results
        Of all members.
    """
    if len(parts) == 1:
        return parts[0]
    datasets = [part.dataset for part in parts]
    dataset = xr.concat(
        datasets,
        dim="member",
        data_vars="minimal",
        coords="minimal",
        compat="override",
        combine_attrs="override",
    )
    sizes = [found.sizes["member"] for found in datasets]
    dataset.attrs = joined_attributes([found.attrs for found in datasets], sizes)
    return Results(
        dataset, join_metrics([part.metrics for part in parts]), tuple(dataset.attrs["notes"].splitlines())
    )


def join_metrics(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of metrics together in the order one run of all members would give.

    Parameters
    ----------
    tables : sequence of DataFrame
        With the columns of ``metrics.csv``, in the order of their members.

    Returns
    -------
    DataFrame
        Every metric and group with all its members.
    """
    table = pd.concat(tables, ignore_index=True)
    rank = table.groupby(["metric", "group"], sort=False).ngroup()
    return table.iloc[np.argsort(rank.to_numpy(), kind="stable")].reset_index(drop=True)


def joined_attributes(parts: Sequence[Mapping[Any, Any]], sizes: Sequence[int]) -> dict[str, Any]:
    """Return the attributes of all members from those of blocks.

    Parameters
    ----------
    parts : sequence of mapping
        Attributes of each block.
    sizes : sequence of int
        How many members each has.

    Returns
    -------
    dict
        Errors are the largest, counts are summed, values are means over members; every note once.
    """
    joined = dict(parts[0])
    for name in joined:
        values = [part[name] for part in parts]
        if name in _LARGEST:
            joined[name] = max(values)
        elif name in _SUMS:
            joined[name] = sum(values)
        elif name in _MEANS:
            joined[name] = float(np.average(values, weights=sizes))
    joined["notes"] = "\n".join(dict.fromkeys(note for part in parts for note in part["notes"].splitlines()))
    joined["approximate"] = str(any(part["approximate"] == "true" for part in parts)).lower()
    return joined


def join_files(parts: Sequence[Path], target: Path) -> None:
    """Put the datasets of blocks together on disk, one after the other, so that memory stays flat.

    Parameters
    ----------
    parts : sequence of Path
        NetCDF files that differ in their members only, in the order of these.
    target : Path
        File to write.
    """
    attributes, sizes = [], []
    for path in parts:
        with h5netcdf.File(path, "r") as part:
            attributes.append(dict(part.attrs))
            sizes.append(part.dimensions["member"].size)
    with h5netcdf.File(target, "w") as whole:
        first = 0
        for path, size in zip(parts, sizes, strict=True):
            with h5netcdf.File(path, "r") as part:
                if first == 0:
                    _lay_out(whole, part, sum(sizes))
                _copy_members(whole, part, slice(first, first + size))
            first += size
        for name, value in joined_attributes(attributes, sizes).items():
            whole.attrs[name] = value


def _lay_out(whole: h5netcdf.File, part: h5netcdf.File, members: int) -> None:
    """Give a file the variables of a part, with room for all members."""
    sizes = {name: dimension.size for name, dimension in part.dimensions.items()}
    whole.dimensions = {**sizes, "member": members}
    for name, variable in part.variables.items():
        compressed = variable.chunks is not None
        made = whole.create_variable(
            name,
            variable.dimensions,
            dtype=variable.dtype,
            chunks=variable.chunks if compressed else None,
            compression="gzip" if compressed else None,
            compression_opts=1 if compressed else None,
            shuffle=compressed,
        )
        for key, value in variable.attrs.items():
            made.attrs[key] = value
        if "member" not in variable.dimensions:
            made[...] = variable[...]


def _copy_members(whole: h5netcdf.File, part: h5netcdf.File, members: slice) -> None:
    for name, variable in part.variables.items():
        if "member" in variable.dimensions:
            at = tuple(members if name == "member" else slice(None) for name in variable.dimensions)
            whole.variables[name][at] = variable[...]
