"""Which type may feed which, loops with and without storage, returns and licences: small basins one at a time."""

from itertools import pairwise
from typing import Any

import pytest

from basinsim.network.checks import problems_in
from basinsim.schema.basin import Basin

NODES: dict[str, dict[str, Any]] = {
    "catchment": {"type": "catchment", "inflow": 1},
    "reservoir": {"type": "reservoir", "capacity": 10},
    "junction": {"type": "junction"},
    "gauge": {"type": "gauge"},
    "works": {"type": "works"},
    "demand": {"type": "demand", "sector": "public", "amount": 1},
    "hydropower": {"type": "hydropower", "head": 10, "efficiency": 0.9},
    "outlet": {"type": "outlet"},
}

# From INTERFACE.md and the reference, typed by hand: x marks what may feed what.
MAY_FEED = """
            catchment reservoir junction gauge works demand hydropower outlet
catchment   .         x         x        x     x     x      x          x
reservoir   .         x         x        x     x     x      x          x
junction    .         x         x        x     x     x      x          x
gauge       .         x         x        x     x     x      x          x
hydropower  .         x         x        x     x     x      x          x
works       .         x         x        .     x     x      .          .
demand      .         .         .        .     .     .      .          .
outlet      .         .         .        .     .     .      .          .
"""
MAY_RECEIVE_RETURNS = {"reservoir", "junction", "gauge", "hydropower", "outlet"}
MAY_BE_LICENSED = {"works", "demand", "hydropower"}


def basin(nodes: dict[str, Any], links: list[tuple[str, str]], **more: Any) -> Basin:
    return Basin.model_validate(
        {"name": "x", "nodes": nodes, "links": [{"from": a, "to": b} for a, b in links], **more}
    )


def messages(found: Basin) -> list[str]:
    return [message for _, message in problems_in(found)]


def allowed_pairs() -> dict[tuple[str, str], bool]:
    header, *rows = MAY_FEED.split("\n")[1:-1]
    targets = header.split()
    return {
        (row.split()[0], target): mark == "x"
        for row in rows
        for target, mark in zip(targets, row.split()[1:], strict=True)
    }


@pytest.mark.parametrize(("source", "target"), allowed_pairs(), ids=lambda kind: kind)
def test_what_may_feed_what(source: str, target: str) -> None:
    found = messages(basin({"a": NODES[source], "b": NODES[target]}, [("a", "b")]))
    refused = [message for message in found if "cannot feed" in message]
    assert bool(refused) != allowed_pairs()[source, target]


@pytest.mark.parametrize("kind", NODES)
def test_what_may_receive_returns(kind: str) -> None:
    nodes = {"town": {**NODES["demand"], "returns": {"to": "b", "fraction": 0.5}}, "b": NODES[kind]}
    refused = any("cannot give back" in message for message in messages(basin(nodes, [])))
    assert refused != (kind in MAY_RECEIVE_RETURNS)


@pytest.mark.parametrize("kind", NODES)
def test_what_may_be_licensed(kind: str) -> None:
    found = messages(basin({"b": NODES[kind]}, [], licences={"l": {"applies_to": ["b"], "daily": 1}}))
    assert any("licence cannot apply" in message for message in found) != (kind in MAY_BE_LICENSED)


RIVER = {
    "spring": NODES["catchment"],
    "a": NODES["junction"],
    "b": NODES["gauge"],
    "c": NODES["junction"],
    "sea": NODES["outlet"],
}
DOWN = [("spring", "a"), ("a", "b"), ("b", "c"), ("c", "sea")]


def loops(nodes: dict[str, Any], links: list[tuple[str, str]]) -> list[str]:
    return [message for message in messages(basin(nodes, links)) if "loop without storage" in message]


def test_a_river_without_loops() -> None:
    assert messages(basin(RIVER, DOWN)) == []


def test_two_ways_that_meet_again_are_no_loop() -> None:
    assert loops(RIVER, [*DOWN, ("a", "c")]) == []


def test_a_loop_names_its_nodes_in_the_order_of_the_flow() -> None:
    (message,) = loops(RIVER, [*DOWN, ("c", "a")])
    assert "a -> b -> c -> a" in message


def test_a_loop_is_told_once_whatever_the_order_of_the_links() -> None:
    assert loops(RIVER, [("c", "a"), *DOWN[::-1]]) == loops(RIVER, [*DOWN, ("c", "a")])


def test_two_loops_are_both_told() -> None:
    assert len(loops(RIVER, [*DOWN, ("c", "b"), ("b", "a")])) == 2


def test_a_loop_through_a_reservoir_is_allowed() -> None:
    nodes = {**RIVER, "b": NODES["reservoir"]}
    assert loops(nodes, [*DOWN, ("c", "a")]) == []


def test_a_loop_away_from_the_main_river_is_found() -> None:
    nodes = {**RIVER, "x": NODES["works"], "y": NODES["works"], "town": NODES["demand"]}
    links = [("c", "x"), ("x", "y"), ("y", "x"), ("y", "town")]
    (message,) = loops(nodes, [*DOWN, *links])
    assert "x -> y -> x" in message


def test_a_very_long_river_is_no_trouble() -> None:
    nodes = {
        "spring": NODES["catchment"],
        **{f"j{i}": NODES["junction"] for i in range(600)},
        "sea": NODES["outlet"],
    }
    names = list(nodes)
    assert messages(basin(nodes, list(pairwise(names)))) == []


def test_a_catchment_may_be_abstracted_from_beside_its_one_river() -> None:
    nodes = {**RIVER, "town": NODES["demand"], "works": NODES["works"]}
    links = [*DOWN, ("spring", "town"), ("spring", "works"), ("works", "town")]
    assert messages(basin(nodes, links)) == []
    (message,) = messages(basin(nodes, [*links, ("spring", "sea")]))
    assert "one way down the river" in message


def test_two_parallel_links_from_a_catchment_to_one_node_are_two_ways() -> None:
    found = Basin.model_validate(
        {
            "name": "x",
            "nodes": RIVER,
            "links": [
                {"name": name, "from": a, "to": b}
                for name, (a, b) in zip("pqrst", [*DOWN, DOWN[0]], strict=True)
            ],
        }
    )
    assert any("one way down the river" in message for message in messages(found))


def test_a_demand_fed_by_returns_only_is_not_fed() -> None:
    nodes = {
        **RIVER,
        "town": {**NODES["demand"], "returns": {"to": "c", "fraction": 1}},
        "farm": NODES["demand"],
    }
    found = problems_in(basin(nodes, [*DOWN, ("b", "town")]))
    assert [path for path, _ in found] == [("nodes", "farm")]


def test_a_turbine_may_live_on_returns() -> None:
    nodes = {
        **RIVER,
        "town": {**NODES["demand"], "returns": {"to": "mill", "fraction": 1}},
        "mill": NODES["hydropower"],
    }
    assert messages(basin(nodes, [*DOWN, ("b", "town"), ("mill", "c")])) == []


def test_a_reservoir_needs_no_way_out() -> None:
    assert (
        messages(basin({"spring": NODES["catchment"], "tarn": NODES["reservoir"]}, [("spring", "tarn")]))
        == []
    )
