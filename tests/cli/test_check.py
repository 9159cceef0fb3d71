"""``basinsim check``: ok, or every problem of every file."""

from pathlib import Path

import pytest
from cli.program import basinsim
from schema.mistakes.extension import MILL, WITH_MILL
from schema.two_lochs import write_two_lochs

from basinsim.shipped import shipped_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_two_lochs(tmp_path)
    return tmp_path


def test_files_without_problems(folder: Path) -> None:
    (folder / "short.yaml").write_text("extends: scenario.yaml\nname: Short\n", encoding="utf-8")
    done = basinsim("check", "basin.yaml", "scenario.yaml", "short.yaml", cwd=folder)
    assert done.returncode == 0
    assert done.stdout == "basin.yaml: ok\nscenario.yaml: ok\nshort.yaml: ok\n"
    assert all(line.startswith("warning: basin.yaml:") for line in done.stderr.splitlines())
    assert "priority 1 holds unlike kinds of wish" in done.stderr


def test_several_files_with_problems(folder: Path) -> None:
    basin, scenario = (
        (folder / "basin.yaml").read_text(encoding="utf-8"),
        (folder / "scenario.yaml").read_text(encoding="utf-8"),
    )
    (folder / "a.yaml").write_text(
        basin.replace("spill: true", "spil: true").replace("amount: 45", "amount: 45 Ml"), encoding="utf-8"
    )
    (folder / "b.yaml").write_text(scenario.replace("step: day", "stp: day"), encoding="utf-8")
    (folder / "c.yaml").write_text("name: [", encoding="utf-8")
    done = basinsim("check", "c.yaml", "a.yaml", "scenario.yaml", "nowhere.yaml", "b.yaml", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == "scenario.yaml: ok\n"
    told = [line for line in done.stderr.splitlines() if not line.startswith("warning")]
    assert [line.split(": ")[0] for line in told] == [
        "a.yaml:25:5",
        "a.yaml:46:50",
        "b.yaml:5:1",
        "c.yaml:2:1" if told[3].startswith("c.yaml:2") else "c.yaml:1:8",
        "nowhere.yaml",
        "5 problems in 4 files",
    ]


def test_a_basin_alone_tells_which_series_cannot_be_read(folder: Path) -> None:
    basin = folder / "basin.yaml"
    text = basin.read_text(encoding="utf-8")
    assert text.count("column: upper}") == 1
    basin.write_text(text.replace("column: upper}", "column: uper}"), encoding="utf-8")
    done = basinsim("check", "basin.yaml", cwd=folder)
    assert done.returncode == 2
    assert "inflow.csv has no column 'uper'; did you mean 'upper'?" in done.stderr
    assert done.stderr.startswith("basin.yaml:5:")


def test_the_same_problem_of_a_shared_basin_is_told_once(folder: Path) -> None:
    basin = folder / "basin.yaml"
    basin.write_text(basin.read_text(encoding="utf-8").replace("spill: true", "spil: true"), encoding="utf-8")
    (folder / "other.yaml").write_text(
        (folder / "scenario.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    done = basinsim("check", "scenario.yaml", "other.yaml", cwd=folder)
    assert done.returncode == 2
    assert done.stderr.count("unknown key") == 1
    assert done.stderr.endswith("1 problem in 1 file\n")


@pytest.mark.slow
def test_each_extension_of_a_basin_is_checked(folder: Path) -> None:
    (folder / "basin.yaml").write_text(WITH_MILL, encoding="utf-8")
    (folder / "mill.yaml").write_text(MILL, encoding="utf-8")
    assert basinsim("check", "basin.yaml", cwd=folder).stdout == "basin.yaml: ok\n"
    (folder / "mill.yaml").write_text(MILL.replace("to: weir", "to: wier"), encoding="utf-8")
    for words in ((), ("--extension", "mill")):
        done = basinsim("check", "basin.yaml", *words, cwd=folder)
        assert done.returncode == 2
        assert "mill.yaml:5:23: links[0].to: there is no node 'wier'; did you mean 'weir'?" in done.stderr
    done = basinsim("check", "basin.yaml", "--extension", "mil", cwd=folder)
    assert done.returncode == 2
    assert "no extension 'mil'; did you mean 'mill'?" in done.stderr


def test_the_shipped_files_are_ok() -> None:
    shipped = shipped_folder()
    files = sorted(
        path.relative_to(shipped)
        for path in [*shipped.glob("data/*/basin.yaml"), *shipped.glob("scenarios/*.yaml")]
    )
    done = basinsim("check", *files, cwd=shipped)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "".join(f"{file}: ok\n" for file in files)
