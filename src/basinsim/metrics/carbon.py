"""Greenhouse gas of treating and moving water, as far as the basin names factors."""

import numpy as np
import xarray as xr

from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, names_of, volume, years_in


@metric(
    "carbon",
    "t/yr",
    "min",
    "Greenhouse gas of supplying water (CO2 equivalent)",
    ("flow", "carbon_intensity"),
    formula="sum of flow x days x (carbon of the link + what arrives x carbon of the works it reaches) / 1000 / years",
    source="factors of the basin file",
)
def carbon(dataset: xr.Dataset) -> Groups:
    """Mean emission of a year on each link that has a factor, itself or through its works, and on all of them."""
    counted = np.isfinite(dataset["carbon_intensity"].to_numpy())
    flow, factor = (dataset[name].isel(link=np.flatnonzero(counted)) for name in ("flow", "carbon_intensity"))
    emitted = volume(dataset, flow) * factor / 1000.0 / years_in(dataset)
    links = [name for name, counts in zip(names_of(dataset, "link"), counted, strict=True) if counts]
    for name in links:
        yield name, emitted.sel(link=name)
    if links:
        yield EVERYONE, emitted.sum("link")
