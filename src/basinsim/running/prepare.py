"""What a run needs before its first step: all numbers, and the state it starts from.

``basinsim check`` goes no further than this, and starts fast: what opens results is loaded by runs that start from
some.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from basinsim.errors import InputError, Problem, counted
from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.source import HydrologyError, check_hydrology, hydrology_files, hydrology_record
from basinsim.loading import Scenario
from basinsim.network.network import Network
from basinsim.results.provenance import files_named_in
from basinsim.schema.scenario import Window
from basinsim.schema.sharing import crowds, sharing_in_force
from basinsim.schema.values import Found
from basinsim.simulation.initial import first_state, remarks_on_dates, state_from_results
from basinsim.simulation.inputs import Inputs, collect_inputs
from basinsim.simulation.state import State

RecordOf = Callable[..., HydrologyRecord]
"""What makes weather and rivers: called as :func:`basinsim.hydrology.source.hydrology_record`."""


def read_inputs(
    scenario: Scenario, members: Sequence[int] | None = None, record_of: RecordOf = hydrology_record
) -> tuple[Network, Inputs]:
    """Read all numbers of a scenario and check that they fit its period.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    members : sequence of int, optional
        Which of its members; all of them without it.
    record_of : callable
        Makes weather and rivers; one that remembers them spares runs in the same weather the making.

    Returns
    -------
    (Network, Inputs)
        The basin under its policies, and its numbers.

    Raises
    ------
    InputError
        With every series that is missing, too short, with gaps, negative or of the wrong length.
    """
    network = Network(scenario.basin)
    members = range(scenario.settings.members) if members is None else members
    record = _hydrology(scenario, members, record_of)
    inputs, problems = collect_inputs(network, scenario.calendar, members, record)
    if problems:
        raise InputError(_located(scenario, problems))
    _refuse_crowds(scenario)
    return network, inputs


def check_inputs(scenario: Scenario, *, start: bool = True) -> Network:
    """Check the numbers of a scenario and the state it starts from, without making weather and rivers.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    start : bool
        Whether the results it starts from are there already.

    Returns
    -------
    Network
        The basin under its policies.

    Raises
    ------
    InputError
        As :func:`prepare`, but for what a demand model makes of the weather.
    """
    network = Network(scenario.basin)
    members = range(scenario.settings.members)
    record = _hydrology(scenario, members, check_hydrology)
    inputs, problems = collect_inputs(network, scenario.calendar, members, record, checking=True)
    if problems:
        raise InputError(_located(scenario, problems))
    _refuse_crowds(scenario)
    if start:
        _start(scenario, network, inputs)
    return network


def _refuse_crowds(scenario: Scenario) -> None:
    """Refuse what later policies have made of a sharing rule that was right where it stands."""
    problems = [message for one in sharing_in_force(scenario.basin) for _, message in crowds(*one)]
    if problems:
        raise InputError([scenario.document.problem(("policies",), message) for message in problems])


def _hydrology(scenario: Scenario, members: Sequence[int], record_of: RecordOf) -> HydrologyRecord | None:
    """Return the weather and rivers of a scenario; None where all its inflows stand in the basin."""
    choice = scenario.hydrology
    if choice is None:
        return None
    calendar = scenario.calendar
    try:
        return record_of(choice, scenario.basin.hydrology, calendar.start, calendar.end, members)
    except HydrologyError as error:
        key = ("hydrology",) if error.key is None else ("hydrology", error.key)
        if ("hydrology",) not in scenario.document.places:
            key = ("period",)  # the scenario chose nothing else that could ask for too much
        raise InputError([scenario.document.problem(key, str(error))]) from None


def prepare(
    scenario: Scenario, members: Sequence[int] | None = None, record_of: RecordOf = hydrology_record
) -> tuple[Network, Inputs, State]:
    """Read all numbers of a scenario and the state it starts from.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    members : sequence of int, optional
        Which of its members; all of them without it.
    record_of : callable
        As for :func:`read_inputs`.

    Returns
    -------
    (Network, Inputs, State)
        Ready to be run.

    Raises
    ------
    InputError
        As :func:`read_inputs`, and where the results to start from do not fit.
    """
    network, inputs = read_inputs(scenario, members, record_of)
    return network, inputs, _start(scenario, network, inputs)


def files_read(scenario: Scenario) -> tuple[Path, ...]:
    """Return the files a run reads beside its YAML files and the series they name.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    tuple of Path
        Those of its hydrology, the tables its policies name, and the results it starts from.
    """
    start, choice = _initial_path(scenario), scenario.hydrology
    files = () if choice is None else hydrology_files(choice, scenario.basin.hydrology)
    files = (*files, *sorted(files_named_in(scenario.settings.policies)))
    if start is None:
        return files
    from basinsim.results.store import results_file

    return (*files, results_file(start))


def remarks_on_the_start(scenario: Scenario) -> tuple[str, ...]:
    """Say what is odd about the results a scenario starts from.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    tuple of str
        Empty where they end when it starts, or it starts from none.
    """
    directory = _initial_path(scenario)
    if directory is None:
        return ()
    from basinsim.results.store import open_results

    return remarks_on_dates(open_results(directory, lazily=True).dataset, scenario.calendar)


def steps_together(scenario: Scenario) -> int:
    """Return how many steps are allocated together.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    int
        1 without foresight.
    """
    foresight, steps = scenario.settings.foresight, len(scenario.calendar)
    if isinstance(foresight, Window):
        return min(foresight.window, steps)
    return steps if foresight == "full" else 1


def _start(scenario: Scenario, network: Network, inputs: Inputs) -> State:
    directory = _initial_path(scenario)
    if directory is None:
        return first_state(network, inputs)
    from basinsim.results.store import open_results

    try:
        dataset = open_results(directory, lazily=True).dataset
        state = state_from_results(dataset, network, inputs)
    except InputError as error:
        message = "; ".join(problem.message for problem in error.problems)
        raise InputError([scenario.document.problem(("initial",), message)]) from None
    found, asked = dataset.sizes["member"], scenario.settings.members
    if found not in (1, asked):
        message = f"those results have {counted(found, 'member')}, this run has {asked}"
        raise InputError([scenario.document.problem(("initial",), message)])
    return state


def _initial_path(scenario: Scenario) -> Path | None:
    initial = scenario.settings.initial
    return None if initial is None else scenario.document.directory(("initial",)) / initial


def _located(scenario: Scenario, problems: list[Found]) -> list[Problem]:
    document = scenario.loaded_basin.document
    return [document.problem(path, message) for path, message in problems]
