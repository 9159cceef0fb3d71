"""Every notebook runs from top to bottom, its figures are kept in it, and it stays small."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
BOOKS = sorted(path.stem for path in FOLDER.glob("*.ipynb"))


def _drawn(book: dict[str, Any]) -> int:
    outputs = (output for cell in book["cells"] for output in cell.get("outputs", []))
    return sum("image/png" in output.get("data", {}) for output in outputs)


@pytest.mark.slow
@pytest.mark.notebook
@pytest.mark.parametrize("name", BOOKS)
def test_it_runs_and_draws_what_it_keeps(name: str):
    nbformat = pytest.importorskip("nbformat", reason="the extra 'dev' is not installed")
    nbclient = pytest.importorskip("nbclient", reason="the extra 'dev' is not installed")
    pytest.importorskip("ipykernel", reason="the extra 'dev' is not installed")
    book = nbformat.read(FOLDER / f"{name}.ipynb", as_version=4)
    kept = _drawn(book)
    where = {"metadata": {"path": FOLDER}}
    nbclient.NotebookClient(book, timeout=600, resources=where).execute()
    assert _drawn(book) == kept


@pytest.mark.parametrize("name", BOOKS)
def test_its_figures_are_kept_and_small(name: str):
    path = FOLDER / f"{name}.ipynb"
    assert path.stat().st_size < 700_000
    assert _drawn(json.loads(path.read_text(encoding="utf-8"))) > 0
