"""Run scenarios into folders: block by block, by one worker or many, to the end or on from where it stopped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from basinsim.loading import Scenario
from basinsim.network.network import Network
from basinsim.results.provenance import combined_hash, input_hashes, program_version
from basinsim.results.store import Results
from basinsim.running.blocks import blocks_of, parts_of
from basinsim.running.members import origin_of, run_in_parts
from basinsim.running.shards import Shard, Shards, as_shard
from basinsim.running.workers import completed
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.run import Progress

OpenExecutor = Callable[[], AbstractContextManager[Executor]]


@dataclass(frozen=True)
class Task:
    """One block of one scenario.

    Attributes
    ----------
    scenario : Scenario
        As loaded.
    block : range
        Its member numbers.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        Which allocator takes single steps.
    in_shards : bool
        Whether it is one part of several.
    """

    scenario: Scenario
    block: range
    force: bool
    allocator: AllocatorOptions = AUTOMATIC
    in_shards: bool = False


Parts = Iterable[Results | Shard]
"""Of one block, in the order of its members; shards where there are several."""


def run_task(task: Task) -> Sequence[Results | Shard]:
    """Run one block in another process.

    Parameters
    ----------
    task : Task
        What to run.

    Returns
    -------
    list of Results, or list of Shard
        Of each part of its members.
    """
    parts = _parts(task)
    if task.in_shards:
        return [as_shard(results) for results in parts]
    found = list(parts)
    for results in found:
        _ = results.metrics  # made by the worker that has the time
    return found


def _parts(task: Task, progress: Progress | None = None) -> Iterator[Results]:
    return run_in_parts(task.scenario, task.block, progress, force=task.force, allocator=task.allocator)


def run_into(
    scenarios: Sequence[Scenario],
    directories: Sequence[Path],
    *,
    open_executor: OpenExecutor | None = None,
    resume: bool = False,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
    progress: Callable[[int, int, int], None] | None = None,
) -> Iterator[int]:
    """Run scenarios and write each one's results to its folder as soon as its last block is done.

    Parameters
    ----------
    scenarios : sequence of Scenario
        As loaded.
    directories : sequence of Path
        One a scenario.
    open_executor : callable, optional
        Opens the workers, as a context manager; this process does all the work without it.
    resume : bool
        Whether blocks are taken over from a run that was cut off.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        Which allocator takes single steps; no answer depends on it.
    progress : callable, optional
        Told the scenario's number, its steps done and its steps in all (over its blocks).

    Yields
    ------
    int
        Number of a scenario whose results are in place.

    Raises
    ------
    RunError
        Where a step cannot be allocated or the disk refuses; blocks that are done are kept for
        ``resume`` where there are several.
    """
    plans = [_Plan(scenario, directory) for scenario, directory in zip(scenarios, directories, strict=True)]
    tasks: list[tuple[int, int]] = []
    for at, plan in enumerate(plans):
        waiting = plan.begin(resume=resume)
        tasks += [(at, number) for number in waiting]
        if not waiting:
            plan.finish()
            yield at
    sent = [
        Task(plans[at].scenario, plans[at].blocks[number], force, allocator, plans[at].shards is not None)
        for at, number in tasks
    ]
    try:
        for done, parts in _each(sent, tasks, plans, open_executor, progress):
            at, number = tasks[done]
            if plans[at].keep(number, parts):
                yield at
    finally:
        for plan in plans:
            plan.leave()


def _each(
    sent: list[Task],
    tasks: list[tuple[int, int]],
    plans: "list[_Plan]",
    open_executor: OpenExecutor | None,
    progress: Callable[[int, int, int], None] | None,
) -> Iterator[tuple[int, Parts]]:
    def tell(number: int, steps: int) -> None:
        if progress is not None:
            at = tasks[number][0]
            progress(at, plans[at].steps_done + steps, plans[at].steps)

    if open_executor is None:
        for number, task in enumerate(sent):
            parts = _parts(task, lambda steps, _, number=number: tell(number, steps))  # type: ignore[misc]
            yield number, map(as_shard, parts) if task.in_shards else parts
        return
    for number, found in completed(run_task, sent, open_executor):
        tell(number, len(sent[number].scenario.calendar))
        yield number, found


class _Plan:
    """What of one scenario is done and what is not."""

    def __init__(self, scenario: Scenario, directory: Path) -> None:
        self.scenario, self.directory = scenario, directory
        self.blocks = blocks_of(scenario)
        self.parts = [parts_of(scenario, block) for block in self.blocks]
        every = [part for parts in self.parts for part in parts]
        self.shards = Shards(directory, every, _manifest(scenario)) if len(every) > 1 else None
        self.left: set[int] = set()
        self.finished = False
        self.any_kept = False

    @property
    def steps(self) -> int:
        return len(self.scenario.calendar) * len(self.blocks)

    @property
    def steps_done(self) -> int:
        return len(self.scenario.calendar) * (len(self.blocks) - len(self.left))

    def begin(self, *, resume: bool) -> list[int]:
        """Return the blocks of which a part is missing."""
        missing = {0} if self.shards is None else set(self.shards.begin(resume=resume))
        self.any_kept = len(missing) < sum(len(parts) for parts in self.parts)
        waiting = [number for number in range(len(self.blocks)) if missing.intersection(self._shards(number))]
        self.left = set(waiting)
        return waiting

    def _shards(self, number: int) -> range:
        first = sum(len(parts) for parts in self.parts[:number])
        return range(first, first + len(self.parts[number]))

    def keep(self, number: int, parts: Parts) -> bool:
        """Keep a block part by part; say whether it was the last one."""
        for place, found in zip(self._shards(number), parts, strict=True):
            if isinstance(found, Results):  # the only one
                found.save(self.directory)
            elif self.shards is not None:
                self.shards.keep(place, found)
                self.any_kept = True
        self.left.discard(number)
        if not self.left:
            self.finish()
        return not self.left

    def finish(self) -> None:
        if self.shards is not None:
            self.shards.finish()
        self.finished = True

    def leave(self) -> None:
        """Where nothing is kept, nothing is left behind either."""
        if self.shards is not None and not self.finished and not self.any_kept:
            self.shards.remove()


def _manifest(scenario: Scenario) -> dict[str, str]:
    origin = origin_of(scenario)
    hashes = input_hashes(Network(scenario.basin), origin.texts, origin.others)
    return {"the version of basinsim": program_version(), "the input": combined_hash(hashes)}
