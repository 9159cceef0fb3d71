"""``basinsim why``: the answer in words, and refusals."""

import json
from pathlib import Path

import pytest
from cli.program import basinsim, refused
from support.runs import write_case
from why.days import demand, river

BASIN = river(
    {"values": [60, 30, 30, 60]},
    {"town": demand(25), "farm": demand(10, 2)},
    [{"from": "weir", "to": "town"}, {"from": "weir", "to": "farm"}],
)
PERIOD = {"start": "2001-01-01", "end": "2001-01-04"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("why")
    write_case(root, BASIN, period=PERIOD)
    done = basinsim("run", "scenario.yaml", "-q", "--no-figures", "--no-report", cwd=root)
    assert done.returncode == 0, done.stderr
    return root


def test_the_words(folder: Path) -> None:
    done = basinsim("why", "results/scenario", "--user", "farm", "--date", "2001-01-03", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert all(len(line.rstrip()) <= 100 for line in done.stdout.splitlines())
    text = " ".join(done.stdout.split())
    for words in (
        "On 2001-01-03 'farm' asked for 10 Ml/d and got 5 Ml/d (50 %): 5 Ml/d were missing.",
        "1. 'town' comes first (priority 1) and takes 25 Ml/d (with this alone out of the way: all of the 5 Ml/d missing).",
        "2. The river has no more water: 'hill' brings 30 Ml/d",
        "If 'town' asked for 5 Ml/d less, 'farm' would have got all it asked for.",
        "- with 5 Ml/d more water from 'hill'",
        "'farm' was short in 2 steps of this run, in 1 episode.",
        "2001-01-02 to 2001-01-03: 2 steps, 10 Ml missing, worst on 2001-01-02",
    ):
        assert words in text


def test_a_day_without_a_shortage_is_no_failure(folder: Path) -> None:
    done = basinsim("why", "results/scenario", "--user", "farm", "--date", "2001-01-04", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "'farm' was not short on 2001-01-04: it asked for 10 Ml/d and got 10 Ml/d." in done.stdout
    assert "worst on 2001-01-02" in done.stdout


def test_refusals(folder: Path) -> None:
    mistaken = basinsim("why", "results/scenario", "--user", "farn", "--member", "3", cwd=folder)
    refused(mistaken, "did you mean 'farm'?", "there is no member 3; allowed: 0", "2 problems")
    outside = basinsim("why", "results/scenario", "--user", "farm", "--date", "2002-01-01", cwd=folder)
    refused(outside, "2002-01-01 lies outside the period of these results (2001-01-01 to 2001-01-04)")


def test_results_whose_inputs_have_changed_are_not_explained(folder: Path, tmp_path: Path) -> None:
    for name in ("basin.yaml", "scenario.yaml"):
        (tmp_path / name).write_text((folder / name).read_text(encoding="utf-8"), encoding="utf-8")
    results, why = folder / "results" / "scenario", ("--user", "farm")
    changed = json.loads((tmp_path / "basin.yaml").read_text(encoding="utf-8"))
    changed["nodes"]["town"]["amount"] = 24
    (tmp_path / "basin.yaml").write_text(json.dumps(changed), encoding="utf-8")
    done = basinsim("why", results, *why, "--scenario", tmp_path / "scenario.yaml", cwd=tmp_path)
    refused(done, "basin.yaml changed", "scenario.yaml again")
