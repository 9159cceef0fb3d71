"""Evaporation takes what is there, and nobody keeps or sends water only to evaporate."""

from typing import Any

import numpy as np
import pytest
from foresight.horizon_runs import Window, foresee
from hypothesis import given
from hypothesis import strategies as st
from support.examples import large, small
from support.random_networks import Kind, basins

Basin = dict[str, Any]
FORESIGHTS = st.sampled_from(["full", (2, 1), (3, 3), (9, 9)])


def each(*values: float) -> dict[str, list[float]]:
    return {"values": list(values)}


def drying(users: dict[str, dict[str, Any]], initial: float, inflow: Any = 0, **loch: Any) -> Basin:
    """burn -> loch, from which 4 Ml a day can evaporate -> every user, and the sea."""
    loch = {"capacity": 100, "initial": initial, "surface": 2, "evaporation": 2, **loch}
    return {
        "name": "drying",
        "nodes": {
            "burn": {"type": "catchment", "inflow": inflow},
            "loch": {"type": "reservoir", **loch},
            "sea": {"type": "outlet"},
            **{name: {"type": "demand", "sector": "public", **user} for name, user in users.items()},
        },
        "links": [
            {"from": "burn", "to": "loch"},
            {"from": "loch", "to": "sea", "spill": True},
            *({"from": "loch", "to": name} for name in users),
        ],
    }


FARM_THEN_TOWN = {
    "farm": {"amount": each(30, 0, 0, 0), "priority": 2},
    "town": {"amount": each(0, 0, 0, 3), "priority": 1},
}


def test_water_is_not_kept_only_to_evaporate() -> None:
    """10 Ml and a farm that wants them today: 4 evaporate today, and nothing is left for tomorrow's sun."""
    run = foresee(drying({"farm": {"amount": each(10, 0, 0)}}, 10), 3)
    assert run.series("delivered")["farm"] == pytest.approx([6, 0, 0])
    assert run.series("surface_gain")["loch"] == pytest.approx([-4, 0, 0])


def test_what_is_saved_for_later_pays_for_what_evaporates_meanwhile() -> None:
    """Step by step nothing would be left; the town's 3 need 12 more kept, and the farm has 30 - 4 - 15."""
    run = foresee(drying(FARM_THEN_TOWN, 30), 4)
    assert run.series("delivered")["town"] == pytest.approx([0, 0, 0, 3])
    assert run.series("delivered")["farm"] == pytest.approx([11, 0, 0, 0])
    assert run.series("storage")["loch"] == pytest.approx([15, 11, 7, 0])
    assert run.simulated.foresight is not None
    assert run.simulated.foresight.unsettled == 0


def test_what_would_evaporate_before_it_is_used_is_not_saved() -> None:
    """14 Ml: of the 10 that today leaves, nothing would be there in three days."""
    run = foresee(drying(FARM_THEN_TOWN, 14), 4)
    assert run.series("delivered")["town"] == pytest.approx([0] * 4)
    assert run.series("delivered")["farm"] == pytest.approx([10, 0, 0, 0])
    assert run.series("surface_gain")["loch"] == pytest.approx([-4, 0, 0, 0])


def test_what_comes_right_from_a_catchment_can_evaporate() -> None:
    """An empty loch, 1 Ml a day comes and 4 could evaporate."""
    for foresight in ("none", "full"):
        run = foresee(drying({"farm": {"amount": 10}}, 0, inflow=1), 3, foresight)
        assert run.series("surface_gain")["loch"] == pytest.approx([-1] * 3)
        assert run.series("delivered")["farm"] == pytest.approx([0] * 3, abs=1e-9)


def test_the_economic_objective_sells_what_would_only_evaporate() -> None:
    """20 Ml at 1 GBP today and nobody tomorrow: 16 are sold."""
    run = foresee(drying({"farm": {"amount": each(50, 0, 0), "value": 1}}, 20), 3, economic=True)
    assert run.series("delivered")["farm"] == pytest.approx([16, 0, 0])


def test_no_water_is_sent_to_a_store_only_to_evaporate_there() -> None:
    """The upper loch is cool and full, the lower one empty and in the sun: nothing is sent down."""
    basin = {
        "name": "two lochs",
        "nodes": {
            "upper": {"type": "reservoir", "capacity": 100, "initial": 50},
            "lower": {"type": "reservoir", "capacity": 100, "initial": 0, "surface": 2, "evaporation": 2},
            "town": {"type": "demand", "sector": "public", "amount": 5},
        },
        "links": [
            {"from": "upper", "to": "lower"},
            {"from": "upper", "to": "town"},
            {"from": "lower", "to": "town", "preference": 2},
        ],
    }
    for foresight in ("none", (2, 1)):
        run = foresee(basin, 4, foresight)
        assert run.series("delivered")["town"] == pytest.approx([5] * 4)
        assert run.series("surface_gain")["lower"] == pytest.approx([0] * 4)
        assert run.series("storage")["upper"] == pytest.approx([45, 40, 35, 30])


# ---- on any network --------------------------------------------------------------------------------


def evaporation_is_what_the_storages_make_it(basin: Basin, steps: int, foresight: str | Window) -> None:
    run = foresee(basin, steps, foresight)
    said = run.simulated.foresight
    assert said is not None
    series = run.simulated.inputs.series
    for i, name in enumerate(run.simulated.network.reservoirs):
        node = basin["nodes"][name]
        if not node.get("evaporation") or isinstance(node.get("surface"), list):
            continue
        stored = run.series("storage")[name]
        start = np.append(run.simulated.start.storage[0, i], stored[:-1])
        area = float(node.get("surface", 0))
        most, rain = (series[kind][0, :, i] * area for kind in ("evaporation", "rainfall"))
        lost = rain - run.series("surface_gain")[name]
        near = 1e-5 * max(1.0, float(start.max()), float(most.max(initial=0.0)))
        # Not more than can be lost from the surface, and not more than is there.
        direct = sum(
            (1 - link.loss) * run.series("inflow")[link.source]
            for link in run.simulated.network.links.values()
            if link.target == name and link.source in run.simulated.network.catchments
        )
        dead = series["dead_storage"][0, :, i]
        there = np.maximum(start + rain + direct - dead, 0.0)
        unsettled = said.unsettled * most.max(initial=0.0)
        assert np.all(lost >= -near - unsettled), name
        assert np.all(lost <= most + near + unsettled), name
        assert np.all(lost <= there + near + unsettled), name
        # And not less than what is in the store at the start can lose.
        sure = np.minimum(most, np.maximum(start - dead, 0.0))
        assert np.all(lost >= sure - near - unsettled), name


@given(basins(Kind(steps=4)), FORESIGHTS)
@small(25)
def test_evaporation_is_what_the_storages_make_it(basin: Basin, foresight: str | Window) -> None:
    evaporation_is_what_the_storages_make_it(basin, 4, foresight)


@pytest.mark.slow
@given(basins(Kind(steps=10, largest_river=7)), FORESIGHTS)
@large(60)
def test_evaporation_is_what_the_storages_make_it_often(basin: Basin, foresight: str | Window) -> None:
    evaporation_is_what_the_storages_make_it(basin, 10, foresight)
