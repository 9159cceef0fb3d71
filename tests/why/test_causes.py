"""The cause that is known, for each kind of cause, and the smallest change that can be worked out by hand.

All of them stand on one river:

    hill -> weir -> sea
              |-> town, farm, ... (as each test says)
"""

import pytest
from why.days import asked_why, demand, river

TOWN = {"from": "weir", "to": "town"}
FARM = {"from": "weir", "to": "farm"}


def told(found, *, first: str, name: str, missing: float) -> None:
    """Check the first cause, that it explains all that is missing, and how much is."""
    assert found.missing / found.days == pytest.approx(missing)
    effect = found.effects[0]
    assert (effect.limit.kind, effect.limit.name) == (first, name)


def smallest(found) -> tuple[str, float | None]:
    """Return the smallest change in words, and by how much."""
    part = found.changes[0].parts[0]
    return found.changes[0].text, part.by


def test_capacity_of_a_link(tmp_path):
    """hill 60 -> weir -(pipe, at most 40)-> town asks 50."""
    found = asked_why(
        tmp_path, river(60, {"town": demand(50)}, [{**TOWN, "max_flow": 40, "name": "pipe"}]), "town"
    )
    told(found, first="capacity", name="pipe", missing=10)
    assert found.effects[0].gain == pytest.approx(10)
    assert smallest(found) == ("with 10 Ml/d more capacity at 'pipe'", pytest.approx(10, rel=1e-5))
    assert [effect.limit.kind for effect in found.effects] == ["capacity"]


def test_capacity_of_works_that_lose_water(tmp_path):
    """hill 60 -> weir -> works (take in 40, lose a tenth) -> town asks 45 and gets 36: 10 more are to be taken in."""
    nodes = {"works": {"type": "works", "capacity": 40, "loss": 0.1}, "town": demand(45)}
    links = [{"from": "weir", "to": "works"}, {"from": "works", "to": "town"}]
    found = asked_why(tmp_path, river(60, nodes, links), "town")
    told(found, first="capacity", name="works", missing=9)
    assert smallest(found) == ("with 10 Ml/d more capacity at 'works'", pytest.approx(10, rel=1e-5))


@pytest.mark.parametrize(
    ("licence", "text"),
    [
        ({"daily": 20}, "with 10 Ml/d more allowed by the licence 'abstraction'"),
        ({"annual": 50}, "with 10 Ml more allowed a year by the licence 'abstraction'"),
        (
            {"seasonal": {"amount": 50, "months": [1, 2]}},
            "with 10 Ml more allowed a season by the licence 'abstraction'",
        ),
        (
            {"rolling": {"amount": 50, "days": 3}},
            "with 10 Ml more allowed in any 3 days by the licence 'abstraction'",
        ),
    ],
    ids=["daily", "annual", "seasonal", "rolling"],
)
def test_licence(tmp_path, licence, text):
    """hill 60 -> weir -> town asks 30 on each of two days; on the second a licence leaves it 20."""
    basin = river(
        60, {"town": demand(30)}, [TOWN], licences={"abstraction": {"applies_to": ["town"], **licence}}
    )
    period = {"start": "2001-01-01", "end": "2001-01-02"}
    found = asked_why(tmp_path, basin, "town", "2001-01-02", period=period)
    told(found, first="licence", name="abstraction", missing=10)
    assert smallest(found) == (text, pytest.approx(10, rel=1e-5))
    if "daily" not in licence:
        assert "30 Ml of it were used before" in found.effects[0].limit.text


