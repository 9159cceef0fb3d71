"""A pond filled in winter and drawn on in summer, by hand."""

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import stream

from basinsim.schema.policy import read_policy

POND = {"volume": 60, "gauge": "weir"}
SUMMER = [0, 0, 0, 8, 8, 8, 8, 8, 8, 0, 0, 0]


def farm(flows, **keys) -> dict:
    return stream({"values": flows}, {}, farm={"amount": SUMMER, "priority": 3}, croft={"amount": 0}, **keys)


def lever(**keys) -> dict:
    return {"type": "farm_storage", "ponds": {"farm": POND}, "fill_above": 50, "fill_days": 30, **keys}


def test_filled_to_the_end_of_march_and_drawn_on_when_the_river_is_dry():
    """60 in 30 days: 2 a day, from 28 March 8 in four days; then 8 a day in April, from a dry river."""
    results = under(farm([100] * 4 + [0] * 2), lever(), start="2001-03-28", days=6)
    assert series(results, "storage", "farm_pond") == exactly([2, 4, 6, 8, 0, 0])
    assert series(results, "delivered", "farm") == exactly([0, 0, 0, 0, 8, 0])
    assert series(results, "gauge_flow", "weir") == exactly([98] * 4 + [0] * 2)
    assert results.dataset.attrs["mass_balance_error"] < 1e-6


def test_only_what_is_above_the_flow_is_pumped():
    """51.5, 50 and 40 at the weir without the pump: 1.5, nothing, nothing."""
    results = under(farm([51.5, 50, 40]), lever(), start="2001-01-01", days=3)
    assert series(results, "storage", "farm_pond") == exactly([1.5, 1.5, 1.5])
    assert series(results, "gauge_flow", "weir") == exactly([50, 50, 40])


def test_a_full_pond_takes_no_more_and_summer_fills_nothing():
    full = under(farm([100] * 3), lever(initial="95 %"), start="2001-01-30", days=3)
    assert series(full, "storage", "farm_pond") == exactly([59, 60, 60])
    april = under(farm([100] * 2), lever(), start="2001-04-01", days=2)
    assert series(april, "storage", "farm_pond") == exactly([0, 0])


@pytest.mark.parametrize(("first", "left", "at_weir"), [("river", 30, 92), ("pond", 22, 100)])
def test_what_is_drawn_on_first(first, left, at_weir):
    results = under(farm([100]), lever(initial=30, first=first), start="2001-05-01", days=1)
    assert series(results, "delivered", "farm") == exactly([8])
    assert series(results, "storage", "farm_pond") == exactly([left])
    assert series(results, "gauge_flow", "weir") == exactly([at_weir])


def test_no_reservoir_is_let_down_to_fill_a_pond():
    """The dam keeps its 500: 10 come and pass the weir, below the 50 that filling needs."""
    basin = farm([10, 10], loch={"type": "reservoir", "capacity": 500, "storage_priority": 4})
    basin["links"][0] = {"from": "spring", "to": "loch"}
    basin["links"].append({"from": "loch", "to": "meadow"})
    results = under(basin, lever(fill_above=5), start="2001-01-01", days=2)
    assert series(results, "storage", "loch") == exactly([500, 500])
    assert series(results, "storage", "farm_pond") == exactly([2, 4])
    below = under(basin, lever(fill_above=50), start="2001-01-01", days=2)
    assert series(below, "storage", "farm_pond") == exactly([0, 0])


@pytest.mark.parametrize("after", [False, True])
def test_what_is_in_a_pond_is_not_suspended(after):
    """Below the Q95 from the first day: from the second nothing from the river, and 8 a day from the pond."""
    suspended = {"type": "scarcity_suspension", "areas": {"weir": ["farm"]}, "q95": 50}
    rule = suspended | {"mean_days": 1, "trigger_days": 1}
    levers = [lever(initial=12), rule] if after else [rule, lever(initial=12)]
    results = under(farm([20] * 4), *levers, start="2001-05-01", days=4)
    assert series(results, "flow", "ditch") == exactly([8, 0, 0, 0])
    assert series(results, "delivered", "farm") == exactly([8, 8, 4, 0])


def test_what_does_not_fit():
    twice = farm([1])
    twice["links"].append({"name": "well", "from": "meadow", "to": "farm"})
    ((key, message),) = misfits(twice, lever())
    assert key == "0.ponds.farm"
    assert "'farm' has 2: 'ditch', 'well'" in message
    assert misfits(farm([1]), lever(ponds={"frm": POND | {"gauge": "wier", "volume": 0}}))[:3] == [
        ("0.ponds.frm", "there is no demand 'frm'; did you mean 'farm'?"),
        ("0.ponds.frm.gauge", "there is no gauge 'wier'; did you mean 'weir'?"),
        ("0.ponds.frm.volume", "must be one volume above zero"),
    ]


def test_what_building_it_costs_goes_with_its_size():
    """500 + 250 Ml are 750,000 m3, at GBP 2 (1 to 3) each."""
    policy = read_policy(lever(ponds={"one": {**POND, "volume": 500}, "two": {**POND, "volume": 250}}))
    (spent,) = policy.spending()
    assert (spent.low, spent.amount, spent.high) == (750_000, 1_500_000, 2_250_000)
