"""What a simulation depends on, as one hash: everything that can change its numbers, and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import basinsim
from basinsim.loading import Scenario
from basinsim.results.provenance import program_version
from basinsim.running.prepare import files_read
from basinsim.schema.base import StrictModel

Wanted = tuple[tuple[str, str | None], ...]
"""Metrics and their groups, sorted; None: every group."""

_NOT_SIMULATING = ("cli", "figures", "report", "tradeoff")
"""Rooms of the program that do not change what a simulation gives."""


def fingerprint(scenario: Scenario, wanted: Wanted) -> str:
    """Return the hash of a simulation.

    Parameters
    ----------
    scenario : Scenario
        With its basin under its policies.
    wanted : tuple of (str, str or None)
        Metrics that are kept, and of which group.

    Returns
    -------
    str
        SHA-256 over the program, the basin, the contents of every file, period, step, members and
        weather. Names of files and folders, comments and the names of scenario and study do not count.
    """
    settings = scenario.settings
    period = settings.period
    parts = {
        "program": [program_version(), _program()],
        "basin": _plain(scenario.basin.model_copy(update={"extensions": {}, "hydrology": None})),
        "files": sorted(_digest_of(path) for path in files_read(scenario)),
        "period": [period.start.isoformat(), period.end.isoformat(), period.warm_up],
        "step": settings.step,
        "objective": settings.objective,
        "members": settings.members,
        "hydrology": _plain(scenario.hydrology),
        "wanted": [list(pair) for pair in wanted],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@cache
def _program() -> str:
    """Return the hash of the source that simulates, so that no number of another state of it is taken over."""
    root = Path(basinsim.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        name = path.relative_to(root)
        if name.parts[0] not in _NOT_SIMULATING:
            whole.update(f"{name.as_posix()}\0".encode())
            whole.update(path.read_bytes())
    return whole.hexdigest()


def _digest_of(path: Path) -> str:
    found = path.stat()
    return _digest(path, found.st_mtime_ns, found.st_size)


@cache
def _digest(path: Path, _changed: int, _size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(thing: Any) -> Any:
    """Return something as JSON can write it, the same for whatever means the same."""
    if isinstance(thing, StrictModel):
        named = {name: _plain(getattr(thing, name)) for name in type(thing).model_fields}
        return {"is": type(thing).__name__, **named}
    if is_dataclass(thing) and not isinstance(thing, type):
        return {
            "is": type(thing).__name__,
            **{one.name: _plain(getattr(thing, one.name)) for one in fields(thing)},
        }
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple | set | frozenset):
        return [_plain(one) for one in (sorted(thing) if isinstance(thing, set | frozenset) else thing)]
    if isinstance(thing, Path):
        return _digest_of(thing) if thing.is_file() else str(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, float):
        return repr(thing)
    if thing is None or isinstance(thing, str | int | bool):
        return thing
    message = f"{type(thing).__name__} has no place in a fingerprint"
    raise TypeError(message)