def test_hands_off_flow(tmp_path):
    """hill 62 -> meadow -> weir; a farm above asks 8, and 60 are to stay at the weir: it gets 2, 6 are missing."""
    nodes = {"meadow": {"type": "junction"}, "farm": demand(8)}
    rules = {"low": {"type": "hands_off_flow", "gauge": "weir", "threshold": 60, "applies_to": ["farm"]}}
    basin = river(
        62, nodes, [{"from": "meadow", "to": "farm"}, {"from": "meadow", "to": "weir"}], rules=rules
    )
    basin["links"][0] = {"from": "hill", "to": "meadow"}
    found = asked_why(tmp_path, basin, "farm")
    told(found, first="hands_off_flow", name="low", missing=6)
    assert smallest(found)[1] == pytest.approx(6, rel=1e-5)
    assert {change.text for change in found.changes} == {
        "if the hands-off flow 'low' at 'weir' were 6 Ml/d lower",
        "with 6 Ml/d more water from 'hill'",
    }


def test_half_of_what_is_above_a_hands_off_flow(tmp_path):
    """As above, but only half of what is above may be taken: 1 of 8; the threshold must be 14 lower to leave 8."""
    rules = {
        "low": {
            "type": "hands_off_flow",
            "gauge": "weir",
            "threshold": 60,
            "share_above": "50 %",
            "applies_to": ["farm"],
        }
    }
    basin = river(62, {"farm": demand(8)}, [{"from": "hill", "to": "farm"}], rules=rules)
    found = asked_why(tmp_path, basin, "farm")
    told(found, first="hands_off_flow", name="low", missing=7)
    assert smallest(found)[1] == pytest.approx(14, rel=1e-5)


def test_senior_user(tmp_path):
    """hill 30 -> weir -> town (priority 1) asks 25, farm (priority 2) asks 10 and gets 5."""
    found = asked_why(tmp_path, river(30, {"town": demand(25), "farm": demand(10, 2)}, [TOWN, FARM]), "farm")
    told(found, first="senior_user", name="town", missing=5)
    assert "'town' comes first (priority 1) and takes 25 Ml/d" in found.effects[0].limit.text
    assert smallest(found) == ("if 'town' asked for 5 Ml/d less", pytest.approx(5, rel=1e-5))
    assert [effect.limit.kind for effect in found.effects] == ["senior_user", "inflow"]


def test_essential_needs_of_an_equal_come_first(tmp_path):
    """hill 26: both ask 20 at one priority, 12 of the town's are essential: then 14 for 8 and 20, half of each.

    Without the essential needs 26 for 28, so 18.57 for the farm; without the rest of the town 14.
    """
    town = demand(20, 2, essential={"amount": 12, "priority": 1})
    found = asked_why(tmp_path, river(26, {"town": town, "farm": demand(20, 2)}, [TOWN, FARM]), "farm")
    told(found, first="inflow", name="hill", missing=10)
    assert {effect.limit.kind: effect.gain for effect in found.effects} == {
        "inflow": pytest.approx(10),
        "senior_user": pytest.approx(26 * 20 / 28 - 10),
        "equal_user": pytest.approx(4),
    }


def test_equal_sharing(tmp_path):
    """hill 30 -> weir -> town asks 40, farm 20, one priority: half of each. The farm misses 10.

    More water: 30 for both. The town asking for less: farm 20 of 30 leaves 10 for the town, so 30 less.
    """
    found = asked_why(tmp_path, river(30, {"town": demand(40), "farm": demand(20)}, [TOWN, FARM]), "farm")
    told(found, first="equal_user", name="town", missing=10)
    sizes = {change.text: change.parts[0].by for change in found.changes}
    assert sizes == {
        "if 'town' asked for 30 Ml/d less": pytest.approx(30, rel=1e-5),
        "with 30 Ml/d more water from 'hill'": pytest.approx(30, rel=1e-5),
    }
    ranges = {one.user: (one.least, one.got, one.most) for one in found.ranges}
    assert ranges == {
        "farm": pytest.approx((0, 10, 20), abs=1e-5),
        "town": pytest.approx((10, 20, 30), abs=1e-5),
    }


