"""Who is meant by a name, and which stores lie above them."""

import pytest

from basinsim.schema.basin import Basin
from basinsim.yields.groups import GroupError, find_group, stores_above

BASIN = Basin.model_validate(
    {
        "name": "two towns",
        "nodes": {
            "burn": {"type": "catchment", "inflow": 10},
            "high_loch": {"type": "reservoir", "capacity": 100},
            "low_loch": {"type": "reservoir", "capacity": 100},
            "town": {"type": "demand", "sector": "public", "amount": 1, "community": "town"},
            "suburb": {"type": "demand", "sector": "public", "amount": 1, "community": "town"},
            "farm": {"type": "demand", "sector": "agriculture", "amount": 1},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "burn", "to": "high_loch"},
            {"from": "high_loch", "to": "town"},
            {"from": "high_loch", "to": "low_loch"},
            {"from": "low_loch", "to": "suburb"},
            {"from": "burn", "to": "farm"},
            {"from": "low_loch", "to": "sea"},
        ],
        "communities": {"town": {"population": 100}},
    },
    context={},
)


@pytest.mark.parametrize(
    ("name", "users"),
    [
        ("farm", ("farm",)),
        ("town", ("town",)),  # the demand, though a community has that name too
        ("community:town", ("suburb", "town")),
        ("public", ("suburb", "town")),
        ("sector:agriculture", ("farm",)),
        ("farm, town", ("farm", "town")),
        ("all", ("farm", "suburb", "town")),
    ],
)
def test_names(name: str, users: tuple[str, ...]) -> None:
    assert find_group(BASIN, name).users == users


@pytest.mark.parametrize(
    ("name", "hint"),
    [("frm", "'farm'"), ("community:twn", "'town'"), ("sector:publik", "'public'"), ("farm,x", "'x'")],
)
def test_what_is_no_name_is_refused_with_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(GroupError, match=hint):
        find_group(BASIN, name)


def test_stores_above() -> None:
    assert stores_above(BASIN, ("town",)) == ("high_loch",)
    assert stores_above(BASIN, ("suburb",)) == ("high_loch", "low_loch")
    assert stores_above(BASIN, ("farm",)) == ()
