"""From a folder of results back to the scenario they were made from, unchanged."""

import json
import os
from collections.abc import Iterator
from glob import escape as glob_escape
from pathlib import Path

import xarray as xr

from basinsim.errors import InputError, file_error
from basinsim.loading import Scenario, load_scenario
from basinsim.network.network import Network
from basinsim.results.provenance import input_hashes
from basinsim.rules.words import listed
from basinsim.running.members import origin_of


def scenario_behind(dataset: xr.Dataset, directory: Path, scenario: Path | None = None) -> Scenario:
    """Load the scenario that results were made from, and see that none of its files has changed since.

    Parameters
    ----------
    dataset : xarray.Dataset
        The results, with ``scenario_file``, ``scenario_text`` and ``inputs`` among their attributes.
    directory : Path
        Where they lie. The scenario's file is looked for by its name, in the working folder, in the
        two above the results, and in the folders that these hold.
    scenario : Path, optional
        Its file, where it is not where it was.

    Returns
    -------
    Scenario
        As it was run.

    Raises
    ------
    InputError
        Where it cannot be found or read, or any of its files is not what it was.
    """
    path = _found(dataset, directory) if scenario is None else scenario
    if path is None:
        named = str(dataset.attrs.get("scenario_file", ""))
        what = f"'{named}' is neither here nor near them" if named else "they do not say which it was"
        message = f"the scenario of these results cannot be found ({what}); name its file with --scenario"
        raise file_error(directory, message)
    loaded = load_scenario(path)
    origin = origin_of(loaded)
    try:
        now = input_hashes(Network(loaded.basin), origin.texts, origin.others)
    except OSError as error:
        raise file_error(path, f"a file it reads cannot be read: {error}") from error
    before: dict[str, str] = json.loads(str(dataset.attrs.get("inputs", "{}")))
    if now != before:
        raise InputError(file_error(directory, _changes(before, now, path)).problems)
    return loaded


def _found(dataset: xr.Dataset, directory: Path) -> Path | None:
    """Return the scenario's file: one with the same text before one of the same name."""
    named, text = (str(dataset.attrs.get(key, "")) for key in ("scenario_file", "scenario_text"))
    found = list(dict.fromkeys(_places(named, directory))) if named else []
    return next((path for path in found if _text(path) == text), found[0] if found else None)


def _places(name: str, directory: Path) -> Iterator[Path]:
    """Look here, in the two folders above the results, and in the folders that these hold."""
    here, results = Path.cwd(), directory.resolve()
    for folder in (here, results, *results.parents[:2]):
        if folder != Path(folder.anchor):
            for path in (folder / name, *sorted(folder.glob(f"*/{glob_escape(name)}"))):
                if path.is_file():
                    yield Path(os.path.relpath(path)) if here in path.parents else path


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _changes(before: dict[str, str], now: dict[str, str], path: Path) -> str:
    changed = sorted(name for name in before.keys() & now.keys() if before[name] != now[name])
    parts = [f"{listed(changed)} changed"] if changed else []
    for names, what in ((before.keys() - now.keys(), "no longer read"), (now.keys() - before.keys(), "new")):
        parts += [f"{listed(sorted(names))} {what}"] if names else []
    return (
        f"the inputs are not what they were when this was run ({'; '.join(parts)}): the reasons of then cannot be "
        f"told from the files of now; run {path} again, or name the unchanged scenario with --scenario"
    )
