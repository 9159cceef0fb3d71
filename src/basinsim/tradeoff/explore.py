"""Carry out a study: search at the screen, survivors in full, and the policies that nobody beats."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from basinsim.calendar import step_days
from basinsim.errors import RunError
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.tradeoff.archive import epsilon_non_dominated, survivors
from basinsim.tradeoff.cache import Cache
from basinsim.tradeoff.crew import Crew
from basinsim.tradeoff.evolution import USUAL_GENERATIONS, USUAL_POPULATION, Evolution, Told
from basinsim.tradeoff.judging import Judge
from basinsim.tradeoff.policies import BASELINE, Roll, Tried
from basinsim.tradeoff.sampling import USUAL_POINTS, sample
from basinsim.tradeoff.study import FULL, Study
from basinsim.tradeoff.trials import Outcome, Trials
from basinsim.tradeoff.wanted import check_measures, wanted_by

CACHE = "cache"
_AT_ONCE = 4  # policies for each worker between two looks at the clock


@dataclass(frozen=True)
class Progress:
    """How far a study is.

    Attributes
    ----------
    stage : str
        ``screen`` or ``full``.
    done, planned : int
        Policies of this stage.
    front : tuple of Tried
        Policies that nobody beats so far, in this stage.
    """

    stage: str
    done: int
    planned: int
    front: tuple[Tried, ...]


@dataclass(frozen=True)
class Explored:
    """What came of a study.

    Attributes
    ----------
    study : Study
        What was asked.
    baseline : Tried
        The scenario without any lever.
    tried : list of Tried
        Every policy, in the order of their numbers.
    front : tuple of Tried
        Those that nobody beats, simulated in full.
    searched : dict of int to list of str
        For each seed the names of the policies in the order in which the search asked for them.
    simulated, looked_up : int
        How many simulations were made, and how many were known from before.
    stopped : str
        Why the search ended before its time; empty where it did not.
    """

    study: Study
    baseline: Tried
    tried: list[Tried]
    front: tuple[Tried, ...]
    searched: dict[int, list[str]]
    simulated: int
    looked_up: int
    stopped: str


def explore(
    study: Study,
    cache: Path,
    *,
    workers: int = 1,
    allocator: AllocatorOptions = AUTOMATIC,
    progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Explored:
    """Carry out a study.

    Parameters
    ----------
    study : Study
        As loaded.
    cache : Path
        Folder of evaluations, made where there is none; what is there already is not simulated again.
    workers : int
        Processes that simulate.
    allocator : AllocatorOptions
        Which allocator takes the steps; no answer depends on it.
    progress : callable, optional
        Told of every policy that is done.
    clock : callable
        Seconds from any moment.

    Returns
    -------
    Explored
        The same for the same study, however often it was interrupted, whoever did the work.

    Raises
    ------
    InputError
        Where runs have no such metric or group.
    RunError
        Where the baseline, or every policy, cannot be simulated.
    """
    check_measures(study)
    options = allocator.for_run(_steps_in_all(study))
    with Crew(workers) as crew:
        trials = Trials(study, wanted_by(study.settings), Cache(cache), crew, options)
        return _Exploration(study, trials, progress, clock).carry_out()


def planned_points(study: Study) -> int:
    """Return how many policies the search asks for, equal ones counted as often as they are asked for."""
    search = study.settings.search
    if search.method == "grid":
        count = int(np.prod([len(one.options or ()) for one in study.dimensions]))
    elif search.method == "evolutionary":
        count = (search.population or USUAL_POPULATION) * (search.generations or USUAL_GENERATIONS)
    else:
        count = search.points or USUAL_POINTS
    count *= len(search.seeds)
    most = study.settings.budget.points
    return count if most is None else min(count, most)


def _steps_in_all(study: Study) -> int:
    """Return how many steps of all members a study takes, near enough."""
    screen, points = study.settings.screen, planned_points(study)
    total = 0
    for stage in study.stages:
        start, end, step = study.period_and_step(stage)
        days = 30 if step == "month" else step_days(step)
        policies = points if screen is None or stage == study.stages[0] else screen.keep
        total += policies * ((end - start).days // days) * study.members(stage) * len(study.futures)
    return total


@dataclass
class _Exploration:
    study: Study
    trials: Trials
    progress: Callable[[Progress], None] | None
    clock: Callable[[], float]
    baseline: Tried = field(default_factory=lambda: Tried(BASELINE, ()))
    judges: dict[str, Judge] = field(default_factory=dict)
    searched: dict[int, list[str]] = field(default_factory=dict)
    stopped: str = ""

    def __post_init__(self) -> None:
        self.roll = Roll(self.study.dimensions)
        self.began = self.clock()

    def carry_out(self) -> Explored:
        for stage in self.study.stages:
            self._judge_by_the_baseline(stage)
        first = self.study.stages[0]
        for seed in self.study.settings.search.seeds:
            self.searched[seed] = []
            for round_, places, tell in self._asked(seed):
                if not self._go_on():
                    break
                tell(self._try(places, seed, round_, first))
        if first != FULL:
            self._simulate(self._chosen(first), FULL)
        if all(one.failure(first) for one in self.roll.all):
            why = self.roll.all[0].failure(first) if self.roll.all else self.stopped
            message = f"not one policy of the study could be simulated; the first: {why}"
            raise RunError(message)
        return Explored(
            self.study,
            self.baseline,
            self.roll.all,
            self.front(FULL),
            self.searched,
            self.trials.simulated,
            self.trials.looked_up,
            self.stopped,
        )

    def front(self, stage: str) -> tuple[Tried, ...]:
        """Return the policies of a stage that are allowed and that nobody beats, the baseline among them."""
        candidates = [
            one
            for one in (self.baseline, *self.roll.all)
            if stage in one.verdicts and one.verdicts[stage].feasible
        ]
        if not candidates:
            return ()
        judge = self.judges[stage]
        costs = np.array([judge.signs * one.verdicts[stage].objectives for one in candidates])
        kept = epsilon_non_dominated(costs, judge.epsilons)
        return tuple(one for one, stays in zip(candidates, kept, strict=True) if stays)

    def _judge_by_the_baseline(self, stage: str) -> None:
        (outcome,) = self.trials.run([()], stage)
        self.baseline.outcomes[stage] = outcome
        failure = self.baseline.failure(stage)
        if failure:
            message = f"the scenario without any lever cannot be simulated: {failure}"
            raise RunError(message)
        names = tuple(future.name for future in self.study.futures)
        judge = self.judges[stage] = Judge(self.study.settings, names, outcome)
        self.baseline.verdicts[stage] = judge.verdict(outcome)

    def _asked(self, seed: int) -> Iterator[tuple[int, np.ndarray, Callable[[list[Tried]], None]]]:
        """Yield rounds of points of the levers' space, with whom to tell what comes of them."""
        search = self.study.settings.search
        if search.method != "evolutionary":
            points = sample(search, self.study.dimensions, seed)
            size = _AT_ONCE * self.trials.crew.workers
            for first in range(0, len(points), size):
                yield 1, points[first : first + size], lambda _: None
            return
        stage = self.study.stages[0]
        judge = self.judges[stage]
        evolution = Evolution(
            search, self.study.dimensions, len(judge.signs), len(self.study.settings.constraints), seed
        )

        def tell(found: list[Tried]) -> None:
            verdicts = [one.verdicts[stage] for one in found]
            costs = np.array([judge.signs * one.objectives for one in verdicts])
            evolution.tell(Told(costs, np.array([one.violation for one in verdicts]).reshape(len(found), -1)))

        round_ = 0
        while (places := evolution.ask()) is not None:
            round_ += 1
            yield round_, places, tell

    def _go_on(self) -> bool:
        budget = self.study.settings.budget
        if budget.points is not None and len(self.roll.all) >= budget.points:
            self.stopped = f"the budget of {budget.points} policies is spent"
        elif budget.minutes is not None and self.clock() - self.began > 60 * budget.minutes:
            self.stopped = f"the budget of {budget.minutes:g} minutes is spent; call it again to go on"
        return not self.stopped

    def _try(self, places: np.ndarray, seed: int, round_: int, stage: str) -> list[Tried]:
        search, most = self.study.settings.search, self.study.settings.budget.points
        # A generation that has been asked for is finished: the search has to be told of all of it.
        room = None if search.method == "evolutionary" else most
        taken = [self.roll.take(place, seed, round_, room) for place in places]
        found = [one for one in taken if one is not None]
        self.searched[seed] += [one.name for one in found]
        self._simulate(found, stage)
        return found

    def _simulate(self, policies: list[Tried], stage: str) -> None:
        new = list({one.name: one for one in policies if stage not in one.verdicts}.values())
        judge = self.judges[stage]
        planned = planned_points(self.study) if stage == self.study.stages[0] else len(new)

        def done(at: int, outcome: Outcome) -> None:
            new[at].outcomes[stage] = {name.name: outcome[name.name] for name in self.study.futures}
            new[at].verdicts[stage] = judge.verdict(outcome)
            if self.progress is not None:
                count = sum(stage in one.verdicts for one in self.roll.all)
                self.progress(Progress(stage, count, planned, self.front(stage)))

        self.trials.run([one.options for one in new], stage, done)

    def _chosen(self, stage: str) -> list[Tried]:
        """Return the policies of the screen that are simulated in full."""
        screen = self.study.settings.screen
        allowed = [one for one in self.roll.all if one.verdicts[stage].feasible]
        if screen is None:
            return allowed
        if not allowed:  # those that come nearest to what is asked
            known = [one for one in self.roll.all if one.verdicts[stage].known]
            return sorted(known, key=lambda one: float(one.verdicts[stage].violation.max()))[: screen.keep]
        signs = self.judges[stage].signs
        costs = np.array([signs * one.verdicts[stage].objectives for one in allowed])
        return [allowed[at] for at in survivors(costs, screen.keep)]
