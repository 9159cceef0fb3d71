"""A spillway without a gate carries only what a full reservoir cannot hold.

hill -> upper (100) -spill-> lower (50) -duty 10-> sea
            |                  |
           town 4             spill -> sea
"""

import numpy as np
import pytest
from support.runs import run_days

BASIN = """
name: two lochs
nodes:
  hill: {{type: catchment, inflow: {{values: {inflow}}}}}
  upper: {{type: reservoir, capacity: 100, initial: {upper}}}
  lower: {{type: reservoir, capacity: 50, initial: {lower}}}
  town: {{type: demand, sector: public, amount: 4, priority: 2}}
  sea: {{type: outlet}}
links:
  - {{from: hill, to: upper}}
  - {{from: upper, to: town}}
  - {{name: upper_spill, from: upper, to: lower, spill: true{key}}}
  - {{name: duty, from: lower, to: sea, min_flow: 10, max_flow: 10}}
  - {{name: lower_spill, from: lower, to: sea, spill: true{key}}}
"""


def flows(inflow, upper, lower, key=", only_when_full: true"):
    dataset = run_days(BASIN.format(inflow=inflow, upper=upper, lower=lower, key=key), len(inflow)).dataset
    found = {
        name: dataset["flow"].sel(link=name).to_numpy()[0] for name in ("upper_spill", "duty", "lower_spill")
    }
    return found, dataset


def test_a_duty_below_cannot_draw_on_a_loch_that_is_not_full():
    found, dataset = flows([0, 0, 0], upper=90, lower=15)
    np.testing.assert_allclose(found["upper_spill"], 0, atol=1e-9)
    np.testing.assert_allclose(found["duty"], [10, 5, 0], atol=1e-9)
    np.testing.assert_allclose(dataset["storage"].sel(reservoir="upper")[0], [86, 82, 78])


def test_without_the_key_it_can():
    found, _ = flows([0, 0, 0], upper=90, lower=15, key="")
    np.testing.assert_allclose(found["duty"], 10)


def test_what_is_above_the_capacity_spills_and_may_serve_the_duty():
    """Day 1: 95 + 20 - 4 = 111: 11 spill. Day 2: 100 + 3: what comes into a full loch may pass on for the duty."""
    found, dataset = flows([20, 3], upper=95, lower=5)
    np.testing.assert_allclose(found["upper_spill"], [11, 3], atol=1e-9)
    np.testing.assert_allclose(found["duty"], [10, 9], atol=1e-9)
    np.testing.assert_allclose(dataset["overflow"], 0, atol=1e-9)


def test_a_flood_passes_both_spillways():
    """Both full: 300 in, 4 to the town, 10 by the duty, the rest over both."""
    found, dataset = flows([300], upper=100, lower=50)
    assert found["upper_spill"][0] == pytest.approx(296)
    assert found["lower_spill"][0] == pytest.approx(286)
    np.testing.assert_allclose(dataset["overflow"], 0, atol=1e-9)


def test_storing_comes_before_spilling():
    """Nothing spills to fill the lower loch as long as the upper one has room."""
    found, _ = flows([10, 10], upper=50, lower=40)
    np.testing.assert_allclose(found["upper_spill"], 0, atol=1e-9)
