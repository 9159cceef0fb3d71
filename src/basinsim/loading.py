"""Read basin and scenario files and check them as far as can be done without running."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import basinsim.demand_models
import basinsim.policies
import basinsim.rules  # noqa: F401 - registers the rules that a basin may name
from basinsim.calendar import Calendar, CalendarError, make_calendar
from basinsim.errors import InputError, Place, Problem, file_error
from basinsim.extensions import refused_names, with_extensions
from basinsim.hydrology.record import dry_record
from basinsim.located_yaml import Document, scan_document
from basinsim.network.checks import problems_in
from basinsim.network.network import Network
from basinsim.network.warnings import warnings_about
from basinsim.schema.basin import Basin
from basinsim.schema.file_beside import no_file
from basinsim.schema.hydrology import Hydrology
from basinsim.schema.nodes import Catchment
from basinsim.schema.policy_list import under_policies
from basinsim.schema.scenario import ScenarioFile
from basinsim.schema.values import Found
from basinsim.series.unreadable import unreadable_series
from basinsim.simulation.inputs import collect_inputs
from basinsim.simulation.sharing_remarks import foresight_remark, kernel_remark
from basinsim.units import UNIT_WORDS
from basinsim.validating import beyond_doubt, validated

_DEEPEST_EXTENDS = 20
_NO_BASIN = {"basin", "extends", "period", "scenario", "levers", "objectives"}


@dataclass(frozen=True)
class LoadedBasin:
    """A basin and the file it came from.

    Attributes
    ----------
    basin : Basin
        Free of problems.
    document : Document
        Places of its keys, those of its extensions in their files.
    path : Path
        The file.
    """

    basin: Basin
    document: Document
    path: Path

    def warnings(self) -> list[Problem]:
        """Return what deserves a second look, with its place.

        Returns
        -------
        list of Problem
            Sorted by place.
        """
        return sorted(self.document.problem(path, message) for path, message in warnings_about(self.basin))

    def unreadable(self) -> list[Problem]:
        """Return the series that cannot be read, whatever the period.

        Returns
        -------
        list of Problem
            With the place where the series is named.
        """
        return [self.document.problem(path, message) for path, message in unreadable_series(self.basin)]


@dataclass(frozen=True)
class Scenario:
    """A scenario ready to be run: its settings, and its basin with the policies applied.

    Attributes
    ----------
    name : str
        What it is called.
    settings : ScenarioFile
        What the file says, with what it extends.
    basin : Basin
        After the policies.
    loaded_basin : LoadedBasin
        As the basin file has it.
    document : Document
        Places of the scenario's keys.
    path : Path
        The scenario file.
    calendar : Calendar
        The steps of its period.
    """

    name: str
    settings: ScenarioFile
    basin: Basin
    loaded_basin: LoadedBasin
    document: Document
    path: Path
    calendar: Calendar

    @property
    def hydrology(self) -> Hydrology | None:
        """Which weather and rivers it runs with; None where all inflows stand in the basin file.

        A record named in the scenario is found from the file that names it.
        """
        choice = self.settings.hydrology
        if choice is None:
            return Hydrology() if self.basin.hydrology is not None else None
        if not isinstance(choice.record, Path):
            return choice
        path = self.document.directory(("hydrology", "record")) / choice.record
        return choice.model_copy(update={"record": path})

    def warnings(self) -> list[Problem]:
        """Return what deserves a second look: in the basin under the policies, and in their numbers.

        Returns
        -------
        list of Problem
            Sorted by place.
        """
        document = self.loaded_basin.document
        found = [document.problem(path, message) for path, message in warnings_about(self.basin)]
        if self.settings.foresight == "none":
            remark = kernel_remark(self.basin, self.settings.members * len(self.calendar))
        else:
            remark = foresight_remark(self.basin)
        found += [self.document.problem(("foresight",), remark)] if remark else []
        for i, policy in enumerate(self.settings.policies):
            remarks = policy.remarks()
            found += [self.document.problem(("policies", i, *at), message) for at, message in remarks]
        return sorted(found)


def is_basin_file(path: str | Path) -> bool:
    """Say whether a file is a basin, and not a scenario.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    bool
        True where it has nodes, or nothing that belongs to a scenario or a study.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    value = scan_document(Path(path)).value
    if not isinstance(value, dict):
        return False
    return "nodes" in value or not _NO_BASIN & set(value)


