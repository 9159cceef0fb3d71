"""Which metrics are kept of every simulation, and whether the runs of a study have them."""

from collections.abc import Iterator
from dataclasses import replace

from basinsim.calendar import add_length, make_calendar
from basinsim.errors import InputError, Problem, RunError, name_hint
from basinsim.loading import Scenario
from basinsim.metrics.front_page import FRONT_PAGE
from basinsim.schema.study import StudyFile
from basinsim.tradeoff.evaluation import Pair, Task, evaluate
from basinsim.tradeoff.fingerprint import Wanted
from basinsim.tradeoff.study import Study

_TRIAL = "2 years"


def wanted_by(settings: StudyFile) -> Wanted:
    """Return the metrics and groups that are kept.

    Parameters
    ----------
    settings : StudyFile
        With objectives, constraints and what it keeps beside them.

    Returns
    -------
    tuple of (str, str or None)
        Sorted; None: every group. Numbers of the front page are kept where runs have them.
    """
    pairs: set[tuple[str, str | None]] = {(entry.metric, entry.group) for entry in FRONT_PAGE}
    pairs |= {(one.metric, one.group) for one in settings.objectives.values()}
    pairs |= {(one.metric, one.group) for one in settings.constraints.values()}
    pairs |= {(one.metric, one.group) for one in settings.keep}
    return tuple(sorted(pairs, key=lambda pair: (pair[0], pair[1] or "")))


def check_measures(study: Study) -> None:
    """Find out by short runs of one member whether there is what the study judges by.

    Parameters
    ----------
    study : Study
        As loaded.

    Raises
    ------
    InputError
        With every metric that the runs of a stage do not have, and every group that no run has.
    RunError
        Where a short run cannot be done.
    """
    problems: set[Problem] = set()
    for stage in study.stages:
        has = _pairs_of(study, stage, last=False)
        found = list(_missing(study, stage, has))
        if found:
            # A lever may bring what the basin does not have, such as the states of a rule.
            found = list(_missing(study, stage, has | _pairs_of(study, stage, last=True)))
        problems |= set(found)
    if problems:
        raise InputError(problems)


def _missing(study: Study, stage: str, has: set[Pair]) -> Iterator[Problem]:
    groups: dict[str, list[str]] = {}
    for pair in sorted(has):
        groups.setdefault(pair[0], []).append(pair[1])
    judged: list[tuple[tuple[str | int, ...], str, str | None]] = [
        ((section, name), one.metric, one.group)
        for section in ("objectives", "constraints")
        for name, one in getattr(study.settings, section).items()
    ]
    if stage == study.stages[-1]:  # a screen may lack what is only kept
        judged += [(("keep", i), one.metric, one.group) for i, one in enumerate(study.settings.keep)]
    for at, metric, group in judged:
        if metric not in groups:
            _, _, step = study.period_and_step(stage)
            message = (
                f"runs of this basin by steps of '{step}' have no '{metric}'"
                f"{' (the screen)' if len(study.stages) > 1 and stage == study.stages[0] else ''}; "
                f"they have {', '.join(sorted(groups))}"
            )
            yield study.document.problem((*at, "metric"), message)
        elif group is not None and group not in groups[metric]:
            hint = name_hint(group, tuple(groups[metric]))
            yield study.document.problem((*at, "group"), f"'{metric}' has no group '{group}'; {hint}")


def _pairs_of(study: Study, stage: str, *, last: bool) -> set[Pair]:
    options = tuple(one.at(1.0) for one in study.dimensions) if last else ()
    scenario, found = study.simulation(options, study.futures[0], stage)
    if found and last:
        return set()  # these values do not go together
    every_group = tuple((metric, None) for metric, _ in wanted_by(study.settings))
    (trial,) = evaluate(Task((_shortened(scenario),), every_group))
    if trial.failure and not last:
        message = f"the scenario without any lever cannot be simulated: {trial.failure}"
        raise RunError(message)
    return set(trial.numbers)


def _shortened(scenario: Scenario) -> Scenario:
    settings = scenario.settings
    start, warm_up = settings.period.start, settings.period.warm_up
    counted = add_length(start, warm_up) if warm_up else start
    end = min(settings.period.end, add_length(counted, _TRIAL))
    period = settings.period.model_copy(update={"end": end})
    calendar = make_calendar(start, end, settings.step, warm_up)
    shorter = settings.model_copy(update={"period": period, "members": 1})
    return replace(scenario, settings=shorter, calendar=calendar)
