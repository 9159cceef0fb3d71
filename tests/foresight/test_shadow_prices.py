"""The shadow price is the value of one more megalitre: what a little more or less inflow changes."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from foresight.economic_networks import economic_basins
from foresight.horizon_runs import foresee, run_inputs
from hypothesis import given
from support.examples import large, small
from support.quick_runs import prepare
from support.runs import run_case, run_days

Basin = dict[str, Any]
LITTLE = 0.01  # Ml
NEAR = 0.01  # GBP/Ml, and relative


def each(*values: float) -> dict[str, list[float]]:
    return {"values": list(values)}


def river_and(users: dict[str, dict[str, Any]], inflow: Any) -> Basin:
    """river -> weir -> every user, and the sea."""
    return {
        "name": "river",
        "nodes": {
            "river": {"type": "catchment", "inflow": inflow},
            "weir": {"type": "gauge"},
            "sea": {"type": "outlet"},
            **{name: {"type": "demand", "sector": "agriculture", **user} for name, user in users.items()},
        },
        "links": [
            {"from": "river", "to": "weir"},
            {"from": "weir", "to": "sea"},
            *({"from": "weir", "to": name} for name in users),
        ],
    }


def differences(
    basin: Basin, steps: int, little: float = LITTLE
) -> dict[tuple[str, int], tuple[float, float]]:
    """Return the change of the objective by a little less and a little more inflow, for each catchment and step."""
    network, inputs = prepare(basin, steps)
    here = run_inputs(network, inputs, economic=True).money()

    def changed(i: int, step: int, by: float) -> float:
        inflow = np.array(inputs.series["inflow"])
        if inflow[0, step, i] + by < 0:
            return np.nan
        inflow[0, step, i] += by
        other = replace(inputs, series={**inputs.series, "inflow": inflow})
        return (run_inputs(network, other, economic=True).money() - here) / by

    return {
        (name, step): (changed(i, step, -little), changed(i, step, little))
        for i, name in enumerate(network.catchments)
        for step in range(steps)
    }


def assert_prices_are_differences(basin: Basin, steps: int, little: float = LITTLE) -> int:
    """Hold every catchment's price against the differences; return how many are not one-sided."""
    run, two_sided = foresee(basin, steps, economic=True), 0
    for (name, step), (less, more) in differences(basin, steps, little).items():
        prices, one_sided = run.price(name)
        price, near = prices[step], NEAR * max(1.0, abs(prices[step]))
        where = (name, step, less, price, more, bool(one_sided[step]))
        # Value is concave: less water costs at least as much as more of it brings.
        assert np.isnan(less) or price <= less + near, where
        assert price >= more - near, where
        if not one_sided[step]:
            two_sided += 1
            assert price == pytest.approx(more, abs=near), where
            assert np.isnan(less) or price == pytest.approx(less, abs=near), where
    return two_sided


# ---- by hand ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inflow", "price"), [(3, 100), (7, 20), (12, 0)], ids=["rich goes short", "poor goes short", "enough"]
)
def test_the_price_is_what_the_next_user_would_pay(inflow: float, price: float) -> None:
    basin = river_and({"rich": {"amount": 5, "value": 100}, "poor": {"amount": 5, "value": 20}}, inflow)
    prices, one_sided = foresee(basin, 2, economic=True).price("weir")
    assert prices == pytest.approx([price] * 2, abs=1e-9)
    assert not one_sided.any()
    assert assert_prices_are_differences(basin, 2) == 2


@pytest.mark.parametrize(("inflow", "least", "most"), [(5, 20, 100), (10, 0, 20)])
def test_a_price_at_a_kink_is_one_sided(inflow: float, least: float, most: float) -> None:
    basin = river_and({"rich": {"amount": 5, "value": 100}, "poor": {"amount": 5, "value": 20}}, inflow)
    prices, one_sided = foresee(basin, 2, economic=True).price("weir")
    assert one_sided.all()
    assert np.all((prices >= least - 1e-9) & (prices <= most + 1e-9))


def test_water_that_can_be_stored_has_one_price_until_the_loch_is_full_or_empty() -> None:
    """Full on the second day, empty on the fourth: then 30, before that 50."""
    basin = river_and({"farm": {"amount": 4, "value": each(10, 50, 30, 30, 20)}}, each(1, 4, 1, 1, 1))
    basin["nodes"]["weir"] = {"type": "reservoir", "capacity": 4.5, "initial": 2}
    run = foresee(basin, 5, economic=True)
    assert_prices_are_differences(basin, 5)
    assert np.all(np.diff(run.price("weir")[0]) <= 1e-9)


def test_losses_and_costs_on_the_way_lower_the_price() -> None:
    """A fifth is lost and each Ml at the source costs 3: 0.8 x 50 - 3 = 37."""
    basin = river_and({"farm": {"amount": 8, "value": 50}}, 5)
    basin["links"][2] |= {"loss": 0.2, "cost": 3}
    prices, one_sided = foresee(basin, 1, economic=True).price("river")
    assert prices == pytest.approx([37])
    assert not one_sided.any()


def test_a_link_that_costs_more_than_water_is_worth_makes_its_price_negative() -> None:
    """Nobody wants it, and it has to be got rid of at 2 GBP/Ml."""
    basin = river_and({"farm": {"amount": 3, "value": 50}}, 5)
    basin["links"][1]["cost"] = 2
    prices, _ = foresee(basin, 1, economic=True).price("river")
    assert prices == pytest.approx([-2])


