"""A lever that leaves users with less than they cannot do without is told at loading."""

import pytest
from policies.small_basin import BASIN, after, basin, refusals

from basinsim.policies.beyond import beyond_amount

NEEDS = {"type": "essential_needs_first"}
HEAD = {"type": "per_head_use"}


def test_needs_above_the_amount_are_told_with_both_numbers():
    """1,000 people on springs use 0.1 Ml/d; 120 litres a head are 0.12. The town asks for 28 Ml/d in all."""
    ((path, message),) = refusals(NEEDS | {"per_head": 120})
    assert path == (0,)
    assert message == "'springs' would ask for 0.1 Ml/d on some day, and cannot do without 0.12 Ml/d"
    assert refusals(NEEDS | {"per_head": 120, "users": ["town"]}) == []


def test_so_is_an_amount_below_the_needs():
    ((path, message),) = refusals(HEAD | {"per_head": 40, "zones": ["springs"]})
    assert path == (0,)
    assert "would ask for 0.04 Ml/d on some day, and cannot do without 0.05 Ml/d" in message
    assert after(HEAD | {"per_head": 50, "zones": ["springs"]})


@pytest.mark.parametrize(
    ("amount", "essential", "found"),
    [
        ("[9, 9, 9, 9, 9, 5, 9, 9, 9, 9, 9, 9]", "6", (6.0, 5.0)),
        ("[9, 9, 9, 9, 9, 5, 9, 9, 9, 9, 9, 9]", "[8, 8, 8, 8, 8, 5, 8, 8, 8, 8, 8, 8]", None),
        ("{values: [1]}", "6", None),
        ("{model: transfer, flow: 5, dry_weather: {weather: hill, increase: 50 %}}", "6", (6.0, 5.0)),
        ("{model: irrigation, weather: hill, crops: {grass: 1 ha}}", "6", None),
    ],
)
def test_the_worst_day_of_a_year_counts_where_it_is_known(amount, essential, found):
    text = BASIN.replace("amount: 100, essential: 20", f"amount: {amount}, essential: {essential}")
    assert beyond_amount(basin(text).nodes["city"]) == found


def test_what_was_wrong_before_is_not_the_levers_fault():
    text = BASIN.replace("amount: 100, essential: 20", "amount: 10, essential: 20")
    assert refusals({"type": "metering", "zones": ["city"]}, text=text) == []
