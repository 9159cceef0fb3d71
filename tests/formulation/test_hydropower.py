"""Turbines: all that arrives passes."""

from formulation.compiled_rows import assert_same_rows, family_rows

from basinsim.formulation import hydropower

TURBINES = """
nodes:
  hill: {type: catchment, inflow: 10}
  upper: {type: hydropower, head: 30 m, efficiency: 0.9, target_flow: {amount: 4, priority: 3}}
  lower: {type: hydropower, head: 2 m, efficiency: 0.8, max_flow: 8}
  brook: {type: catchment, inflow: 1}
  sea: {type: outlet}
links:
  - {from: hill, to: upper, loss: 5 %}
  - {from: upper, to: lower}
  - {name: race, from: brook, to: lower, loss: 50 %}
  - {from: lower, to: sea}
"""


def test_what_arrives_passes_the_turbine():
    expected = {
        "passes_turbine[upper]": {"turbine_flow[upper]": 1, "flow[hill->upper]": -0.95},
        "passes_turbine[lower]": {
            "turbine_flow[lower]": 1,
            "flow[upper->lower]": -1,
            "flow[race]": -0.5,
        },
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
