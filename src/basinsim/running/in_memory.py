"""Run a scenario and keep its results in memory."""

from basinsim.loading import Scenario
from basinsim.results.store import Results
from basinsim.running.blocks import blocks_of
from basinsim.running.joining import join
from basinsim.running.members import run_members
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.run import Progress


def run_in_memory(
    scenario: Scenario,
    *,
    progress: Progress | None = None,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
) -> Results:
    """Run all members of a scenario.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
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
    blocks = blocks_of(scenario)
    steps = len(scenario.calendar)

    def told(number: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, _: progress(number * steps + done, len(blocks) * steps)

    return join(
        [
            run_members(scenario, block, told(i), force=force, allocator=allocator)
            for i, block in enumerate(blocks)
        ]
    )
