"""Every notebook runs from top to bottom, its figures are kept in it, and it stays small."""

import time
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
BOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))
FIRST_FIGURE_WITHIN = 30  # seconds from opening, on two cores that have nothing else to do


def _drawn(book) -> int:
    outputs = (output for cell in book.cells for output in cell.get("outputs", []))
    return sum("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("name", BOOKS)
def test_it_runs_and_draws_early(name: str):
    nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
    nbclient = pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
    pytest.importorskip("ipykernel", reason="the extra 'notebooks' is not installed")
    book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    kept = _drawn(book)
    begin, seconds = time.perf_counter(), []

    def watch(cell, **_told):
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            seconds.append(time.perf_counter() - begin)

    where = {"metadata": {"path": FOLDER}}
    nbclient.NotebookClient(book, timeout=600, resources=where, on_cell_executed=watch).execute()
    assert _drawn(book) == kept
    assert seconds[0] < FIRST_FIGURE_WITHIN


@pytest.mark.parametrize("name", BOOKS)
def test_its_figures_are_kept_and_small(name: str):
    nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
    path = FOLDER / f"{name}.ipynb"
    assert path.stat().st_size < 700_000
    assert _drawn(nbformat.read(path, as_version=4)) > 0
