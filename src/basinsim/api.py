"""What a notebook calls: load, run, open."""

from pathlib import Path

from basinsim.errors import InputError, Problem
from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.source import HydrologyError, hydrology_files, hydrology_in_words, hydrology_record
from basinsim.loading import LoadedBasin, Scenario, load_basin, load_scenario
from basinsim.metrics.table import metric_table
from basinsim.network.network import Network
from basinsim.results.assemble import Origin, assemble
from basinsim.results.dataset import chosen_variables
from basinsim.results.store import Results, open_results, results_file
from basinsim.schema.scenario import Window
from basinsim.schema.values import Found
from basinsim.simulation.horizon import simulate_with_foresight
from basinsim.simulation.initial import state_from_results
from basinsim.simulation.inputs import Inputs, collect_inputs
from basinsim.simulation.run import Progress, first_state, simulate
from basinsim.simulation.size import refuse_if_too_large
from basinsim.simulation.state import State

__all__ = ["LoadedBasin", "Scenario", "load_basin", "load_scenario", "open_results", "prepare", "run"]


def read_inputs(scenario: Scenario) -> tuple[Network, Inputs]:
    """Read all numbers of a scenario and check that they fit its period.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

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
    record = _hydrology(scenario)
    inputs, problems = collect_inputs(network, scenario.calendar, scenario.settings.members, record)
    if problems:
        raise InputError(_located(scenario, problems))
    return network, inputs


def _hydrology(scenario: Scenario) -> HydrologyRecord | None:
    """Return the weather and rivers of a scenario; None where all its inflows stand in the basin."""
    choice = scenario.hydrology
    if choice is None:
        return None
    calendar, members = scenario.calendar, range(scenario.settings.members)
    try:
        return hydrology_record(choice, scenario.basin.hydrology, calendar.start, calendar.end, members)
    except HydrologyError as error:
        key = ("hydrology",) if error.key is None else ("hydrology", error.key)
        raise InputError([scenario.document.problem(key, str(error))]) from None


def prepare(scenario: Scenario) -> tuple[Network, Inputs, State]:
    """Read all numbers of a scenario and the state it starts from.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    (Network, Inputs, State)
        Ready to be run.

    Raises
    ------
    InputError
        As :func:`read_inputs`, and where the results to start from do not fit.
    """
    network, inputs = read_inputs(scenario)
    return network, inputs, _start(scenario, network, inputs)


def run(scenario: Scenario | str | Path, *, progress: Progress | None = None, force: bool = False) -> Results:
    """Run a scenario.

    Parameters
    ----------
    scenario : Scenario, str or Path
        Loaded, or a file to load.
    progress : callable, optional
        Called after each step with the steps done and the steps in all.
    force : bool
        Whether a horizon is tried however large it is.

    Returns
    -------
    Results
        Dataset, metrics and notes.

    Raises
    ------
    InputError
        Where the input is wrong.
    RunError
        Where a step cannot be allocated, or a horizon is too large.
    """
    if not isinstance(scenario, Scenario):
        scenario = load_scenario(scenario)
    network, inputs, state = prepare(scenario)
    settings = scenario.settings
    economic = settings.objective == "economic"
    if settings.foresight == "none":
        simulated = simulate(network, inputs, state, progress, economic=economic)
    else:
        rolling = settings.foresight
        window = (rolling.window, rolling.advance) if isinstance(rolling, Window) else None
        if not force:
            refuse_if_too_large(network, steps_together(scenario))
        simulated = simulate_with_foresight(network, inputs, state, window, progress, economic=economic)
    texts = {**scenario.loaded_basin.document.texts, **scenario.document.texts}
    origin = Origin(
        scenario=scenario.name,
        foresight=_foresight_words(settings.foresight),
        objective=settings.objective,
        basin=scenario.basin.name,
        texts=texts,
        path=scenario.path,
        others=_files_read(scenario),
        hydrology="" if scenario.hydrology is None else hydrology_in_words(scenario.hydrology),
    )
    dataset, notes = assemble(origin, simulated)
    return Results(chosen_variables(dataset, settings.outputs), metric_table(dataset), notes)


def _files_read(scenario: Scenario) -> tuple[Path, ...]:
    start, choice = _initial_path(scenario), scenario.hydrology
    files = () if choice is None else hydrology_files(choice, scenario.basin.hydrology)
    return files if start is None else (*files, results_file(start))


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
    try:
        return state_from_results(open_results(directory).dataset, network, inputs)
    except InputError as error:
        message = "; ".join(problem.message for problem in error.problems)
        raise InputError([scenario.document.problem(("initial",), message)]) from None


def _foresight_words(foresight: str | Window) -> str:
    if isinstance(foresight, Window):
        return f"window {foresight.window}, advance {foresight.advance}"
    return foresight


def _initial_path(scenario: Scenario) -> Path | None:
    initial = scenario.settings.initial
    return None if initial is None else scenario.document.directory(("initial",)) / initial


def _located(scenario: Scenario, problems: list[Found]) -> list[Problem]:
    document = scenario.loaded_basin.document
    return [document.problem(path, message) for path, message in problems]
