"""The benchmark runs; what it measures is never asserted."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
SCRIPT = BENCHMARKS / "forth_baseline.py"


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


@pytest.mark.slow
def test_the_kernel_is_timed_beside_highs():
    told = subprocess.run(
        [
            sys.executable,
            str(BENCHMARKS / "kernel.py"),
            "--days",
            "20",
            "--members",
            "1",
            "3",
            "--threads",
            "1",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    for part in ("| ordinary | HiGHS | 1 |", "| inflow x 0.4 | kernel | 3 |", "20 days, 1 threads"):
        assert part in told.stdout
