"""Levels of service: in how many years users were short, and how rare such a year is."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from scipy.special import betaincinv

from basinsim.metrics.derived import with_derived
from basinsim.metrics.months import monthly_volume, months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import TOLERANCE, user_groups

_NEEDS = ("requested", "delivered")
TOLERATED = 0.05
"""Share of a year's demand that may be missing in a year that still counts as served."""


class ReturnPeriod(NamedTuple):
    """How rare a year of failure is.

    Attributes
    ----------
    probability : float
        Failing years / years [1].
    years : float
        Its inverse: once in so many years; infinite where no year failed.
    low, high : float
        Confidence interval of ``years``.
    """

    probability: float
    years: float
    low: float
    high: float


def return_period(failing: int, years: int, confidence: float = 0.95) -> ReturnPeriod:
    """Estimate how rare a year of failure is from a count of years.

    Parameters
    ----------
    failing : int
        Years in which it happened.
    years : int
        Years looked at, of all members together; taken as independent.
    confidence : float
        Of the interval [1].

    Returns
    -------
    ReturnPeriod
        With the exact binomial interval of Clopper and Pearson (1934), Biometrika 26.

    Raises
    ------
    ValueError
        Where the counts are impossible.
    """
    if not 0 <= failing <= years or years < 1:
        message = f"{failing} of {years} years cannot have failed"
        raise ValueError(message)
    tail = (1.0 - confidence) / 2
    least = float(betaincinv(failing, years - failing + 1, tail)) if failing else 0.0
    most = float(betaincinv(failing + 1, years - failing, 1 - tail)) if failing < years else 1.0
    return ReturnPeriod(
        failing / years, years / failing if failing else np.inf, 1 / most, 1 / least if least else np.inf
    )


def return_periods(dataset: xr.Dataset, confidence: float = 0.95) -> pd.DataFrame:
    """Tabulate how rare years of failure are, over the years of all members.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run, of at least one whole calendar year.
    confidence : float
        Of the intervals [1].

    Returns
    -------
    pandas.DataFrame
        Columns group, event, failing_years, years, probability, return_period, low, high [years].
        Years in which a group asked for nothing do not count.
    """
    rows = []
    for event, counts in (
        ("any shortage", _shortage_years(dataset)),
        ("more than 5 % of the year's water missing", _years_beyond(dataset, TOLERATED)),
        ("essential needs unmet", _essential_years(dataset)),
    ):
        for group, failing, counted in counts:
            total, failed = int(counted.sum()), int(failing.sum())
            if total:
                found = return_period(failed, total, confidence)
                rows.append((group, event, failed, total, *found))
    columns = ["group", "event", "failing_years", "years", "probability", "return_period", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


Years = list[tuple[str, xr.DataArray, xr.DataArray]]
"""Group, which years failed, which years count; dimensions (member, year)."""


def _annual(dataset: xr.Dataset, asked: xr.DataArray, missed: xr.DataArray) -> Years:
    """Return each group with what it asked for and missed by year, from volumes by month [Ml]."""
    months = months_of(dataset)
    both = [months.by_year(values) for values in (asked, missed)]
    return [
        (group, both[0].sel(demand=names).sum("demand"), both[1].sel(demand=names).sum("demand"))
        for group, names in user_groups(dataset)
    ]


def _annual_shortage(dataset: xr.Dataset) -> Years:
    dataset = dataset if "monthly_shortage" in dataset else with_derived(dataset)
    return _annual(dataset, dataset["monthly_requested"], dataset["monthly_shortage"])


def _years_beyond(dataset: xr.Dataset, share: float) -> Years:
    return [
        (group, (missed > share * asked) & (asked > 0), asked > 0)
        for group, asked, missed in _annual_shortage(dataset)
    ]


def _shortage_years(dataset: xr.Dataset) -> Years:
    return _years_beyond(dataset, 0.0)


def _essential_years(dataset: xr.Dataset) -> Years:
    if not {"essential_requested", "essential_delivered"} <= set(dataset):
        return []
    wanted = dataset["essential_requested"]
    lacking = wanted - dataset["essential_delivered"]
    lacking = lacking.where(lacking > TOLERANCE * wanted, 0.0)
    months = months_of(dataset)
    return [
        (group, missed > 0, asked > 0)
        for group, asked, missed in _annual(
            dataset, *(monthly_volume(dataset, values, months) for values in (wanted, lacking))
        )
    ]


def _share_of_years(failing: xr.DataArray, counted: xr.DataArray) -> xr.DataArray | None:
    years = counted.sum("year")
    return failing.sum("year") / years if bool((years > 0).all()) else None


@metric(
    "shortage_years",
    "1",
    "min",
    "Share of years with any shortage",
    _NEEDS,
    formula="calendar years with a shortage in any step / years in which anything was asked for",
    source="definition; its return period, with an interval, is in return_periods()",
)
def shortage_years(dataset: xr.Dataset) -> Groups:
    """Share of whole calendar years in which anyone of the group was short at all."""
    for group, failing, counted in _shortage_years(dataset):
        share = _share_of_years(failing, counted)
        if share is not None:
            yield group, share


@metric(
    "annual_reliability",
    "1",
    "max",
    "Share of years with at least 95 % of the year's water",
    _NEEDS,
    formula="calendar years in which at most 5 % of the demand was missed / years in which anything was asked for",
    source="RRV-Measures, index_ga (5 %)",
)
def annual_reliability(dataset: xr.Dataset) -> Groups:
    """Share of whole calendar years in which no more than a twentieth of the demand was missed."""
    for group, failing, counted in _years_beyond(dataset, TOLERATED):
        share = _share_of_years(failing, counted)
        if share is not None:
            yield group, 1.0 - share


@metric(
    "shortage_index",
    "1",
    "min",
    "Shortage index (US Army Corps of Engineers)",
    _NEEDS,
    formula="100 / years x sum over years of (volume missed / volume asked for)^2",
    source="US Army Corps of Engineers, as in RRV-Measures, index_id_usace",
)
def shortage_index(dataset: xr.Dataset) -> Groups:
    """Mean square of the annual shortage, which counts deep years more."""
    for group, asked, missed in _annual_shortage(dataset):
        counted = asked > 0
        if asked.sizes["year"] and bool(counted.any("year").all()):
            squares = (missed / asked.where(counted)) ** 2
            yield group, 100.0 * squares.sum("year") / counted.sum("year")


@metric(
    "worst_month_coverage",
    "1",
    "max",
    "Share of demand delivered in the worst month",
    _NEEDS,
    formula="least of volume delivered / volume asked for over the whole months in which anything was asked for",
    source="definition",
)
def worst_month_coverage(dataset: xr.Dataset) -> Groups:
    """Lowest coverage of a whole calendar month."""
    months = months_of(dataset)
    asked, missed = (monthly_volume(dataset, dataset[name], months) for name in ("requested", "shortage"))
    whole = np.flatnonzero(months.full)
    for group, names in user_groups(dataset):
        wanted = asked.isel(month=whole).sel(demand=names).sum("demand")
        lacking = missed.isel(month=whole).sel(demand=names).sum("demand")
        if len(whole) and bool((wanted > 0).any("month").all()):
            yield group, (1.0 - lacking / wanted.where(wanted > 0)).min("month")
