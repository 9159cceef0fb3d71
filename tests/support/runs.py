"""Run a basin written as a YAML text or a mapping, through the same door as a user."""

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

import basinsim as bs
from basinsim.results.store import Results


def write_case(directory: Path, basin: str | dict[str, Any], **settings: Any) -> Path:
    """Write ``basin.yaml`` and ``scenario.yaml``; return the scenario's path.

    Settings are keys of the scenario; the default period is one day.
    """
    # JSON is YAML, and keeps mappings that the tests build as they are.
    text = basin if isinstance(basin, str) else json.dumps(basin)
    (directory / "basin.yaml").write_text(text, encoding="utf-8")
    period = {"start": "2001-01-01", "end": "2001-01-01"}
    scenario = {"name": "case", "basin": "basin.yaml", "period": period, **settings}
    path = directory / "scenario.yaml"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    return path


def run_case(basin: str | dict[str, Any], **settings: Any) -> Results:
    """Run a basin, by default for one day."""
    with tempfile.TemporaryDirectory() as directory:
        return bs.run(write_case(Path(directory), basin, **settings))


def run_days(basin: str | dict[str, Any], days: int, **settings: Any) -> Results:
    """Run a basin for a number of days from 1 January 2001 (no leap year)."""
    end = np.datetime64("2001-01-01") + (days - 1)
    return run_case(basin, period={"start": "2001-01-01", "end": str(end)}, **settings)


def last(results: Results, variable: str, name: str) -> float:
    """Return the value of the last step for one thing."""
    values = results.dataset[variable]
    dimension = next(d for d in values.dims if d not in ("member", "time"))
    return float(values.isel(member=0, time=-1).sel({dimension: name}))
