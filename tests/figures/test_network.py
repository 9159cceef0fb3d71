"""The drawing of a network: everything is there, nothing covers anything else, and saving is all or nothing."""

import random
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from basinsim.errors import InputError, RunError
from basinsim.figures import network, style
from basinsim.loading import load_basin
from basinsim.located_yaml import read_document
from basinsim.schema.basin import Basin

FORTH = Path(__file__).resolve().parents[2] / "data" / "forth_valley" / "basin.yaml"

SMALL = {
    "name": "Every kind of node",
    "nodes": {
        "hills": {"type": "catchment", "inflow": 10},
        "long_loch": {"type": "reservoir", "capacity": 100},
        "turbine": {"type": "hydropower", "head": 10, "efficiency": 0.8},
        "weir": {"type": "gauge", "environmental_flow": 5},
        "meeting_of_waters": {"type": "junction"},
        "town_works": {"type": "works"},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 2,
            "returns": {"to": "sea", "fraction": 0.9},
        },
        "mill": {"type": "demand", "sector": "industry", "amount": 2},
        "farms_$5_to_$9": {"type": "demand", "sector": "agriculture", "amount": 2},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "hills", "to": "long_loch"},
        {"name": "release", "from": "long_loch", "to": "turbine"},
        {"name": "overfall", "from": "long_loch", "to": "weir", "spill": True},
        {"from": "turbine", "to": "weir"},
        {"from": "weir", "to": "meeting_of_waters"},
        {"name": "intake", "from": "meeting_of_waters", "to": "town_works"},
        {"name": "town_main", "from": "town_works", "to": "town"},
        {"name": "mill_main", "from": "town_works", "to": "mill"},
        {"name": "ditch", "from": "meeting_of_waters", "to": "farms_$5_to_$9"},
        {"from": "meeting_of_waters", "to": "sea"},
    ],
}


@pytest.fixture(scope="module")
def forth():
    return Basin.model_validate(read_document(FORTH).value, context={"directory": FORTH.parent})


@pytest.fixture(scope="module")
def forth_axes(forth):
    return network.draw_network(forth)


@pytest.fixture(scope="module")
def extended():
    return load_basin(FORTH, ["avon_and_leven", "hydrogen"]).basin


@pytest.fixture(scope="module")
def extended_axes(extended):
    return network.draw_network(extended)


@pytest.fixture(scope="module")
def small():
    return Basin.model_validate(SMALL, context={})


@pytest.fixture(scope="module")
def small_axes(small):
    return network.draw_network(small)


def drawn(axes, prefix):
    """What was drawn, by the name after the prefix."""
    found = [artist for artist in axes.get_children() if (artist.get_gid() or "").startswith(f"{prefix}:")]
    by_name = {artist.get_gid().removeprefix(f"{prefix}:"): artist for artist in found}
    assert len(by_name) == len(found)
    return by_name


def symbol_boxes(axes, basin):
    """Left, bottom, right, top of each symbol, in pixels."""
    boxes = {}
    for name, symbol in drawn(axes, "node").items():
        kind = basin.nodes[name].type
        radii = np.array(style.symbol_radii(kind)) * symbol.get_markersize() / style.SYMBOLS[kind].size
        middle = axes.transData.transform(symbol.get_xydata()[0])
        boxes[name] = np.array([middle, middle]) + np.array([-radii, radii]) * axes.figure.dpi / 72
    return boxes


def label_boxes(axes):
    return {name: text.get_window_extent().get_points() for name, text in drawn(axes, "label").items()}


def overlap(one, other, allowance=0.5):
    return bool((np.minimum(one[1], other[1]) - np.maximum(one[0], other[0]) > allowance).all())


