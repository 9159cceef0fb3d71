"""``basinsim tradeoff`` and ``check`` from the command line: files, figures, exit status, going on."""

import json
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest
from cli.program import PROGRAM, basinsim, refused
from support.studies import FARM_SERVED, RIVER, RIVER_KEPT, uncertain_basin, write_study

import basinsim as bs
from basinsim.tradeoff.outcome import open_study

FILES = {
    "evaluations.csv",
    "points.csv",
    "front.csv",
    "futures.csv",
    "hypervolume.csv",
    "study.json",
    "front.png",
    "parallel_axes.png",
    "hypervolume.png",
    "trade_off.html",
    "robustness.png",
    "conditions.csv",
    "matrix.csv",
    "robustness.csv",
    "rank_disagreement.csv",
    "satisficing.csv",
    "sensitivity.csv",
    "boxes.csv",
    "policy_words.json",
    "policy_cards.csv",
    "cards.md",
}
COARSE = RIVER | {"step": "5 Ml/d"}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    """Carry out a small study: two policies on the front beside the baseline."""
    folder = tmp_path_factory.mktemp("study")
    policies = [{"type": "priorities", "set": {"agriculture": 5}}]
    path = write_study(
        folder,
        basin=uncertain_basin(folder),
        scenario={"members": 3, "policies": policies},
        levers={"river": COARSE},
        question="What does the farm give up?",
    )
    return path, basinsim("tradeoff", path.name, cwd=folder)


def test_it_writes_tables_figures_and_policies_and_says_so(done):
    path, said = done
    assert said.returncode == 0, said.stderr
    folder = path.parent / "results" / "study"
    policies = {f"policy_{name}.yaml" for name in ("p0002", "p0003")}
    assert {file.name for file in folder.iterdir()} == FILES | policies | {"cache"}
    for words in (
        "What does the farm give up?",
        "3 policies tried, without foresight",
        "3 members",
        "p0003",
        "to argue about",
    ):
        assert words in said.stdout
    assert said.stderr == ""


def test_the_tables_read_again_agree_with_each_other(done):
    found = open_study(done[0].parent / "results" / "study")
    assert list(found.evaluations.columns) == [
        "stage", "point", "future", "member", "metric", "group", "value", "unit", "direction",
    ]  # fmt: skip
    farm = found.evaluations.query("metric == 'volumetric_reliability' and group == 'agriculture'")
    means = farm.groupby("point")["value"].mean()
    points = found.points.set_index("point")
    pd.testing.assert_series_equal(
        points["objective.farm"], means.loc[points.index], check_names=False, atol=1e-11
    )
    assert found.front["point"].tolist() == points.index[points["on_front"]].tolist()
    assert (found.front["low.farm"] <= found.front["objective.farm"]).all()
    assert found.manifest["objectives"]["river"] == {
        "metric": "lowest_flow", "group": "weir", "statistic": "mean", "futures": "mean", "unit": "Ml/d",
        "direction": "max", "title": "Lowest flow of any step", "label": "River", "epsilon": None,
        "good_enough": None,
    }  # fmt: skip
    assert found.manifest["inputs_sha256"]


def test_a_policy_of_the_front_runs_by_itself_and_gives_the_same(done):
    folder = done[0].parent / "results" / "study"
    found = open_study(folder)
    results = bs.run(folder / "policy_p0003.yaml")
    mine = results.metrics.query("metric == 'volumetric_reliability' and group == 'agriculture'")["value"]
    row = found.points.set_index("point").loc["p0003"]
    assert mine.mean() == pytest.approx(row["objective.farm"], abs=1e-11)
    assert len(mine) == 3


def test_called_again_it_looks_everything_up(done):
    path, _ = done
    folder = path.parent / "results" / "study"
    before = {file.name: file.read_bytes() for file in folder.glob("*.*")}
    kept = {file: file.stat().st_mtime_ns for file in folder.joinpath("cache").rglob("*.csv")}
    again = basinsim("tradeoff", path.name, "-q", cwd=path.parent)
    assert (again.returncode, again.stdout) == (0, "")
    assert {file.name: file.read_bytes() for file in folder.glob("*.*")} == before
    assert {file: file.stat().st_mtime_ns for file in folder.joinpath("cache").rglob("*.csv")} == kept


@pytest.mark.slow
def test_check_reads_studies(done, tmp_path):
    path, _ = done
    said = basinsim("check", path.name, cwd=path.parent)
    assert said.stdout == "study.yaml: ok (3 policies, each in 1 future of 3 members)\n"
    objectives = {"farm": FARM_SERVED, "river": {**RIVER_KEPT, "group": "wier"}}
    write_study(tmp_path, objectives=objectives)
    refused(basinsim("check", "study.yaml", cwd=tmp_path), "study.yaml:1:", "did you mean 'weir'?")


def test_mistakes_are_told_before_anything_is_written(tmp_path):
    write_study(tmp_path, search={"method": "grid", "points": 3})
    refused(basinsim("tradeoff", "study.yaml", cwd=tmp_path), "search", "'points'")
    assert not (tmp_path / "results").exists()
    write_study(tmp_path)
    refused(basinsim("tradeoff", "scenario.yaml", cwd=tmp_path), "is no study")
    refused(basinsim("run", "study.yaml", cwd=tmp_path), "study.yaml")


def test_the_schema_of_studies(tmp_path):
    schema = json.loads(basinsim("schema", "study", cwd=tmp_path).stdout)
    assert schema["title"] == "basinsim study file"
    assert set(schema["required"]) == {"scenario", "levers", "objectives"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_interrupted_it_keeps_what_it_has_and_goes_on(tmp_path):
    lever = RIVER | {"step": "0.5 Ml/d"}
    scenario = {"members": 3}
    write_study(tmp_path, basin=uncertain_basin(tmp_path), scenario=scenario, levers={"river": lever})
    cache = tmp_path / "out" / "cache"
    process = subprocess.Popen(
        [str(PROGRAM), "tradeoff", "study.yaml", "-o", "out"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )

    def kept() -> int:
        return len([file for file in cache.rglob("*.csv") if not file.name.startswith(".")])

    deadline = time.monotonic() + 120
    while kept() < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "the same command goes on from there" in said
    assert 3 <= kept() < 22
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"cache"}
    done = basinsim("tradeoff", "study.yaml", "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    whole = basinsim("tradeoff", "study.yaml", "-o", "whole", cwd=tmp_path)
    assert whole.returncode == 0, whole.stderr
    for name in ("front.csv", "points.csv", "evaluations.csv", "front.png"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
