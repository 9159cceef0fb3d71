"""Whatever a file holds, it either loads or is refused with a place: no other exception, ever."""

import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schema.odd_files import odd_texts, odd_trees
from schema.two_lochs import BASIN, INFLOW, SCENARIO, write_two_lochs

import basinsim as bs
from basinsim.api import prepare
from basinsim.errors import InputError, Problem
from basinsim.located_yaml import read_document
from basinsim.shipped import shipped_folder

FORTH = shipped_folder() / "data" / "forth_valley" / "basin.yaml"

# The default run repeats the same examples everywhere; the slow one looks for new ones each time.
QUICK = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
QUICK_LARGE = settings(QUICK, max_examples=12)
THOROUGH = settings(max_examples=1500, deadline=None, suppress_health_check=list(HealthCheck))
THOROUGH_LARGE = settings(THOROUGH, max_examples=300)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as directory:
        yield Path(directory)


def loads_or_is_refused(folder: Path, file: str, text: str) -> None:
    scenario = write_two_lochs(folder)
    (folder / file).write_bytes(text.encode("utf-8", errors="surrogatepass"))
    for problem in problems_of(scenario):
        assert problem.message
        assert Path(problem.place.file).parent == folder, f"no place: {problem}"
        assert problem.place.line >= 0


def problems_of(scenario: Path) -> tuple[Problem, ...]:
    """Load and prepare; any exception but InputError passes through and fails the test."""
    try:
        loaded = bs.load_scenario(scenario)
        prepare(loaded)
        loaded.warnings()
    except InputError as error:
        return error.problems
    return ()


@cache
def tree_of(text: str) -> Any:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "valid.yaml"
        path.write_text(text, encoding="utf-8")
        return read_document(path).value


CASES = {
    "lines of the basin": ("basin.yaml", odd_texts(BASIN)),
    "values of the basin": ("basin.yaml", odd_trees(tree_of(BASIN))),
    "lines of the scenario": ("scenario.yaml", odd_texts(SCENARIO)),
    "values of the scenario": ("scenario.yaml", odd_trees(tree_of(SCENARIO))),
    "lines of the series": ("inflow.csv", odd_texts(INFLOW)),
    "any text as a basin": ("basin.yaml", st.text(max_size=200)),
    "any text as a series": ("inflow.csv", st.text(max_size=200)),
}
LARGE = {
    "lines of the Forth Valley": ("basin.yaml", odd_texts(FORTH.read_text(encoding="utf-8"))),
    "values of the Forth Valley": ("basin.yaml", odd_trees(tree_of(FORTH.read_text(encoding="utf-8")))),
}


def searched(case: tuple[str, st.SearchStrategy[str]], how: settings) -> Callable[[Path], None]:
    """Return a test of a case that searches as hard as the settings say."""
    file, texts = case

    def search(folder: Path) -> None:
        @how
        @given(text=texts)
        def search_one(text: str) -> None:
            loads_or_is_refused(folder, file, text)

        search_one()

    return search


@pytest.mark.parametrize("name", CASES)
def test_an_odd_file_loads_or_is_refused(name: str, folder: Path) -> None:
    searched(CASES[name], QUICK)(folder)


@pytest.mark.parametrize("name", LARGE)
def test_an_odd_large_file_loads_or_is_refused(name: str, folder: Path) -> None:
    searched(LARGE[name], QUICK_LARGE)(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_very_many_odd_files_load_or_are_refused(name: str, folder: Path) -> None:
    searched(CASES[name], THOROUGH)(folder)


@pytest.mark.slow
@pytest.mark.parametrize("name", LARGE)
def test_very_many_odd_large_files_load_or_are_refused(name: str, folder: Path) -> None:
    searched(LARGE[name], THOROUGH_LARGE)(folder)
