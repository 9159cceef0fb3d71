"""Where a result comes from: version, solver, and the hash of everything that was read."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from basinsim.network.network import Network
from basinsim.schema.base import StrictModel
from basinsim.schema.values import GaugeTable, SeriesFile


@cache
def program_version() -> str:
    """Return the version of basinsim that is installed."""
    return version("basinsim")


def input_hashes(network: Network, texts: dict[Path, str], others: tuple[Path, ...] = ()) -> dict[str, str]:
    """Return the hash of every file a run has read.

    Parameters
    ----------
    network : Network
        The basin under its policies.
    texts : dict of Path to str
        YAML files and their contents as they were read.
    others : tuple of Path
        Further files, such as the results a run started from.

    Returns
    -------
    dict of str to str
        From the file's name (numbered in the order of folders where several share one) to its SHA-256.
    """
    digests = {path.resolve(): hashlib.sha256(text.encode()).hexdigest() for path, text in texts.items()}
    for path in sorted(_files_of(network) | set(others)):
        digests.setdefault(path.resolve(), hashlib.sha256(path.read_bytes()).hexdigest())
    named: dict[str, str] = {}
    counts: dict[str, int] = {}
    for path in sorted(digests, key=lambda path: (path.name, path)):
        counts[path.name] = counts.get(path.name, 0) + 1
        number = f" ({counts[path.name]})" if counts[path.name] > 1 else ""
        named[path.name + number] = digests[path]
    return named


def combined_hash(hashes: dict[str, str]) -> str:
    """Return one hash over all inputs.

    Parameters
    ----------
    hashes : dict of str to str
        As :func:`input_hashes` returns them.

    Returns
    -------
    str
        SHA-256; it depends on contents and file names, not on folders.
    """
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def files_named_in(things: Iterable[object]) -> set[Path]:
    """Return the files from which values are read.

    Parameters
    ----------
    things : iterable
        Parts of a basin or a scenario, at any depth.

    Returns
    -------
    set of Path
        Series and tables by gauge.
    """
    files: set[Path] = set()
    waiting = list(things)
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, SeriesFile | GaugeTable):
            files.add(thing.path)
        elif isinstance(thing, tuple | list):
            waiting += thing
        elif isinstance(thing, dict):
            waiting += thing.values()
        elif isinstance(thing, StrictModel):
            waiting += [getattr(thing, name) for name in type(thing).model_fields]
    return files


def _files_of(network: Network) -> set[Path]:
    basin = network.basin
    return files_named_in(
        [*basin.nodes.values(), *basin.links, *basin.licences.values(), *basin.rules.values()]
    )
