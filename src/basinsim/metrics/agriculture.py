"""Irrigation by season, and above all in dry years: farms irrigate in few years, and means hide that."""

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.derived import with_derived
from basinsim.metrics.events import find_events
from basinsim.metrics.months import monthly_volume, months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import TOLERANCE, by_sector, follows, matrix, names_of, of_members

Numbers = NDArray[np.float64]

SEASON = (4, 9)
"""First and last month of the irrigation season."""
DRY_SHARE = 0.2
"""Share of years that count as dry."""
POOR = 0.8
"""Coverage of the season below which a year is poor."""
_NEEDS = ("requested", "delivered")


def _farms(dataset: xr.Dataset) -> list[tuple[str, list[str]]]:
    farms = dict(by_sector(dataset)).get("agriculture", [])
    return [(name, [name]) for name in farms] + ([("agriculture", farms)] if farms else [])


def _seasons(dataset: xr.Dataset) -> list[tuple[str, Numbers, Numbers]]:
    """Return each farm and all of them with the water asked for and missed by season [Ml], shape (members, years)."""
    groups = _farms(dataset)
    if not groups:
        return []
    dataset = dataset if "monthly_shortage" in dataset else with_derived(dataset)
    months = months_of(dataset)
    asked, missed = (
        months.by_year(dataset[f"monthly_{name}"], SEASON).transpose("member", "year", "demand").to_numpy()
        for name in ("requested", "shortage")
    )
    if not asked.shape[1]:
        return []
    demands = names_of(dataset, "demand")
    return [
        (group, asked[:, :, chosen].sum(axis=2), missed[:, :, chosen].sum(axis=2))
        for group, names in groups
        for chosen in [[demands.index(name) for name in names]]
    ]


@metric(
    "season_coverage",
    "1",
    "max",
    "Share of irrigation water delivered, April to September",
    _NEEDS,
    formula="volume delivered / volume asked for, April to September of all years",
    source="definition",
)
def season_coverage(dataset: xr.Dataset) -> Groups:
    """Coverage of the irrigation season over all years."""
    for group, asked, missed in _seasons(dataset):
        if (asked.sum(axis=1) > 0).all():
            yield group, 1.0 - missed.sum(axis=1) / asked.sum(axis=1)


@metric(
    "dry_season_coverage",
    "1",
    "max",
    "Share of irrigation water delivered in the driest fifth of years",
    (*_NEEDS, "inflow"),
    formula="volume delivered / volume asked for, April to September of the fifth of years (at least one) with the "
    "least natural inflow in those months",
    source="definition; farms at Meigle irrigated once or twice in four to five years",
)
def dry_season_coverage(dataset: xr.Dataset) -> Groups:
    """Coverage of the irrigation season in dry years, which each member has of its own."""
    seasons = _seasons(dataset)
    if not seasons:
        return
    months = months_of(dataset)
    total = dataset["inflow"].sum("catchment")
    inflow = months.by_year(monthly_volume(dataset, total, months), SEASON)
    count = max(round(DRY_SHARE * inflow.sizes["year"]), 1)
    # Two years of the very same inflow are told apart by their order, so that the count holds.
    rank = inflow.transpose("member", "year").to_numpy().argsort(axis=1, kind="stable").argsort(axis=1)
    dry = rank < count
    for group, asked, missed in seasons:
        wanted = np.where(dry, asked, 0.0).sum(axis=1)
        if (wanted > 0).all():
            yield group, 1.0 - np.where(dry, missed, 0.0).sum(axis=1) / wanted


@metric(
    "poor_irrigation_years",
    "1",
    "min",
    "Share of years with less than 80 % of the season's irrigation",
    _NEEDS,
    formula="years in which April to September coverage is below 0.8 / years in which anything was asked for then",
    source="definition",
)
def poor_irrigation_years(dataset: xr.Dataset) -> Groups:
    """Share of irrigation seasons with less than four fifths of the water asked for."""
    for group, asked, missed in _seasons(dataset):
        counted = asked > 0
        if counted.any(axis=1).all():
            poor = counted & (missed > (1.0 - POOR + TOLERANCE) * asked)
            yield group, poor.sum(axis=1) / counted.sum(axis=1)


@metric(
    "longest_suspension",
    "d",
    "min",
    "Longest time without any irrigation water",
    _NEEDS,
    formula="days of the longest unbroken run of steps in which water was asked for and none delivered",
    source="definition",
)
def longest_suspension(dataset: xr.Dataset) -> Groups:
    """Longest run of steps in which a farm asked for water and got none; a group, in which all that asked got none."""
    days, joined = dataset["step_length"].to_numpy(), follows(dataset)
    for group, names in _farms(dataset):
        asked, got = (dataset[name].sel(demand=names).sum("demand") for name in _NEEDS)
        nothing = matrix((asked > 0) & (got <= TOLERANCE * asked))
        events = find_events(np.asarray(nothing, dtype=bool), follows=joined)
        yield group, of_members(dataset, events.largest(events.sums(days)))
