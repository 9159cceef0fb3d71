"""Works: what is taken in is treated, and part of it is lost."""

from formulation.compiled_rows import assert_same_rows, family_rows

from basinsim.formulation import works

TREATED = """
nodes:
  loch: {type: reservoir, capacity: 100}
  plant: {type: works, capacity: 60, loss: 4 %}
  polish: {type: works}
  town: {type: demand, sector: public, amount: 5}
  village: {type: demand, sector: public, amount: 1}
links:
  - {name: raw, from: loch, to: plant, loss: 10 %}
  - {name: second_raw, from: loch, to: plant}
  - {from: plant, to: polish, loss: 1 %}
  - {from: plant, to: village}
  - {from: polish, to: town}
"""


def test_intake_is_what_arrives_and_output_is_what_is_left_of_it():
    expected = {
        "takes_in[plant]": {"intake[plant]": 1, "flow[raw]": -0.9, "flow[second_raw]": -1},
        "takes_in[polish]": {"intake[polish]": 1, "flow[plant->polish]": -0.99},
        "gives_out[plant]": {"flow[plant->polish]": 1, "flow[plant->village]": 1, "intake[plant]": -0.96},
        "gives_out[polish]": {"flow[polish->town]": 1, "intake[polish]": -1},
    }
    assert_same_rows(family_rows(works, TREATED), expected)


def test_works_that_lose_everything_give_nothing_out():
    rows = family_rows(works, TREATED.replace("loss: 4 %", "loss: 1"))
    expected = {"gives_out[plant]": {"flow[plant->polish]": 1, "flow[plant->village]": 1}}
    assert_same_rows({"gives_out[plant]": rows["gives_out[plant]"]}, expected)
