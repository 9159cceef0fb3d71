"""Least releases as a share of the natural Q95, and turbines asked for flows by month."""

import pytest
from policies.lever_runs import exactly, misfits, series, under

from basinsim.schema.policy import read_policy


def dam(**turbine) -> dict:
    """A loch that keeps its water unless it is asked for, above a turbine."""
    nodes = {
        "hill": {"type": "catchment", "inflow": 10},
        "loch": {"type": "reservoir", "capacity": 1000, "initial": 600},
        "turbine": {"type": "hydropower", "head": 10, "efficiency": 0.8, **turbine},
        "town": {"type": "demand", "sector": "public", "amount": 5, "priority": 3},
        "sea": {"type": "outlet"},
    }
    links = [
        {"from": "hill", "to": "loch"},
        {"name": "release", "from": "loch", "to": "turbine", "max_flow": 40},
        {"name": "pipe", "from": "loch", "to": "town"},
        {"name": "spill", "from": "loch", "to": "sea", "spill": True},
        {"from": "turbine", "to": "sea"},
    ]
    return {"name": "dam", "nodes": nodes, "links": links}


def lever(**keys) -> dict:
    return {"type": "hydropower_operation", **keys}


def test_a_dam_that_let_nothing_go_releases_its_share():
    assert series(under(dam()), "flow", "release") == exactly([0])
    results = under(dam(), lever(natural_q95={"release": 12}, least_release="150 %"))
    assert series(results, "flow", "release") == exactly([18])
    assert series(results, "storage", "loch") == exactly([600 + 10 - 18 - 5])


def test_a_release_keeps_its_priority_and_a_new_one_has_the_levers():
    """20 in the loch and 5 of it for the town, after which 16 are asked for: the town waits, or does not."""
    basin = dam()
    basin["nodes"]["loch"]["initial"] = 10
    first = under(basin, lever(natural_q95={"release": 16}))
    assert (series(first, "flow", "release"), series(first, "delivered", "town")) == (
        exactly([16]),
        exactly([4]),
    )
    after = under(basin, lever(natural_q95={"release": 16}, priority=4))
    assert (series(after, "flow", "release"), series(after, "delivered", "town")) == (
        exactly([15]),
        exactly([5]),
    )
    basin["links"][1]["min_flow"] = {"amount": 2, "priority": 4}
    own = under(basin, lever(natural_q95={"release": 16}))
    assert (series(own, "flow", "release"), series(own, "delivered", "town")) == (exactly([15]), exactly([5]))


def test_turbines_by_month_come_after_all_others():
    winter = [30] + [0] * 11
    results = under(dam(), lever(turbines={"turbine": winter}), start="2001-01-31", days=2)
    assert series(results, "flow", "release") == exactly([30, 0])
    scarce = dam()
    scarce["nodes"]["loch"]["initial"] = 0
    results = under(scarce, lever(turbines={"turbine": 30}))
    assert (series(results, "delivered", "town"), series(results, "flow", "release")) == (
        exactly([5]),
        exactly([5]),
    )


def test_what_does_not_fit():
    assert misfits(
        dam(), lever(natural_q95={"relase": 1, "release": 30}, least_release=1.5, turbines={"mill": 3})
    ) == [
        ("0.natural_q95.relase", "there is no link 'relase'; did you mean 'release'?"),
        ("0.natural_q95.release", "asks for 45 Ml/d, and the link carries at most 40 Ml/d"),
        ("0.turbines.mill", "there is no hydropower 'mill';"),
    ]


def test_it_changes_something():
    with pytest.raises(ValueError, match="'natural_q95' of releases, by flows of 'turbines', or both"):
        read_policy(lever())
