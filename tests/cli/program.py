"""Call the installed program as a user does: another process, its exit status and what it says.

Starting Python and loading the libraries takes longer than most commands: here a process that has loaded them
makes a copy of itself for each call. ``PROGRAM`` is the installed program itself, started afresh, for the tests of
its start and of its end.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext, SpawnContext
from pathlib import Path

PROGRAM = Path(sysconfig.get_path("scripts")) / "basinsim"

Done = subprocess.CompletedProcess[str]

_SECONDS = 300
LOADED = [
    "basinsim.api",
    "basinsim.cli.main",
    "basinsim.cli.terminal",
    "basinsim.comparing",
    "basinsim.figures.run_set",
    "basinsim.figures.comparison_set",
    "basinsim.report.run_report",
    "basinsim.tradeoff.explore",
    "basinsim.why.explanation",
    "PIL.Image",
    "h5netcdf",
    "h5py",
    "matplotlib.patheffects",
    "matplotlib.pyplot",
    "numba",
    "pandas.io.formats.csvs",
    "pint",
    "rich.progress",
]


def basinsim(*words: str | Path, cwd: Path) -> Done:
    """Run ``basinsim WORDS...`` in a folder; what it prints is kept."""
    with tempfile.TemporaryDirectory() as kept:
        prints, errors = Path(kept, "stdout"), Path(kept, "stderr")
        arguments = [str(word) for word in words]
        process = _ready().Process(
            target=_call, args=(arguments, str(cwd), dict(os.environ), str(prints), str(errors))
        )
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(arguments, _SECONDS)
        return Done(
            ["basinsim", *arguments],
            process.exitcode,
            prints.read_text(encoding="utf-8"),
            errors.read_text(encoding="utf-8"),
        )


def refused(done: Done, *parts: str, status: int = 2) -> None:
    """Check that a call was refused without a traceback, said why, and printed nothing to standard output."""
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for part in parts:
        assert part in done.stderr, f"'{part}' is not said in: {done.stderr}"


def _ready() -> ForkServerContext | SpawnContext:
    """Return the way to start a process that has the libraries loaded."""
    if os.name != "posix":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    return context


def _call(words: list[str], folder: str, environment: dict[str, str], prints: str, errors: str) -> None:
    """Be the program: in the folder, with the environment, printing to the two files."""
    from basinsim.cli.main import main

    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    for path, stream in ((prints, 1), (errors, 2)):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, stream)
        os.close(descriptor)
    sys.argv = ["basinsim", *words]
    main()
