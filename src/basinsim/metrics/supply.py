"""How well users were served: reliability by volume and time, and what was missed."""

import numpy as np
import xarray as xr

from basinsim.metrics.derived import statistics_by_group
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import EVERYONE, TOLERANCE, volume

_NEEDS = ("requested", "delivered")
_HASHIMOTO = "Hashimoto, Stedinger and Loucks (1982), Water Resources Research 18, 14-20"


@metric(
    "volumetric_reliability",
    "1",
    "max",
    "Share of the water asked for that was delivered",
    _NEEDS,
    formula="volume delivered / volume asked for, shortages within a millionth counted as none",
    source=_HASHIMOTO,
)
def volumetric_reliability(dataset: xr.Dataset) -> Groups:
    """Volume delivered over volume asked for; groups that asked for nothing are left out."""
    for group, of in statistics_by_group(dataset):
        if (of["asked_volume"] > 0).all():
            yield group, 1.0 - of["missed_volume"] / of["asked_volume"]


@metric(
    "time_reliability",
    "1",
    "max",
    "Share of the time without a shortage",
    _NEEDS,
    formula="1 - days short / days on which anything was asked for; a group is short when any of its users is",
    source=_HASHIMOTO,
)
def time_reliability(dataset: xr.Dataset) -> Groups:
    """Days without a shortage of anyone in the group, over the days on which anything was asked for."""
    for group, of in statistics_by_group(dataset):
        if (of["asked_days"] > 0).all():
            yield group, 1.0 - of["short_days"] / of["asked_days"]


@metric(
    "worst_coverage",
    "1",
    "max",
    "Smallest share of a step's demand delivered",
    _NEEDS,
    formula="least of delivered / requested over the steps and users of the group that asked",
    source="1 - worst_coverage is the maximum deficit of Sandoval-Solis et al. (2011), JWRPM 137, 381-390",
)
def worst_coverage(dataset: xr.Dataset) -> Groups:
    """Least of delivered over requested, over the steps and members of the group that asked."""
    for group, of in statistics_by_group(dataset):
        if not np.isnan(of["worst_coverage"]).any():
            yield group, of["worst_coverage"]


@metric(
    "longest_shortage",
    "d",
    "min",
    "Longest time in shortage without a break",
    _NEEDS,
    formula="days of the longest unbroken run of steps in which anyone of the group was short",
    source="Roach et al., University of Bristol: resilience as the maximum recorded duration of a deficit",
)
def longest_shortage(dataset: xr.Dataset) -> Groups:
    """Longest run of steps in which anyone of the group was short."""
    for group, of in statistics_by_group(dataset):
        yield group, of["longest"]


@metric(
    "delivered_volume",
    "Ml",
    "max",
    "Water delivered",
    _NEEDS,
    formula="sum of delivered x days",
    source="definition",
)
def delivered_volume(dataset: xr.Dataset) -> Groups:
    """Volume delivered over the period."""
    for group, of in statistics_by_group(dataset):
        yield group, of["asked_volume"] - of["missed_volume"]


@metric(
    "shortage_volume",
    "Ml",
    "min",
    "Water asked for and not delivered",
    _NEEDS,
    formula="sum of (requested - delivered) x days",
    source="definition",
)
def shortage_volume(dataset: xr.Dataset) -> Groups:
    """Volume missed over the period."""
    for group, of in statistics_by_group(dataset):
        yield group, of["missed_volume"]


@metric(
    "essential_shortage_volume",
    "Ml",
    "min",
    "Essential water not delivered",
    ("essential_requested", "essential_delivered"),
    formula="sum of (essential requested - essential delivered) x days",
    source="definition",
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
        yield EVERYONE, missed.sel(demand=names).sum("demand")
