"""The parts of a basin in sorted order, and what belongs to what."""

from typing import Any

from basinsim.network.graph import downstream, natural_catchments
from basinsim.network.network import Network
from basinsim.schema.basin import Basin

TREE: dict[str, Any] = {
    "name": "x",
    "nodes": {
        "spring": {"type": "catchment", "inflow": 5},
        "loch_b": {"type": "reservoir", "capacity": 50, "storage_priority": 2},
        "loch_a": {"type": "reservoir", "capacity": 50},
        "weir": {"type": "gauge", "environmental_flow": 1},
        "works": {"type": "works"},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 3,
            "returns": {"to": "weir", "fraction": 0.5},
        },
        "farm": {
            "type": "demand",
            "sector": "agriculture",
            "amount": 1,
            "returns": {"to": "sea", "fraction": 0.5},
        },
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "spring", "to": "loch_b"},
        {"from": "loch_b", "to": "loch_a", "min_flow": 1, "preference": 2},
        {"from": "loch_a", "to": "weir", "name": "release"},
        {"from": "loch_a", "to": "weir", "name": "spillway", "spill": True},
        {"from": "weir", "to": "works", "name": "east"},
        {"from": "weir", "to": "works", "name": "west", "preference": 2},
        {"from": "works", "to": "town"},
        {"from": "weir", "to": "farm"},
        {"from": "weir", "to": "sea"},
    ],
    "licences": {
        "b": {"applies_to": ["works", "east", "farm"], "annual": 100},
        "a": {"applies_to": ["release"], "daily": 3},
    },
}
NETWORK = Network(Basin.model_validate(TREE))


def test_everything_is_sorted_by_name() -> None:
    assert list(NETWORK.reservoirs) == ["loch_a", "loch_b"]
    assert list(NETWORK.turbines) == []
    assert list(NETWORK.links) == sorted(NETWORK.links)
    assert NETWORK.nodes == tuple(sorted(TREE["nodes"]))


def test_the_order_of_the_file_does_not_matter() -> None:
    shuffled = {**TREE, "nodes": dict(reversed(TREE["nodes"].items())), "links": TREE["links"][::-1]}
    other = Network(Basin.model_validate(shuffled))
    assert list(other.links) == list(NETWORK.links)
    assert other.nodes == NETWORK.nodes
    for name in NETWORK.nodes:
        assert other.links_into(name) == NETWORK.links_into(name)
        assert other.links_out_of(name) == NETWORK.links_out_of(name)


def test_links_at_a_node() -> None:
    assert NETWORK.links_into("weir") == ["release", "spillway"]
    assert NETWORK.links_out_of("weir") == ["east", "weir->farm", "weir->sea", "west"]
    assert NETWORK.links_into("spring") == []
    assert NETWORK.returns_into("weir") == ["town"]


def test_what_passes_a_gauge_goes_to_no_demand_and_no_works() -> None:
    assert NETWORK.passing_links("weir") == ["weir->sea"]


def test_only_a_return_that_can_reach_its_own_intake_is_late() -> None:
    assert NETWORK.delayed_returns == ("town",)


def test_a_licence_counts_each_link_once_at_its_source() -> None:
    assert NETWORK.licensed_links(NETWORK.basin.licences["b"]) == ["east", "weir->farm", "west"]
    assert NETWORK.licensed_links(NETWORK.basin.licences["a"]) == ["release"]
    assert list(NETWORK.licences("annual")) == ["b"]
    assert list(NETWORK.licences("daily")) == ["a"]


def test_groups() -> None:
    assert list(NETWORK.minimum_flows) == ["loch_b->loch_a"]
    assert NETWORK.spill_links == ("spillway",)
    assert NETWORK.links_by_preference == {2: ("loch_b->loch_a", "west")}
    assert NETWORK.reservoirs_by_priority == {1: ("loch_a",), 2: ("loch_b",)}
    assert list(NETWORK.environmental_flows) == ["weir"]
    assert "sea" not in NETWORK.overflow_nodes


def test_what_lies_downstream() -> None:
    assert downstream(NETWORK.basin, "sea") == {"sea"}
    assert downstream(NETWORK.basin, "farm") == {"farm", "sea"}
    assert downstream(NETWORK.basin, "works") == {"works", "town", "weir", "farm", "sea"}


def test_the_catchments_whose_water_would_pass_a_gauge_by_nature():
    """A tunnel, a pump and a works lead water where it would not go; a spill link is where it would."""
    basin = Basin.model_validate(
        {
            "name": "x",
            "nodes": {
                "east": {"type": "catchment", "inflow": 5},
                "west": {"type": "catchment", "inflow": 5},
                "north": {"type": "catchment", "inflow": 5},
                "east_loch": {"type": "reservoir", "capacity": 50},
                "west_loch": {"type": "reservoir", "capacity": 50},
                "pond": {"type": "reservoir", "capacity": 50},
                "works": {"type": "works"},
                "weir": {"type": "gauge"},
                "bridge": {"type": "gauge", "environmental_flow": {"amount": 1, "natural": ["north"]}},
                "sea": {"type": "outlet"},
            },
            "links": [
                {"from": "east", "to": "east_loch"},
                {"from": "east_loch", "to": "west_loch", "name": "tunnel"},
                {"from": "east_loch", "to": "sea", "spill": True},
                {"from": "west", "to": "west_loch"},
                {"from": "west_loch", "to": "weir"},
                {"from": "north", "to": "sea"},
                {"from": "north", "to": "works"},
                {"from": "works", "to": "pond"},
                {"from": "pond", "to": "weir"},
                {"from": "weir", "to": "bridge"},
                {"from": "bridge", "to": "sea"},
                {"from": "weir", "to": "pond", "name": "pump", "energy": 100},
            ],
        }
    )
    assert natural_catchments(basin, "weir") == ("west",)
    assert natural_catchments(basin, "bridge") == ("north",)  # what the file says counts