def test_empty_store(tmp_path):
    """hill 5 -> loch (12 Ml, 4 of them dead) -> town asks 20: 13 of 20; with 7 Ml more in the loch it has all."""
    loch = {"type": "reservoir", "capacity": 100, "dead_storage": 4, "initial": 12}
    basin = {
        "name": "loch",
        "nodes": {
            "hill": {"type": "catchment", "inflow": 5},
            "loch": loch,
            "town": demand(20),
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "hill", "to": "loch"},
            {"from": "loch", "to": "town"},
            {"from": "loch", "to": "sea"},
        ],
    }
    found = asked_why(tmp_path, basin, "town")
    told(found, first="empty_store", name="loch", missing=7)
    assert "it holds 12 Ml at the start and 4 Ml of that is dead storage" in found.effects[0].limit.text
    sizes = {change.text: change.parts[0].by for change in found.changes}
    assert sizes == {
        "with 7 Ml more in 'loch' at the start": pytest.approx(7, rel=1e-5),
        "with 7 Ml/d more water from 'hill'": pytest.approx(7, rel=1e-5),
    }


def test_inflow(tmp_path):
    """hill 30 -> weir -> town asks 50, alone on the river."""
    found = asked_why(tmp_path, river(30, {"town": demand(50)}, [TOWN]), "town")
    told(found, first="inflow", name="hill", missing=20)
    assert smallest(found) == ("with 20 Ml/d more water from 'hill'", pytest.approx(20, rel=1e-5))


def test_environmental_flow_that_nature_brings(tmp_path):
    """hill 40; the weir asks for 100, or what nature brings; the farm after it asks 5 and gets nothing.

    5 less for the river is enough; of more water the river takes all until it has its 100: 65 more.
    """
    weir = {"environmental_flow": {"amount": 100, "priority": 1, "natural": ["hill"]}}
    found = asked_why(tmp_path, river(40, {"weir": weir, "farm": demand(5, 2)}, [FARM]), "farm")
    told(found, first="river_wish", name="environmental_flow weir", missing=5)
    sizes = {change.text: change.parts[0].by for change in found.changes}
    assert sizes == {
        "if the environmental flow at 'weir' were 5 Ml/d lower": pytest.approx(5, rel=1e-5),
        "with 65 Ml/d more water from 'hill'": pytest.approx(65, rel=1e-5),
    }


