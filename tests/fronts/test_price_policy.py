"""What prices do step by step."""

from pathlib import Path

import numpy as np
import pytest
from fronts.networks import loch

from basinsim.fronts.ideal import ideal_period
from basinsim.fronts.objectives import read_objective
from basinsim.fronts.price_policy import PricePolicy, by_month, simulate_policies
from basinsim.loading import load_scenario
from basinsim.running.prepare import prepare

NO_VALUE = np.zeros((12, 1))


def test_prices_rule_each_step(tmp_path: Path) -> None:
    """Without a value of water left, each step gives all it has: 250 Ml in the second and third, 220 at once.

    At 1 GBP in the river both farms come first: 200 in the second step leave 20 to the river, 50 come
    in the third. At 100 GBP the river comes first.
    """
    network, inputs, state = prepare(load_scenario(loch(tmp_path)))
    axes = [
        read_objective(network, text)
        for text in ("shortage: berries", "shortage: barley", "environmental_shortfall")
    ]
    prices = [[8.0, 3.0, 1.0], [8.0, 3.0, 100.0], [8.0, 3.0, 5.0]]
    policies = [PricePolicy(np.array(weights), NO_VALUE) for weights in prices]
    missed = 40 * simulate_policies(network, inputs, state, axes, policies)[0]
    # Second step: 220 are there for 180; 40 stay. Third: 40 + 30 for 180.
    assert missed[0] == pytest.approx([0, 30, 80], abs=1e-6)
    assert missed[1] == pytest.approx([60, 40, 10], abs=1e-6)
    assert missed[2] == pytest.approx([0, 40, 70], abs=1e-6)


def test_water_left_is_kept_where_it_is_worth_more(tmp_path: Path) -> None:
    """At 5 GBP/Ml in the loch, barley (3) and the river (1) wait in the second step, and get what comes in the third."""
    network, inputs, state = prepare(load_scenario(loch(tmp_path)))
    axes = [
        read_objective(network, text)
        for text in ("shortage: berries", "shortage: barley", "environmental_shortfall")
    ]
    policy = PricePolicy(np.array([8.0, 3.0, 1.0]), np.full((12, 1), 5.0))
    missed = 40 * simulate_policies(network, inputs, state, axes, [policy])[0][0]
    assert missed[0] == pytest.approx(0, abs=1e-6)
    assert missed[1] >= 80 - 1e-6  # in both dry steps
    assert missed[2] >= 160 - 1e-6


def test_water_values_are_duals(tmp_path: Path) -> None:
    """In the dry steps one more megalitre would go to the river at 5 GBP, which misses 30; in the wet ones nowhere."""
    network, inputs, state = prepare(load_scenario(loch(tmp_path)))
    axes = [read_objective(network, text) for text in ("value", "environmental_shortfall")]
    ideal = ideal_period(network, inputs, state, axes)
    values = ideal.water_values(np.array([1.0, 5.0]))
    assert values[:, 0] == pytest.approx([0, 5, 5, 0], abs=1e-6)
    # All four steps begin in January; in other months the mean stands in.
    assert by_month(values, inputs) == pytest.approx(np.full((12, 1), 2.5))
