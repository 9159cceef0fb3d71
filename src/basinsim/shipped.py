"""The basin, scenarios and studies that come with the package."""

from importlib.resources import files
from pathlib import Path

FOLDERS = ("data", "scenarios", "studies")


def shipped_folder() -> Path:
    """Return the folder that holds ``data``, ``scenarios`` and ``studies`` side by side.

    Returns
    -------
    Path
        Inside the installed package, or the checkout where the package is installed from one.
    """
    package = Path(str(files("basinsim")))
    installed = package / "_shipped"
    return installed if installed.is_dir() else package.parent.parent
