"""Reading a register, and what is said of a bad one."""

from pathlib import Path

import pytest

from basinsim.errors import InputError
from basinsim.register import read_register

HEAD = "key,value,unit,low,high,status,source,note\n"
GOOD = (
    "nodes.loch.capacity,64,Mm3,26,64,derived,a book,sources conflict\n"
    "nodes.loch.position,-4.5 56.2,degrees,,,seen,a map,\n"
    "nodes.town.amount,45,Ml/d,,50,assumption,ours,\n"
    "nodes.town.priority,3,-,3,3,assumption,ours,\n"
)


def written(folder: Path, text: str, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_are_read_as_they_stand(tmp_path: Path) -> None:
    register = read_register(written(tmp_path, HEAD + GOOD))
    assert [row.key for row in register.rows][:2] == ["nodes.loch.capacity", "nodes.loch.position"]
    capacity = register.by_key["nodes.loch.capacity"]
    assert (capacity.values, capacity.unit, capacity.status) == ((64.0,), "Mm3", "derived")
    assert register.by_key["nodes.loch.position"].values == (-4.5, 56.2)
    assert len(register.with_status("assumption", "seen").rows) == 3


def test_uncertain_is_what_has_a_range(tmp_path: Path) -> None:
    uncertain = read_register(written(tmp_path, HEAD + GOOD)).uncertain()
    assert {row.key: row.range for row in uncertain} == {
        "nodes.loch.capacity": (26.0, 64.0),
        "nodes.town.amount": (45.0, 50.0),  # an end that is not given is the value itself
    }


def test_several_registers_are_one(tmp_path: Path) -> None:
    more = written(tmp_path, HEAD + "links.pipe.max_flow,5,Ml/d,,,seen,a plan,\n", "more.csv")
    assert len(read_register(written(tmp_path, HEAD + GOOD), more).rows) == 5
    with pytest.raises(
        InputError, match=r"more.csv:2:1: links.pipe.max_flow: stood in .*more.csv:2:1 already"
    ):
        read_register(more, more)


def test_every_bad_row_is_told_with_its_line(tmp_path: Path) -> None:
    bad = (
        "a,,Ml,,,seen,x,\n"
        "b,4,,,,seen,x,\n"
        "c,4,Ml,,,sean,x,\n"
        "d,4,Ml,5,,seen,x,\n"
        "e,4,Ml,,3,seen,x,\n"
        "f,four,Ml,,,seen,x,\n"
        "g,4,Ml,,,seen,,\n"
        "a,4,Ml,,,seen,x,\n"
        "h,nan,Ml,,,seen,x,\n"
    )
    with pytest.raises(InputError) as caught:
        read_register(written(tmp_path, HEAD + bad))
    told = [(problem.place.line, problem.message) for problem in caught.value.problems]
    assert [line for line, _ in told] == list(range(2, 11))
    for (_, message), part in zip(
        told,
        ("'value' is empty", "'unit' is empty", "did you mean 'seen'?", "low (5) is above the value (4)",
         "high (3) is below", "'four' is not a number", "'source' is empty", "already", "'nan' is not a number"),
        strict=True,
    ):  # fmt: skip
        assert part in message


def test_other_tables_and_missing_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="its columns must be key, value, unit"):
        read_register(written(tmp_path, "key,value\na,1\n"))
    with pytest.raises(InputError, match="no such file"):
        read_register(tmp_path / "nowhere.csv")
