"""Point 6: a return arrives in the same step, unless it can reach its own intake: then in the next."""

import pytest
from support.runs import last, run_case, run_days


def test_a_return_below_the_intake_arrives_in_the_same_step():
    """river(50) -> j -> town(40, gives back 75 % below) ; weir sees 10 + 30."""
    results = run_case("""
name: return
nodes:
  river: {type: catchment, inflow: 50}
  j: {type: junction}
  town: {type: demand, sector: public, amount: 40, returns: {to: weir, fraction: 75 %}}
  weir: {type: gauge}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: town}, {from: j, to: weir}, {from: weir, to: sea}]
""")
    assert last(results, "return_flow", "town") == pytest.approx(30)
    assert last(results, "gauge_flow", "weir") == pytest.approx(40)


def test_a_return_that_could_feed_its_own_intake_arrives_in_the_next_step():
    """river(10) -> j -> mill(50, gives back 90 % at j): 10, 10 + 9, 10 + 17.1, ... up to 50."""
    results = run_days(
        """
name: recirculation
nodes:
  river: {type: catchment, inflow: 10}
  j: {type: junction}
  mill: {type: demand, sector: industry, amount: 50, returns: {to: j, fraction: 0.9}}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: mill}, {from: j, to: sea}]
""",
        30,
    )
    delivered = results.dataset["delivered"].values[0, :, 0]
    assert delivered[:4] == pytest.approx([10, 19, 27.1, 34.39])
    assert delivered[-1] == pytest.approx(50)
    assert results.dataset["return_flow"].values[0, :3, 0] == pytest.approx([0, 9, 17.1])
    assert results.dataset.attrs["mass_balance_error"] < 1e-9


def test_users_who_feed_each_other_both_wait_for_the_next_step():
    """a takes at j1 and gives back at j2; b takes at j2 and gives back at j1, upstream of a."""
    results = run_days(
        """
name: mutual
nodes:
  river: {type: catchment, inflow: 10}
  j1: {type: junction}
  j2: {type: junction}
  a: {type: demand, sector: industry, amount: 100, returns: {to: j2, fraction: 1}}
  b: {type: demand, sector: industry, amount: 100, returns: {to: j1, fraction: 1}}
  sea: {type: outlet}
links: [{from: river, to: j1}, {from: j1, to: a}, {from: j1, to: j2}, {from: j2, to: b}, {from: j2, to: sea}]
""",
        2,
    )
    # Day 1: 10 Ml for both: 5 each. Day 2: 10 new, 5 of b's at j1, 5 of a's at j2: 20 for both.
    assert results.dataset["delivered"].values.ravel() == pytest.approx([5, 5, 10, 10])


def test_a_longer_step_hands_on_the_volume_and_not_the_rate():
    """Month by month: what February gives back (28 days) arrives in March as a volume."""
    results = run_case(
        """
name: months
nodes:
  river: {type: catchment, inflow: 10}
  j: {type: junction}
  mill: {type: demand, sector: industry, amount: 10, returns: {to: j, fraction: 0.5}}
  sea: {type: outlet}
links: [{from: river, to: j}, {from: j, to: mill}, {from: j, to: sea}]
""",
        period={"start": "2001-02-01", "end": "2001-03-31"},
        step="month",
    )
    assert results.dataset["return_underway"].values[0, :, 0] == pytest.approx([140, 155])
    assert results.dataset["return_flow"].values[0, :, 0] == pytest.approx([0, 140 / 31])
