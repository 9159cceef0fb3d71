"""How full the reservoirs were."""

from collections.abc import Iterator

import xarray as xr

from basinsim.metrics.registry import metric
from basinsim.metrics.series import EVERYONE, volume

Groups = Iterator[tuple[str, xr.DataArray]]


@metric("worst_storage", "Ml", "max", "Lowest storage at the end of any step", ("storage",))
def worst_storage(dataset: xr.Dataset) -> Groups:
    """Lowest storage of each reservoir, and of all of them together at one time."""
    storage = dataset["storage"]
    names = storage["reservoir"].to_numpy().astype(str)
    for name in names:
        yield str(name), storage.sel(reservoir=name).min("time")
    if len(names):
        yield EVERYONE, storage.sum("reservoir").min("time")


@metric("overflow_volume", "Ml", "min", "Water no link could carry", ("overflow",))
def overflow_volume(dataset: xr.Dataset) -> Groups:
    """Volume that overflowed at each reservoir."""
    lost = volume(dataset, dataset["overflow"])
    for name in lost["reservoir"].to_numpy().astype(str):
        yield str(name), lost.sel(reservoir=name)
