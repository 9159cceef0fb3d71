"""How full the reservoirs were."""

import numpy as np
import xarray as xr

from basinsim.metrics.months import months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, names_of, volume

FULL = 0.95
"""Share of usable storage from which a reservoir counts as filled."""


@metric(
    "worst_storage",
    "Ml",
    "max",
    "Lowest storage at the end of any step",
    ("storage",),
    formula="least storage at the end of a step; of all reservoirs together at one time",
    source="definition",
)
def worst_storage(dataset: xr.Dataset) -> Groups:
    """Lowest storage of each reservoir, and of all of them together at one time."""
    storage = dataset["storage"]
    names = names_of(storage.to_dataset(), "reservoir")
    for name in names:
        yield name, storage.sel(reservoir=name).min("time")
    if names:
        yield EVERYONE, storage.sum("reservoir").min("time")


def usable_share(dataset: xr.Dataset) -> xr.DataArray:
    """Return how full each reservoir was above its dead storage.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``storage``, ``capacity`` and ``dead_storage``.

    Returns
    -------
    xarray.DataArray, dimensions (member, time, reservoir)
        [1]; not-a-number where the capacity changes in time or nothing can be used.
    """
    usable = dataset["capacity"] - dataset["dead_storage"]
    return (dataset["storage"] - dataset["dead_storage"]) / usable.where(usable > 0)


@metric(
    "lowest_storage_share",
    "1",
    "max",
    "Lowest usable storage, as a share of full",
    ("storage", "capacity", "dead_storage"),
    formula="least of (storage - dead) / (capacity - dead) at the end of a step; all: of all reservoirs together",
    source="definition",
)
def lowest_storage_share(dataset: xr.Dataset) -> Groups:
    """Lowest share of usable storage; reservoirs whose capacity changes in time are left out."""
    usable = dataset["capacity"] - dataset["dead_storage"]
    names = [str(name) for name in usable["reservoir"].to_numpy()[(usable > 0).to_numpy()]]
    share = usable_share(dataset)
    for name in names:
        yield name, share.sel(reservoir=name).min("time")
    if names:
        held = (dataset["storage"] - dataset["dead_storage"]).sel(reservoir=names).sum("reservoir")
        yield EVERYONE, held.min("time") / usable.sel(reservoir=names).sum("reservoir")


@metric(
    "unfilled_years",
    "1",
    "min",
    "Share of years in which a reservoir did not fill",
    ("storage", "capacity", "dead_storage"),
    formula="calendar years in which usable storage never reached 95 % / years",
    source="definition",
)
def unfilled_years(dataset: xr.Dataset) -> Groups:
    """Share of whole calendar years without a day of (nearly) full storage."""
    months, share = months_of(dataset), usable_share(dataset)
    filled = months.by_year(months.sums((share >= FULL).astype(float)))
    for name in names_of(dataset, "reservoir"):
        if filled.sizes["year"] and bool(np.isfinite(share.sel(reservoir=name)).all()):
            yield name, (filled.sel(reservoir=name) == 0).mean("year")


@metric(
    "overflow_volume",
    "Ml",
    "min",
    "Water no link could carry",
    ("overflow",),
    formula="sum of overflow x days",
    source="definition",
)
def overflow_volume(dataset: xr.Dataset) -> Groups:
    """Volume that overflowed at each reservoir."""
    lost = volume(dataset, dataset["overflow"])
    for name in names_of(dataset, "reservoir"):
        yield name, lost.sel(reservoir=name)
