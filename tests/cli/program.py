"""Call the installed program as a user does: another process, its exit status and what it says."""

import subprocess
import sysconfig
from pathlib import Path
from typing import Any

PROGRAM = Path(sysconfig.get_path("scripts")) / "basinsim"

Done = subprocess.CompletedProcess[str]


def basinsim(*words: str | Path, cwd: Path, **how: Any) -> Done:
    """Run ``basinsim WORDS...`` in a folder; what it prints goes to pipes."""
    command = [str(PROGRAM), *map(str, words)]
    return subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False, **how
    )


def refused(done: Done, *parts: str, status: int = 2) -> None:
    """Check that a call was refused without a traceback, said why, and printed nothing to standard output."""
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    for part in parts:
        assert part in done.stderr, f"'{part}' is not said in: {done.stderr}"
