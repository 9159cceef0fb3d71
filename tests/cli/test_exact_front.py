"""``exact`` in a study: the front is found, said and written; mistakes are told at their place."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cli.program import basinsim, refused
from support.studies import BASIN, write_study

NODES = BASIN["nodes"] | {"weir": {"type": "gauge", "environmental_flow": {"amount": 8, "priority": 1}}}
ONE_POLICY = {"policy": {"type": "basin_values", "set": {"nodes.farm.amount": "7 Ml/d"}}}


def study(folder: Path, exact: Any, **more: Any) -> Path:
    return write_study(
        folder, basin=BASIN | {"nodes": NODES}, levers={"farm": ONE_POLICY}, exact=exact, **more
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exact")


@pytest.mark.slow
def test_of_ten_for_sixteen_six_are_missing_here_or_there(folder: Path) -> None:
    study(folder, {"objectives": [{"shortage": "farm"}, "environmental_shortfall"], "step": "73 days"})
    done = basinsim("tradeoff", "study.yaml", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "same prices, step by step" in done.stdout
    assert all(len(line.rstrip()) <= 100 for line in done.stdout.splitlines())
    table = pd.read_csv(folder / "out" / "exact_front.csv").pivot(index="point", columns="objective")
    assert np.allclose(
        table["ideal"][["shortage: farm", "environmental_shortfall"]], [[0, 6], [6, 0]], atol=1e-6
    )
    assert np.allclose(table["simulated"], table["ideal"], atol=1e-6)
    assert (folder / "out" / "exact_front.png").is_file()


def test_mistakes_have_their_place(folder: Path) -> None:
    study(folder / "wrong", {"objectives": ["profit", {"shortage": "frm"}], "member": 2})
    told = basinsim("check", "wrong/study.yaml", cwd=folder)
    refused(
        told, "exact.objectives[0]", "'profit'", "exact.objectives[1]", "did you mean 'farm'?", "1 member"
    )
    study(folder / "few", {"objectives": ["value"], "steps": "month"})
    refused(basinsim("check", "few/study.yaml", cwd=folder), "exact", "did you mean 'step'?")


@pytest.mark.slow
def test_the_study_says_which_period(folder: Path) -> None:
    """A farm that asks in the second half only has nothing to trade in the first."""
    amounts = [0] * 6 + [8] * 6
    nodes = NODES | {"farm": NODES["farm"] | {"amount": amounts}}
    write_study(
        folder / "half",
        basin=BASIN | {"nodes": nodes},
        levers={"farm": ONE_POLICY},
        exact={"objectives": [{"shortage": "farm"}, "environmental_shortfall"]},
        period={"start": "2001-01-01", "end": "2001-06-30"},
        search={"method": "grid"},
    )
    done = basinsim("tradeoff", "half/study.yaml", "-o", "half/out", cwd=folder)
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(folder / "half" / "out" / "exact_front.csv")
    assert table["point"].tolist() == [1, 1]
    assert np.allclose(table[["ideal", "simulated"]], 0)
