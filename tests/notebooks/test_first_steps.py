"""The first notebook runs from top to bottom, and stays small."""

from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "first_steps.ipynb"


@pytest.mark.slow
@pytest.mark.notebook
def test_it_runs():
    nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
    nbclient = pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
    pytest.importorskip("ipykernel", reason="the extra 'notebooks' is not installed")
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": NOTEBOOK.parent}}).execute()
    drawn = [
        output
        for cell in book.cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(drawn) == 8


def test_it_keeps_no_large_outputs():
    assert NOTEBOOK.stat().st_size < 1_000_000
