"""Demands: what arrives is delivered, to the essential part or the rest."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import demand

USERS = """
nodes:
  upper: {type: reservoir, capacity: 100}
  lower: {type: reservoir, capacity: 100}
  town: {type: demand, sector: public, amount: 50, essential: 10, returns: {to: upper, fraction: 0.8}}
  farm: {type: demand, sector: agriculture, amount: 20, returns: {to: upper, fraction: 0.1}}
  mill: {type: demand, sector: industry, amount: 20, returns: {to: sea, fraction: 1}}
  sea: {type: outlet}
links:
  - {from: upper, to: lower}
  - {name: main, from: upper, to: town, loss: 2 %}
  - {from: lower, to: town}
  - {from: lower, to: farm}
  - {from: upper, to: mill}
"""


def test_deliveries_and_returns_that_are_underway():
    """Town and farm give back above their intakes, in the next step; the mill to the sea, at once."""
    expected = {
        "delivers[town]": {
            "flow[main]": 0.98,
            "flow[lower->town]": 1,
            "ordinary[town]": -1,
            "essential[town]": -1,
        },
        "delivers[farm]": {"flow[lower->farm]": 1, "ordinary[farm]": -1},
        "delivers[mill]": {"flow[upper->mill]": 1, "ordinary[mill]": -1},
        "leaves_return[town]": {"return_left[town]": 1, "ordinary[town]": -0.8, "essential[town]": -0.8},
        "leaves_return[farm]": {"return_left[farm]": 1, "ordinary[farm]": -0.1},
    }
    assert_same_rows(family_rows(demand, USERS), expected)


def test_only_demands_with_an_essential_part_have_a_column_for_it():
    columns = compiled_columns(USERS)
    assert columns["essential"] == ("town",)
    assert columns["ordinary"] == ("farm", "mill", "town")
    assert columns["return_start"] == columns["return_left"] == ("farm", "town")
