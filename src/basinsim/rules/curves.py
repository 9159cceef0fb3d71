"""Storage curves on the steps of a run, interpolated between their days of the year."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from basinsim.calendar import Calendar
from basinsim.schema.values import DatedCurve, Value
from basinsim.series.resolve import resolve


def curve_on_steps(
    curve: Value | DatedCurve, calendar: Calendar, members: Sequence[int], capacity: np.ndarray
) -> np.ndarray:
    """Return a storage curve at the start of each step.

    Parameters
    ----------
    curve : Value or DatedCurve
        Dated numbers lie on a straight line from one date to the next, over the change of the year too.
    calendar : Calendar
        The steps.
    members : sequence of int
        Which members the run has, counted from 0.
    capacity : ndarray, shape (1 or members, steps)
        Of which a share is a share, at the start of each step [Ml].

    Returns
    -------
    ndarray, shape (1 or members, steps)
        [Ml]

    Raises
    ------
    SeriesError
        Where a series does not fit.

    Notes
    -----
    The line runs over true days, 29 February included, so that it reaches each number on its date
    in every year. A date of 29 February counts as 1 March in other years.
    """
    if not isinstance(curve, DatedCurve):
        return resolve(curve, calendar, members, holds="start", whole=capacity)
    numbers = [
        resolve(number, calendar, members, holds="start", whole=capacity) for _, number in curve.points
    ]
    levels = np.stack(np.broadcast_arrays(*numbers))
    years = range(calendar.start.year - 1, calendar.end.year + 2)
    days = [_day(year, month, day) for year in years for (month, day), _ in curve.points]
    anchors = np.array(days, dtype="datetime64[D]").astype(np.int64)
    starts = calendar.edges[:-1].astype(np.int64)
    after = np.searchsorted(anchors, starts, side="right")
    before = after - 1
    share = (starts - anchors[before]) / np.maximum(anchors[after] - anchors[before], 1)
    count, steps = len(curve.points), np.arange(len(calendar))
    low, high = levels[before % count, :, steps], levels[after % count, :, steps]
    return np.asarray((low + share[:, np.newaxis] * (high - low)).T)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February
        return date(year, 3, 1)
