"""Licences apart and together: who may take what, by hand."""

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import stream

APART = {"a": {"applies_to": ["farm"], "daily": 5}, "b": {"applies_to": ["croft"], "daily": 5}}
POOL = {"type": "licence_pool", "name": "group", "licences": ["a", "b"]}


def granted(**licences) -> dict:
    return {"type": "licences", "set": licences}


def got(results) -> tuple[list[float], list[float]]:
    return series(results, "delivered", "farm"), series(results, "delivered", "croft")


def test_apart_one_is_short_while_the_other_has_licence_to_spare():
    assert got(under(stream(100, {}), granted(**APART))) == (exactly([5]), exactly([4]))


def test_together_they_share_ten_for_twelve():
    farm, croft = got(under(stream(100, {}), granted(**APART), POOL))
    assert (farm, croft) == (exactly([8 * 10 / 12]), exactly([4 * 10 / 12]))


def test_years_seasons_and_rolling_limits_add_up():
    """30 a year together: 12, 12, then 6; a season of February adds up to 12, and three days to 20."""
    year = {name: {"applies_to": who["applies_to"], "annual": 15} for name, who in APART.items()}
    farm, croft = got(under(stream(100, {}), granted(**year), POOL, days=4))
    assert [a + b for a, b in zip(farm, croft, strict=True)] == exactly([12, 12, 6, 0])
    limits = {"seasonal": {"amount": 6, "months": [2]}, "rolling": {"amount": 10, "days": 3}}
    both = {name: {"applies_to": who["applies_to"], **limits} for name, who in APART.items()}
    farm, croft = got(under(stream(100, {}), granted(**both), POOL, start="2001-01-30", days=4))
    assert [a + b for a, b in zip(farm, croft, strict=True)] == exactly([12, 8, 0, 12])


def test_a_licence_of_the_basin_is_replaced_and_taken_away():
    basin = stream(100, {}) | {"licences": APART}
    lever = {"type": "licences", "set": {"a": {"applies_to": ["farm"], "daily": 1}}, "remove": ["b"]}
    assert got(under(basin, lever)) == (exactly([1]), exactly([4]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"daily": None, "annual": 9}, "'a' has a daily limit and 'b' has none"),
        ({"rolling": {"amount": 1, "days": 2}}, "'b' has a rolling limit and 'a' has none"),
        ({"daily": {"values": [1]}}, "a daily limit that is a series"),
    ],
)
def test_unlike_licences_do_not_add_up(change, message):
    given = {"applies_to": ["croft"], "daily": 5} | change
    other = {key: value for key, value in given.items() if value is not None}
    found = misfits(stream(100, {}), granted(a=APART["a"], b=other), POOL)
    assert found
    assert all(key == "1.licences" for key, _ in found)
    assert any(message in said for _, said in found)


def test_unknown_names():
    assert misfits(stream(100, {}), granted(a={"applies_to": ["fram"], "daily": 1}), POOL) == [
        (
            "0.set.a.applies_to.0",
            "there is no works, demand, hydropower or link 'fram'; did you mean 'farm'?",
        ),
        ("1.licences.0", "the basin has no licence 'a'; it has none"),
        ("1.licences.1", "the basin has no licence 'b'; it has none"),
    ]
