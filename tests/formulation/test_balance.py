"""Mass balance: what comes to a node leaves it, is stored, or overflows."""

from formulation.compiled_rows import assert_same_rows, compiled_columns, family_rows

from basinsim.formulation import balance

RIVER = """
nodes:
  hill: {type: catchment, inflow: 10}
  loch: {type: reservoir, capacity: 100}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8}
  fork: {type: junction}
  town: {type: demand, sector: public, amount: 5, essential: 1, returns: {to: weir, fraction: 0.9}}
  weir: {type: gauge}
  sea: {type: outlet}
links:
  - {from: hill, to: loch, loss: 10 %}
  - {name: release, from: loch, to: turbine}
  - {from: turbine, to: fork}
  - {name: main, from: fork, to: town, loss: 2 %}
  - {from: fork, to: weir}
  - {from: weir, to: sea}
"""


def test_rows_of_every_node_that_passes_water_on_or_stores_it():
    """Losses are taken where a link arrives; a return comes to the weir in the same step.

    In the total of high overflow a node counts by how many nodes its water can reach, itself
    included: sea and weir make 2, with town and fork 4, and one more for each node above.
    """
    expected = {
        "balances[hill]": {"inflow[hill]": 1, "flow[hill->loch]": -1, "overflow[hill]": -1},
        "balances[loch]": {
            "flow[hill->loch]": 0.9,
            "storage_start[loch]": 1,
            "rain[loch]": 1,
            "evaporation[loch]": -1,
            "storage[loch]": -1,
            "flow[release]": -1,
            "overflow[loch]": -1,
        },
        "balances[turbine]": {"flow[release]": 1, "flow[turbine->fork]": -1, "overflow[turbine]": -1},
        "balances[fork]": {
            "flow[turbine->fork]": 1,
            "flow[main]": -1,
            "flow[fork->weir]": -1,
            "overflow[fork]": -1,
        },
        "balances[weir]": {
            "flow[fork->weir]": 1,
            "ordinary[town]": 0.9,
            "essential[town]": 0.9,
            "flow[weir->sea]": -1,
            "overflow[weir]": -1,
        },
        "sums_overflow[all]": {
            "total_overflow[all]": 1,
            "overflow[fork]": -1,
            "overflow[hill]": -1,
            "overflow[loch]": -1,
            "overflow[turbine]": -1,
            "overflow[weir]": -1,
        },
        "sums_high_overflow[all]": {
            "total_high_overflow[all]": 1,
            "overflow[weir]": -2,
            "overflow[fork]": -4,
            "overflow[turbine]": -5,
            "overflow[loch]": -6,
            "overflow[hill]": -7,
        },
    }
    assert_same_rows(family_rows(balance, RIVER), expected)


def test_a_return_that_can_reach_its_own_intake_comes_from_the_step_before():
    rows = family_rows(balance, RIVER.replace("to: weir, fraction", "to: fork, fraction"))
    assert_same_rows(
        {"balances[fork]": rows["balances[fork]"]},
        {
            "balances[fork]": {
                "flow[turbine->fork]": 1,
                "return_start[town]": 1,
                "flow[main]": -1,
                "flow[fork->weir]": -1,
                "overflow[fork]": -1,
            }
        },
    )


def test_users_works_and_outlets_have_no_balance_of_this_kind():
    columns = compiled_columns(RIVER)
    assert columns["inflow"] == ("hill",)
    assert set(columns["overflow"]) == {"hill", "loch", "turbine", "fork", "weir"}
    assert columns["total_overflow"] == columns["total_high_overflow"] == ("all",)
