"""Energy made and used."""

import numpy as np
import xarray as xr

from basinsim.metrics.months import months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import DAYS_IN_YEAR, EVERYONE, names_of, volume, years_in

FIRM = 0.95
"""Share of months in which firm energy is exceeded."""


def _each_and_all(totals: xr.DataArray, dimension: str) -> Groups:
    names = [str(name) for name in totals[dimension].to_numpy()]
    for name in names:
        yield name, totals.sel({dimension: name})
    if names:
        yield EVERYONE, totals.sum(dimension)


@metric(
    "energy",
    "MWh",
    "max",
    "Hydropower generated",
    ("energy",),
    formula="sum over the period of density x g x flow x head x efficiency",
    source="pywr, hydropower_calculation: P = rho g Q H eta",
)
def energy(dataset: xr.Dataset) -> Groups:
    """Energy of each turbine over the period, and of all of them."""
    yield from _each_and_all(dataset["energy"].sum("time"), "hydropower")


@metric(
    "annual_energy",
    "GWh/yr",
    "max",
    "Hydropower a year",
    ("energy",),
    formula="energy generated / years",
    source="definition",
)
def annual_energy(dataset: xr.Dataset) -> Groups:
    """Mean energy of a year."""
    yield from _each_and_all(dataset["energy"].sum("time") / 1000.0 / years_in(dataset), "hydropower")


@metric(
    "firm_energy",
    "MWh/month",
    "max",
    "Firm energy: exceeded in 95 % of months",
    ("energy",),
    formula="5th percentile over whole months of mean power x 30.44 days; only where steps are no longer than a month",
    source="common practice; the share of months must be stated with it",
)
def firm_energy(dataset: xr.Dataset) -> Groups:
    """Energy that a month brings in all but one month of twenty."""
    months = months_of(dataset)
    whole = np.flatnonzero(months.full)
    if not len(whole) or float(dataset["step_length"].max()) > 31:
        return
    days = xr.DataArray(months.days, dims="month")
    monthly = months.sums(dataset["energy"]) / days * (DAYS_IN_YEAR / 12)
    monthly = monthly.isel(month=whole)
    names = names_of(dataset, "hydropower")
    for name in names:
        yield name, monthly.sel(hydropower=name).quantile(1 - FIRM, "month")
    if names:
        yield EVERYONE, monthly.sum("hydropower").quantile(1 - FIRM, "month")


@metric(
    "works_energy",
    "MWh",
    "min",
    "Energy used by works",
    ("works_energy",),
    formula="sum over the period of intake x energy per volume",
    source="definition",
)
def works_energy(dataset: xr.Dataset) -> Groups:
    """Energy that works used over the period."""
    yield from _each_and_all(dataset["works_energy"].sum("time"), "works")


@metric(
    "pumping_energy",
    "MWh",
    "min",
    "Energy used on links",
    ("link_energy",),
    formula="sum over the period of flow x energy per volume",
    source="definition",
)
def pumping_energy(dataset: xr.Dataset) -> Groups:
    """Energy that pumped links used over the period."""
    yield from _each_and_all(dataset["link_energy"].sum("time"), "pumped_link")


@metric(
    "energy_intensity",
    "kWh/Ml",
    "min",
    "Energy used for each megalitre delivered",
    ("works_energy", "link_energy", "delivered"),
    formula="(energy used by works and on links) / volume delivered",
    source="definition",
)
def energy_intensity(dataset: xr.Dataset) -> Groups:
    """Energy that treating and pumping took, for all water delivered."""
    used = dataset["works_energy"].sum(("time", "works")) + dataset["link_energy"].sum(
        ("time", "pumped_link")
    )
    delivered = volume(dataset, dataset["delivered"]).sum("demand")
    if dataset.sizes["demand"] and bool((delivered > 0).all()):
        yield EVERYONE, 1000.0 * used / delivered
