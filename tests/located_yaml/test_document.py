"""Every value keeps its place, also when one file is laid over another."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from basinsim.errors import InputError, Place
from basinsim.located_yaml import Document, read_document
from basinsim.located_yaml.document import dotted

TEXT = """\
# remark
name: Forth
nodes:
  town: {type: demand, amount: 45}
  "farms":
    type: demand
    amount: [1, 2,
      3]
links:
  - {from: a, to: b}
  -
    from: c
curve: [[5, 8 GBP/Ml], [10, 3 GBP/Ml]]
shared: &shared {amount: 3}
again: *shared
"""


@pytest.fixture
def document(tmp_path: Path) -> Document:
    return document_of(TEXT, tmp_path / "file.yaml")


def document_of(text: str, path: Path) -> Document:
    path.write_text(text, encoding="utf-8")
    return read_document(path)


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 2, 1),
        (("name",), 2, 1),
        (("nodes", "town"), 4, 3),
        (("nodes", "town", "amount"), 4, 24),
        (("nodes", "farms"), 5, 3),
        (("nodes", "farms", "amount"), 7, 5),
        (("nodes", "farms", "amount", 2), 8, 7),
        (("links", 0), 10, 5),
        (("links", 0, "to"), 10, 15),
        (("links", 1, "from"), 12, 5),
        (("curve", 1, 1), 13, 29),
        (("again",), 15, 1),
        # what does not stand anywhere is told at what would hold it
        (("nodes", "town", "priority"), 4, 3),
        (("nodes", "lake", "capacity"), 3, 1),
        (("nowhere",), 2, 1),
    ],
)
def test_the_place_of_a_path(path: tuple[str | int, ...], line: int, column: int, document: Document) -> None:
    place = document.place(path)
    assert (place.line, place.column) == (line, column)
    assert Path(place.file).name == "file.yaml"


def test_columns_count_characters_and_not_bytes(tmp_path: Path) -> None:
    document = document_of("{ångström: 1, 水: 2, x: 3}\n", tmp_path / "file.yaml")
    assert document.place(("x",)).column == 21


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_bytes(b"\xef\xbb\xbfname: x\r\nnodes: {a: 1}\r\n")
    document = read_document(path)
    assert document.value == {"name": "x", "nodes": {"a": 1}}
    assert document.place(("nodes", "a")) == Place(str(path), 2, 9)


def test_a_path_is_written_as_a_modeller_would() -> None:
    assert dotted(("nodes", "town", "amount", 3)) == "nodes.town.amount[3]"
    assert dotted(("links", 0, "from")) == "links[0].from"
    assert dotted(()) == ""


def test_an_alias_is_the_same_value_again(document: Document) -> None:
    assert document.value["again"] == document.value["shared"] == {"amount": 3}


def test_an_empty_file_holds_nothing_but_has_a_place(tmp_path: Path) -> None:
    document = document_of("# nothing\n", tmp_path / "file.yaml")
    assert document.value is None
    assert document.place(()).file == str(tmp_path / "file.yaml")


@pytest.mark.parametrize("levels", [100, 5000])
def test_deep_nesting_is_refused(levels: int, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        document_of("[" * levels + "]" * levels, tmp_path / "file.yaml")


def test_aliases_that_multiply_are_refused_at_once(tmp_path: Path) -> None:
    """They are counted, and not written out first: places are never made for them."""
    text = "a0: &a0 [" + ", ".join("x" * 10) + "]\n"
    text += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 40))
    started = time.process_time()
    with pytest.raises(InputError, match="aliases"):
        document_of(text, tmp_path / "file.yaml")
    assert time.process_time() - started < 1.0


READ_IN_LITTLE_MEMORY = """
import resource, sys
from pathlib import Path
from basinsim.errors import InputError
from basinsim.located_yaml import read_document

resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
try:
    read_document(Path(sys.argv[1]))
except InputError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is limited only there")
def test_aliases_that_multiply_are_refused_before_they_fill_the_memory(tmp_path: Path) -> None:
    # Ten aliases of ten aliases of ...: a billion values in 400 characters.
    text = "a0: &a0 [" + ", ".join("x" * 10) + "]\n"
    text += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    path = tmp_path / "file.yaml"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ_IN_LITTLE_MEMORY, path],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "aliases" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, "said once"


def over(top: str, base: str, directory: Path) -> Document:
    (directory / "below").mkdir()
    return document_of(top, directory / "top.yaml").over(document_of(base, directory / "below" / "base.yaml"))


def test_the_upper_file_wins_and_mappings_merge(tmp_path: Path) -> None:
    merged = over(
        "period: {end: 2002-12-31}\nstep: week\npolicies: [c]\nmembers:\n",
        "name: base\nperiod: {start: 2001-01-01, end: 2001-12-31}\nstep: day\npolicies: [a, b]\nmembers: 3\n",
        tmp_path,
    )
    assert merged.value == {
        "name": "base",
        "period": {"start": "2001-01-01", "end": "2002-12-31"},
        "step": "week",
        "policies": ["c"],  # a list is replaced as a whole
        "members": None,
    }


@pytest.mark.parametrize(
    ("upper", "lower"), [("{a: 1}", "[1, 2]"), ("[1]", "{a: 1}"), ("3", "{a: 1}"), ("{a: 1}", "3")]
)
def test_values_of_unlike_kind_are_replaced(upper: str, lower: str, tmp_path: Path) -> None:
    merged = over(f"key: {upper}\n", f"key: {lower}\n", tmp_path)
    assert merged.value == document_of(f"key: {upper}\n", tmp_path / "alone.yaml").value


def test_merged_values_keep_the_place_they_came_from(tmp_path: Path) -> None:
    merged = over(
        "period: {end: 2002-12-31}\n",
        "name: base\nbasin: b.yaml\nperiod: {start: 2001-01-01, end: x}\n",
        tmp_path,
    )
    top, base = str(tmp_path / "top.yaml"), str(tmp_path / "below" / "base.yaml")
    assert merged.place(("period", "end")) == Place(top, 1, 10)
    assert merged.place(("period", "start")) == Place(base, 3, 10)
    assert merged.place(("period",)) == Place(top, 1, 1)
    assert merged.directory(("basin",)) == tmp_path / "below"
    assert merged.directory(("period", "end")) == tmp_path
    assert {path.name for path in merged.texts} == {"top.yaml", "base.yaml"}


def test_places_inside_a_replaced_list_are_those_of_the_upper_file(tmp_path: Path) -> None:
    merged = over("policies:\n  - {type: a}\n", "policies: [{type: x}, {type: y}]\n", tmp_path)
    assert merged.place(("policies", 0, "type")).line == 2
    assert merged.place(("policies", 1)) == merged.place(("policies",))
