"""Results remember the shape of their basin, and draw it as the basin's own file would be drawn."""

from figures.two_years import basin_of, two_years
from support.runs import run_case

import basinsim as bs
from basinsim.figures.layout import node_positions
from basinsim.figures.network import ways
from basinsim.results.sketch import sketch_of


def test_the_sketch_is_the_shape_of_the_basin(tmp_path):
    two_years().save(tmp_path / "run")
    (tmp_path / "basin.yaml").write_text(basin_of(), encoding="utf-8")
    basin = bs.load_basin(tmp_path / "basin.yaml").basin
    sketch = sketch_of(bs.open_results(tmp_path / "run").dataset)
    assert sketch is not None
    assert {name: node.type for name, node in sketch.nodes.items()} == {
        name: node.type for name, node in basin.nodes.items()
    }
    assert ways(sketch) == ways(basin)
    assert node_positions(sketch) == node_positions(basin)
    assert sketch.nodes["weir"].environmental_flow
    assert sketch.nodes["town"].returns.to == "sea"


def test_positions_are_kept():
    basin = """
name: placed
nodes:
  spring: {type: catchment, inflow: 5, position: [-4.25, 56.5]}
  sea: {type: outlet}
links: [{from: spring, to: sea}]
"""
    sketch = sketch_of(run_case(basin).dataset)
    assert sketch.nodes["spring"].position == (-4.25, 56.5)
    assert sketch.nodes["sea"].position is None


def test_results_of_an_earlier_version_have_none():
    assert sketch_of(two_years().dataset.drop_vars("node_type")) is None
