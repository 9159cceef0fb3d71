"""Deployable output of a user or group, by bisection over the whole ensemble."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from basinsim.errors import InputError, counted, file_error
from basinsim.loading import Scenario, load_scenario
from basinsim.network.network import Network
from basinsim.running.prepare import prepare
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.run import Progress
from basinsim.simulation.state import State
from basinsim.yields.groups import stores_above
from basinsim.yields.outcome import CONFIDENCE, Yield
from basinsim.yields.question import YieldQuestion, read_questions
from basinsim.yields.reserve import NO_RESERVE
from basinsim.yields.search import Bracket, Search
from basinsim.yields.service_level import FIRM, LevelOfService, too_few_years
from basinsim.yields.trials import DemandTrials
from basinsim.yields.watch import Trial

Told = Callable[[int], Progress | None]
"""Given the number of a round of trials, returns what is told of its steps."""

_FIRST_TRIED = (0.0, 0.5, 1.0, 2.0)  # times today's demand
_CLUSTERED = 1.5
"""Variance of members' failing years over their mean above which years are plainly not independent."""
_ENOUGH_TO_TELL = 10


def deployable_output(
    scenario: Scenario | str | Path,
    user: str,
    *,
    level_of_service: str = "1 in 200 years",
    reserve: str = "30 days",
    reserve_in: Sequence[str] | None = None,
    members: int | None = None,
    tolerance: float = 0.01,
    options: AllocatorOptions = AUTOMATIC,
) -> Yield:
    """Find the largest demand of a user or group that is met at a level of service.

    Parameters
    ----------
    scenario : Scenario, str or Path
        Loaded, or a file to load; without foresight.
    user : str
        A demand, community or sector, ``all``, or several names with commas between.
    level_of_service : str
        Such as ``1 in 200 years``, ``0.995``, ``99.5 % of days``, ``2 days a year`` or ``never``.
    reserve : str
        Emergency storage: ``30 days`` of the demand tried (an assumption), ``10 %`` of usable capacity, a
        volume, or ``none``. A demand with no store above it has none.
    reserve_in : sequence of str, optional
        Reservoirs in which it is kept; all from which water can reach the group without it.
    members : int, optional
        Instead of the scenario's.
    tolerance : float
        How narrow the answer's bracket is, as a share of today's demand [1].
    options : AllocatorOptions
        Which allocator takes the steps.

    Returns
    -------
    Yield
        With its confidence band, the firm yield and every demand tried.

    Raises
    ------
    InputError
        Where a name, level or reserve is wrong, the scenario has foresight or no whole year, or the group
        asks for nothing.
    RunError
        Where a step cannot be allocated.
    """
    loaded = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    (question,) = read_questions(loaded, (user,), level_of_service, reserve, reserve_in, tolerance)
    return YieldFinder(loaded, members, options).find(question)


