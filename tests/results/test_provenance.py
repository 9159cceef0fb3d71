"""One hash over everything a run has read: contents and file names, not folders."""

import json
import shutil

import pytest
from support.runs import write_case

import basinsim as bs
from basinsim.results.provenance import combined_hash

BASIN = """
name: files
nodes:
  hill: {type: catchment, inflow: {file: inflow.csv, column: hill}}
  loch: {type: reservoir, capacity: {file: levels/capacity.csv, column: loch}, initial: 5}
  weir: {type: gauge, environmental_flow: {amount: {file: target.csv, column: weir}, priority: 2}}
  town: {type: demand, sector: public, amount: 3, essential: {amount: {file: essential.csv, column: town}}}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: weir, min_flow: {amount: {file: minimum.csv, column: release}}}
  - {from: weir, to: sea, max_flow: {file: most.csv, column: weir}}
  - {from: loch, to: town}
licences:
  supply: {applies_to: [town], daily: {file: licence.csv, column: supply}}
"""
SERIES = {
    "inflow.csv": ("hill", 10),
    "levels/capacity.csv": ("loch", 100),
    "target.csv": ("weir", 4),
    "essential.csv": ("town", 1),
    "minimum.csv": ("release", 2),
    "most.csv": ("weir", 50),
    "licence.csv": ("supply", 2.5),
}
PERIOD = {"start": "2001-01-01", "end": "2001-01-03"}


def write_series(path, column, number):
    path.parent.mkdir(exist_ok=True)
    days = "".join(f"2001-01-{day:02},{number}\n" for day in range(1, 5))
    path.write_text(f"date,{column}\n{days}", encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "here"
    folder.mkdir()
    for name, (column, number) in SERIES.items():
        write_series(folder / name, column, number)
    write_case(folder, BASIN, period=PERIOD)
    (folder / "child.yaml").write_text("extends: scenario.yaml\nname: child\n", encoding="utf-8")
    return folder


def inputs_of(folder, scenario="child.yaml"):
    return bs.run(folder / scenario).dataset.attrs


def test_every_file_is_listed_by_name(folder):
    listed = json.loads(inputs_of(folder)["inputs"])
    names = {name.rpartition("/")[2] for name in SERIES}
    assert set(listed) == names | {"basin.yaml", "scenario.yaml", "child.yaml"}
    assert combined_hash(listed) == inputs_of(folder)["inputs_sha256"]


@pytest.mark.parametrize("name", SERIES)
def test_the_hash_changes_with_each_series(folder, name):
    before = inputs_of(folder)
    column, number = SERIES[name]
    write_series(folder / name, column, number * 1.01)
    assert inputs_of(folder)["inputs_sha256"] != before["inputs_sha256"]


@pytest.mark.parametrize("name", ["basin.yaml", "scenario.yaml", "child.yaml"])
def test_the_hash_changes_with_each_yaml_file(folder, name):
    before = inputs_of(folder)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert inputs_of(folder)["inputs_sha256"] != before["inputs_sha256"]


def test_the_hash_does_not_change_with_the_folder_or_the_clock(folder, tmp_path):
    elsewhere = shutil.copytree(folder, tmp_path / "else" / "where")
    assert inputs_of(elsewhere)["inputs_sha256"] == inputs_of(folder)["inputs_sha256"]
    assert inputs_of(elsewhere)["inputs"] == inputs_of(folder)["inputs"]


def test_files_that_are_not_read_do_not_count(folder):
    before = inputs_of(folder)
    (folder / "notes.csv").write_text("date,x\n2001-01-01,1\n", encoding="utf-8")
    assert inputs_of(folder)["inputs_sha256"] == before["inputs_sha256"]


TWO_FOLDERS = """
name: two folders
nodes:
  one: {type: catchment, inflow: {file: one/inflow.csv, column: flow}}
  two: {type: catchment, inflow: {file: two/inflow.csv, column: flow}}
  sea: {type: outlet}
links: [{from: one, to: sea}, {from: two, to: sea}]
"""


def test_two_files_of_one_name_are_both_listed(tmp_path):
    write_series(tmp_path / "one" / "inflow.csv", "flow", 1)
    write_series(tmp_path / "two" / "inflow.csv", "flow", 2)
    write_case(tmp_path, TWO_FOLDERS)
    assert (
        sum("inflow.csv" in name for name in json.loads(inputs_of(tmp_path, "scenario.yaml")["inputs"])) == 2
    )


def test_the_hash_changes_where_two_files_of_one_name_change_places(tmp_path):
    hashes = set()
    for one, two in ((1, 2), (2, 1)):
        write_series(tmp_path / "one" / "inflow.csv", "flow", one)
        write_series(tmp_path / "two" / "inflow.csv", "flow", two)
        write_case(tmp_path, TWO_FOLDERS)
        hashes.add(inputs_of(tmp_path, "scenario.yaml")["inputs_sha256"])
    assert len(hashes) == 2


def test_the_hash_changes_with_the_results_a_run_starts_from(folder):
    hashes = set()
    for start in (5, 50):
        write_case(folder, BASIN.replace("initial: 5", f"initial: {start}"), period=PERIOD)
        bs.run(folder / "scenario.yaml").save(folder / "before")
        write_case(folder, BASIN, period=PERIOD, initial="before")
        hashes.add(inputs_of(folder)["inputs_sha256"])
    assert len(hashes) == 2
