"""Tables: every problem at once, with its line."""

from pathlib import Path

import pytest

from basinsim.errors import InputError
from basinsim.hydrology.table_file import Row, read_table


def _area(row: Row) -> tuple[str, float, str]:
    return row.text("name"), row.number("area", least=0.1), row.one_of("kind", ("hill", "plain"))


def _read(folder: Path, text: str) -> list[tuple[str, float, str]]:
    path = folder / "areas.csv"
    path.write_text(text, encoding="utf-8")
    return read_table(path, ("name", "area", "kind"), _area, key="name")


def test_a_table_with_a_comment_and_a_column_of_notes(tmp_path: Path) -> None:
    text = "# made up\nname,area,kind,note\nleny,190,hill,\nallan,161,plain,gauged\n"
    assert _read(tmp_path, text) == [("leny", 190.0, "hill"), ("allan", 161.0, "plain")]


def test_every_problem_of_the_rows_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        _read(tmp_path, "name,area,kind\n,190,hill\nallan,much,hil\nleny,-4,hill\nallan,3,plain\nx,1\n")
    told = [str(problem).replace(str(tmp_path / "areas.csv"), "") for problem in raised.value.problems]
    assert told == [
        ":2:1: name: is empty",
        ":3:1: area: must be a number, found 'much'",
        ":3:1: kind: there is no 'hil'; did you mean 'hill'? (allowed: hill, plain)",
        ":4:1: area: must be at least 0.1, found -4",
        ":5:1: name: 'allan' stands in line 3 already",
        ":6:1: 2 values where the heading has 3 columns",
    ]


def test_a_missing_column_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r":1:1: kind: the column is missing; did you mean 'kinds'"):
        _read(tmp_path, "name,area,kinds\nleny,190,hill\n")


def test_a_missing_file_names_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "areas.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"there is no such file; did you mean 'areas.csv'"):
        read_table(tmp_path / "area.csv", ("name",), lambda row: row.text("name"))


@pytest.mark.parametrize("text", ["", "name,area,kind\n"])
def test_a_table_without_rows(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"is empty|no rows"):
        _read(tmp_path, text)
