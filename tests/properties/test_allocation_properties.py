"""Random networks against an oracle of their own, their mass balance and their limits."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from support.examples import CLOSE, LENGTHS, close, large, small
from support.oracle import Book, label, reaches_itself
from support.quick_runs import quick_run
from support.random_networks import Kind, basins, sharing_basins

Basin = dict[str, Any]


def equals_the_oracle(basin: Basin, steps: int, days: int) -> None:
    run = quick_run(basin, steps, days)
    for step in range(steps):
        book, got = run.book(step), run.got(step)
        expected = book.allocate()
        for wish, asked in expected.asked.items():
            found = min(got[wish], asked)
            assert found == pytest.approx(expected.got[wish], abs=close(asked, book)), (step, wish)
        storage = run.values("storage", step)
        for name, volume in expected.storage.items():
            assert storage[name] == pytest.approx(volume, abs=close(volume, book)), (step, name)
        flow, by_preference = run.values("flow", step), book.links_by_preference()
        for preference, drawn in expected.drawn.items():
            found = sum(flow[name] for name in by_preference[preference]) * days
            assert found == pytest.approx(drawn, abs=close(drawn, book)), (step, preference)
        overflow = sum(run.values("overflow", step).values()) + sum(
            run.values("node_overflow", step).values()
        )
        assert overflow * days == pytest.approx(expected.overflow, abs=close(expected.overflow, book)), step


@given(basins())
@small(33)
def test_one_step_equals_the_oracle(basin: Basin) -> None:
    equals_the_oracle(basin, 1, 1)


@given(basins(Kind(steps=3)), LENGTHS)
@small(13)
def test_steps_equal_the_oracle(basin: Basin, days: int) -> None:
    equals_the_oracle(basin, 3, days)


@given(sharing_basins())
@small(7)
def test_one_step_with_sharing_rules_equals_the_oracle(basin: Basin) -> None:
    equals_the_oracle(basin, 1, 1)


@pytest.mark.slow
@given(sharing_basins(Kind(steps=3, largest_river=8)), LENGTHS)
@large(50)
def test_steps_with_sharing_rules_equal_the_oracle_often(basin: Basin, days: int) -> None:
    equals_the_oracle(basin, 3, days)


@pytest.mark.slow
@given(basins(Kind(largest_river=8)))
@large(500)
def test_one_step_equals_the_oracle_often(basin: Basin) -> None:
    equals_the_oracle(basin, 1, 1)


@pytest.mark.slow
@given(basins(Kind(steps=8)), LENGTHS)
@large(80)
def test_many_steps_equal_the_oracle(basin: Basin, days: int) -> None:
    equals_the_oracle(basin, 8, days)


def water_is_neither_made_nor_lost(basin: Basin, steps: int, days: int) -> None:
    run = quick_run(basin, steps, days)
    data = run.dataset().isel(member=0)
    assert data.attrs["mass_balance_error"] < CLOSE
    for step in range(steps):
        now = {
            name: data[name].isel(time=step)
            for name in ("flow", "inflow", "delivered", "surface_gain", "overflow")
        }
        over = data["node_overflow"].isel(time=step)
        start = run.start(step)
        for name, node in basin["nodes"].items():
            came = left = 0.0
            for link in basin["links"]:
                flow = float(now["flow"].sel(link=label(link))) * days
                left += flow if link["from"] == name else 0.0
                came += (1 - link.get("loss", 0.0)) * flow if link["to"] == name else 0.0
            for user, giver in basin["nodes"].items():
                if giver.get("returns", {}).get("to") == name:
                    late = reaches_itself(basin, user)
                    given_back = (
                        giver["returns"]["fraction"] * float(now["delivered"].sel(demand=user)) * days
                    )
                    came += start.returns_underway.get(user, 0.0) if late else given_back
            match node["type"]:
                case "outlet":
                    continue
                case "catchment":
                    came += float(now["inflow"].sel(catchment=name)) * days
                case "works":
                    came *= 1 - node.get("loss", 0.0)
                case "demand":
                    left += float(now["delivered"].sel(demand=name)) * days
                case "reservoir":
                    came += start.storage[name] + float(now["surface_gain"].sel(reservoir=name)) * days
                    left += float(data["storage"].isel(time=step).sel(reservoir=name))
                    left += float(now["overflow"].sel(reservoir=name)) * days
            left += float(over.sel(node=name)) * days
            assert came == pytest.approx(left, abs=close(came, run.book(step))), (step, name)


@given(basins(Kind(steps=2)), LENGTHS)
@small(8)
def test_water_is_neither_made_nor_lost(basin: Basin, days: int) -> None:
    water_is_neither_made_nor_lost(basin, 2, days)


@pytest.mark.slow
@given(basins(Kind(steps=6)), LENGTHS)
@large(80)
def test_water_is_neither_made_nor_lost_often(basin: Basin, days: int) -> None:
    water_is_neither_made_nor_lost(basin, 6, days)


def stays_within_limits(basin: Basin, steps: int, days: int) -> None:
    run = quick_run(basin, steps, days)
    for step in range(steps):
        book, flow, got = run.book(step), run.values("flow", step), run.got(step)
        small = CLOSE * max(1.0, book.unit)

        def most(value: Any, book: Book = book, small: float = small) -> float:
            return np.inf if value is None else book.number(value) + small / days

        for variable in (
            "flow",
            "delivered",
            "storage",
            "overflow",
            "node_overflow",
            "gauge_flow",
            "turbine_flow",
        ):
            assert min(run.values(variable, step).values(), default=0.0) >= 0.0, variable
        for name, volume in run.values("storage", step).items():
            node = basin["nodes"][name]
            assert node["dead_storage"] - small <= volume <= node["capacity"] + small, name
        for name, link in book.links.items():
            assert flow[name] <= most(link.get("max_flow")), name
        for name, node in basin["nodes"].items():
            taken = sum(
                flow[at] * (1 - link.get("loss", 0)) for at, link in book.links.items() if link["to"] == name
            )
            assert taken <= most(node.get("capacity") if node["type"] == "works" else None), name
            assert run.values("turbine_flow", step).get(name, 0.0) <= most(node.get("max_flow")), name
        for kind, name in book.places:
            if kind in ("rest", "essential"):
                assert got[kind, name] <= book.asked((kind, name)) + small, (kind, name)
        for name, licence in basin.get("licences", {}).items():
            subjects = licence["applies_to"]
            taken = sum(
                flow[at] for at, link in book.links.items() if at in subjects or link["to"] in subjects
            )
            assert taken <= most(licence.get("daily")), name
            if "annual" in licence:
                used = book.start.licence_used[name] + taken * days
                assert used <= licence["annual"] + small, name
                assert run.values("licence_used", step)[name] == pytest.approx(used, abs=close(used, book)), (
                    name
                )


@given(basins(Kind(steps=3)), LENGTHS)
@small(16)
def test_stays_within_limits(basin: Basin, days: int) -> None:
    stays_within_limits(basin, 3, days)


@pytest.mark.slow
@given(basins(Kind(steps=10)), LENGTHS)
@large(150)
def test_stays_within_limits_often(basin: Basin, days: int) -> None:
    stays_within_limits(basin, 10, days)


def test_what_comes_back_never_makes_a_step_impossible() -> None:
    # The town's water comes back a step later, above a turbine that cannot pass it all.
    basin: Basin = {
        "name": "a return above a small turbine",
        "nodes": {
            "hills": {"type": "catchment", "inflow": 10},
            "turbine": {"type": "hydropower", "head": 10, "efficiency": 1, "max_flow": 5},
            "weir": {"type": "junction"},
            "town": {
                "type": "demand",
                "sector": "public",
                "amount": 10,
                "returns": {"to": "turbine", "fraction": 1},
            },
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "hills", "to": "weir"},
            {"from": "turbine", "to": "weir"},
            {"from": "weir", "to": "town"},
            {"from": "weir", "to": "sea"},
        ],
    }
    run = quick_run(basin, 2)
    assert run.values("delivered", 1)["town"] == pytest.approx(10)
    assert run.values("turbine_flow", 1)["turbine"] == pytest.approx(5)
    assert run.values("node_overflow", 1)["turbine"] == pytest.approx(5)


def test_where_water_overflows_costs_nobody_anything() -> None:
    # Ten overflow in any case. Sent over the licensed reach first, they would use up the town's licence.
    basin: Basin = {
        "name": "an overflow over a licensed reach",
        "nodes": {
            "moor": {"type": "catchment", "inflow": 10},
            "pond": {"type": "junction"},
            "hills": {"type": "catchment", "inflow": 10},
            "town": {"type": "demand", "sector": "public", "amount": 10},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"name": "reach", "from": "moor", "to": "pond"},
            {"from": "pond", "to": "sea", "max_flow": 0},
            {"from": "hills", "to": "town"},
            {"from": "hills", "to": "sea"},
        ],
        "licences": {"abstraction": {"applies_to": ["reach", "town"], "daily": 10}},
    }
    assert quick_run(basin).values("delivered")["town"] == pytest.approx(10)
