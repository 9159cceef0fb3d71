"""Run a basin by the command line; how the program starts and ends as a process is shown with the commands."""

import signal
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from cli.program import Done
from support.runs import write_case

from basinsim.cli.main import main
from basinsim.results.store import open_results


def days_of(count: int) -> dict[str, str]:
    """Return a period of so many days from 1 January 2001."""
    return {"start": "2001-01-01", "end": str(np.datetime64("2001-01-01") + (count - 1))}


def call(*arguments: str | Path) -> Done:
    """Call the program in this process; the exit status is for the caller to judge."""
    words = [str(argument) for argument in arguments]
    prints, errors, before = StringIO(), StringIO(), signal.getsignal(signal.SIGTERM)
    try:
        with redirect_stdout(prints), redirect_stderr(errors), pytest.raises(SystemExit) as ended:
            main(words)
    finally:
        signal.signal(signal.SIGTERM, before)
    return Done(words, int(ended.value.code or 0), prints.getvalue(), errors.getvalue())


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
