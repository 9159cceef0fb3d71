"""Levels of service: in how many years users were short, and how rare such a year is."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray
from scipy.special import betaincinv

from basinsim.metrics.derived import with_derived
from basinsim.metrics.months import monthly_volume, months_of
from basinsim.metrics.registry import Groups, metric
from basinsim.metrics.series import TOLERANCE, names_of, of_members, user_groups

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


Years = list[tuple[str, NDArray[np.bool_], NDArray[np.bool_]]]
"""Group, which years failed, which years count, shape (members, years)."""
Volumes = list[tuple[str, NDArray[np.float64], NDArray[np.float64]]]
"""Group, what it asked for and what it missed [Ml], shape (members, years or months)."""


def _by_group(dataset: xr.Dataset, asked: xr.DataArray, missed: xr.DataArray, time: str) -> Volumes:
    """Add up what each user asked for and missed over each group, for each year or month."""
    wanted, lacking = (values.transpose("member", time, "demand").to_numpy() for values in (asked, missed))
    index = {name: i for i, name in enumerate(names_of(dataset, "demand"))}
    return [
        (group, wanted[:, :, chosen].sum(axis=2), lacking[:, :, chosen].sum(axis=2))
        for group, names in user_groups(dataset)
        for chosen in [[index[name] for name in names]]
    ]


def _annual(dataset: xr.Dataset, asked: xr.DataArray, missed: xr.DataArray) -> Volumes:
    """Return each group with what it asked for and missed by year, from volumes by month [Ml]."""
    months = months_of(dataset)
    return _by_group(dataset, months.by_year(asked), months.by_year(missed), "year")


def _annual_shortage(dataset: xr.Dataset) -> Volumes:
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


def _share_of_years(failing: NDArray[np.bool_], counted: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    years = counted.sum(axis=1)
    return failing.sum(axis=1) / years if (years > 0).all() else None


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
        if counted.any(axis=1).all():
            share = np.divide(missed, asked, out=np.zeros_like(asked), where=counted)
            yield group, 100.0 * (share**2).sum(axis=1) / counted.sum(axis=1)


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
    volumes = _by_group(dataset, asked.isel(month=whole), missed.isel(month=whole), "month")
    for group, wanted, lacking in volumes:
        if (wanted > 0).any(axis=1).all():
            share = np.divide(lacking, wanted, out=np.zeros_like(wanted), where=wanted > 0)
            yield group, of_members(dataset, (1.0 - share).min(axis=1))
