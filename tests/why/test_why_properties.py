"""On random networks: the smallest change is enough and not more than needed, by an oracle that shares no code."""

import copy
from typing import Any

import pytest
from hypothesis import given
from support.examples import large, small
from support.oracle import Book, Start, label
from support.random_networks import Kind, basins
from why.days import day_of

from basinsim.why.day import Day
from basinsim.why.effect import effects
from basinsim.why.other_answers import other_answers
from basinsim.why.smallest_change import Change, joint_change, single_changes
from basinsim.why.what_if import Shift, Stored, WhatIf

Basin = dict[str, Any]

_LINKS = {"link_capacity": "max_flow"}
_NODES = {
    "works_capacity": ("works", "capacity"),
    "turbine_capacity": ("hydropower", "max_flow"),
    "inflow": ("catchment", "inflow"),
    "amount": ("demand", "amount"),
    "dead_storage": ("reservoir", "dead_storage"),
}
_WISHES = {
    # series -> (component, key in the basin file)
    "environmental_flow": ("environmental_flow", "environmental_flow"),
    "target_flow": ("target_flow", "target_flow"),
    "essential": ("essential", "essential"),
}


def otherwise(basin: Basin, day: Day, what: WhatIf) -> None:
    """Change the mapping of a basin file as a remedy says, by names and keys."""
    columns = day.program.columns
    if isinstance(what, Stored):
        basin["nodes"][columns["storage"].labels[what.reservoir]]["initial"] += what.by
        return
    assert isinstance(what, Shift)
    if what.series in ("link_capacity", "minimum_flow"):
        names = columns["flow" if what.series == "link_capacity" else "minimum_flow"].labels
        link = next(link for link in basin["links"] if label(link) == names[what.thing])
        if what.series == "link_capacity":
            link["max_flow"] += what.by
        else:
            wish(link, "min_flow", what.by)
    elif what.series in ("daily_licence", "annual_licence"):
        component = "licensed_take" if what.series == "daily_licence" else "licence_used"
        licence = basin["licences"][columns[component].labels[what.thing]]
        licence[what.series.removesuffix("_licence")] += what.by
    elif what.series in _WISHES:
        component, key = _WISHES[what.series]
        wish(basin["nodes"][columns[component].labels[what.thing]], key, what.by)
    else:
        kind, key = _NODES[what.series]
        names = sorted(name for name, node in basin["nodes"].items() if node["type"] == kind)
        node = basin["nodes"][names[what.thing]]
        node[key] = max(0.0, node[key] + what.by)


def wish(thing: Basin, key: str, by: float) -> None:
    thing[key] = {**thing[key], "amount": max(0.0, thing[key]["amount"] + by)}


def delivered(basin: Basin, day: Day, user: str, change: Change, amounts: list[float | None]) -> float:
    """Return what the oracle gives a user under a change with other amounts [Ml]."""
    other = copy.deepcopy(basin)
    for part, by in zip(change.parts, amounts, strict=True):
        for what in part.remedy.make(by or 0.0):
            otherwise(other, day, what)
    storage = {name: node["initial"] for name, node in other["nodes"].items() if node["type"] == "reservoir"}
    used = dict.fromkeys(other.get("licences", {}), 0.0)
    got = Book(other, Start(storage, used, {})).allocate().got
    return got.get(("rest", user), 0.0) + got.get(("essential", user), 0.0)


def is_just_enough(basin: Basin) -> None:
    day = day_of(basin)
    for user in day.network.demands:
        missing = day.short(user)
        if missing <= 1e-4 * (1 + day.asked(user)):
            continue
        found = effects(day, user)
        assert found, "a shortage without a cause"
        singles = single_changes(day, user, found)
        best = singles[0] if singles else joint_change(day, user, found)
        if best is None:
            # Whatever is not to be had with all remedies together: no cause may be left out that has one.
            assert all(effect.gain < missing for effect in found)
            continue
        asked, near = day.asked(user), 1e-5 * (1 + day.asked(user))
        enough = [part.by for part in best.parts]
        assert delivered(basin, day, user, best, enough) == pytest.approx(asked, abs=near), best.text
        for i, part in enumerate(best.parts):
            if part.by:
                # A hundredth less of any one part is not enough.
                less = [0.99 * by if i == j and by else by for j, by in enumerate(enough)]
                assert delivered(basin, day, user, best, less) < asked - 1e-9 * asked, part.text


@given(basins(Kind(natural=False)))
@small(14)
def test_the_smallest_change_is_enough_and_not_more_than_needed(basin: Basin) -> None:
    is_just_enough(basin)


@pytest.mark.slow
@given(basins())
@large(60)
def test_the_smallest_change_is_enough_and_not_more_than_needed_often(basin: Basin) -> None:
    is_just_enough(basin)


@given(basins())
@small(8)
def test_what_a_user_got_lies_within_its_range_and_lower_users_cost_nothing(basin: Basin) -> None:
    day = day_of(basin)
    ranges = other_answers(day)
    for one in ranges:
        near = 1e-6 * (1 + one.asked)
        assert -near <= one.least <= one.got + near
        assert one.got - near <= one.most <= one.asked + near
