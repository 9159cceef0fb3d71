"""The benchmark runs; what it measures is never asserted."""

import importlib
import json
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


@pytest.mark.slow
def test_the_cost_of_rules_is_timed():
    script, words = str(BENCHMARKS / "rules.py"), ["--days", "5", "--members", "1", "2", "--rounds", "1"]
    told = subprocess.run([sys.executable, script, *words], capture_output=True, text=True, check=True).stdout
    for part in (
        "| ordinary | 1 | none |",
        "| inflow x 0.4 | 2 | scarcity, hands-off flows and drought stages |",
    ):
        assert part in told


@pytest.mark.slow
@pytest.mark.parametrize("words", [("highs",), ("batch", "ordered")])
def test_generated_sub_basins_are_run_and_what_each_priority_got_is_summed(tmp_path, monkeypatch, words):
    monkeypatch.syspath_prepend(str(BENCHMARKS / "peer_runs"))
    network = importlib.import_module("network")
    case = network.Case(sub_basins=3, members=2, steps=20, factor=0.4)
    network.write_case(case, tmp_path)
    told = subprocess.run(
        [sys.executable, str(BENCHMARKS / "peer_runs" / "run_basinsim.py"), str(tmp_path), *words],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(told.stdout)
    asked = sum(part.essential for part in network.network(3)) * case.members * case.steps
    assert 0 < found["totals"]["essential"] <= asked * (1 + 1e-9)
    assert set(found["totals"]) == set(network.PRIORITIES)
    assert {"simulate", "write"} <= set(found["phases"])
    assert (tmp_path / "results" / "results.nc").is_file()
