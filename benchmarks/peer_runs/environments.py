"""Interpreters with the peers installed, each in an environment of its own beside the measurements."""

import subprocess
import sys
import venv
from pathlib import Path

# Pywr 2 is a pre-release; NumPy hands it its inflows.
REQUIREMENTS = {"pywr1": ["pywr>=1.31,<2"], "pywr2": ["--pre", "pywr>=2.0.0b4,<3", "numpy"]}


def interpreter(name: str, directory: Path) -> Path:
    """Return the interpreter of a peer's environment, made by pip where it is not there yet.

    Parameters
    ----------
    name : {"pywr1", "pywr2"}
        Which peer.
    directory : Path
        Where environments are kept.

    Returns
    -------
    Path
        Of the interpreter.

    Raises
    ------
    CalledProcessError
        Where pip cannot install it.
    """
    place = directory / name
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not (place / "installed").is_file():
        venv.create(place, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", *REQUIREMENTS[name]],
            check=True,
            stdout=sys.stderr,
        )
        (place / "installed").touch()
    return python
