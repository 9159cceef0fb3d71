"""Rows and columns are found by name."""

import numpy as np
import pytest
from scipy.sparse import csc_array

from basinsim.step_program import Block, StepProgram

PROGRAM = StepProgram(
    csc_array(np.array([[1.0, -1.0, 0.0, 0.0, 0.5], [0.0, 1.0, 1.0, 0.0, 0.0]])),
    columns={"flow": Block(0, ("a->b", "main")), "empty": Block(2, ()), "stored": Block(2, ("loch", 1, 7))},
    rows={"balances": Block(0, ("loch",)), "sums": Block(1, (7,))},
)


def test_shape_is_rows_and_columns():
    assert PROGRAM.shape == (2, 5)
    assert all(type(size) is int for size in PROGRAM.shape)


def test_a_component_is_a_slice_of_the_columns():
    assert PROGRAM.of("flow") == slice(0, 2)
    assert PROGRAM.of("stored") == slice(2, 5)
    values = np.arange(10).reshape(2, 5)
    assert values[:, PROGRAM.of("stored")].tolist() == [[2, 3, 4], [7, 8, 9]]
    assert values[:, PROGRAM.of("empty")].shape == (2, 0)


def test_positions_by_label():
    assert PROGRAM.position("flow", "main") == 1
    assert PROGRAM.position("stored", 7) == 4
    assert PROGRAM.positions("stored", (7, "loch")).tolist() == [4, 2]
    assert PROGRAM.positions("flow", ()).dtype.kind == "i"


def test_unknown_names_are_refused():
    with pytest.raises(KeyError):
        PROGRAM.of("storage")
    with pytest.raises(ValueError, match="not in"):
        PROGRAM.position("flow", "sea")


def test_every_row_and_column_has_a_name():
    assert StepProgram.names(PROGRAM.columns) == [
        "flow[a->b]",
        "flow[main]",
        "stored[loch]",
        "stored[1]",
        "stored[7]",
    ]
    assert StepProgram.names(PROGRAM.rows) == ["balances[loch]", "sums[7]"]
