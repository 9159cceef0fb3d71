"""Folders that commands write to."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from basinsim.errors import RunError


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Make a folder, and tell in words where it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        message = f"cannot write to {folder}: {error.strerror or error}"
        raise RunError(message) from error
