"""Why a user was cut on a day, from the folder of a run's results."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import xarray as xr

from basinsim.compiler import compile_step
from basinsim.errors import RunError
from basinsim.loading import Scenario
from basinsim.results.store import Results, open_results
from basinsim.running.prepare import prepare
from basinsim.simulation.numbers import NumberBuilder
from basinsim.why.day import Day
from basinsim.why.effect import Effect, effects
from basinsim.why.other_answers import Range, other_answers
from basinsim.why.rule_limits import in_words, rules_behind
from basinsim.why.shortages import Shortages, shortages_of, step_asked_about
from basinsim.why.smallest_change import Change, joint_change, single_changes
from basinsim.why.source import scenario_behind
from basinsim.why.start import state_by_running, state_from_series

Progress = Callable[[int, int], None]

_SAME = 1e-5
"""Share by which a step taken again may differ from the one that was published."""


@dataclass(frozen=True)
class Explanation:
    """Why a user was short in a step.

    Attributes
    ----------
    title : str
        Basin and scenario.
    shortages : Shortages
        Of the user, over the whole run.
    first, last : date, optional
        Days of the step that is explained; None where the user was never short.
    days : float
        Length of the step [d].
    asked, got : float
        In the step, savings taken off [Ml].
    saved : float
        What rules have asked the user to save [Ml]; no part of the shortage.
    saved_by : str
        Those rules, in words.
    effects : list of Effect
        What stood in the way, the most effective first.
    changes : list of Change
        Single changes each of which would have met the demand, the smallest first.
    joint : Change, optional
        Where no single change would: several that do together.
    ranges : list of Range
        What every user could have got with the same total at each priority.
    remark : str
        Why nothing can be said of causes, where that is so.
    """

    title: str
    shortages: Shortages
    first: date | None = None
    last: date | None = None
    days: float = 1.0
    asked: float = 0.0
    got: float = 0.0
    saved: float = 0.0
    saved_by: str = ""
    effects: list[Effect] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    joint: Change | None = None
    ranges: list[Range] = field(default_factory=list)
    remark: str = ""

    @property
    def user(self) -> str:
        """Whom it is about."""
        return self.shortages.user

    @property
    def missing(self) -> float:
        """What was asked for and not delivered in the step [Ml]."""
        return max(self.asked - self.got, 0.0)


def explain(
    results: str | Path | Results,
    user: str,
    day: date | str | None = None,
    *,
    member: int | None = None,
    scenario: str | Path | None = None,
    progress: Progress | None = None,
) -> Explanation:
    """Explain a user's shortage.

    Parameters
    ----------
    results : str, Path or Results
        Folder of a run's results, or what a run has just given.
    user : str
        A demand.
    day : date or str, optional
        A day of the step; without it that of the user's worst shortage.
    member : int, optional
        Of an ensemble; without it the one with the worst shortage.
    scenario : str or Path, optional
        The scenario's file, where it is not where it was. Of results in no folder it is looked for from the
        working folder.
    progress : callable, optional
        Told how many steps are done, where steps have to be taken again to get there.

    Returns
    -------
    Explanation
        Causes in order of effect, the smallest change, and what else was possible. What rules had decided
        before the step stays as it was decided; hands-off flows are read anew.

    Raises
    ------
    InputError
        Where there are no such results, user, member or day, or the inputs have changed since.
    RunError
        Where the step cannot be taken again as it was.
    """
    if isinstance(results, Results):
        directory, dataset = Path(), results.dataset
    else:
        directory = Path(results)
        dataset = open_results(directory, lazily=True).dataset
    day = date.fromisoformat(day) if isinstance(day, str) else day
    shortages = shortages_of(dataset, user, member, str(directory))
    at = step_asked_about(shortages, day, str(directory))
    title = str(dataset.attrs.get("title", ""))
    if at is None:
        return Explanation(title, shortages)
    remark = _not_to_be_explained(dataset)
    if remark:
        return _as_published(dataset, title, shortages, at, remark)
    loaded = scenario_behind(dataset, directory, None if scenario is None else Path(scenario))
    taken = _day(loaded, dataset, shortages, at, progress)
    return _explained(taken, title, shortages, at)


def _not_to_be_explained(dataset: xr.Dataset) -> str:
    foresight, objective = str(dataset.attrs["foresight"]), str(dataset.attrs["objective"])
    if foresight != "none":
        return (
            f"This run knew what was to come (foresight: {foresight}), and spread shortage over its steps: a shortage "
            "here may spare a worse one on another day. No single day has causes of its own; run the scenario "
            "with 'foresight: none' to ask why."
        )
    if objective != "priorities":
        return (
            "This run shared water by value less cost, and not by priority (objective: economic): who is short is who "
            "pays least for the water. Certificates of priorities say nothing of that; run the scenario with "
            "'objective: priorities' to ask why."
        )
    return ""


def _as_published(dataset: xr.Dataset, title: str, shortages: Shortages, at: int, remark: str) -> Explanation:
    days = float(dataset["step_length"][at])
    asked, got = (
        float(dataset[name].sel(member=shortages.member, demand=shortages.user)[at]) * days
        for name in ("requested", "delivered")
    )
    first, last = _days(shortages, at)
    return Explanation(title, shortages, first, last, days, asked, got, remark=remark)


def _days(shortages: Shortages, at: int) -> tuple[date, date]:
    first, after = shortages.first_days[at], shortages.first_days[at + 1]
    return first, date.fromordinal(after.toordinal() - 1)


def _day(
    loaded: Scenario, dataset: xr.Dataset, shortages: Shortages, at: int, progress: Progress | None
) -> Day:
    """Take the step again as it was, from the series of the results or from the start of the run."""
    network, inputs, start = prepare(loaded, [shortages.member])
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    warm_up = inputs.calendar.warm_up_steps
    counted = state_by_running(network, program, builder, start, warm_up, progress)
    state = state_from_series(network, builder, dataset, shortages.member, counted, warm_up + at)
    if state is not None:
        day = Day(network, program, builder, warm_up + at, state)
        if _as_before(day, dataset, shortages.member, at):
            return day
    state = state_by_running(network, program, builder, start, warm_up + at, progress)
    day = Day(network, program, builder, warm_up + at, state)
    if not _as_before(day, dataset, shortages.member, at):
        version = dataset.attrs["basinsim_version"]
        message = (
            f"the step of {shortages.first_days[at]} comes out otherwise than in the results (made by basinsim "
            f"{version}): their reasons cannot be told; run the scenario again"
        )
        raise RunError(message)
    return day


def _as_before(day: Day, dataset: xr.Dataset, member: int, at: int) -> bool:
    """Say whether every user got what the results say."""
    published = dataset["delivered"].sel(member=member).isel(time=at)
    for name in day.network.demands:
        before, now = float(published.sel(demand=name)) * day.days, day.got(name)
        if abs(before - now) > _SAME * max(day.asked(name), day.scale * 1e-3):
            return False
    return True


def _explained(day: Day, title: str, shortages: Shortages, at: int) -> Explanation:
    user = shortages.user
    saved, saved_by = _savings(day, user)
    first, last = _days(shortages, at)
    asked, got = day.asked(user), day.got(user)
    if not day.short(user):
        return Explanation(title, shortages, first, last, day.days, asked, got, saved, saved_by)
    found = effects(day, user)
    changes = single_changes(day, user, found)
    joint = None if changes else joint_change(day, user, found)
    return Explanation(
        title,
        shortages,
        first,
        last,
        day.days,
        asked,
        got,
        saved,
        saved_by,
        found,
        changes,
        joint,
        other_answers(day),
    )


def _savings(day: Day, user: str) -> tuple[float, str]:
    thing = list(day.network.demands).index(user)
    own = float(np.asarray(day.builder.inputs.at("amount", day.step))[0, thing])
    saved = own - day.number("amount", thing)
    if saved <= 1e-9 * max(own, 1.0):
        return 0.0, ""
    names = rules_behind(day, "amount", thing, lowered=True)
    return saved * day.days, " and ".join(in_words(day, day.as_it_was, name) for name in names)
