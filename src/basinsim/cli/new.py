"""``basinsim new``: a copy of the shipped basin and scenarios to start from."""

import shutil
import tempfile
from pathlib import Path

import click

from basinsim.errors import RunError, file_error
from basinsim.shipped import FOLDERS, shipped_folder


@click.command("new")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def command(directory: Path) -> None:
    """Copy the shipped basin and scenarios to DIR, which must be new or empty.

    Example: basinsim new my_basin
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise file_error(
            directory, "is not an empty folder; name a new one, so that nothing of yours is overwritten"
        )
    parent = directory.resolve().parent
    aside: Path | None = None
    try:
        parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".writing-", dir=parent))
        for folder in FOLDERS:
            shutil.copytree(
                shipped_folder() / folder, aside / folder, ignore=shutil.ignore_patterns("__pycache__")
            )
        directory.mkdir(exist_ok=True)
        for folder in FOLDERS:
            (aside / folder).rename(directory / folder)
    except OSError as error:
        message = f"cannot copy to {directory}: {error.strerror or error}"
        raise RunError(message) from error
    finally:
        if aside is not None:
            shutil.rmtree(aside, ignore_errors=True)
    scenario = directory / "scenarios" / "baseline.yaml"
    click.echo(f"copied to {directory}; next: basinsim run {scenario}")
