"""Essential needs first: who needs how much, and what stands behind it; sums by hand."""

from datetime import date

import pytest
from policies.small_basin import BASIN, after, refusals
from support.runs import last, run_case

from basinsim.calendar import make_calendar
from basinsim.demand_models.resolve import resolve_amount

LEVER = {"type": "essential_needs_first"}
# One community served by two users: how many of its people the plain series serves is not known.
SHARED = BASIN.replace("essential: 20, priority: 3, community: city", "priority: 3, community: town")
STATED = BASIN.replace("priority: 3, community: city", "priority: 3, community: town")


def needs(basin, name: str) -> float:
    essential = basin.nodes[name].essential
    day = make_calendar(date(2001, 1, 1), date(2001, 1, 1), "day")
    return float(resolve_amount(essential.amount, day, [0]).item())


def test_people_are_those_of_the_model_or_of_the_community():
    changed = after(LEVER | {"per_head": 80})
    assert needs(changed, "town") == pytest.approx(8)
    assert needs(changed, "springs") == pytest.approx(0.08)
    assert needs(changed, "city") == pytest.approx(32)
    assert after(LEVER, text=SHARED).nodes["city"].essential is None


def test_a_stated_need_of_people_who_cannot_be_counted_moves_as_it_is():
    moved = after(LEVER, text=STATED).nodes["city"].essential
    assert (moved.amount.number, moved.priority) == (20, 1)


def test_animals_count_unless_switched_off():
    assert needs(after(LEVER), "farm") == pytest.approx(0.2)
    assert after(LEVER | {"livestock": False}).nodes["farm"].essential is None


def order(basin) -> dict[str, tuple[int, int | None]]:
    return {
        name: (node.priority, node.essential and node.essential.priority)
        for name, node in basin.nodes.items()
        if node.type == "demand"
    }


def test_nothing_moves_where_the_place_is_free():
    moved = {"town": (3, 1), "city": (3, 1), "springs": (3, 1), "farm": (6, 1), "orchard": (6, None)}
    assert order(after(LEVER)) == moved | {"mill": (5, None), "dyer": (5, None)}


WITH_RIVER = BASIN.replace("{from: hill, to: sea}", "{name: river, from: hill, to: sea, min_flow: 40}")


def test_what_stands_at_its_place_moves_behind_it_with_all_that_follows():
    changed = after(LEVER, text=WITH_RIVER)
    (river,) = [link for link in changed.links if link.name == "river"]
    assert river.min_flow.priority == 2
    moved = {"town": (4, 1), "city": (4, 1), "springs": (4, 1), "farm": (7, 1), "orchard": (7, None)}
    assert order(changed) == moved | {"mill": (6, None), "dyer": (6, None)}


def test_only_what_is_behind_moves():
    changed = after(LEVER | {"priority": 3, "users": ["city"]}, text=WITH_RIVER)
    (river,) = [link for link in changed.links if link.name == "river"]
    assert river.min_flow.priority == 1
    assert order(changed)["town"] == (4, 2)
    assert order(changed)["city"] == (4, 3)


def test_in_a_drought_needs_are_met_before_the_river():
    """12 Ml in the hill: the river is owed 40 first; the needs of 501,000 people and the herds are 25.25 Ml/d."""
    dry = WITH_RIVER.replace("inflow: 1000", "inflow: 12")
    usual, first = run_case(dry), run_case(dry, policies=[LEVER])
    assert last(usual, "flow", "river") == pytest.approx(12)
    assert last(first, "flow", "river") == pytest.approx(0)
    got = {name: last(first, "essential_delivered", name) for name in ("town", "city", "farm")}
    # The aqueduct loses a tenth of what the city gets, 20 Ml/d of need.
    coverage = 12 / (5 + 20 / 0.9 + 0.2)
    assert got == pytest.approx(
        {"town": 5 * coverage, "city": 20 * coverage, "farm": 0.2 * coverage}, rel=1e-6
    )


def test_where_nobody_can_be_counted_it_says_so():
    ((path, message),) = refusals(LEVER | {"users": ["mill"]})
    assert path == (0, "users", 0)
    assert message.startswith("'mill' has no people or animals to count; what has: ")
