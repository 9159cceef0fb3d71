"""What a notebook calls: load, run, open."""

from pathlib import Path

from basinsim.loading import LoadedBasin, Scenario, load_basin, load_scenario
from basinsim.results.store import Results, open_results
from basinsim.running.in_memory import run_in_memory
from basinsim.running.prepare import check_inputs, prepare, read_inputs, steps_together
from basinsim.running.upper_bound import check_step, gap_to_full_foresight
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.run import Progress

__all__ = [
    "AllocatorOptions",
    "LoadedBasin",
    "Scenario",
    "check_inputs",
    "check_step",
    "gap_to_full_foresight",
    "load_basin",
    "load_scenario",
    "open_results",
    "prepare",
    "read_inputs",
    "run",
    "steps_together",
]


def run(
    scenario: Scenario | str | Path,
    *,
    progress: Progress | None = None,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
) -> Results:
    """Run a scenario and keep its results in memory.

    Parameters
    ----------
    scenario : Scenario, str or Path
        Loaded, or a file to load.
    progress : callable, optional
        Called after each step with the steps done and the steps in all.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        Which allocator takes single steps, and with how many threads; no answer depends on it.

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
    return run_in_memory(scenario, progress=progress, force=force, allocator=allocator)
