"""Turbines: the river runs through them, up to what they can take."""

from formulation.compiled_rows import assert_same_rows, family_rows

from basinsim.formulation import hydropower

TURBINES = """
nodes:
  hill: {type: catchment, inflow: 10}
  upper: {type: hydropower, head: 30 m, efficiency: 0.9, target_flow: {amount: 4, priority: 3}}
  lower: {type: hydropower, head: 2 m, efficiency: 0.8, max_flow: 8}
  town: {type: demand, sector: public, amount: 2, returns: {to: lower, fraction: 0.7}}
  sea: {type: outlet}
links:
  - {from: hill, to: upper, loss: 5 %}
  - {from: upper, to: lower, loss: 1 %}
  - {from: upper, to: town}
  - {from: lower, to: sea}
"""


def test_what_leaves_a_turbine_has_passed_it():
    """What arrives by links and returns is in the turbine's balance; too much of it overflows beside it."""
    expected = {
        "passes_turbine[upper]": {
            "turbine_flow[upper]": 1,
            "flow[upper->lower]": -1,
            "flow[upper->town]": -1,
        },
        "passes_turbine[lower]": {"turbine_flow[lower]": 1, "flow[lower->sea]": -1},
        "passes_target_flow[upper]": {
            "turbine_flow[upper]": 1,
            "target_flow[upper]": -1,
            "above_target_flow[upper]": -1,
        },
    }
    assert_same_rows(family_rows(hydropower, TURBINES), expected)


def test_head_and_efficiency_are_not_in_the_matrix():
    other = TURBINES.replace("head: 30 m, efficiency: 0.9", "head: 3 m, efficiency: 0.1")
    assert family_rows(hydropower, TURBINES) == family_rows(hydropower, other)
