"""Run a basin by the command line, in a process of its own, as a user does."""

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from cli.program import Done, basinsim
from support.runs import write_case

from basinsim.results.store import open_results


def days_of(count: int) -> dict[str, str]:
    """Return a period of so many days from 1 January 2001."""
    return {"start": "2001-01-01", "end": str(np.datetime64("2001-01-01") + (count - 1))}


def call(*arguments: str | Path) -> Done:
    """Call the program; the exit status is for the caller to judge."""
    return basinsim(*arguments, cwd=Path.cwd())


def run_by_command_line(
    directory: Path, basin: str | dict[str, Any], **settings: Any
) -> tuple[xr.Dataset, str]:
    """Run a basin; return its dataset and what was printed."""
    scenario = write_case(directory, basin, **settings)
    finished = call("run", scenario, "--no-figures", "--no-report", "-o", directory / "results")
    assert finished.returncode == 0, finished.stderr
    return open_results(directory / "results" / scenario.stem).dataset, finished.stdout


def assert_terms_add_up(dataset: xr.Dataset) -> None:
    """The breakdown of the objective adds up to it."""
    assert float(dataset["objective_term"].sum("term").mean()) == float(dataset.attrs["objective_value"])