@dataclass
class YieldFinder:
    """Finds yields in one scenario, whose weather and rivers are made once.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    members : int, optional
        Instead of the scenario's.
    options : AllocatorOptions
        Which allocator takes the steps.

    Notes
    -----
    Every demand of the group is multiplied alike, in all steps, essential part and rest; weather,
    rivers, rules and all other demands stay. A year fails when in any of its steps somebody of the group
    is short, or the emergency storage is touched. Service is taken to fall as demand rises; where trials
    show otherwise, a note says so, and the answer is the largest demand below the first that failed.
    """

    scenario: Scenario
    members: int | None = None
    options: AllocatorOptions = AUTOMATIC
    network: Network = field(init=False)
    inputs: Inputs = field(init=False)
    state: State = field(init=False)
    notes: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Read all numbers."""
        if self.members is not None:
            settings = self.scenario.settings.model_copy(update={"members": self.members})
            self.scenario = replace(self.scenario, settings=settings)
        self.network, self.inputs, self.state = prepare(self.scenario)
        members = self.inputs.members
        if members > 1 and all(len(series) == 1 for series in self.inputs.series.values()):
            # Nothing tells the members apart: more than one would only pretend to be more years.
            self.network, self.inputs, self.state = prepare(self.scenario, (0,))
            self.notes = (f"All {members} members are alike: they count as one.",)

    def find(self, question: YieldQuestion, told: Told | None = None) -> Yield:
        """Find the deployable output of a group.

        Parameters
        ----------
        question : YieldQuestion
            What is asked.
        told : callable, optional
            Told of the progress of each round of trials.

        Returns
        -------
        Yield
            With its confidence band, the firm yield and every demand tried.

        Raises
        ------
        InputError
            Where the scenario has no whole year, or the group asks for nothing.
        RunError
            Where a step cannot be allocated.
        """
        stores = question.reserve_in or stores_above(self.scenario.basin, question.group.users)
        if not stores:
            question = replace(question, reserve=NO_RESERVE)
        trials = DemandTrials(
            self.network,
            self.inputs,
            self.state,
            question.group.users,
            stores,
            question.reserve,
            economic=self.scenario.settings.objective == "economic",
        )
        trials.options = self.options.for_run(
            self.inputs.members * trials.at_once * len(self.inputs.calendar)
        )
        if trials.mean_demand <= 0:
            name = question.group.name
            raise file_error(
                self.scenario.path, f"'{name}' asks for nothing, so there is no demand to multiply"
            )
        level = question.level
        if level.kind == "years" and level.share > 0 and not len(trials.years):
            message = "a level of service in years needs a whole calendar year, from 1 January to 31 December"
            raise InputError([self.scenario.document.problem(("period",), message)])
        return self._searched(question, stores, trials, told)

    def _searched(
        self, question: YieldQuestion, stores: tuple[str, ...], trials: DemandTrials, told: Told | None
    ) -> Yield:
        rounds = 0

        def run(multiples: Sequence[float]) -> Sequence[Trial]:
            nonlocal rounds
            trials.progress = None if told is None else told(rounds)
            rounds += 1
            return trials.run(multiples)

        level, demand, calendar = question.level, trials.mean_demand, self.inputs.calendar
        search = Search(
            run,
            lambda trial: level.failures(trial.failing, trial.beside),
            trials.at_once,
            question.tolerance,
        )
        search.try_at(_FIRST_TRIED)
        members, years = self.inputs.members, len(trials.years)
        days = float(members * calendar.days[calendar.warm_up_steps :].sum())
        allowed = level.allowed(members * years, days)
        search.narrow([allowed])
        found = search.bracket(allowed)
        beyond = search.trials[min(found.unmet, search.demands[-1])]
        limits = level.limits(beyond.failing, days, CONFIDENCE)
        search.narrow([limit for limit in (limits.low, limits.high) if limit is not None])
        search.narrow([0.0], _never)
        low = np.nan if limits.low is None else search.bracket(limits.low).met
        high = np.inf if limits.high is None else search.bracket(limits.high).unmet
        return Yield(
            scenario=self.scenario.name,
            question=question,
            stores=stores if question.reserve.number > 0 else (),
            demand=demand,
            output=_scaled(found, demand),
            band=(low * demand, high * demand),
            firm=_scaled(search.bracket(0.0, _never), demand),
            members=members,
            years=members * years,
            days=days,
            users=tuple(self.network.demands),
            trials=tuple(search.trials[multiple] for multiple in search.demands),
            notes=(*self.notes, *_notes(search, level, beyond, members * years, found)),
        )


def _never(trial: Trial) -> float:
    return FIRM.failures(trial.failing, trial.beside)


def _scaled(bracket: Bracket, demand: float) -> Bracket:
    return Bracket(bracket.met * demand, bracket.unmet * demand)


def _notes(
    search: Search[Trial], level: LevelOfService, beyond: Trial, years: int, found: Bracket
) -> list[str]:
    notes = []
    if years and (few := too_few_years(level, years, CONFIDENCE)):
        notes.append(few)
    if np.isnan(found.met):
        cause = "the emergency storage is touched" if beyond.touched else "the level is missed"
        notes.append(f"Even without this demand {cause}: other users draw on the same water.")
    if np.isinf(found.unmet):
        notes.append(f"Every demand tried was met, up to {search.demands[-1]:,.0f} times today's.")
    fall = search.falls()
    if fall:
        notes.append(
            f"Service does not only fall with demand: {fall[1]:.4g} times today's fails less often than {fall[0]:.4g} times. "
            "The answer lies below the first demand that failed too often."
        )
    by_member = (beyond.failing > 0).sum(axis=1)
    if level.kind == "years" and len(by_member) >= _ENOUGH_TO_TELL and by_member.sum() >= _ENOUGH_TO_TELL:
        dispersion = float(np.var(by_member, ddof=1) / by_member.mean())
        if dispersion > _CLUSTERED:
            notes.append(
                f"Failing years come in groups (variance between members {dispersion:.1f} times that of chance): the band "
                f"takes {counted(years, 'year')} as independent and is too narrow by about {np.sqrt(dispersion):.1f} times."
            )
    if search.trials[1.0].saved > 0 or beyond.saved > 0:
        notes.append("What drought stages ask users to save counts as met.")
    return notes
