"""Gauges: the flow the river keeps is what passes on."""

from formulation.compiled_rows import assert_same_rows, family_rows

from basinsim.formulation import gauges

WEIRS = """
nodes:
  hill: {type: catchment, inflow: 10}
  weir: {type: gauge, environmental_flow: {amount: 5, priority: 2}}
  unwatched: {type: gauge}
  plant: {type: works}
  town: {type: demand, sector: public, amount: 5}
  farm: {type: demand, sector: agriculture, amount: 5}
  turbine: {type: hydropower, head: 2 m, efficiency: 0.8}
  sea: {type: outlet}
links:
  - {from: hill, to: weir}
  - {from: weir, to: unwatched, loss: 10 %}
  - {from: weir, to: turbine}
  - {from: weir, to: sea}
  - {from: weir, to: plant}
  - {from: weir, to: farm}
  - {from: plant, to: town}
  - {from: turbine, to: sea}
  - {from: unwatched, to: sea}
"""


def test_links_to_works_and_demands_do_not_count_and_a_turbine_does():
    expected = {
        "keeps_environmental_flow[weir]": {
            "flow[weir->unwatched]": 1,
            "flow[weir->turbine]": 1,
            "flow[weir->sea]": 1,
            "environmental_flow[weir]": -1,
            "above_environmental_flow[weir]": -1,
        }
    }
    assert_same_rows(family_rows(gauges, WEIRS), expected)


def test_a_gauge_without_a_wish_has_no_row():
    assert family_rows(gauges, WEIRS.replace("environmental_flow: {amount: 5, priority: 2}", "")) == {}
