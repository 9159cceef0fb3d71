"""Run some members of a scenario, from its inputs to its results."""

from collections.abc import Collection, Iterable, Iterator
from functools import partial

from basinsim.hydrology.source import hydrology_in_words, hydrology_record, remarks_on_likeness
from basinsim.loading import Scenario
from basinsim.metrics.table import metric_table
from basinsim.results.assemble import Origin, assemble
from basinsim.results.dataset import chosen_variables
from basinsim.results.store import Results
from basinsim.running.blocks import parts_of
from basinsim.running.joining import join
from basinsim.running.prepare import RecordOf, files_read, prepare, remarks_on_the_start, steps_together
from basinsim.schema.scenario import Window
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.horizon import simulate_with_foresight
from basinsim.simulation.run import Progress, Simulated, simulate_in_parts
from basinsim.simulation.sharing_remarks import foresight_remark
from basinsim.simulation.size import refuse_if_too_large


def run_members(
    scenario: Scenario,
    members: range,
    progress: Progress | None = None,
    *,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
    metrics: Collection[str] | None = None,
    record_of: RecordOf = hydrology_record,
) -> Results:
    """Run some members of a scenario and keep their results in memory.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    members : range
        Which, counted from 0; what a member gets does not depend on the others.
    progress, force, allocator, metrics, record_of
        As for :func:`run_in_parts`.

    Returns
    -------
    Results
        With the variables the scenario keeps.

    Raises
    ------
    InputError, RunError
        As :func:`run_in_parts`.
    """
    parts = run_in_parts(
        scenario, members, progress, force=force, allocator=allocator, metrics=metrics, record_of=record_of
    )
    return join(list(parts))


def run_in_parts(
    scenario: Scenario,
    members: range,
    progress: Progress | None = None,
    *,
    force: bool = False,
    allocator: AllocatorOptions = AUTOMATIC,
    metrics: Collection[str] | None = None,
    record_of: RecordOf = hydrology_record,
) -> Iterator[Results]:
    """Run some members of a scenario together, and hand their results over part by part.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    members : range
        Which, counted from 0; what a member gets does not depend on the others.
    progress : callable, optional
        Called after each step with the steps done and the steps in all.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        Which allocator takes single steps; no answer depends on it.
    metrics : collection of str, optional
        Only these metrics; all of them without it.
    record_of : callable
        Makes weather and rivers, as for :func:`basinsim.running.prepare.read_inputs`.

    Yields
    ------
    Results
        Of each of :func:`basinsim.running.blocks.parts_of`, with the variables the scenario keeps.

    Raises
    ------
    InputError
        Where the input is wrong.
    RunError
        Where a step cannot be allocated, or a horizon is too large.
    """
    network, inputs, state = prepare(scenario, members, record_of)
    settings = scenario.settings
    allocator = allocator.for_run(settings.members * len(scenario.calendar))
    economic = settings.objective == "economic"
    simulated: Iterable[Simulated]
    if settings.foresight == "none":
        first = members.start
        parts = [range(part.start - first, part.stop - first) for part in parts_of(scenario, members)]
        simulated = simulate_in_parts(
            network, inputs, state, parts, progress, economic=economic, options=allocator
        )
    else:
        rolling = settings.foresight
        window = (rolling.window, rolling.advance) if isinstance(rolling, Window) else None
        if not force:
            refuse_if_too_large(network, steps_together(scenario))
        simulated = [simulate_with_foresight(network, inputs, state, window, progress, economic=economic)]
    origin = origin_of(scenario)
    for part in simulated:
        dataset, notes = assemble(origin, part)
        kept = chosen_variables(dataset, settings.outputs, settings.members)
        # What is about to be dropped is read now; the table of a dataset that stays whole can wait.
        table = partial(metric_table, dataset, metrics)
        yield Results(kept, table if kept is dataset else table(), notes)


def origin_of(scenario: Scenario) -> Origin:
    """Return what a scenario asks for, as its results will say it.

    Parameters
    ----------
    scenario : Scenario
        As loaded.

    Returns
    -------
    Origin
        With every file it reads.
    """
    settings = scenario.settings
    return Origin(
        scenario=scenario.name,
        foresight=_foresight_words(settings.foresight),
        objective=settings.objective,
        basin=scenario.basin.name,
        texts={**scenario.loaded_basin.document.texts, **scenario.document.texts},
        path=scenario.path,
        others=files_read(scenario),
        remarks=(
            *remarks_on_the_start(scenario),
            *_remarks_on_hydrology(scenario),
            *_remarks_on_sharing(scenario),
        ),
        hydrology=""
        if scenario.hydrology is None
        else hydrology_in_words(scenario.hydrology, settings.members),
    )


def _remarks_on_hydrology(scenario: Scenario) -> tuple[str, ...]:
    if scenario.hydrology is None:
        return ()
    return remarks_on_likeness(scenario.hydrology, scenario.basin.hydrology, scenario.settings.members)


def _remarks_on_sharing(scenario: Scenario) -> tuple[str, ...]:
    remark = None if scenario.settings.foresight == "none" else foresight_remark(scenario.basin)
    return () if remark is None else (remark,)


def _foresight_words(foresight: str | Window) -> str:
    if isinstance(foresight, Window):
        return f"window {foresight.window}, advance {foresight.advance}"
    return foresight
