"""Numbers as people read them."""

import math

import pytest

from basinsim.metrics.amounts import shown, shown_unit


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.97432, "1", "97.4"),
        (1.0, "1", "100"),
        (0.00002, "1", "0.002"),
        (1234.5, "Ml", "1,234"),
        (12.34, "d", "12.3"),
        (1.234, "d", "1.23"),
        (0.0012, "d", "0.001"),
        (41373949, "person-d/yr", "41.4 M"),
        (-2400000, "Ml", "−2.40 M"),
        (0, "Ml", "0"),
        (1e-9, "Ml", "0"),
        (math.nan, "Ml", "–"),
        (math.inf, "yr", "∞"),
        (-math.inf, "yr", "−∞"),
    ],
)
def test_about_three_figures(value, unit, text):
    assert shown(value, unit) == text


def test_changes_have_a_sign():
    assert [shown(x, "1", signed=True) for x in (0.02, -0.02, 0)] == ["+2.0", "−2.0", "0"]


def test_shares_are_shown_in_per_cent():
    assert (shown_unit("1"), shown_unit("Ml")) == ("%", "Ml")
