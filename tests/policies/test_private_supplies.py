"""Private supplies that are connected, or brought water by tanker; sums by hand."""

import pytest
from policies.small_basin import BASIN, after, differences, refusals
from support.runs import last, run_case

CONNECT = {"type": "connect_private_supplies"}
TANKERS = {"type": "tanker_supply"}
DRY_SPRING = BASIN.replace("spring: {type: catchment, inflow: 1}", "spring: {type: catchment, inflow: 0.02}")


def test_those_who_are_connected_use_what_the_town_uses():
    """Half of 1,000 people leave 0.05 Ml/d of springs, and take 500 x 150 l = 0.075 Ml/d from the mains."""
    assert differences(CONNECT) == pytest.approx({"springs": 0.05, "town": 28.075})
    assert differences(CONNECT | {"share": 1, "to": "town"}) == pytest.approx({"springs": 0, "town": 28.15})


def test_their_needs_move_with_them():
    changed = after(CONNECT | {"share": 0.4})
    assert changed.nodes["springs"].essential.amount.population == pytest.approx(600)
    assert changed.nodes["town"].essential.amount.population == pytest.approx(100_400)


def test_the_community_keeps_its_people_and_has_fewer_on_springs():
    """1 % of 101,000 are 1,010 people, 500 of whom are connected."""
    community = after(CONNECT).communities["town"]
    assert community.population == 101_000
    assert community.private_supply_share == pytest.approx(510 / 101_000)


def test_people_may_move_from_one_community_to_another():
    apart = BASIN.replace(
        "per_head: 50 l/head/d}, priority: 2}\n    priority: 3\n    community: town\n  farm",
        "per_head: 50 l/head/d}, priority: 2}\n    priority: 3\n    community: glen\n  farm",
    ).replace("communities:\n", "communities:\n  glen: {population: 1000, private_supply_share: 1}\n")
    ((path, message),) = refusals(CONNECT, text=apart)
    assert path == (0,)
    assert message == "say which user on mains 'springs' joins (to: NAME); on mains are: town"
    changed = after(CONNECT | {"to": "town"}, text=apart)
    assert changed.communities["glen"].population == pytest.approx(500)
    assert changed.communities["glen"].private_supply_share == pytest.approx(1)
    assert changed.communities["town"].population == pytest.approx(101_500)
    assert changed.communities["town"].private_supply_share == pytest.approx(1010 / 101_500)


def test_whom_they_join_must_be_on_mains_and_count_its_people():
    for wrong in ("twon", "city", "springs"):
        ((path, message),) = refusals(CONNECT | {"to": wrong})
        assert path == (0, "to")
        assert "on mains whose people a demand model counts" in message
    ((path, message),) = refusals(CONNECT | {"users": ["town"]})
    assert path == (0, "users", 0)
    assert message == "'town' has no homes on private supplies; what has: public, springs, town"


def test_tankers_come_when_the_spring_is_short_and_bring_no_more_than_that():
    """The spring gives 0.02 of 0.1 Ml/d; tankers at most 1,000 x 20 l = 0.02."""
    lever = TANKERS | {"per_head": 20}
    before, now = run_case(DRY_SPRING), run_case(DRY_SPRING, policies=[lever])
    got = [last(run, "delivered", "springs") for run in (before, now)]
    assert got == pytest.approx([0.02, 0.04])
    assert last(now, "flow", "works->tankers") == pytest.approx(0.02)


def test_tankers_stay_away_while_the_spring_runs():
    now = run_case(BASIN, policies=[TANKERS])
    assert last(now, "delivered", "springs") == pytest.approx(0.1)
    assert last(now, "flow", "works->tankers") == pytest.approx(0, abs=1e-9)


def test_tankers_are_filled_at_works():
    changed = after(TANKERS | {"works": ["works"]})
    (last_link,) = [link for link in changed.links if link.source == "tankers"]
    assert (last_link.target, last_link.preference) == ("springs", 1000)
    assert last_link.max_flow.number == pytest.approx(0.01)
    ((path, message),) = refusals(TANKERS | {"works": ["wroks"]})
    assert path == (0, "works", 0)
    assert "did you mean 'works'?" in message


def test_tankers_and_mains_in_either_order():
    """Tankers that come first are as many as for all; those who are connected need none."""
    one, other = after(CONNECT, TANKERS), after(TANKERS, CONNECT)
    assert [link.max_flow.number for link in one.links if link.source == "tankers"] == pytest.approx([0.005])
    assert [link.max_flow.number for link in other.links if link.source == "tankers"] == pytest.approx([0.01])