@pytest.mark.parametrize("which", ["forth", "extended", "small"])
def test_every_node_and_link_is_drawn(which, request):
    basin, axes = request.getfixturevalue(which), request.getfixturevalue(f"{which}_axes")
    returns = {name for name, node in basin.nodes.items() if getattr(node, "returns", None) is not None}
    assert drawn(axes, "node").keys() == drawn(axes, "label").keys() == basin.nodes.keys()
    assert drawn(axes, "link").keys() == {link.label for link in basin.links}
    assert drawn(axes, "return").keys() == returns


@pytest.mark.parametrize("which", ["forth", "extended", "small"])
def test_nothing_covers_a_symbol_or_a_label(which, request):
    basin, axes = request.getfixturevalue(which), request.getfixturevalue(f"{which}_axes")
    symbols, labels = symbol_boxes(axes, basin), label_boxes(axes)
    boxes = [("symbol of", *item) for item in symbols.items()] + [
        ("label of", *item) for item in labels.items()
    ]
    legends = [
        child.get_window_extent().get_points() for child in axes.get_children() if isinstance(child, Legend)
    ]
    assert len(legends) == 3
    boxes += [("legend", str(k), box) for k, box in enumerate(legends)]
    hidden = [(a[:2], b[:2]) for a, b in combinations(boxes, 2) if overlap(a[2], b[2])]
    assert not hidden


@pytest.mark.parametrize("which", ["forth", "extended", "small"])
def test_everything_stays_on_the_page(which, request):
    axes = request.getfixturevalue(f"{which}_axes")
    page = axes.figure.bbox.get_points()
    for name, box in label_boxes(axes).items():
        assert (box[0] >= page[0]).all(), name
        assert (box[1] <= page[1]).all(), name


def test_each_type_of_node_has_a_symbol_of_its_own(small, small_axes):
    paths = {}
    for name, symbol in drawn(small_axes, "node").items():
        paths[small.nodes[name].type] = symbol.get_marker()
    assert paths.keys() == style.SYMBOLS.keys()
    outlines = {tuple(np.round(path.vertices, 6).ravel()) for path in paths.values()}
    assert len(outlines) == len(paths)


def test_arrows_follow_the_water(forth, forth_axes):
    nodes = {name: symbol.get_xydata()[0] for name, symbol in drawn(forth_axes, "node").items()}
    lines = drawn(forth_axes, "link")
    for link in forth.links:
        start, end = lines[link.label].get_xydata()[[0, -1]]
        assert np.linalg.norm(start - nodes[link.source]) < np.linalg.norm(start - nodes[link.target]), (
            link.label
        )
        assert np.linalg.norm(end - nodes[link.target]) < 25, link.label


def test_the_line_says_what_kind_of_link_it_is(small_axes):
    lines = drawn(small_axes, "link")
    assert lines["release"].get_color() == lines["overfall"].get_color() == style.RIVER
    assert lines["release"].get_linestyle() == "-"
    assert lines["overfall"].is_dashed()
    assert drawn(small_axes, "return")["town"].is_dashed()
    assert lines["town_main"].get_color() == style.SECTOR_COLOURS["public"]
    assert lines["mill_main"].get_color() == style.SECTOR_COLOURS["industry"]
    assert lines["intake"].get_color() == style.NEUTRAL  # for the town and the mill
    assert lines["ditch"].get_color() == style.SECTOR_COLOURS["agriculture"]
    assert lines["ditch"].get_linewidth() < lines["release"].get_linewidth()


def test_glasgow_drinks_from_loch_katrine(forth_axes):
    assert drawn(forth_axes, "link")["katrine_aqueducts"].get_color() == style.SECTOR_COLOURS["public"]
    nodes = {name: symbol.get_xydata()[0] for name, symbol in drawn(forth_axes, "node").items()}
    assert nodes["glasgow_transfer"][1] < nodes["loch_katrine"][1]  # to the south
    for upstream in ("teith_at_bridge_of_teith", "allan_at_bridge_of_allan", "carron_at_headswood"):
        assert nodes[upstream][0] < nodes["forth_estuary"][0]  # from the west


