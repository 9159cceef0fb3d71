"""How well users were served (definitions: Hashimoto et al. 1982, Water Resources Research 18)."""

from collections.abc import Iterator

import xarray as xr

from basinsim.metrics.registry import metric
from basinsim.metrics.series import TOLERANCE, by_sector, longest_run, shortage, volume

_NEEDS = ("requested", "delivered")
Groups = Iterator[tuple[str, xr.DataArray]]


def _groups(dataset: xr.Dataset) -> Iterator[tuple[str, list[str]]]:
    for name in dataset["demand"].to_numpy().astype(str):
        yield str(name), [str(name)]
    yield from by_sector(dataset)


@metric("volumetric_reliability", "1", "max", "Share of the water asked for that was delivered", _NEEDS)
def volumetric_reliability(dataset: xr.Dataset) -> Groups:
    """Volume delivered over volume asked for; groups that asked for nothing are left out."""
    asked, got = volume(dataset, dataset["requested"]), volume(dataset, dataset["delivered"])
    for group, names in _groups(dataset):
        total = asked.sel(demand=names).sum("demand")
        if (total > 0).all():
            yield group, got.sel(demand=names).sum("demand") / total


@metric("time_reliability", "1", "max", "Share of the time without a shortage", _NEEDS)
def time_reliability(dataset: xr.Dataset) -> Groups:
    """Days without a shortage of anyone in the group, over the days on which anything was asked for."""
    days = dataset["step_length"]
    asked, missed = dataset["requested"] > 0, shortage(dataset) > 0
    for group, names in _groups(dataset):
        counted = (asked.sel(demand=names).any("demand") * days).sum("time")
        if (counted > 0).all():
            yield group, 1.0 - (missed.sel(demand=names).any("demand") * days).sum("time") / counted


@metric("worst_coverage", "1", "max", "Smallest share of a step's demand delivered", _NEEDS)
def worst_coverage(dataset: xr.Dataset) -> Groups:
    """Least of delivered over requested, over the steps and members of the group that asked."""
    coverage = (dataset["delivered"] / dataset["requested"]).where(dataset["requested"] > 0)
    for group, names in _groups(dataset):
        worst = coverage.sel(demand=names).min(("time", "demand"))
        if worst.notnull().all():
            yield group, worst.clip(0.0, 1.0)


@metric("longest_shortage", "d", "min", "Longest time in shortage without a break", _NEEDS)
def longest_shortage(dataset: xr.Dataset) -> Groups:
    """Longest run of steps in which anyone of the group was short."""
    missed = shortage(dataset) > 0
    for group, names in _groups(dataset):
        yield group, longest_run(missed.sel(demand=names).any("demand"), dataset["step_length"])


@metric("shortage_volume", "Ml", "min", "Water asked for and not delivered", _NEEDS)
def shortage_volume(dataset: xr.Dataset) -> Groups:
    """Volume missed over the period."""
    missed = volume(dataset, shortage(dataset))
    for group, names in _groups(dataset):
        yield group, missed.sel(demand=names).sum("demand")


@metric(
    "essential_shortage_volume",
    "Ml",
    "min",
    "Essential water not delivered",
    ("essential_requested", "essential_delivered"),
)
def essential_shortage_volume(dataset: xr.Dataset) -> Groups:
    """Volume of essential needs missed over the period, for demands that have any."""
    asked = dataset["essential_requested"]
    missed = asked - dataset["essential_delivered"]
    missed = volume(dataset, missed.where(missed > TOLERANCE * asked, 0.0))
    has_any = (asked > 0).any(("member", "time"))
    names = [str(name) for name in asked["demand"].to_numpy()[has_any.to_numpy()]]
    for name in names:
        yield name, missed.sel(demand=name)
    if names:
        yield "all", missed.sel(demand=names).sum("demand")
