"""Energy made and used."""

from collections.abc import Iterator

import xarray as xr

from basinsim.metrics.registry import metric
from basinsim.metrics.series import EVERYONE

Groups = Iterator[tuple[str, xr.DataArray]]


def _each_and_all(values: xr.DataArray, dimension: str) -> Groups:
    totals = values.sum("time")
    names = totals[dimension].to_numpy().astype(str)
    for name in names:
        yield str(name), totals.sel({dimension: name})
    if len(names):
        yield EVERYONE, totals.sum(dimension)


@metric("energy", "MWh", "max", "Hydropower generated", ("energy",))
def energy(dataset: xr.Dataset) -> Groups:
    """Energy of each turbine over the period, and of all of them."""
    yield from _each_and_all(dataset["energy"], "hydropower")


@metric("works_energy", "MWh", "min", "Energy used by works", ("works_energy",))
def works_energy(dataset: xr.Dataset) -> Groups:
    """Energy that works used over the period."""
    yield from _each_and_all(dataset["works_energy"], "works")


@metric("pumping_energy", "MWh", "min", "Energy used on links", ("link_energy",))
def pumping_energy(dataset: xr.Dataset) -> Groups:
    """Energy that pumped links used over the period."""
    yield from _each_and_all(dataset["link_energy"], "pumped_link")
