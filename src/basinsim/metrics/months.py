"""Months, seasons and years of a period, whatever the step.

A step belongs to the month in which its middle lies, so that a week over New Year counts where
most of it was. A year counts where the period covers all of it: a few weeks at either end say
nothing about a year.
"""

from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from basinsim.metrics.series import by_days

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Months:
    """The months of a period in which steps lie.

    Attributes
    ----------
    first_days : ndarray of datetime64[M], shape (months,)
        In order.
    starts : ndarray of int, shape (months,)
        First step of each.
    days : ndarray, shape (months,)
        Length of its steps together [d].
    begin, end : datetime64[D]
        First day of the period, and the day after its last.
    """

    first_days: NDArray[np.datetime64]
    starts: NDArray[np.intp]
    days: Numbers
    begin: np.datetime64
    end: np.datetime64

    @property
    def year(self) -> NDArray[np.int64]:
        """Calendar year of each month."""
        return self.first_days.astype("datetime64[Y]").astype(int) + 1970

    @property
    def month(self) -> NDArray[np.int64]:
        """Number of each month, January is 1."""
        return self.first_days.astype(int) % 12 + 1

    @property
    def full(self) -> NDArray[np.bool_]:
        """Whether the period covers all of each month."""
        after = (self.first_days + 1).astype("datetime64[D]")
        return np.asarray((self.first_days.astype("datetime64[D]") >= self.begin) & (after <= self.end))

    def sums(self, values: xr.DataArray) -> xr.DataArray:
        """Add up what belongs to steps by month.

        Parameters
        ----------
        values : xarray.DataArray
            With ``time``.

        Returns
        -------
        xarray.DataArray
            With ``month`` in its place; gaps count as nothing.
        """
        axis = values.get_axis_num("time")
        numbers = values.to_numpy()
        gaps = np.isnan(numbers)
        if gaps.any():
            numbers = np.where(gaps, 0.0, numbers)
        summed = np.add.reduceat(numbers, self.starts, axis=axis)
        dims = ["month" if name == "time" else name for name in values.dims]
        coords = {str(name): values[name] for name in values.dims if name != "time" and name in values.coords}
        return xr.DataArray(summed, dims=dims, coords=coords)

    def by_year(self, monthly: xr.DataArray, season: tuple[int, int] = (1, 12)) -> xr.DataArray:
        """Add up months to calendar years, of which those count that the period covers.

        Parameters
        ----------
        monthly : xarray.DataArray
            With ``month``.
        season : (int, int)
            First and last month that are added up, such as April (4) to September (9).

        Returns
        -------
        xarray.DataArray
            With ``year`` in its place; empty where the season is covered in no year.
        """
        first, last = season
        year = self.first_days.astype("datetime64[Y]").astype("datetime64[M]")
        covered = (year + (first - 1)).astype("datetime64[D]") >= self.begin
        covered &= (year + last).astype("datetime64[D]") <= self.end
        counted = covered & (self.month >= first) & (self.month <= last)
        years = self.year[counted]
        kept = monthly.isel(month=np.flatnonzero(counted))
        if not len(years):
            return kept.rename(month="year").assign_coords(year=years)
        firsts = np.flatnonzero(np.append(True, years[1:] != years[:-1]))
        axis = kept.get_axis_num("month")
        summed = np.add.reduceat(kept.to_numpy(), firsts, axis=axis)
        dims = ["year" if name == "month" else name for name in kept.dims]
        coords = {str(name): kept[name] for name in kept.dims if name != "month" and name in kept.coords}
        return xr.DataArray(summed, dims=dims, coords={**coords, "year": years[firsts]})


def months_of(dataset: xr.Dataset) -> Months:
    """Sort the steps of a dataset into months.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``time`` (first day of each step) and ``step_length``.

    Returns
    -------
    Months
        In order.
    """
    starts = dataset["time"].to_numpy().astype("datetime64[D]")
    length = dataset["step_length"].to_numpy()
    middle = starts + (length // 2).astype("timedelta64[D]")
    label = middle.astype("datetime64[M]")
    firsts = (
        np.flatnonzero(np.append(True, label[1:] != label[:-1])) if len(label) else np.zeros(0, dtype=int)
    )
    month = label[firsts]
    begin, end = starts[0], starts[-1] + length[-1].astype("timedelta64[D]")
    days = np.add.reduceat(length, firsts)
    return Months(month, firsts, days, begin, end)


def monthly_volume(dataset: xr.Dataset, values: xr.DataArray, months: Months) -> xr.DataArray:
    """Return the volume of a mean flow in each month.

    Parameters
    ----------
    dataset : xarray.Dataset
        With ``step_length``.
    values : xarray.DataArray
        With ``time`` [Ml/d].
    months : Months
        Of the dataset.

    Returns
    -------
    xarray.DataArray
        With ``month`` in place of ``time`` [Ml].
    """
    return months.sums(by_days(dataset, values))
