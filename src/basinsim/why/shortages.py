"""When a user was short: its shortages over a run, and the one that is asked about."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import xarray as xr

from basinsim.errors import InputError, Problem, file_error, name_hint

ROUNDING = 1e-6
"""Share of what is asked for that may be missing by rounding."""


@dataclass(frozen=True)
class Episode:
    """An unbroken run of steps in which a user was short.

    Attributes
    ----------
    first, last : date
        Its first and last day.
    steps : int
        How many.
    missing : float
        In all of them together [Ml].
    worst : date
        First day of the step in which most was missing.
    """

    first: date
    last: date
    steps: int
    missing: float
    worst: date


@dataclass(frozen=True)
class Shortages:
    """What one member of a run says of one user.

    Attributes
    ----------
    user : str
        A demand.
    member : int
        As numbered in the results.
    first_days : tuple of date
        Of every step, and the day after the last.
    missing : ndarray, shape (steps,)
        What was asked for and not delivered [Ml]; 0 where it is rounding.
    """

    user: str
    member: int
    first_days: tuple[date, ...]
    missing: np.ndarray

    @property
    def steps(self) -> int:
        """In how many steps the user was short."""
        return int((self.missing > 0).sum())

    @property
    def worst(self) -> int | None:
        """The first of the steps in which most was missing; None where nothing ever was."""
        return int(np.argmax(self.missing)) if self.steps else None

    def step_of(self, day: date) -> int:
        """Return the step that a day belongs to; it lies within the period."""
        return bisect_right(self.first_days, day) - 1

    @property
    def episodes(self) -> list[Episode]:
        """All of them, in order."""
        short = np.concatenate([[False], self.missing > 0, [False]])
        edges = np.flatnonzero(np.diff(short.astype(int)))
        found = []
        for first, end in edges.reshape(-1, 2).tolist():
            missing = self.missing[first:end]
            worst = self.first_days[first + int(np.argmax(missing))]
            last = self.first_days[end] - timedelta(days=1)
            found.append(Episode(self.first_days[first], last, end - first, float(missing.sum()), worst))
        return found


def shortages_of(dataset: xr.Dataset, user: str, member: int | None, where: str) -> Shortages:
    """Return a user's shortages.

    Parameters
    ----------
    dataset : xarray.Dataset
        Results.
    user : str
        A demand.
    member : int, optional
        Which; without it the one in which the worst single shortage lies.
    where : str
        What the results are called in messages.

    Returns
    -------
    Shortages
        Of one member.

    Raises
    ------
    InputError
        Where there is no such user or member, or the results did not keep deliveries.
    """
    users = dataset["demand"].to_numpy().astype(str).tolist() if "demand" in dataset.coords else []
    members = dataset["member"].to_numpy().tolist()
    problems: list[Problem] = []
    if user not in users:
        problems += file_error(where, f"there is no user '{user}'; {name_hint(user, users)}").problems
    if member is not None and member not in members:
        allowed = f"{min(members)} to {max(members)}" if len(members) > 1 else str(members[0])
        problems += file_error(where, f"there is no member {member}; allowed: {allowed}").problems
    for name in ("requested", "delivered"):
        if name not in dataset:
            problems += file_error(where, f"these results did not keep '{name}'").problems
    if problems:
        raise InputError(problems)
    asked, got = (
        dataset[name].sel(demand=user).transpose("member", "time").to_numpy().astype(float)
        for name in ("requested", "delivered")
    )
    days = dataset["step_length"].to_numpy().astype(float)
    missing = np.where(asked - got > ROUNDING * asked + 1e-9, asked - got, 0.0) * days
    row = members.index(member) if member is not None else int(np.argmax(missing.max(axis=1)))
    bounds = dataset["time_bounds"].to_numpy().astype("datetime64[D]")
    edges = tuple(np.append(bounds[:, 0], bounds[-1, 1]).tolist())
    return Shortages(user, int(members[row]), edges, missing[row])


def step_asked_about(shortages: Shortages, day: date | None, where: str) -> int | None:
    """Return the step that is asked about.

    Parameters
    ----------
    shortages : Shortages
        Of the user.
    day : date, optional
        A day of it; without it the step of the worst shortage.
    where : str
        What the results are called in messages.

    Returns
    -------
    int or None
        Counted from the first counted step; None where no day is given and the user was never short.

    Raises
    ------
    InputError
        Where the day lies outside the period.
    """
    if day is None:
        return shortages.worst
    first, last = shortages.first_days[0], shortages.first_days[-1] - timedelta(days=1)
    if not first <= day <= last:
        raise file_error(where, f"{day} lies outside the period of these results ({first} to {last})")
    return shortages.step_of(day)
