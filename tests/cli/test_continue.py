"""``initial:`` goes on exactly where another run ended."""

import json
from pathlib import Path
from typing import Any

import pytest
import xarray as xr
from cli.program import basinsim

import basinsim as bs
from basinsim.errors import InputError

BASIN: dict[str, Any] = {
    "name": "continue",
    "nodes": {
        "spring": {"type": "catchment", "inflow": {"values": [3 + day % 4 for day in range(20)]}},
        "upper": {"type": "reservoir", "capacity": 60, "initial": 40, "surface": [[0, 0, 0], [5, 2, 30], [9, 3, 60]], "evaporation": 0.3},
        "lower": {"type": "reservoir", "capacity": 40, "initial": 15, "storage_priority": 2, "level": [[0, 0], [40, 8]]},
        "mill": {"type": "hydropower", "head": {"reservoir": "lower"}, "efficiency": 0.8, "target_flow": {"amount": 3, "priority": 4}},
        "weir": {"type": "gauge", "environmental_flow": {"amount": 2, "priority": 2}},
        "town": {"type": "demand", "sector": "public", "amount": 5, "priority": 1, "returns": {"to": "weir", "fraction": 0.6}},
        "farm": {"type": "demand", "sector": "agriculture", "amount": 4, "priority": 3},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "spring", "to": "upper"},
        {"from": "upper", "to": "lower"},
        {"from": "lower", "to": "mill"},
        {"from": "lower", "to": "weir", "spill": True},
        {"from": "mill", "to": "weir"},
        {"from": "weir", "to": "town"},
        {"from": "weir", "to": "farm"},
        {"from": "weir", "to": "sea"},
    ],
    "licences": {"taken": {"applies_to": ["town", "farm"], "annual": 120, "year_start": "04-01"}},
}  # fmt: skip
COMPARED = (
    "storage",
    "flow",
    "delivered",
    "energy",
    "return_flow",
    "return_underway",
    "licence_used",
    "surface_gain",
)


def write(folder: Path, year_start: str) -> None:
    """Write 20 days from 1 January 2001 in one run and in two."""
    for name, days in (("whole", slice(0, 20)), ("first", slice(0, 10)), ("second", slice(10, 20))):
        tree = json.loads(json.dumps(BASIN))
        inflow = tree["nodes"]["spring"]["inflow"]
        inflow["values"] = inflow["values"][days]
        tree["licences"]["taken"]["year_start"] = year_start
        (folder / f"{name}_basin.yaml").write_text(json.dumps(tree), encoding="utf-8")
        period = {"start": f"2001-01-{days.start + 1:02d}", "end": f"2001-01-{days.stop:02d}"}
        scenario = {"name": name, "basin": f"{name}_basin.yaml", "period": period}
        if name == "second":
            scenario["initial"] = "results/first"
        (folder / f"{name}.yaml").write_text(json.dumps(scenario), encoding="utf-8")


def same(whole: xr.Dataset, first: xr.Dataset, second: xr.Dataset) -> None:
    for name in COMPARED:
        joined = xr.concat([first[name], second[name]], dim="time")
        xr.testing.assert_allclose(joined, whole[name], rtol=0, atol=1e-7)


@pytest.mark.slow
def test_ten_days_and_ten_days_are_twenty_days(tmp_path: Path) -> None:
    write(tmp_path, "04-01")
    done = basinsim("run", "-q", "--no-report", "whole.yaml", "first.yaml", "second.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    whole, first, second = (
        bs.open_results(tmp_path / "results" / name).dataset for name in ("whole", "first", "second")
    )
    same(whole, first, second)
    used = whole["licence_used"].to_numpy().ravel()
    assert used[9] < used[-1] == pytest.approx(120.0), "the licence bites in the second half"


@pytest.mark.parametrize("year_start", ["01-06", "01-11", "01-16"], ids=["before", "at the break", "after"])
def test_an_account_year_that_begins_in_between(year_start: str, tmp_path: Path) -> None:
    write(tmp_path, year_start)
    whole, first = bs.run(tmp_path / "whole.yaml"), bs.run(tmp_path / "first.yaml")
    first.save(tmp_path / "results" / "first")
    second = bs.run(tmp_path / "second.yaml")
    same(whole.dataset, first.dataset, second.dataset)
    assert second.dataset.attrs["mass_balance_error"] < 1e-6


def test_a_start_from_another_date_is_said(tmp_path: Path) -> None:
    write(tmp_path, "04-01")
    first = bs.run(tmp_path / "first.yaml")
    first.save(tmp_path / "results" / "first")
    assert not any("another one ended" in note for note in bs.run(tmp_path / "second.yaml").notes)
    later = "extends: second.yaml\nperiod: {start: 2001-01-13, end: 2001-01-22}\n"
    (tmp_path / "later.yaml").write_text(later, encoding="utf-8")
    (note,) = [note for note in bs.run(tmp_path / "later.yaml").notes if "another one ended" in note]
    assert "2001-01-13" in note
    assert "2001-01-10" in note


def test_one_earlier_member_starts_all_members_alike(tmp_path: Path) -> None:
    write(tmp_path, "04-01")
    bs.run(tmp_path / "first.yaml").save(tmp_path / "results" / "first")
    (tmp_path / "three.yaml").write_text("extends: second.yaml\nmembers: 3\n", encoding="utf-8")
    storage = bs.run(tmp_path / "three.yaml").dataset["storage"].to_numpy()
    assert storage.shape[0] == 3
    assert storage[2] == pytest.approx(storage[0], abs=1e-9)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('outputs: ["flow"]', "storage"),
        ('outputs: ["storage", "return_underway"]', "licence_used"),
        ('outputs: ["storage", "licence_used"]', "return_underway"),
        ("members: 2", "2 members"),
    ],
)
def test_results_that_do_not_hold_what_is_needed(change: str, said: str, tmp_path: Path) -> None:
    write(tmp_path, "04-01")
    (tmp_path / "earlier.yaml").write_text(f"extends: first.yaml\n{change}\n", encoding="utf-8")
    bs.run(tmp_path / "earlier.yaml").save(tmp_path / "results" / "first")
    with pytest.raises(InputError) as caught:
        bs.run(tmp_path / "second.yaml")
    (problem,) = caught.value.problems
    assert said in problem.message
    assert (Path(problem.place.file).name, problem.place.line, problem.key) == ("second.yaml", 1, "initial")


def test_results_of_another_basin(tmp_path: Path) -> None:
    write(tmp_path, "04-01")
    text = (tmp_path / "first_basin.yaml").read_text(encoding="utf-8").replace("upper", "loch")
    (tmp_path / "first_basin.yaml").write_text(text, encoding="utf-8")
    bs.run(tmp_path / "first.yaml").save(tmp_path / "results" / "first")
    with pytest.raises(InputError, match=r"initial.*upper"):
        bs.run(tmp_path / "second.yaml")
