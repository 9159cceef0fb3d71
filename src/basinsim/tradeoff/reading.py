"""Read a study, and check it as far as can be done without simulating."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

import basinsim.metrics  # noqa: F401 - registers the metrics
from basinsim.calendar import CalendarError, make_calendar
from basinsim.errors import InputError, Problem, counted, file_error, name_hint
from basinsim.fronts.objectives import ObjectiveError, read_objective
from basinsim.hydrology.source import HydrologyError, check_hydrology
from basinsim.loading import Scenario, load_scenario
from basinsim.located_yaml import Document, scan_document
from basinsim.metrics.registry import METRICS
from basinsim.network.network import Network
from basinsim.register import Row, read_register, with_value
from basinsim.register.setting import UnsettableError
from basinsim.schema.file_beside import no_file
from basinsim.schema.hydrology import Hydrology
from basinsim.schema.problems import problems_of
from basinsim.schema.statistic import OVER_FUTURES
from basinsim.schema.study import StudyFile
from basinsim.tradeoff.evolution import USUAL_POPULATION
from basinsim.tradeoff.futures import PRESENT, Future, all_futures
from basinsim.tradeoff.space import Dimension, Option
from basinsim.tradeoff.study import FULL, SCREEN, Study, hydrology_in
from basinsim.validating import beyond_doubt, validated

REGISTER = "register.csv"


def load_study(path: str | Path) -> Study:
    """Read a study, its scenario and its policies, and check them.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    Study
        Ready to be carried out.

    Raises
    ------
    InputError
        With every problem found in the study, and in its scenario.
    """
    path = Path(path)
    document = scan_document(path)
    if isinstance(document.value, dict) and {"basin", "extends", "nodes"} & set(document.value):
        raise file_error(path, "is no study (a study has 'levers' and 'objectives', and names a 'scenario')")
    settings, problems = validated(StudyFile, document, {"directory": path.parent})
    problems = [*document.problems, *problems]
    scenario, found = _scenario_of(document)
    problems += found
    if settings is None:
        raise InputError(problems)
    problems += beyond_doubt(_about_measures(settings, document), problems)
    problems += beyond_doubt(_about_search(settings, document), problems)
    if scenario is None:
        raise InputError(problems)
    rows, found = _rows(settings, scenario, document)
    problems += beyond_doubt(found, problems)
    if any(problem.key.startswith(("futures", "period")) for problem in problems):
        raise InputError(problems)  # which futures there are is not known
    dimensions = tuple(Dimension(name, lever) for name, lever in settings.levers.items())
    futures = all_futures(settings.futures, rows)
    study = Study(settings.name or path.stem, settings, scenario, dimensions, futures, rows, document, path)
    found = [*_about_futures(study), *_about_the_screen(study), *_about_the_exact_front(study)]
    problems += beyond_doubt(found, problems)
    problems += beyond_doubt(_about_policies(study), problems)
    if problems:
        raise InputError(problems)
    return study


def _scenario_of(document: Document) -> tuple[Scenario | None, list[Problem]]:
    name = document.value.get("scenario") if isinstance(document.value, dict) else None
    if not isinstance(name, str):
        return None, []  # the study's own check has said so
    path = document.directory(("scenario",)) / name
    wrong = no_file(path)
    if wrong:
        return None, [document.problem(("scenario",), wrong)]
    try:
        return load_scenario(path), []
    except InputError as error:
        return None, list(error.problems)


def _about_measures(settings: StudyFile, document: Document) -> Iterator[Problem]:
    known = tuple(METRICS)
    asked = [(("objectives", name), one.metric) for name, one in settings.objectives.items()]
    asked += [(("constraints", name), one.metric) for name, one in settings.constraints.items()]
    asked += [(("keep", i), one.metric) for i, one in enumerate(settings.keep)]  # type: ignore[misc]
    for at, metric in asked:
        if metric not in known:
            yield document.problem((*at, "metric"), f"unknown metric '{metric}'; {name_hint(metric, known)}")


def _about_the_exact_front(study: Study) -> Iterator[Problem]:
    exact, document = study.settings.exact, study.document
    if exact is None:
        return
    network = Network(study.scenario.basin)
    for i, text in enumerate(exact.objectives):
        try:
            read_objective(network, text)
        except ObjectiveError as error:
            yield document.problem(("exact", "objectives", i), str(error))
    members = study.scenario.settings.members
    if exact.member >= members:
        message = f"the scenario has {counted(members, 'member')}, from 0 on; found {exact.member}"
        yield document.problem(("exact", "member"), message)


def _about_search(settings: StudyFile, document: Document) -> Iterator[Problem]:
    search = settings.search
    several, population = len(settings.objectives), search.population or USUAL_POPULATION
    if search.algorithm == "nsga3" and population < several:
        message = f"nsga3 needs a population no smaller than the number of objectives, {several}"
        key = "population" if search.population else "algorithm"
        yield document.problem(("search", key), message)
    if search.method != "grid":
        return
    for name, lever in settings.levers.items():
        if lever.range is not None and lever.step is None:
            message = "a grid needs the distance of the values within this range: add a 'step'"
            yield document.problem(("levers", name, "range"), message)


def _rows(
    settings: StudyFile, scenario: Scenario, document: Document
) -> tuple[dict[str, Row], list[Problem]]:
    if not settings.futures.facts:
        return {}, []
    register = read_register(scenario.loaded_basin.path.parent / REGISTER).by_key
    rows: dict[str, Row] = {}
    problems: list[Problem] = []
    for key, fact in settings.futures.facts.items():
        at = ("futures", "facts", key)
        if key not in register:
            message = f"the register has no number '{key}'; {name_hint(key, tuple(register))}"
            problems.append(document.problem(at, message))
            continue
        row = rows[key] = register[key]
        told = fact.values or (fact.range if isinstance(fact.range, tuple) else ())
        wrong = sorted({one.unit for one in told} - {row.unit, ""})
        if wrong:
            message = f"the register has this number in {row.unit}, not in {' or '.join(wrong)}"
            problems.append(document.problem(at, message))
        if fact.range == "register" and not row.is_uncertain:
            problems.append(document.problem(at, "the register gives no range for this number"))
        if fact.range is not None and settings.futures.sample is None:
            message = "a range needs futures that are drawn from it: add 'sample', or give 'values'"
            problems.append(document.problem((*at, "range"), message))
        try:
            with_value(scenario.loaded_basin.basin, row, row.values[0])
        except UnsettableError as error:
            problems.append(document.problem(at, str(error)))
    return rows, problems


def _about_futures(study: Study) -> Iterator[Problem]:
    document, settings = study.document, study.settings
    names = tuple(future.name for future in study.futures)
    for section in ("objectives", "constraints"):
        for name, measure in getattr(settings, section).items():
            if measure.futures not in (*OVER_FUTURES, *names):
                message = f"unknown future '{measure.futures}'; {name_hint(measure.futures, (*OVER_FUTURES, *names))}"
                yield document.problem((section, name, "futures"), message)
    seen = set()
    for future in study.futures:
        if (future.climate, future.hydrology_seed) not in seen:
            seen.add((future.climate, future.hydrology_seed))
            yield from _about_hydrology(study, future)


def _about_hydrology(study: Study, future: Future) -> Iterator[Problem]:
    document, settings = study.document, study.settings.futures
    keys = {"climate": ("climates", settings.climates, future.climate)}
    if settings.hydrology_seeds:
        keys["seed"] = ("hydrology_seeds", settings.hydrology_seeds, future.hydrology_seed)  # type: ignore[assignment]
    base = study.scenario.settings.hydrology
    try:
        choice = hydrology_in(base, future)
    except ValidationError as error:
        for _, message in problems_of(error, {}, Hydrology):
            yield document.problem(("futures",), f"the scenario's hydrology does not allow this: {message}")
        return
    if choice is None or (choice == base and settings.members is None):
        return
    start, end, _ = study.period_and_step(FULL)
    folder = study.scenario.loaded_basin.basin.hydrology
    members = range(study.members(FULL))
    scenario = replace(
        study.scenario, settings=study.scenario.settings.model_copy(update={"hydrology": choice})
    )
    try:
        check_hydrology(scenario.hydrology or choice, folder, start, end, members)
    except HydrologyError as error:
        key, values, value = keys.get(error.key or "", ("", (), None))
        at = ("futures", key) if key else ("futures",)
        if key and isinstance((document.value.get("futures") or {}).get(key), list):
            at = (*at, values.index(value))
        today = f"; '{PRESENT}' is today's" if key == "climates" else ""
        yield document.problem(at, f"{error}{today}")


def _about_the_screen(study: Study) -> Iterator[Problem]:
    screen = study.settings.screen
    if screen is None:
        return
    start, end, step = study.period_and_step(SCREEN)
    key = "step" if screen.step is not None else "years"
    try:
        make_calendar(start, end, step, study.period.warm_up)
    except CalendarError as error:
        yield study.document.problem(("screen", key), str(error))


def _about_policies(study: Study) -> Iterator[Problem]:
    """Try every value of every lever alone in the reference future, and no lever in every future."""
    tried: set[Problem] = set()
    reference = study.futures[0]
    nothing = tuple(Option("", ()) for _ in study.dimensions)
    for future in study.futures:
        _, found = study.simulation((), future, FULL)
        tried |= {study.located(one) for one in found}
    for place, dimension in enumerate(study.dimensions):
        ends = (dimension.at(0.0), dimension.at(1.0))
        for option in ends if dimension.lever.range is not None else dimension.options or ():
            alone = (*nothing[:place], option, *nothing[place + 1 :])
            _, found = study.simulation(alone, reference, FULL)
            tried |= {study.located(one) for one in found if one[0][0] == "levers"}
    yield from sorted(tried)
