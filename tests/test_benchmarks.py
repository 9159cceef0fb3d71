"""The benchmark runs; what it measures is never asserted."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "benchmarks" / "forth_baseline.py"


@pytest.mark.slow
def test_one_year_of_the_baseline_is_timed():
    told = subprocess.run(
        [sys.executable, str(SCRIPT), "--years", "1", "--rebuilds", "2"],
        capture_output=True,
        text=True,
        check=True,
    )
    for part in (
        "365 steps",
        "| simulate |",
        "| reference: both |",
        "steps a second",
        "steps proved at once",
    ):
        assert part in told.stdout