def test_names_are_spelled_out(forth_axes, small_axes):
    labels = drawn(forth_axes, "label")
    assert labels["teith_at_bridge_of_teith"].get_text().split() == ["Teith", "at", "Bridge", "of", "Teith"]
    assert drawn(small_axes, "label")["farms_$5_to_$9"].get_text().split() == ["Farms", "$5", "to", "$9"]


def test_north_is_shown_where_positions_are_real(forth_axes, small_axes):
    assert any(text.get_gid() == "north" for text in forth_axes.texts)
    assert not any(text.get_gid() == "north" for text in small_axes.texts)


def test_the_order_of_the_file_does_not_matter(small_axes):
    names, links = list(SMALL["nodes"]), list(SMALL["links"])
    random.Random(1).shuffle(names)
    random.Random(2).shuffle(links)
    mixed = {"name": "mixed", "nodes": {name: SMALL["nodes"][name] for name in names}, "links": links}
    other = network.draw_network(Basin.model_validate(mixed, context={}))
    for prefix in ("node", "link", "return"):
        again = drawn(other, prefix)
        for name, artist in drawn(small_axes, prefix).items():
            assert (artist.get_xydata() == again[name].get_xydata()).all(), name
    again = drawn(other, "label")
    assert all(
        text.get_position() == again[name].get_position() for name, text in drawn(small_axes, "label").items()
    )


def test_it_draws_where_it_is_told_and_says_what_it_is_told(small):
    axes = style.new_figure((style.PORTRAIT_WIDTH, 5)).add_subplot()
    assert network.draw_network(small, axes, title="Before the drought") is axes
    assert axes.get_title(loc="left") == "Before the drought"


def test_a_basin_of_one_node_can_be_drawn():
    lonely = {"name": "Puddle", "nodes": {"puddle": {"type": "junction"}}}
    axes = network.draw_network(Basin.model_validate(lonely, context={}))
    assert drawn(axes, "node").keys() == {"puddle"}


def test_a_notebook_shows_the_figure(small_axes):
    assert small_axes.figure._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".pdf", b"%PDF"), (".SVG", b"<?xml")])
def test_it_is_saved_as_its_name_says(small, tmp_path, suffix, start):
    path = network.save_network(small, tmp_path / f"small{suffix}", title="Small")
    assert path.read_bytes().startswith(start)
    assert [file.name for file in tmp_path.iterdir()] == [f"small{suffix}"]


@pytest.mark.slow
def test_the_same_drawing_is_the_same_file(small, tmp_path):
    for suffix in (".png", ".pdf", ".svg"):
        one, two = (network.save_network(small, tmp_path / f"{name}{suffix}") for name in "ab")
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("error", "told"),
    [(OSError(28, "No space left on device"), RunError), (KeyboardInterrupt(), KeyboardInterrupt)],
)
def test_a_failed_save_leaves_what_was_there(small, tmp_path, monkeypatch, error, told):
    def half_written(_, path, **_settings):
        Path(path).write_bytes(b"half")
        raise error

    path = tmp_path / "small.png"
    path.write_bytes(b"the old drawing")
    monkeypatch.setattr(Figure, "savefig", half_written)
    with pytest.raises(told):
        network.save_network(small, path)
    assert path.read_bytes() == b"the old drawing"
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_ending_and_a_missing_folder_are_told(small, tmp_path):
    with pytest.raises(InputError, match=r"\.png, \.pdf, \.svg"):
        network.save_network(small, tmp_path / "small.docx")
    with pytest.raises(RunError, match="could not be written"):
        network.save_network(small, tmp_path / "nowhere" / "small.png")
    assert not list(tmp_path.iterdir())


def test_drawing_changes_nobody_elses_settings(small, tmp_path):
    before = dict(mpl.rcParams)
    network.save_network(small, tmp_path / "small.png")
    assert dict(mpl.rcParams) == before


def test_pyplot_is_not_needed():
    code = "import sys, basinsim.figures.network; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
