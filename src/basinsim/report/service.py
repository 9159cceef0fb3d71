"""When each group had how much of what it asked for, month by month, in little memory."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd
import xarray as xr

from basinsim.metrics.fairness_passport import passport_of_volumes
from basinsim.metrics.months import Months, monthly_volume, months_of
from basinsim.metrics.series import shortage, user_groups
from basinsim.metrics.service import return_periods

_AT_ONCE = 4_000_000
"""Numbers of a variable that are read at a time: a large ensemble does not fit into memory."""


@dataclass(frozen=True)
class WorstMonth:
    """The month in which a group had the least share of what it asked for.

    Attributes
    ----------
    coverage : float
        That share [1].
    first_day : date
        Of the month.
    member : int
        In which member; counted from 0.
    """

    coverage: float
    first_day: date
    member: int


@dataclass(frozen=True)
class MonthlyService:
    """Volumes asked for and missed.

    Attributes
    ----------
    dataset : xarray.Dataset
        The run.
    months : Months
        Of its period.
    asked, missed : ndarray, shape (members, months, demands)
        [Ml]
    """

    dataset: xr.Dataset
    months: Months
    asked: np.ndarray
    missed: np.ndarray

    @cached_property
    def groups(self) -> dict[str, list[int]]:
        """Each user, sector and all of them: positions of its demands."""
        index = {str(name): i for i, name in enumerate(self.dataset["demand"].to_numpy())}
        return {group: [index[name] for name in names] for group, names in user_groups(self.dataset)}

    def coverage(self, group: str) -> np.ndarray:
        """Return the share delivered in each whole month, shape (members, months); not-a-number without demand."""
        chosen = self.groups[group]
        asked, missed = (values[:, :, chosen].sum(axis=2) for values in (self.asked, self.missed))
        share = np.full(asked.shape, np.nan)
        np.divide(asked - missed, asked, out=share, where=(asked > 0) & self.months.full)
        return share

    def mean_demand(self, group: str) -> float:
        """Return what a group asks for, mean over members and period [Ml/d]."""
        volume = self.asked[:, :, self.groups[group]].sum() / len(self.asked)
        return float(volume / self.months.days.sum())

    def worst_month(self, group: str) -> WorstMonth | None:
        """Return the worst month of any member; the first of several; None where there is no whole month."""
        share = self.coverage(group)
        if np.isnan(share).all():
            return None
        member, month = np.unravel_index(int(np.nanargmin(share)), share.shape)
        day = self.months.first_days[month].astype("datetime64[D]").astype(object)
        number = int(self.dataset["member"].to_numpy()[member])
        return WorstMonth(float(share[member, month]), day, number)

    @cached_property
    def passports(self) -> pd.DataFrame:
        """The fairness passport of every group."""
        worst = {}
        for group in self.groups:
            share = self.coverage(group)
            if not np.isnan(share).all(axis=1).any():
                worst[group] = np.nanmin(share, axis=1)
        return passport_of_volumes(self.dataset, self.asked.sum(axis=1), self.missed.sum(axis=1), worst)

    @cached_property
    def return_periods(self) -> pd.DataFrame:
        """How rare years of failure are."""
        light = self.dataset.drop_vars(["requested", "delivered"]).assign(
            monthly_requested=(("member", "month", "demand"), self.asked),
            monthly_shortage=(("member", "month", "demand"), self.missed),
        )
        return return_periods(light)


def monthly_service(dataset: xr.Dataset) -> MonthlyService | None:
    """Add up what users asked for and missed by month.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results of one run, which may be opened lazily.

    Returns
    -------
    MonthlyService or None
        None where there are no users, or their deliveries were not kept.
    """
    if not {"requested", "delivered", "sector"} <= set(dataset) or not dataset.sizes["demand"]:
        return None
    months = months_of(dataset)
    members = dataset.sizes["member"]
    block = max(1, _AT_ONCE // (dataset.sizes["time"] * dataset.sizes["demand"]))
    asked: list[np.ndarray] = []
    missed: list[np.ndarray] = []
    for start in range(0, members, block):
        part = dataset[["requested", "delivered", "step_length"]].isel(member=slice(start, start + block))
        part = part.load()
        for found, values in ((asked, part["requested"]), (missed, shortage(part))):
            volumes = monthly_volume(part, values, months)
            found.append(volumes.transpose("member", "month", "demand").to_numpy())
    return MonthlyService(dataset, months, np.concatenate(asked), np.concatenate(missed))
