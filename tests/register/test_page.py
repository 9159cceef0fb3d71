"""A register as CSV and as a page."""

from pathlib import Path

from basinsim.register import Register, Row, read_register
from basinsim.register.page import as_csv, as_markdown

ROOT = Path(__file__).resolve().parents[2]
CAPACITY = Row("nodes.loch.capacity", (64.0,), "Mm3", 25.6, None, "derived", "a book", "9 | 10, doubtful")
PRIORITY = Row("nodes.town.priority", (3.0,), "-", None, None, "assumption", "ours", "")


def test_csv_reads_back(tmp_path: Path) -> None:
    shipped = read_register(ROOT / "data" / "forth_valley" / "register.csv")
    (tmp_path / "copy.csv").write_text(as_csv(shipped), encoding="utf-8")
    assert read_register(tmp_path / "copy.csv") == shipped


def test_a_page_by_hand() -> None:
    parts = {
        "Stores": [CAPACITY.key, "nodes.gone.capacity"],
        "Nothing": ["nodes.gone"],
        "Users": [PRIORITY.key],
    }
    page = as_markdown("Two lochs", Register((CAPACITY, PRIORITY)), parts).splitlines()
    assert page[0] == "# Two lochs: where the numbers come from"
    assert page[2].startswith("2 numbers.")
    assert "| `nodes.loch.capacity` | 64 Mm3 | 25.6 to 64 | derived | a book. 9 \\| 10, doubtful |" in page
    assert "| `nodes.town.priority` | 3 |  | assumption | ours |" in page
    assert [line for line in page if line.startswith("## ")] == ["## Stores", "## Users"]
