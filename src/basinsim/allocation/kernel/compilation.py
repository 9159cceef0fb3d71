"""The compiled functions: made once, kept in the user's cache directory, announced when made."""

import hashlib
import os
import tempfile
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

Announce = Callable[[str], None]
"""Told, in the modeller's words, when something takes long once."""

SECONDS = 30

_MODULE = "basinsim.allocation.kernel.span_steps"


def compiled_span(announce: Announce | None = None) -> Callable[..., None]:
    """Return :func:`basinsim.allocation.kernel.span_steps.allocate_span`, ready to be compiled or loaded.

    Parameters
    ----------
    announce : callable, optional
        Told that the next call compiles.

    Returns
    -------
    callable
        The same for every basin.
    """
    from numba import config as numba_config

    settings: Any = numba_config  # made from the environment at run time, so it has no types
    directory = cache_directory()
    if announce is not None and not any(directory.glob("*/*.nbi")):
        announce(f"compiling the batch kernel, once, about {SECONDS} s")
    # Numba's own place is beside the source, which an installed package may not let us write. It reads
    # the setting when a function is declared: other users of Numba in this process keep theirs.
    before = settings.CACHE_DIR
    settings.CACHE_DIR = str(directory)
    try:
        module: Any = import_module(_MODULE)
    finally:
        settings.CACHE_DIR = before
    block: Callable[..., None] = module.allocate_span
    _load_without_compiler(block)
    return block


def _load_without_compiler(function: Any) -> None:
    """Let a function that is on disk be loaded without all that Numba would need to compile.

    Preparing to compile takes 0.3 s, more than a year of days of the Forth, and Numba does it before it looks whether it
    has to. This way in is not documented: where it is closed, or nothing is on disk, Numba does what it always does.
    """
    cache = getattr(function, "_cache", None)
    look = getattr(cache, "_load_overload", None)
    if cache is not None and look is not None:
        cache.load_overload = look


def cache_directory() -> Path:
    """Return where compiled functions are kept, made for this version of the source and of Numba.

    Returns
    -------
    Path
        Exists and can be written: in the user's cache directory, or else for this process only.
        ``NUMBA_CACHE_DIR`` in the environment comes first.
    """
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    directory = (Path(chosen) if chosen else Path(user_cache_dir("basinsim"))) / f"kernel-{_fingerprint()}"
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            return directory
    except OSError:
        # A name of its own: what others may write must not be loaded.
        return Path(tempfile.mkdtemp(prefix="basinsim-kernel-"))


def _fingerprint() -> str:
    """Name the source of all compiled functions: Numba itself looks only at the file of the outermost."""
    digest = hashlib.sha256(version("numba").encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
