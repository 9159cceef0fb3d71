"""Places in a drawing: the same whatever the order of the file, and nothing on top of anything else."""

import random
from pathlib import Path

import numpy as np
import pytest

from basinsim.figures import layout
from basinsim.located_yaml import read_document
from basinsim.schema.basin import Basin

FORTH = Path(__file__).resolve().parents[2] / "data" / "forth_valley" / "basin.yaml"


def forth(*, positions=True, shuffle=None):
    raw = read_document(FORTH).value
    if not positions:
        raw["nodes"] = {name: {**node, "position": None} for name, node in raw["nodes"].items()}
    if shuffle is not None:
        names, mixed = list(raw["nodes"]), random.Random(shuffle)
        mixed.shuffle(names)
        raw["nodes"] = {name: raw["nodes"][name] for name in names}
        mixed.shuffle(raw["links"])
    return Basin.model_validate(raw, context={"directory": FORTH.parent})


def basin(nodes, links):
    more = {
        "catchment": {"inflow": 1},
        "reservoir": {"capacity": 1},
        "demand": {"amount": 1, "sector": "public"},
        "hydropower": {"head": 1, "efficiency": 1},
    }
    written = {
        name: {"type": kind, **more.get(kind, {}), **({"position": place} if place else {})}
        for name, (kind, place) in nodes.items()
    }
    pairs = [{"from": a, "to": b} for a, b in links]
    return Basin.model_validate({"name": "small", "nodes": written, "links": pairs}, context={})


@pytest.mark.parametrize("positions", [True, False])
def test_the_order_of_the_file_does_not_matter(positions):
    straight = layout.node_positions(forth(positions=positions))
    for seed in range(3):
        shuffled = layout.node_positions(forth(positions=positions, shuffle=seed))
        assert list(shuffled) == list(straight)
        assert shuffled == straight


def test_positions_are_shortened_from_west_to_east():
    nodes = {"a": ("catchment", [-4, 60]), "b": ("outlet", [-2, 60])}
    places = layout.node_positions(basin(nodes, [("a", "b")]))
    assert places["b"][0] - places["a"][0] == pytest.approx(2 * 0.5)  # cos 60 degrees
    assert places["a"][1] == places["b"][1] == 60


def test_water_runs_to_the_right_without_positions():
    without = forth(positions=False)
    places = layout.node_positions(without)
    for link in without.links:
        assert places[link.source][0] < places[link.target][0], link.label


def test_nodes_of_one_layer_keep_apart():
    places = layout.node_positions(forth(positions=False))
    for column in {x for x, _ in places.values()}:
        heights = np.sort([y for x, y in places.values() if x == column])
        assert (np.diff(heights) > 0.99).all()


def test_a_loop_is_opened_at_its_reservoir():
    nodes = {
        "rain": ("catchment", None),
        "loch": ("reservoir", None),
        "pumps": ("junction", None),
        "sea": ("outlet", None),
    }
    links = [("rain", "loch"), ("loch", "pumps"), ("pumps", "loch"), ("pumps", "sea")]
    places = layout.node_positions(basin(nodes, links))
    assert [name for name, _ in sorted(places.items(), key=lambda item: item[1])] == [
        "rain",
        "loch",
        "pumps",
        "sea",
    ]


def test_a_loop_without_a_reservoir_and_a_lonely_node_are_drawn_too():
    nodes = {"a": ("junction", None), "b": ("junction", None), "alone": ("demand", None)}
    places = layout.node_positions(basin(nodes, [("a", "b"), ("b", "a"), ("a", "nowhere")]))
    assert len(set(places.values())) == 3


def test_a_node_without_a_position_is_put_between_its_neighbours():
    nodes = {
        "a": ("catchment", [-4.0, 56.0]),
        "b": ("junction", None),
        "c": ("junction", [-3.8, 56.0]),
        "d": ("outlet", [-3.7, 56.0]),
    }
    places = layout.node_positions(basin(nodes, [("a", "b"), ("b", "c"), ("c", "d")]))
    assert places["a"][0] < places["b"][0] < places["c"][0]
    assert places["b"][1] == pytest.approx(56.0)


def test_one_position_for_all_nodes_is_enough():
    nodes = {"a": ("catchment", [-4.0, 56.0]), "b": ("junction", None), "c": ("outlet", None)}
    places = layout.node_positions(basin(nodes, [("a", "b"), ("b", "c")]))
    assert np.isfinite(list(places.values())).all()


def test_fitting_keeps_to_the_page_and_to_the_stretch():
    points = np.array([[0.0, 0.0], [1.0, 1.0], [0.5, 0.2]])
    page = np.array([10.0, 20.0, 410.0, 120.0])
    fitted = layout.fit(points, page, 1.5)
    assert fitted.min(axis=0) == pytest.approx([135, 20])
    assert fitted.max(axis=0) == pytest.approx([285, 120])


@pytest.mark.parametrize("points", [np.zeros((1, 2)), np.zeros((6, 2)), np.arange(6.0)[:, None] * [1.0, 0.0]])
def test_points_in_one_place_or_on_one_line_move_apart(points):
    page, boxes = np.array([0.0, 0.0, 400.0, 300.0]), np.tile([20.0, 20.0, 20.0, 10.0], (len(points), 1))
    moved = layout.separate(layout.fit(points, page, 1.3), boxes, page)
    low, high = moved - boxes[:, :2], moved + boxes[:, 2:]
    assert (low >= -1e-6).all()
    assert (high <= page[2:] + 1e-6).all()
    for k in range(len(moved)):
        clear = (low[k] >= high - 1e-3) | (high[k] <= low + 1e-3)
        assert clear.any(axis=1)[np.arange(len(moved)) != k].all()


def test_a_link_bows_round_a_symbol_in_its_way():
    symbols = np.array([[0.0, 0.0, 5, 5], [100.0, 0.0, 5, 5], [50.0, 0.0, 5, 5]])
    bend = layout.choose_bends(symbols, np.empty((0, 4)), [(0, 1)])[0]
    line = layout.curve(symbols[0, :2], symbols[1, :2], bend)
    assert np.linalg.norm(line - symbols[2, :2], axis=1).min() > 5
    assert layout.choose_bends(symbols, np.empty((0, 4)), [(0, 2)]) == [0.0]


def test_two_links_between_the_same_nodes_do_not_coincide():
    symbols = np.array([[0.0, 0.0, 5, 5], [100.0, 0.0, 5, 5]])
    first, second = layout.choose_bends(symbols, np.empty((0, 4)), [(0, 1), (0, 1)])
    assert first != second
