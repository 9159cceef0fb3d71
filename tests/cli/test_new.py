"""``basinsim new``: a copy to start from, which overwrites nothing."""

from pathlib import Path

import pytest
from cli.program import basinsim, refused

import basinsim as bs
from basinsim.shipped import FOLDERS, shipped_folder


def shipped_files() -> list[str]:
    shipped = shipped_folder()
    found = [path for folder in FOLDERS for path in (shipped / folder).rglob("*") if path.is_file()]
    return sorted(str(path.relative_to(shipped)) for path in found if "__pycache__" not in path.parts)


def test_the_copy_is_complete_and_its_scenario_runs(tmp_path: Path) -> None:
    done = basinsim("new", "my basins/first", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "my basins" / "first"
    assert (
        sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
        == shipped_files()
    )
    assert [path.name for path in tmp_path.rglob(".*")] == []
    baseline = folder / "scenarios" / "baseline.yaml"
    assert str(baseline.relative_to(tmp_path)) in done.stdout, "says what to do next"

    short = "extends: baseline.yaml\nperiod: {start: 1991-01-01, end: 1991-01-03}\n"
    (baseline.parent / "short.yaml").write_text(short, encoding="utf-8")
    results = bs.run(baseline.parent / "short.yaml")
    assert results.dataset.sizes["time"] == 3
    assert results.dataset.attrs["basin"] == "Forth Valley"


def test_the_copy_may_be_changed_and_read_by_others(tmp_path: Path) -> None:
    assert basinsim("new", "copy", cwd=tmp_path).returncode == 0
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o755
    assert all(path.stat().st_mode & 0o600 == 0o600 for path in (tmp_path / "copy").rglob("*.yaml"))


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    assert basinsim("new", "copy", cwd=tmp_path).returncode == 0
    assert (tmp_path / "copy" / "scenarios" / "baseline.yaml").is_file()


@pytest.mark.parametrize("hidden", [False, True])
def test_a_folder_that_holds_something_is_refused(hidden: bool, tmp_path: Path) -> None:
    mine = tmp_path / "copy" / (".mine" if hidden else "mine.txt")
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    refused(basinsim("new", "copy", cwd=tmp_path), "copy", "not an empty folder")
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "copy").iterdir()] == ["mine"]


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "copy").write_text("mine", encoding="utf-8")
    refused(basinsim("new", "copy", cwd=tmp_path), "copy")
    refused(basinsim("new", "copy/deeper", cwd=tmp_path), "copy/deeper", status=1)
    assert (tmp_path / "copy").read_text(encoding="utf-8") == "mine"


def test_the_folder_one_stands_in(tmp_path: Path) -> None:
    done = basinsim("new", ".", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "scenarios" / "baseline.yaml").is_file()
