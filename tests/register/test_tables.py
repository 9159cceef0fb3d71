"""The register of tables: what it refuses, and that the shipped one covers every shipped column."""

import csv
from pathlib import Path

import pytest
import xarray as xr

from basinsim.errors import InputError
from basinsim.register.tables import TABLES_FILE, TableRow, read_tables, tables_as_markdown

DATA = Path(__file__).resolve().parents[2] / "data" / "forth_valley"
HEADING = "table,columns,unit,status,source,note\n"


def _columns(path: Path) -> set[str]:
    if path.suffix == ".nc":
        with xr.open_dataset(path) as record:
            return {str(name) for name in record.data_vars}
    with path.open(encoding="utf-8", newline="") as file:
        return set(next(csv.reader(line for line in file if not line.startswith("#"))))


def test_every_column_of_the_shipped_tables_has_a_source() -> None:
    registered: dict[str, set[str]] = {}
    for row in read_tables(DATA / TABLES_FILE):
        registered.setdefault(row.table, set()).update(row.columns)
    tables = [*DATA.glob("hydrology/*.csv"), *DATA.glob("hydrology/*.nc"), DATA / "low_flows.csv"]
    assert registered == {path.relative_to(DATA).as_posix(): _columns(path) for path in tables}


def test_each_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / TABLES_FILE
    path.write_text(HEADING + "a.csv,x y,mm,seen,a book,\na.csv,y,,guess,,\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_tables(path)
    told = {str(problem).removeprefix(str(path)).partition(";")[0] for problem in raised.value.problems}
    assert told == {
        ":3:1: a.csv: the column 'unit' is empty",
        ":3:1: a.csv: the column 'source' is empty",
        ":3:1: a.csv: found status 'guess'",
        ":3:1: a.csv: its column 'y' has a row already",
    }


def test_another_file_is_no_register(tmp_path: Path) -> None:
    path = tmp_path / TABLES_FILE
    path.write_text("key,value\na,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="is not a register of tables"):
        read_tables(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_tables(tmp_path / "none.csv")


def test_the_part_of_the_page() -> None:
    row = TableRow("a.csv", ("x", "y"), "mm", "seen", "a book", "page 3|4")
    assert tables_as_markdown((row,)).splitlines()[-1] == (
        "| `a.csv` | `x`, `y` | mm | seen | a book. page 3\\|4 |"
    )
