"""Problems read like a compiler's: place, key, what is wrong, and what may have been meant."""

import pickle

import pytest

from basinsim.errors import (
    BasinsimError,
    InputError,
    Place,
    Problem,
    RunError,
    counted,
    file_error,
    name_hint,
    nearest,
)


def test_a_problem_is_one_line_an_editor_can_jump_to() -> None:
    problem = Problem(Place("basin.yaml", 12, 5), "nodes.town.amount", "must not be negative, found -3")
    assert str(problem) == "basin.yaml:12:5: nodes.town.amount: must not be negative, found -3"


def test_a_problem_of_the_whole_file_has_no_line() -> None:
    assert str(file_error("basin.yaml", "no such file")) == "basin.yaml: no such file"


def test_problems_are_sorted_by_file_line_and_column_and_told_once() -> None:
    def problem(file: str, line: int, column: int, message: str) -> Problem:
        return Problem(Place(file, line, column), "", message)

    mixed = [
        problem("b", 1, 1, "x"),
        problem("a", 10, 2, "x"),
        problem("a", 9, 30, "x"),
        problem("a", 9, 4, "y"),
    ]
    error = InputError([*mixed, mixed[0], problem("a", 9, 4, "x")])
    assert [str(found) for found in error.problems] == [
        "a:9:4: x",
        "a:9:4: y",
        "a:9:30: x",
        "a:10:2: x",
        "b:1:1: x",
    ]
    assert str(error).splitlines() == [str(found) for found in error.problems]


def test_problems_pass_between_processes() -> None:
    error = InputError([Problem(Place("a", 1, 2), "key", "message")])
    again = pickle.loads(pickle.dumps(error))
    assert again.problems == error.problems
    assert str(again) == str(error)
    assert str(pickle.loads(pickle.dumps(RunError("why")))) == "why"


def test_exit_statuses() -> None:
    assert issubclass(InputError, BasinsimError)
    assert issubclass(RunError, BasinsimError)
    assert (InputError.exit_status, RunError.exit_status) == (2, 1)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("capacty", "capacity"),
        ("Capacity", "capacity"),
        ("CAPACITY", "capacity"),
        ("max-flow", "max_flow"),
        ("maxflow", "max_flow"),
        ("enviromental_flow", "environmental_flow"),
        ("colour", None),
        ("", None),
    ],
)
def test_the_nearest_name(written: str, meant: str | None) -> None:
    assert nearest(written, ["capacity", "max_flow", "environmental_flow", "min_flow"]) == meant


@pytest.mark.parametrize(
    ("written", "meant"), [("leakage", "leakage_reduction"), ("leekage", "leakage_reduction"), ("flow", None)]
)
def test_a_word_that_one_name_alone_has_is_near_it(written: str, meant: str | None) -> None:
    assert (
        nearest(written, ["leakage_reduction", "environmental_flows", "river_flow", "hands_off_flow"])
        == meant
    )


def test_the_nearest_name_does_not_depend_on_the_order() -> None:
    names = ["loch_a", "loch_b", "loch_c"]
    assert nearest("loch_d", names) == nearest("loch_d", names[::-1])


def test_names_that_differ_in_case_only_are_kept_apart() -> None:
    assert nearest("Town", ["town", "Town "]) in ("town", "Town ")
    assert name_hint("ml", ["Ml", "m3"]).startswith("did you mean 'Ml'?")


def test_a_hint_lists_what_is_allowed_where_that_can_be_read() -> None:
    assert name_hint("x", ["day", "week"]) == "(allowed: day, week)"
    assert name_hint("wek", ["day", "week"]) == "did you mean 'week'? (allowed: day, week)"
    assert "none is allowed" in name_hint("x", [])


def test_a_hint_among_very_many_names_stays_short() -> None:
    names = [f"catchment_of_the_river_{i}" for i in range(1000)]
    assert name_hint("catchment_of_the_river_70x", names).startswith(
        "did you mean 'catchment_of_the_river_70"
    )
    for written in ("catchment_of_the_river_70x", "zzz"):
        assert len(name_hint(written, names)) < 400


def test_one_is_no_plural() -> None:
    assert [counted(n, "day") for n in (0, 1, 2, 10958)] == ["0 days", "1 day", "2 days", "10,958 days"]
