"""HiGHS as it is called here."""

import subprocess
import sys
from pathlib import Path

import basinsim


def test_it_says_nothing_not_even_its_name():
    """Tables and CSV go to standard output: HiGHS 1.16 prints a banner there when it is made."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]);"
        "from basinsim.solver.highs import solver_version; print(solver_version())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, str(Path(basinsim.__file__).parents[1])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines() == [told.stdout.strip()]
    assert told.stdout.startswith("HiGHS 1.")
    assert told.stderr == ""
