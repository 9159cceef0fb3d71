"""The schematic: everything has a place on the page, and the same one whatever the order of the file."""

from figures.two_years import two_years

from basinsim.figures.schematic import dash_array, place_network
from basinsim.network.shape import Sketch
from basinsim.results.sketch import sketch_of


def test_every_node_and_way_has_a_place_on_the_page():
    sketch = sketch_of(two_years().dataset)
    found = place_network(sketch, (600.0, 400.0))
    assert {node.name for node in found.nodes} == set(sketch.nodes)
    assert len(found.ways) == len(sketch.links) + 1  # and what the town gives back
    for node in found.nodes:
        assert 0 <= node.x <= 600
        assert 0 <= node.y <= 400
        assert node.symbol.startswith("M")
    assert {way.kind for way in found.ways} == {"river", "spill", "supply", "return"}


def test_the_order_of_links_changes_nothing():
    sketch = sketch_of(two_years().dataset)
    turned = Sketch(sketch.name, dict(reversed(sketch.nodes.items())), tuple(reversed(sketch.links)))
    assert place_network(turned) == place_network(sketch)


def test_dashes_grow_with_the_line():
    assert dash_array((0, (5, 1.5)), 2.0) == "10.0 3.0"
    assert dash_array("-", 2.0) == ""
