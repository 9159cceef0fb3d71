"""Every code block of README and of the documentation does what the page says."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from docs.blocks import RUN, TOP, Block, Session, blocks_of, pages, runs_quietly

import basinsim.api  # noqa: F401 - registers all that ships
from basinsim.metrics.registry import METRICS
from basinsim.schema.demand_model import DEMAND_MODELS
from basinsim.schema.policy import POLICY_TYPES
from basinsim.schema.rule import RULE_TYPES
from basinsim.shipped import FOLDERS, shipped_folder

REGISTRIES: tuple[dict[str, Any], ...] = (METRICS, RULE_TYPES, POLICY_TYPES, DEMAND_MODELS)
_TESTED_ELSEWHERE = {"rules_and_levers.md"}  # tests/describing runs the example of every rule and lever
_BEGIN_EMPTY = {"tutorial.md"}


def _name(page: Path) -> str:
    return str(page.relative_to(TOP))


@pytest.fixture
def session(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Session]:
    """A reader in a folder with what the page takes for granted; what he registers goes with him."""
    before = [dict(kinds) for kinds in REGISTRIES]
    monkeypatch.setenv("MPLBACKEND", "Agg")
    mpl.use("Agg")
    page: Path = request.getfixturevalue("page")
    if page.name not in _BEGIN_EMPTY:
        for folder in FOLDERS:
            shutil.copytree(shipped_folder() / folder, tmp_path / folder)
        _shorten(tmp_path / "scenarios" / "baseline.yaml")
        _write_inflow(tmp_path / "inflow.csv")
    yield Session(tmp_path)
    for kinds, were in zip(REGISTRIES, before, strict=True):
        kinds.clear()
        kinds.update(were)


def _shorten(scenario: Path) -> None:
    """Two years instead of fifty: the commands are the same."""
    text = scenario.read_text(encoding="utf-8")
    shorter = text.replace("start: 1971-01-01, end: 2020-12-31", "start: 1985-01-01, end: 1986-12-31")
    assert shorter != text
    scenario.write_text(shorter, encoding="utf-8")


def _write_inflow(path: Path) -> None:
    """Write a file of inflow, such as a reader would bring."""
    days = pd.date_range("1971-01-01", "2020-12-31", name="date")
    upper = 60 + 40 * np.cos(2 * np.pi * (days.day_of_year.to_numpy() - 15) / 365.25)
    pd.DataFrame({"upper": upper.round(1)}, index=days).to_csv(path)


@pytest.mark.slow
@pytest.mark.parametrize("page", pages(), ids=_name)
def test_the_blocks_of_a_page_work_one_after_the_other(page: Path, session: Session):
    if page.name in _TESTED_ELSEWHERE:
        pytest.skip("tests/describing tests its examples")
    for block in blocks_of(page):
        if block.language in RUN:
            try:
                runs_quietly(session, block)
            except BaseException as error:
                pytest.fail(f"{_name(page)}:{block.line}: {error}")


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_block_says_what_it_is(page: Path):
    """A block without a language is output that somebody reads; one with another would not be run."""
    languages = {block.language for block in blocks_of(page)}
    assert languages <= RUN | {"", "text"}


def test_a_block_that_does_not_work_is_found(tmp_path: Path):
    shutil.copytree(shipped_folder() / "scenarios", tmp_path / "scenarios")
    reader = Session(tmp_path)
    for language, text in (
        ("python", "assert 1 == 2"),
        ("bash", "basinsim nothing"),
        ("console", "$ basinsim --version\nanother program"),
        ("yaml", "policies: [{type: leekage}]"),
        ("yaml", "polices: []"),
    ):
        with pytest.raises(Exception, match=r".*"):
            reader.do(Block(language, text, 1))