def test_the_price_of_water_that_serves_twice() -> None:
    """The mill gives half back above the farm: 10 + 0.5 x 40."""
    basin = {
        "name": "twice",
        "nodes": {
            "river": {"type": "catchment", "inflow": 4},
            "upper": {"type": "junction"},
            "lower": {"type": "junction"},
            "mill": {
                "type": "demand",
                "sector": "industry",
                "amount": 9,
                "value": 30,
                "returns": {"to": "lower", "fraction": 0.5},
            },
            "farm": {"type": "demand", "sector": "agriculture", "amount": 9, "value": 40},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "river", "to": "upper"},
            {"from": "upper", "to": "mill"},
            {"from": "upper", "to": "lower"},
            {"from": "lower", "to": "farm"},
            {"from": "lower", "to": "sea"},
        ],
    }
    run = foresee(basin, 1, economic=True)
    assert run.price("upper")[0] == pytest.approx([50])
    assert run.price("lower")[0] == pytest.approx([40])


def test_prices_are_published_by_node_and_step() -> None:
    basin = river_and({"farm": {"amount": 8, "value": each(50, 60)}}, 5)
    dataset = run_days(basin, 2, foresight="full", objective="economic").dataset
    assert dataset["shadow_price"].dims == ("member", "time", "node")
    assert dataset["shadow_price"].attrs["units"] == "GBP/Ml"
    assert dataset["shadow_price"].sel(node="weir").values.ravel() == pytest.approx([50, 60])
    assert dataset["shadow_price_one_sided"].sel(node="weir").values.ravel() == pytest.approx([0, 0])
    for foresight in ("none", "full"):
        assert "shadow_price" not in run_days(basin, 2, foresight=foresight).dataset


@pytest.mark.parametrize("window", [{"window": 2, "advance": 1}, {"window": 2, "advance": 2}])
def test_prices_of_windows_are_put_together(window: dict[str, int]) -> None:
    basin = river_and({"farm": {"amount": 8, "value": each(50, 60, 70, 80, 90)}}, 5)
    dataset = run_days(basin, 5, foresight=window, objective="economic").dataset
    assert dataset["shadow_price"].sel(node="weir").values.ravel() == pytest.approx([50, 60, 70, 80, 90])


def test_prices_of_a_warm_up_are_left_out() -> None:
    basin = river_and({"farm": {"amount": 8, "value": each(50, 60, 70, 80)}}, 5)
    period = {"start": "2001-01-01", "end": "2001-01-04", "warm_up": "1 day"}
    for foresight in ("full", {"window": 2, "advance": 1}):
        dataset = run_case(basin, period=period, foresight=foresight, objective="economic").dataset
        assert dataset["shadow_price"].sel(node="weir").values.ravel() == pytest.approx([60, 70, 80])


# ---- against what a little more and less brings ----------------------------------------------------


def wetted(basin: Basin) -> Basin:
    """Give every catchment some inflow in every step."""
    nodes = dict(basin["nodes"])
    for name, node in nodes.items():
        if node["type"] == "catchment":
            inflow = node["inflow"]
            wet = {"values": [x or 1 for x in inflow["values"]]} if isinstance(inflow, dict) else inflow or 1
            nodes[name] = node | {"inflow": wet}
    return basin | {"nodes": nodes}


@given(economic_basins(3))
@small(7)
def test_prices_are_what_a_little_water_brings(basin: Basin) -> None:
    assert_prices_are_differences(wetted(basin), 3)


def test_prices_of_a_dry_step() -> None:
    """Nothing flows on the first day; a megalitre would earn 10 on each of three links even so."""
    basin = {
        "name": "dry at first",
        "nodes": {
            "river": {"type": "catchment", "inflow": each(0, 10)},
            "upper": {"type": "reservoir", "capacity": 100, "initial": 0},
            "fork": {"type": "junction"},
            "lower": {"type": "reservoir", "capacity": 100, "initial": 0},
            "farm": {"type": "demand", "sector": "agriculture", "amount": 10, "value": 10},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "river", "to": "upper"},
            {"from": "upper", "to": "fork", "value": 10},
            {"from": "fork", "to": "lower", "value": 10},
            {"from": "lower", "to": "sea", "value": 10},
            {"from": "upper", "to": "farm", "value": 10},
        ],
    }
    assert_prices_are_differences(basin, 2)


@pytest.mark.slow
@given(economic_basins(5, 6))
@large(20)
def test_prices_are_what_a_little_water_brings_often(basin: Basin) -> None:
    assert_prices_are_differences(wetted(basin), 5)


def test_prices_where_what_must_be_kept_is_kept() -> None:
    """Essential needs and the weir have all they ask for: the next megalitre is the farm's."""
    users = {
        "town": {"amount": 5, "value": 10, "essential": 2},
        "farm": {"amount": 9, "value": 50},
    }
    basin = river_and(users, each(9, 9))
    basin["nodes"]["weir"]["environmental_flow"] = {"amount": 3, "priority": 1}
    run = foresee(basin, 2, economic=True)
    assert run.price("weir")[0] == pytest.approx([50, 50])
    assert assert_prices_are_differences(basin, 2) == 2


def test_prices_where_what_must_be_kept_is_short() -> None:
    """1 of the 2 Ml/d that are essential: the next megalitre is the town's at 10, not the farm's at 50."""
    users = {
        "town": {"amount": 5, "value": 10, "essential": 2},
        "farm": {"amount": 9, "value": 50},
    }
    basin = river_and(users, 1)
    run = foresee(basin, 1, economic=True)
    assert run.series("delivered")["town"] == pytest.approx([1])
    assert_prices_are_differences(basin, 1)
