"""Evaluations on disk: exact, complete or not there, under what they depend on and nothing else."""

import json

import numpy as np
import pytest
from support.studies import BASIN, uncertain_basin, write_study

from basinsim.errors import RunError
from basinsim.tradeoff.cache import Cache
from basinsim.tradeoff.evaluation import Evaluation
from basinsim.tradeoff.fingerprint import fingerprint
from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.wanted import wanted_by

NUMBERS = {("flow", "weir"): np.array([1 / 3, np.nan, np.inf, -0.0, 1e-300]), ("x", "a, b"): np.array([2.0])}


def test_what_is_kept_is_what_is_found(tmp_path):
    cache = Cache(tmp_path / "new")
    assert cache.get("ab12") is None
    cache.put("ab12", Evaluation(NUMBERS))
    found = cache.get("ab12")
    assert found.numbers.keys() == NUMBERS.keys()
    for pair, values in NUMBERS.items():
        np.testing.assert_array_equal(found.numbers[pair], values)
    assert [path.name for path in (tmp_path / "new").rglob("*") if path.is_file()] == ["ab12.csv"]


@pytest.mark.parametrize(
    "text",
    ["", "metric,group\n", "metric,group,member,value\na,b,0,one\n", "metric,group,member,value\na,b\n"],
)
def test_what_cannot_be_read_is_made_again(tmp_path, text):
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab" / "ab12.csv").write_text(text)
    assert Cache(tmp_path).get("ab12") is None


def test_a_folder_that_refuses_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError, match="cannot be kept"):
        Cache(tmp_path / "file").put("ab12", Evaluation(NUMBERS))


def key_of(path, place=0.5, stage="full", future=0, wanted=None):
    study = load_study(path)
    options = tuple(one.at(place) for one in study.dimensions)
    scenario, _ = study.simulation(options, study.futures[future], stage)
    return fingerprint(scenario, wanted or wanted_by(study.settings))


def test_names_folders_and_the_order_of_keys_do_not_count(tmp_path):
    here = write_study(tmp_path / "here")
    there = write_study(tmp_path / "there", name="Another name", question="Another question?")
    text = json.loads((tmp_path / "there" / "basin.yaml").read_text())
    nodes = dict(reversed(text["nodes"].items()))
    (tmp_path / "there" / "basin.yaml").write_text(json.dumps(text | {"nodes": nodes}))
    assert key_of(here) == key_of(there)


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": {"step": "week"}},
        {"scenario": {"period": {"start": "2001-01-01", "end": "2001-12-30"}}},
        {"scenario": {"policies": [{"type": "priorities", "set": {"public": 1}}]}},
        {"futures": {"members": 2}},
        {"basin": BASIN | {"nodes": BASIN["nodes"] | {"hill": {"type": "catchment", "inflow": 11}}}},
        {"objectives": {"farm": {"metric": "season_coverage", "group": "farm"}}},
    ],
    ids=lambda change: str(next(iter(change.values())))[:40],
)
def test_whatever_changes_a_number_counts(tmp_path, change):
    assert key_of(write_study(tmp_path / "one")) != key_of(write_study(tmp_path / "other", **change))


def test_policies_stages_and_futures_count(tmp_path):
    growth = {"as it is": [], "more": [{"type": "basin_values", "set": {"nodes.town.amount": 3}}]}
    path = write_study(tmp_path, screen={"step": "week"}, futures={"growth": growth})
    keys = {key_of(path), key_of(path, place=0.7), key_of(path, stage="screen"), key_of(path, future=1)}
    assert len(keys) == 4
    assert key_of(path, place=0.51) == key_of(path)


def test_the_contents_of_files_count_and_their_names_do_not(tmp_path):
    path = write_study(tmp_path, basin=uncertain_basin(tmp_path), scenario={"members": 2})
    before = key_of(path)
    basin = (tmp_path / "basin.yaml").read_text()
    (tmp_path / "inflow.nc").rename(tmp_path / "renamed.nc")
    (tmp_path / "basin.yaml").write_text(basin.replace("inflow.nc", "renamed.nc"))
    assert key_of(path) == before
    (tmp_path / "basin.yaml").write_text(basin)
    uncertain_basin(tmp_path, members=4)
    assert key_of(path) != before
