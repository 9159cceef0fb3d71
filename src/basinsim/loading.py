"""Read basin and scenario files and check them as far as can be done without running."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

import basinsim.policies  # noqa: F401 - registers the levers that a scenario may name
from basinsim.calendar import Calendar, CalendarError, make_calendar
from basinsim.errors import InputError, Problem, file_error, name_hint
from basinsim.located_yaml import Document, read_document
from basinsim.network.checks import problems_in
from basinsim.network.warnings import warnings_about
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.problems import problems_of
from basinsim.schema.scenario import ScenarioFile
from basinsim.schema.values import Found

Model = TypeVar("Model", bound=StrictModel)
_DEEPEST_EXTENDS = 20


@dataclass(frozen=True)
class LoadedBasin:
    """A basin and the file it came from.

    Attributes
    ----------
    basin : Basin
        Free of problems.
    document : Document
        Places of its keys.
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

    def warnings(self) -> list[Problem]:
        """Return what deserves a second look in the basin under the policies.

        Returns
        -------
        list of Problem
            Sorted by place.
        """
        document = self.loaded_basin.document
        return sorted(document.problem(path, message) for path, message in warnings_about(self.basin))


def is_basin_file(path: str | Path) -> bool:
    """Say whether a file is a basin, and not a scenario.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    bool
        True where it has nodes, or nothing that belongs to a scenario.

    Raises
    ------
    InputError
        Where it cannot be read.
    """
    value = read_document(Path(path)).value
    if not isinstance(value, dict):
        return False
    return "nodes" in value or not {"basin", "extends", "period"} & set(value)


def load_basin(path: str | Path) -> LoadedBasin:
    """Read and check a basin file.

    Parameters
    ----------
    path : str or Path
        YAML.

    Returns
    -------
    LoadedBasin
        The basin with the places of its keys.

    Raises
    ------
    InputError
        With every problem found.
    """
    path = Path(path)
    document = read_document(path)
    if isinstance(document.value, dict) and "basin" in document.value and "nodes" not in document.value:
        raise file_error(path, "is a scenario, not a basin (it names a 'basin' and has no 'nodes')")
    units = document.value.get("units") if isinstance(document.value, dict) else None
    defaults = {k: v for k, v in units.items() if isinstance(v, str)} if isinstance(units, dict) else {}
    # A wrong unit word is reported once, where it stands, and not for every number of the file.
    known = {kind: word for kind, word in defaults.items() if _is_unit(kind, word)}
    basin = _validated(Basin, document, {"units": known, "directory": path.parent})
    _refuse(document, problems_in(basin))
    return LoadedBasin(basin, document, path)


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
        With every problem found in the first file that has any.
    """
    path = Path(path)
    document = _with_bases(path, ())
    settings = _validated(ScenarioFile, document, {"directory": path.parent})
    basin_path = document.directory(("basin",)) / settings.basin
    if not basin_path.is_file():
        _refuse(document, [(("basin",), _missing_file(basin_path))])
    loaded = load_basin(basin_path)
    basin = _under_policies(loaded.basin, settings, document)
    period = settings.period
    try:
        calendar = make_calendar(period.start, period.end, settings.step, period.warm_up)
    except CalendarError as error:
        raise InputError([document.problem(("period",), str(error))]) from None
    return Scenario(settings.name or path.stem, settings, basin, loaded, document, path, calendar)


def _with_bases(path: Path, above: tuple[Path, ...]) -> Document:
    document = read_document(path)
    base = document.value.get("extends") if isinstance(document.value, dict) else None
    if not isinstance(base, str):
        return document
    base_path = document.directory(("extends",)) / base
    trail = (*above, path.resolve())
    if base_path.resolve() in trail or len(trail) > _DEEPEST_EXTENDS:
        way = " -> ".join(file.name for file in (*trail, base_path))
        _refuse(document, [(("extends",), f"the scenarios extend each other in a circle: {way}")])
    if not base_path.is_file():
        _refuse(document, [(("extends",), _missing_file(base_path))])
    return document.over(_with_bases(base_path, trail))


def _missing_file(path: Path) -> str:
    beside = path.parent
    names = sorted(file.name for file in beside.glob("*.y*ml")) if beside.is_dir() else []
    hint = f"; {name_hint(path.name, tuple(names))}" if names else ""
    return f"there is no file '{path}'{hint}"


def _is_unit(kind: str, word: str) -> bool:
    from basinsim.units import UNIT_WORDS

    return kind in UNIT_WORDS and word in UNIT_WORDS[kind]


def _validated(model: type[Model], document: Document, context: dict[str, Any]) -> Model:
    try:
        return model.model_validate(document.value, context=context)
    except ValidationError as error:
        _refuse(document, problems_of(error, document.value, model))
        raise


def _under_policies(basin: Basin, settings: ScenarioFile, document: Document) -> Basin:
    problems: list[Found] = []
    for i, policy in enumerate(settings.policies):
        found = policy.problems(basin)
        problems += [(("policies", i, *path), message) for path, message in found]
        if not found:
            basin = policy.apply(basin)
    _refuse(document, problems)
    return basin


def _refuse(document: Document, problems: Iterable[Found]) -> None:
    found = [document.problem(path, message) for path, message in problems]
    if found:
        raise InputError(found)