def is_study_file(path: str | Path) -> bool:
    """Say whether a file is a study, and not a basin or a scenario.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    bool
        True where it has levers or objectives.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    value = scan_document(Path(path)).value
    return isinstance(value, dict) and "nodes" not in value and bool({"levers", "objectives"} & set(value))


def load_basin(path: str | Path, extensions: Sequence[str] = ()) -> LoadedBasin:
    """Read and check a basin file.

    Parameters
    ----------
    path : str or Path
        YAML.
    extensions : sequence of str
        Parts of the basin to switch on, by the names the file gives them.

    Returns
    -------
    LoadedBasin
        The basin with the places of its keys.

    Raises
    ------
    InputError
        With every problem found.
    """
    loaded, problems, refused = _read_basin(Path(path), extensions)
    problems += [Problem(Place(str(path)), "extensions", message) for _, message in refused]
    if loaded is None or problems:
        raise InputError(problems)
    return loaded


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file, what it extends, its basin and its policies, and check them.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    Scenario
        Ready to be run.

    Raises
    ------
    InputError
        With every problem found in the scenario, in its basin, and in the series it names.
    """
    path = Path(path)
    try:
        document = _with_bases(path, ())
    except InputError as error:
        raise InputError([*error.problems, *_problems_without_base(path)]) from None
    if isinstance(document.value, dict) and "nodes" in document.value and "basin" not in document.value:
        raise file_error(path, "is a basin, not a scenario (it has 'nodes' and names no 'basin')")
    problems = list(document.problems)
    # Files that policies name count from the file in which the policies stand.
    context = {"directory": document.directory(("policies",))}
    settings, found = validated(ScenarioFile, document, context)
    problems += found
    loaded, in_basin = _basin_of(document)
    calendar, basin = None, loaded.basin if loaded else None
    if settings is not None and not any(problem.key.startswith(("period", "step")) for problem in problems):
        calendar, found = _calendar_of(settings, document)
        problems += found
    if settings is not None and basin is not None:
        basin, misfits = under_policies(basin, settings.policies)
        found = [document.problem(("policies", *at), message) for at, message in misfits]
        problems += beyond_doubt(found, problems, ("policies",) if in_basin else ())
    problems += in_basin
    if problems and settings and calendar and loaded and basin:
        # One more look, so that whoever mends the rest need not come back for the series.
        # Weather and rivers are not made for that: none at all will do.
        dry = dry_record(calendar.start, len(calendar.all_days), tuple(basin.of_type(Catchment)))
        _, more = collect_inputs(Network(basin), calendar, range(settings.members), dry, checking=True)
        found = [loaded.document.problem(at, message) for at, message in more]
        problems += beyond_doubt(found, problems)
    if problems or settings is None or calendar is None or loaded is None or basin is None:
        raise InputError(problems)
    return Scenario(settings.name or path.stem, settings, basin, loaded, document, path, calendar)


def _read_basin(path: Path, names: Sequence[str]) -> tuple[LoadedBasin | None, list[Problem], list[Found]]:
    """Return the basin, what is wrong with it, and which extensions (by position) were asked for in vain."""
    document = scan_document(path)
    if isinstance(document.value, dict) and "basin" in document.value and "nodes" not in document.value:
        wrong = "is a scenario, not a basin (it names a 'basin', and no 'nodes')"
        return None, [Problem(Place(str(path)), "", wrong)], []
    units = document.value.get("units") if isinstance(document.value, dict) else None
    defaults = {k: v for k, v in units.items() if isinstance(v, str)} if isinstance(units, dict) else {}
    # A wrong unit word is reported once, where it stands, and not for every number of the file.
    known = {kind: word for kind, word in defaults.items() if word in UNIT_WORDS.get(kind, {})}
    context = {"units": known, "directory": path.parent}
    basin, problems = validated(Basin, document, context)
    refused = refused_names(names, document)
    whole, document, found = with_extensions(basin, document, names, context)
    problems = [*document.problems, *problems, *found]
    if basin is None:
        return None, problems, refused
    found = [document.problem(at, message) for at, message in problems_in(whole or basin)]
    problems += beyond_doubt(found, problems)
    return None if whole is None else LoadedBasin(whole, document, path), problems, refused


