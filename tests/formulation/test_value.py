"""Value that falls with the amount: one column for each piece of a curve, and one beyond it."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import value

VALUED = """
nodes:
  loch: {type: reservoir, capacity: 100}
  town: {type: demand, sector: public, amount: 9, essential: 1, value: [[4, 900 GBP/Ml], [5, 300 GBP/Ml]]}
  farm: {type: demand, sector: agriculture, amount: 9, value: 50 GBP/Ml}
  sea: {type: outlet}
links:
  - {from: loch, to: town, loss: 10 %}
  - {from: loch, to: farm}
  - {name: falls, from: loch, to: sea, loss: 50 %, value: [[5, 8 GBP/Ml], [10, 3 GBP/Ml], [15, 1 GBP/Ml]]}
"""


def test_delivery_and_flow_at_the_source_are_divided_into_pieces():
    """Two pieces and one beyond for town; three and one beyond for the falls; none for a constant value."""
    expected = {
        "divides_delivery[town]": {
            "ordinary[town]": 1,
            "essential[town]": 1,
            "valued_delivery[town#0]": -1,
            "valued_delivery[town#1]": -1,
            "valued_delivery[town#2]": -1,
        },
        "divides_flow[falls]": {
            "flow[falls]": 1,
            "valued_flow[falls#0]": -1,
            "valued_flow[falls#1]": -1,
            "valued_flow[falls#2]": -1,
            "valued_flow[falls#3]": -1,
        },
    }
    assert_same_rows(family_rows(value, VALUED), expected)


def test_prices_and_widths_are_not_in_the_matrix():
    other = VALUED.replace("[4, 900 GBP/Ml]", "[1, 901 GBP/Ml]")
    assert family_rows(value, VALUED) == family_rows(value, other)
    assert compiled_columns(VALUED)["valued_delivery"] == ("town#0", "town#1", "town#2")
