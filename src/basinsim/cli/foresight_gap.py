"""What ``basinsim run --foresight-gap STEP`` adds: a table beside the results, and a few lines of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from basinsim.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from basinsim.loading import Scenario
    from basinsim.simulation.allocators import AllocatorOptions

FILE = "foresight_gap.csv"


def check_steps(scenarios: "Sequence[Scenario]", step: str) -> None:
    """Refuse a step that a scenario's period cannot be divided into, before anything runs.

    Parameters
    ----------
    scenarios : sequence of Scenario
        As loaded.
    step : str
        As on the command line.

    Raises
    ------
    InputError
        With every scenario that it does not fit.
    """
    from basinsim.api import check_step

    problems: list[Problem] = []
    for scenario in scenarios:
        try:
            check_step(scenario, step)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def add_foresight_gap(
    scenario: "Scenario",
    directory: Path,
    step: str,
    *,
    force: bool,
    allocator: "AllocatorOptions",
    quiet: bool,
) -> None:
    """Measure the gap, write it beside the results, and print the front page of it.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    directory : Path
        Of its results.
    step : str
        Step of both runs.
    force : bool
        Whether a horizon is tried however large it is.
    allocator : AllocatorOptions
        For the run without foresight.
    quiet : bool
        Whether nothing is printed.

    Raises
    ------
    InputError, RunError
        As the runs do.
    """
    from basinsim.api import gap_to_full_foresight
    from basinsim.results.store import table_writer, write_together

    table = gap_to_full_foresight(scenario, step, force=force, allocator=allocator)
    write_together(
        directory,
        {FILE: table_writer(table)},
    )
    if not quiet:
        for line in _lines(table, step):
            click.echo(line)


def _lines(table: "pd.DataFrame", step: str) -> list[str]:
    from basinsim.metrics.amounts import shown, shown_unit
    from basinsim.metrics.front_page import FRONT_PAGE

    rows = {(str(row["metric"]), str(row["group"])): row for row in table.to_dict("records")}
    lines = [f"With the whole period known (an upper bound; steps: {step}; {FILE} has every metric):"]
    for entry in FRONT_PAGE:
        row = rows.get((entry.metric, entry.group))
        if row is not None:
            unit = str(row["unit"])
            value, bound = (shown(float(row[name]), unit) for name in ("value", "upper_bound"))
            lines.append(f"  {entry.label}: {bound} instead of {value} {shown_unit(unit)}")
    return lines
