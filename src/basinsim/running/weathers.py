"""Run the same rules in several weathers as one ensemble.

What acts between steps costs almost the same for one member as for fifty: three climates of twenty
members side by side take little longer than one of them alone.
"""

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
import pandas as pd

from basinsim.hydrology.record import HydrologyRecord, side_by_side
from basinsim.hydrology.source import hydrology_record
from basinsim.loading import Scenario
from basinsim.metrics.table import metric_table
from basinsim.results.assemble import assemble
from basinsim.running.blocks import blocks_of, parts_of
from basinsim.running.joining import join_metrics
from basinsim.running.members import origin_of
from basinsim.running.prepare import RecordOf, prepare
from basinsim.simulation.allocators import AUTOMATIC, AllocatorOptions
from basinsim.simulation.run import simulate_in_parts


def metrics_in_weathers(
    scenarios: Sequence[Scenario],
    names: Collection[str] | None = None,
    *,
    allocator: AllocatorOptions = AUTOMATIC,
    record_of: RecordOf = hydrology_record,
) -> list[pd.DataFrame]:
    """Run scenarios that differ in weather and rivers only, and return their metrics.

    Parameters
    ----------
    scenarios : sequence of Scenario
        Without foresight; of one basin, period, step and number of members.
    names : collection of str, optional
        Only these metrics; all of them without it.
    allocator : AllocatorOptions
        Which allocator takes the steps; no answer depends on it.
    record_of : callable
        Makes weather and rivers, as for :func:`basinsim.running.prepare.read_inputs`.

    Returns
    -------
    list of DataFrame
        For each scenario a table with the columns of ``metrics.csv``.

    Raises
    ------
    InputError
        Where the input is wrong.
    RunError
        Where a step of any of them cannot be allocated.
    """
    tables: list[list[pd.DataFrame]] = [[] for _ in scenarios]
    for block in blocks_of(scenarios[0]):
        whole = _metrics_of_a_block(scenarios, block, names, allocator, record_of)
        at, member = np.divmod(whole["member"].to_numpy(), len(block))
        for i, table in enumerate(tables):
            own = whole[at == i]
            table.append(own.assign(member=block.start + member[at == i], scenario=scenarios[i].name))
    return [join_metrics(parts) for parts in tables]


def _metrics_of_a_block(
    scenarios: Sequence[Scenario],
    block: range,
    names: Collection[str] | None,
    allocator: AllocatorOptions,
    record_of: RecordOf,
) -> pd.DataFrame:
    """Return the metrics of some members of every scenario, counted through: those of the first come first."""
    first, count = scenarios[0], len(scenarios)

    def records(_: Any, folder: Any, start: Any, end: Any, members: Sequence[int]) -> HydrologyRecord:
        alone = members[: len(block)]
        found = [record_of(one.hydrology, folder, start, end, alone) for one in scenarios]
        return side_by_side(found, len(block))

    network, inputs, state = prepare(first, [*block] * count, records)
    parts = parts_of(first, range(len(block) * count))
    economic = first.settings.objective == "economic"
    options = allocator.for_run(first.settings.members * count * len(first.calendar))
    origin, tables = origin_of(first), []
    simulated = simulate_in_parts(network, inputs, state, parts, economic=economic, options=options)
    for part, numbers in zip(simulated, parts, strict=True):
        dataset, _ = assemble(origin, part)
        # One label for each: member 0 of one weather is not that of another.
        tables.append(metric_table(dataset.assign_coords(member=np.array(numbers)), names))
    return join_metrics(tables)
