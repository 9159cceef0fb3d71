"""``basinsim yield``: the answer in words, files, and refusals."""

from pathlib import Path

import pytest
from cli.program import Done, basinsim, refused
from support.runs import write_case
from yields.two_yields import BASIN, PERIOD


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("yield")
    write_case(root, BASIN, period=PERIOD, step="month")
    return root


@pytest.fixture(scope="module")
def done(folder: Path) -> Done:
    words = ("--level-of-service", "never", "--outage", "5 %", "--headroom", "0.08", "-o", "out")
    return basinsim("yield", "scenario.yaml", "--user", "town", "--user", "industry", *words, cwd=folder)


def test_the_words(done: Done, folder: Path) -> None:
    assert done.returncode == 0, done.stderr
    assert all(len(line.rstrip()) <= 100 for line in done.stdout.splitlines())
    for words in ("largest demand of town", "largest demand of industry", "Supply-demand balance", "out/"):
        assert words in done.stdout
    assert "yield_industry.png" in {path.name for path in (folder / "out").iterdir()}


def test_every_mistake_is_told_and_nothing_written(folder: Path) -> None:
    words = ("--user", "twn", "--level-of-service", "often", "--reserve-in", "lock", "-o", "none")
    wrong = basinsim("yield", "scenario.yaml", *words, cwd=folder)
    refused(
        wrong, "did you mean 'town'?", "'often' is no level of service", "no reservoir 'lock'", "3 problems"
    )
    assert not (folder / "none").exists()


def test_a_share_that_is_none(folder: Path) -> None:
    wrong = basinsim("yield", "scenario.yaml", "--user", "town", "--outage", "much", cwd=folder)
    refused(wrong, "--outage", "much")
