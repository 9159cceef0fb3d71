"""Takes that rules may limit: at the source, one row for each limit."""

from formulation.compiled_rows import assert_same_rows, family_rows

import basinsim.rules  # noqa: F401 - registers the rules that the basin names
from basinsim.formulation import limits

BASIN = """
nodes:
  hill: {type: catchment, inflow: 9}
  weir: {type: gauge}
  farm: {type: demand, sector: agriculture, amount: 5}
  croft: {type: demand, sector: agriculture, amount: 5}
  sea: {type: outlet}
links:
  - {from: hill, to: weir}
  - {name: pump, from: weir, to: farm, loss: 0.5}
  - {name: ditch, from: weir, to: farm}
  - {name: burn, from: weir, to: croft, max_flow: 4}
  - {from: weir, to: sea}
rules:
  hands_off: {type: hands_off_flow, gauge: weir, threshold: 3, steps: [{below: 5, share: 0.5}], applies_to: [farm, burn]}
"""


def test_a_row_for_all_takes_of_a_rule_and_for_each_subject():
    expected = {
        "counts_limited_take[hands_off: all]": {
            "limited_take[hands_off: all]": 1,
            "flow[pump]": -1,
            "flow[ditch]": -1,
            "flow[burn]": -1,
        },
        "counts_limited_take[hands_off: farm]": {
            "limited_take[hands_off: farm]": 1,
            "flow[pump]": -1,
            "flow[ditch]": -1,
        },
        "counts_limited_take[hands_off: burn]": {"limited_take[hands_off: burn]": 1, "flow[burn]": -1},
    }
    assert_same_rows(family_rows(limits, BASIN), expected)