def test_drought_stage_that_closes_a_way(tmp_path):
    """The loch is below half, so the stage raises the compensation to 30; the town gets 10 + 0 of 20."""
    loch = {"type": "reservoir", "capacity": 100, "initial": 40, "dead_storage": 0}
    stage = {"name": "dry", "enter": "50 %", "leave": "60 %", "min_flow": {"release": 30}}
    basin = {
        "name": "stage",
        "nodes": {"loch": loch, "town": demand(20, 2), "sea": {"type": "outlet"}},
        "links": [
            {"name": "release", "from": "loch", "to": "sea", "min_flow": {"amount": 5, "priority": 1}},
            {"from": "loch", "to": "town"},
        ],
        "rules": {"drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [stage]}},
    }
    found = asked_why(tmp_path, basin, "town")
    told(found, first="rule", name="drought", missing=10)
    assert "the drought stages 'drought' (now: dry)" in found.effects[0].limit.text
    assert "if the drought stages 'drought' had not been in force" in {c.text for c in found.changes}
    assert found.changes[0].parts[0].by == pytest.approx(10, rel=1e-5)


def test_what_a_drought_stage_saves_is_told_and_is_no_shortage(tmp_path):
    """The stage has the town save a quarter of 40: it asks for 30, gets 30 and is not short."""
    stage = {"name": "dry", "enter": "50 %", "leave": "60 %", "savings": {"town": "25 %"}}
    basin = river(
        60,
        {"loch": {"type": "reservoir", "capacity": 100, "initial": 40}, "town": demand(40)},
        [TOWN, {"from": "loch", "to": "weir"}],
        rules={"drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [stage]}},
    )
    found = asked_why(tmp_path, basin, "town", "2001-01-01")
    assert (found.asked, found.got, found.missing) == (30, 30, 0)
    assert found.saved == pytest.approx(10)
    assert "drought" in found.saved_by
    assert not found.effects


def test_control_curve_that_shuts_a_source(tmp_path):
    """The loch is above the curve, and there the pumped source is shut; the pipe from the loch carries 10 of 25."""
    curves = {
        "type": "control_curves",
        "reservoirs": ["loch"],
        "curves": ["40 %"],
        "changes": [{"link": "pumped", "open": [False, True]}],
    }
    links = [{**TOWN, "name": "pumped"}, {"name": "pipe", "from": "loch", "to": "town", "max_flow": 10}]
    nodes = {"loch": {"type": "reservoir", "capacity": 100, "initial": 80}, "town": demand(25)}
    found = asked_why(tmp_path, river(60, nodes, links, rules={"curves": curves}), "town")
    told(found, first="rule", name="curves", missing=15)
    assert {change.text for change in found.changes} == {
        "if the control curves 'curves' had not been in force",
        "with 15 Ml/d more capacity at 'pipe'",
    }


def test_significant_scarcity(tmp_path):
    """After two days below the Q95 of 50 the farm is suspended: nothing of 8."""
    rule = {
        "type": "significant_scarcity",
        "gauge": "weir",
        "q95": 50,
        "applies_to": ["farm"],
        "mean_days": 1,
        "days": 2,
    }
    basin = river(40, {"farm": demand(8)}, [FARM], rules={"scarcity": rule})
    period = {"start": "2001-01-01", "end": "2001-01-04"}
    found = asked_why(tmp_path, basin, "farm", period=period)
    told(found, first="rule", name="scarcity", missing=8)
    assert "the significant scarcity 'scarcity' (now: significant)" in found.effects[0].limit.text
    assert smallest(found)[0] == "if the significant scarcity 'scarcity' had not been in force"


def test_two_limits_in_a_row_need_two_changes(tmp_path):
    """hill 90 -> weir -(pipe 40)-> works (40) -> town asks 50: neither alone helps, both by 10 do."""
    nodes = {"works": {"type": "works", "capacity": 40}, "town": demand(50)}
    links = [{"name": "pipe", "from": "weir", "to": "works", "max_flow": 40}, {"from": "works", "to": "town"}]
    found = asked_why(tmp_path, river(90, nodes, links), "town")
    assert [effect.gain for effect in found.effects] == [0, 0]
    assert {effect.limit.name for effect in found.effects} == {"pipe", "works"}
    assert not found.changes
    assert [part.by for part in found.joint.parts] == [pytest.approx(10, rel=1e-5)] * 2


def test_the_second_limit_comes_after_the_first(tmp_path):
    """hill 45 -> weir -(pipe 40)-> town asks 50: a wider pipe gives 5 more, then the river has no more."""
    found = asked_why(
        tmp_path, river(45, {"town": demand(50)}, [{**TOWN, "name": "pipe", "max_flow": 40}]), "town"
    )
    assert [(e.limit.kind, e.behind) for e in found.effects] == [("capacity", 0), ("inflow", 1)]
    assert [e.gain for e in found.effects] == pytest.approx([5, 0])
    assert sorted(part.by for part in found.joint.parts) == pytest.approx([5, 10], rel=1e-5)


def test_nothing_can_be_otherwise_about_a_store_that_is_full(tmp_path):
    """The loch (2 Ml, full) cannot begin with more: only its inflow could."""
    basin = river(
        0,
        {"loch": {"type": "reservoir", "capacity": 2, "initial": 2}, "town": demand(5)},
        [{"from": "loch", "to": "town"}, {"from": "loch", "to": "weir"}],
    )
    basin["links"][0] = {"from": "hill", "to": "loch"}
    found = asked_why(tmp_path, basin, "town")
    assert [change.text for change in found.changes] == ["with 3 Ml/d more water from 'hill'"]
