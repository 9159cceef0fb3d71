"""The supply-demand balance of zones, as water utilities hand it in."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.metrics.months import months_of
from basinsim.metrics.series import DAYS_IN_YEAR, names_of

_COLUMNS = (
    "zone",
    "deployable_output",
    "climate_impact",
    "outage",
    "process_losses",
    "water_available",
    "demand",
    "target_headroom",
    "balance",
)


def supply_demand_balance(
    dataset: xr.Dataset,
    deployable_output: Mapping[str, float],
    *,
    climate_impact: Mapping[str, float] | None = None,
    outage: float = 0.0,
    process_losses: float = 0.0,
    headroom: float = 0.0,
) -> pd.DataFrame:
    """Set what each zone can be supplied with against what it asks for in a year of high demand.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results with ``requested``.
    deployable_output : mapping of str to float
        Largest demand that each zone (a demand of the basin) can be met at its level of service
        [Ml/d].
    climate_impact : mapping of str to float, optional
        What climate change takes from it [Ml/d].
    outage, process_losses, headroom : float
        Allowance for works that are down, what works lose, and a margin for what is not known
        [shares of deployable output, of it, and of demand].

    Returns
    -------
    pandas.DataFrame
        One row a zone [Ml/d]: demand is the mean of the calendar year of highest demand in any
        member, of the period where it covers no whole year.

    Raises
    ------
    ValueError
        Where a zone is no demand of the run.

    Notes
    -----
    water available = deployable output - climate impact - outage - process losses;
    balance = water available - (demand + target headroom).
    """
    unknown = sorted(set(deployable_output) - set(names_of(dataset, "demand")))
    if unknown:
        message = f"no demand is called {', '.join(unknown)}"
        raise ValueError(message)
    return balance_of(
        deployable_output,
        {zone: _highest_year(dataset, zone) for zone in deployable_output},
        climate_impact=climate_impact,
        outage=outage,
        process_losses=process_losses,
        headroom=headroom,
    )


def balance_of(
    deployable_output: Mapping[str, float],
    demand: Mapping[str, float],
    *,
    climate_impact: Mapping[str, float] | None = None,
    outage: float = 0.0,
    process_losses: float = 0.0,
    headroom: float = 0.0,
) -> pd.DataFrame:
    """Set what each zone can be supplied with against a demand that is known.

    Parameters
    ----------
    deployable_output, demand : mapping of str to float
        Of each zone [Ml/d].
    climate_impact : mapping of str to float, optional
        As for :func:`supply_demand_balance`.
    outage, process_losses, headroom : float
        As for :func:`supply_demand_balance`.

    Returns
    -------
    pandas.DataFrame
        One row a zone [Ml/d].
    """
    rows = []
    for zone, output in deployable_output.items():
        impact = (climate_impact or {}).get(zone, 0.0)
        taken = outage * output, process_losses * output
        available = output - impact - sum(taken)
        margin = headroom * demand[zone]
        balance = available - demand[zone] - margin
        rows.append((zone, output, impact, *taken, available, demand[zone], margin, balance))
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _highest_year(dataset: xr.Dataset, zone: str) -> float:
    months = months_of(dataset)
    asked = dataset["requested"].sel(demand=zone) * dataset["step_length"]
    annual = months.by_year(months.sums(asked))
    if not annual.sizes["year"]:
        return float(asked.sum("time").max() / dataset["step_length"].sum())
    days = months.by_year(xr.DataArray(np.asarray(months.days, dtype=float), dims="month"))
    # A year's steps may be a day or six more or fewer than the year where steps are weeks.
    return float((annual / days.where(days > 0, DAYS_IN_YEAR)).max())
