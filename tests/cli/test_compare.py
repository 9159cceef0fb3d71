"""``basinsim compare``: a table of a hundred columns, files, and refusals in words."""

from pathlib import Path

import pytest
from cli.program import Done, basinsim, refused
from figures.two_years import two_years


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("compare")
    two_years().save(root / "base")
    two_years("river [first]", 1).save(root / "river")
    short = two_years().dataset.isel(time=slice(12))
    type(two_years())(short.assign_attrs(scenario="short"), two_years().metrics).save(root / "short")
    return root


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    return basinsim("compare", "base", "river", "-o", "out", cwd=folder)


def test_the_table(done: Done) -> None:
    assert done.returncode == 0, done.stderr
    assert all(len(line.rstrip()) <= 100 for line in done.stdout.splitlines())
    for words in (
        "Baseline: as it is",
        "river [first]",
        "Irrigation met in dry years [%]",
        "better",
        "worse",
        "out/",
    ):
        assert words in done.stdout


@pytest.mark.usefixtures("done")
def test_the_files(folder: Path) -> None:
    names = {path.name for path in (folder / "out").iterdir()}
    assert {"comparison.csv", "heat_map.png", "winners_and_losers.png", "report.html"} <= names


def test_tables_only_and_quietly(folder: Path) -> None:
    quiet = basinsim(
        "compare", "base", "river", "-o", "tables", "--no-figures", "--no-report", "-q", cwd=folder
    )
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    names = {path.name for path in (folder / "tables").iterdir()}
    assert names == {
        "comparison.csv",
        "return_periods.csv",
        "fairness_passports.csv",
        "price_of_fairness.csv",
    }


def test_refusals(folder: Path) -> None:
    refused(basinsim("compare", "base", "nowhere", cwd=folder), "nowhere", "no results here")
    refused(basinsim("compare", "base", "short", "-o", "no", cwd=folder), "short", "same period", status=1)
    refused(basinsim("compare", "base", "base", "-o", "no", cwd=folder), "two runs are called", status=1)
    refused(basinsim("compare", cwd=folder), "RESULT_DIR")
    assert not (folder / "no").exists()
