"""Cells: what is read, and what they are sorted by."""

import math

import pytest

from basinsim.report.tables import change_with_unit, number, quantity, sort_key, table, with_unit, words


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5, "1", "50.0 %"),
        (0.99996, "1", ">99.9 %"),
        (1.0, "1", "100 %"),
        (1250.0, "Ml", "1,250 Ml"),
        (math.nan, "Ml", "– Ml"),
    ],
)
def test_numbers_with_their_unit(value, unit, text):
    assert with_unit(value, unit) == text.replace(" ", "\N{NO-BREAK SPACE}")


def test_a_share_changes_by_points():
    assert change_with_unit(0.163, "1").split() == ["+16.3", "points"]
    assert change_with_unit(-12.0, "Ml").split() == ["−12.0", "Ml"]


def test_cells_sort_by_their_number():
    assert number(1234.5, "years").key == "1234.5"
    assert quantity(0.25, "1", note="▲ better").note == "▲ better"
    assert float(sort_key(math.inf)) == 1e308
    assert sort_key(math.nan) == ""
    assert words("a").key == ""


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="2 cells"):
        table("pairs", [("a", False), ("b", False)], [(words("alone"),)])