def _basin_of(document: Document) -> tuple[LoadedBasin | None, list[Problem]]:
    name = document.value.get("basin") if isinstance(document.value, dict) else None
    if not isinstance(name, str):
        return None, []  # the scenario's own check has said so
    path = _beside(document, "basin", name)
    wrong = no_file(path)
    if wrong:
        return None, [document.problem(("basin",), wrong)]
    asked = document.value.get("extensions")
    # What is no name has been told already; it keeps its place in the list.
    names = [part if isinstance(part, str) else "" for part in asked] if isinstance(asked, list) else []
    try:
        loaded, problems, refused = _read_basin(path, names)
    except InputError as error:
        return None, list(error.problems)
    told = [(at, message) for at, message in refused if names[int(at[0])]]
    return loaded, problems + [document.problem(("extensions", *at), message) for at, message in told]


def _with_bases(path: Path, above: tuple[Path, ...]) -> Document:
    document = scan_document(path)
    base = document.value.get("extends") if isinstance(document.value, dict) else None
    if not isinstance(base, str):
        return document
    base_path = _beside(document, "extends", base)
    wrong = no_file(base_path)
    trail = (*above, path.resolve())
    if not wrong and (base_path.resolve() in trail or len(trail) > _DEEPEST_EXTENDS):
        way = " -> ".join(file.name for file in (*trail, base_path))
        wrong = f"the scenarios extend each other in a circle: {way}"
    if wrong:
        raise InputError([document.problem(("extends",), wrong)])
    below = _with_bases(base_path, trail)
    if not isinstance(below.value, dict):
        raise InputError([below.problem((), "a scenario must be a mapping of keys and values")])
    if base_path.parent.resolve() != path.parent.resolve() and "policies" in below.value:
        # Files named in values are looked for beside the file that is read: these belong to another folder.
        policies = _files_found_from(below.value["policies"], base_path.parent.resolve())
        below = replace(below, value={**below.value, "policies": policies})
    # A question belongs to the scenario that asks it.
    below = replace(below, value={key: one for key, one in below.value.items() if key != "question"})
    return document.over(below)


def _problems_without_base(path: Path) -> list[Problem]:
    """Return what is wrong in a scenario whose base there is not; what it lacks, the base might have had."""
    try:
        document = scan_document(path)
    except InputError:
        return []  # told already
    _, found = validated(ScenarioFile, document, {"directory": path.parent})
    return [*document.problems, *(problem for problem in found if problem.key)]


def _files_found_from(value: Any, folder: Path) -> Any:
    """Return a value with the files of its series (`{file: NAME, ...}`) named in full."""
    if isinstance(value, list):
        return [_files_found_from(one, folder) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {key: _files_found_from(one, folder) for key, one in value.items()}
    if isinstance(value.get("file"), str):
        inner["file"] = str(folder / value["file"])
    return inner


def _beside(document: Document, key: str, name: str) -> Path:
    """Return the path of a file named in a document, without the detours of ``scenarios/../data``."""
    path = document.directory((key,)) / name
    try:
        short = Path(os.path.normpath(path))
        return short if short.samefile(path) else path
    except (OSError, ValueError):
        return path


def _calendar_of(settings: ScenarioFile, document: Document) -> tuple[Calendar | None, list[Problem]]:
    period = settings.period
    try:
        return make_calendar(period.start, period.end, settings.step, period.warm_up), []
    except CalendarError as error:
        return None, [document.problem(("period",), str(error))]
