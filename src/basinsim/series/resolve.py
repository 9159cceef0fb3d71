"""Lay a value of any form on the steps of a run."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from basinsim.calendar import Calendar
from basinsim.errors import counted
from basinsim.schema.values import Constant, Monthly, SeriesFile, Share, StepValues, Value
from basinsim.series.files import SeriesError, read_series


def resolve(
    value: Value,
    calendar: Calendar,
    members: Sequence[int],
    *,
    holds: Literal["mean", "start", "end"] = "mean",
    whole: np.ndarray | None = None,
    least: float | None = 0.0,
) -> np.ndarray:
    """Return a number for each member and step.

    Parameters
    ----------
    value : Value
        Constant, share, monthly profile, one value a step, or a file.
    calendar : Calendar
        The steps.
    members : sequence of int
        Which members are asked for, counted from 0.
    holds : {"mean", "start", "end"}
        Whether a step takes the mean over its days, or what holds on its first or last day.
    whole : ndarray, shape (1 or members, steps), optional
        What a share is a share of.
    least : float, optional
        Smallest number allowed [internal unit].

    Returns
    -------
    ndarray, shape (1 or members, steps)
        Internal unit; one row where all members have the same.

    Raises
    ------
    SeriesError
        Where lengths, dates, members or numbers do not fit.
    """
    numbers = _on_steps(value, calendar, members, holds, whole)
    if least is not None and (numbers < least).any():
        member, step = np.argwhere(numbers < least)[0]
        day = calendar.first_days[step]
        what = "negative" if least == 0 else f"below {least:g}"
        message = f"is {what} ({numbers[member, step]:g}) in the step of {day}"
        raise SeriesError(message)
    return numbers


def _on_steps(
    value: Value, calendar: Calendar, members: Sequence[int], holds: str, whole: np.ndarray | None
) -> np.ndarray:
    if isinstance(value, Constant):
        return np.full((1, len(calendar)), value.number)
    if isinstance(value, Share):
        if whole is None:
            message = "is a share, but of what is not known here"
            raise SeriesError(message)
        return value.fraction * whole
    if isinstance(value, StepValues):
        if len(value.numbers) != len(calendar):
            message = f"has {counted(len(value.numbers), 'value')}, but the period has {counted(len(calendar), 'step')} ({calendar.step})"
            raise SeriesError(message)
        return np.array(value.numbers)[np.newaxis, :]
    to_steps = {
        "mean": calendar.mean_over_steps,
        "start": calendar.first_day_of_steps,
        "end": calendar.last_day_of_steps,
    }[holds]
    if isinstance(value, Monthly):
        months = calendar.all_days.astype("datetime64[M]").astype(int) % 12
        return to_steps(np.array(value.numbers)[months][np.newaxis, :])
    return to_steps(_from_file(value, calendar, members))


def _from_file(value: SeriesFile, calendar: Calendar, members: Sequence[int]) -> np.ndarray:
    daily = value.factor * read_series(value.path, value.column).on_days(calendar.all_days)
    if len(daily) == 1:
        return daily
    asked = max(members) + 1
    if len(daily) < asked:
        message = f"{value.path.name} has {counted(len(daily), 'member')} of '{value.column}', but the scenario asks for {asked}"
        raise SeriesError(message)
    return np.asarray(daily[list(members)])
