"""Steps taken together are the steps taken one by one: what is carried forward is stated twice, and alike."""

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import large, small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.compiler import compile_step
from basinsim.network.network import Network
from basinsim.simulation import recorder
from basinsim.simulation.allocators import AllocatorOptions
from basinsim.simulation.initial import first_state
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import Simulated, simulate
from basinsim.simulation.spans import Spans

Basin = dict[str, Any]
CLOSE = 1e-9


def run(network: Network, inputs: Inputs, *, together: bool) -> Simulated:
    options = AllocatorOptions("batch", threads=2)
    if together:
        return simulate(network, inputs, first_state(network, inputs), options=options)
    with patch.object(Spans, "possible", False):
        return simulate(network, inputs, first_state(network, inputs), options=options)


def assert_alike(network: Network, inputs: Inputs) -> None:
    together, apart = (run(network, inputs, together=either) for either in (True, False))
    assert together.arrays.keys() == apart.arrays.keys()
    for name, values in apart.arrays.items():
        scale = max(1.0, float(np.abs(values).max(initial=0.0)))
        np.testing.assert_allclose(together.arrays[name], values, rtol=0, atol=CLOSE * scale, err_msg=name)
    for term, value in apart.money.items():
        np.testing.assert_allclose(together.money[term], value, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(together.end.storage, apart.end.storage, rtol=CLOSE, atol=CLOSE)
    np.testing.assert_allclose(together.end.licence_used, apart.end.licence_used, rtol=CLOSE, atol=CLOSE)
    assert together.counts.steps == apart.counts.steps


def wetter_and_drier(inputs: Inputs, wetness: list[float]) -> None:
    factors = np.array(wetness)[:, np.newaxis, np.newaxis]
    inputs.series["inflow"] = inputs.over_members("inflow") * factors


WETNESS = st.lists(st.sampled_from([1.0, 0.4, 0.05, 3.0, 0.0]), min_size=1, max_size=3)
DAYS = st.sampled_from([1, 7, 30])


def together_as_apart(basin: Basin, steps: int, wetness: list[float], days: int) -> None:
    network, inputs = prepare(basin, steps, days, members=len(wetness))
    wetter_and_drier(inputs, wetness)
    assert_alike(network, inputs)


@given(basins(Kind(steps=5)), WETNESS, DAYS)
@small(12)
def test_steps_together_are_steps_one_by_one(basin: Basin, wetness: list[float], days: int) -> None:
    together_as_apart(basin, 5, wetness, days)


@pytest.mark.slow
@given(basins(Kind(steps=15, largest_river=9)), WETNESS, DAYS)
@large(600)
def test_steps_together_are_steps_one_by_one_often(basin: Basin, wetness: list[float], days: int) -> None:
    together_as_apart(basin, 15, wetness, days)


def test_a_turbine_on_a_river_without_reservoirs():
    """hills -> wheel -> sea: energy hangs on the turbine's head alone."""
    basin = {
        "name": "mill",
        "nodes": {
            "hills": {"type": "catchment", "inflow": {"values": [3, 9, 5, 1, 7]}},
            "wheel": {"type": "hydropower", "head": 10, "efficiency": 0.8},
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "hills", "to": "wheel"}, {"from": "wheel", "to": "sea"}],
    }
    assert_alike(*prepare(basin, 5))


@pytest.mark.parametrize("at_once", [1, 10**6])
def test_results_worked_out_for_some_members_at_a_time(at_once):
    """hills -> loch -> sea: the link carries 1 Ml/d, and only the wet member's loch overflows, and late.

    A part of the members in which nothing overflowed says nothing of the others.
    """
    basin = {
        "name": "overflowing",
        "nodes": {
            "hills": {"type": "catchment", "inflow": 4},
            "loch": {"type": "reservoir", "capacity": 20, "initial": 5},
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "hills", "to": "loch"}, {"from": "loch", "to": "sea", "max_flow": 1}],
    }
    network, inputs = prepare(basin, 6, 1, members=5)
    wetter_and_drier(inputs, [0.1, 0.2, 1.5, 0.3, 0.0])
    with patch.object(recorder, "_AT_ONCE", at_once):
        found = run(network, inputs, together=True)
        assert_alike(network, inputs)
    # Nobody asks for water, so the loch keeps it: 5 Ml, 11, 17, then 20 with 1 let out and 2 too much, then 5 a day.
    overflow = np.zeros((5, 6))
    overflow[2, 2:] = [2.0, 5.0, 5.0, 5.0]
    np.testing.assert_allclose(found.arrays["overflow"][..., 0], overflow, atol=1e-9)


def two_lochs(**changes: Any) -> Basin:
    """upper over a spillway into lower; rain and evaporation on surfaces by storage, a licence, late returns."""
    surface = [[0.0, 0.0, 0.0], [5.0, 1.0, 60.0], [10.0, 2.5, 200.0]]
    return {
        "name": "two lochs",
        "nodes": {
            "hills": {"type": "catchment", "inflow": 9},
            "burn": {"type": "catchment", "inflow": 4},
            "upper": {
                "type": "reservoir",
                "capacity": 200,
                "initial": 150,
                "dead_storage": 10,
                "surface": surface,
                "rainfall": 3,
                "evaporation": 5,
            },
            "lower": {
                "type": "reservoir",
                "capacity": 120,
                "initial": 60,
                "surface": 1.5,
                "evaporation": {"values": [6.0, 1.0] * 10},
            },
            "town": {
                "type": "demand",
                "sector": "public",
                "amount": 8,
                "returns": {"to": "weir", "fraction": 0.5},
            },
            "farms": {
                "type": "demand",
                "sector": "agriculture",
                "amount": 5,
                "priority": 3,
                "returns": {"to": "upper", "fraction": 0.3},
            },
            "weir": {
                "type": "gauge",
                "environmental_flow": {"amount": 9, "priority": 1, "natural": ["hills", "burn"]},
            },
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "hills", "to": "upper"},
            {"from": "burn", "to": "lower"},
            {"from": "upper", "to": "lower", "max_flow": 5},
            {"name": "over", "from": "upper", "to": "lower", "only_when_full": True},
            {"name": "away", "from": "lower", "to": "weir", "max_flow": 12},
            {"name": "spill", "from": "lower", "to": "weir", "only_when_full": True},
            {"from": "upper", "to": "town", "cost": 2.0},
            {"from": "lower", "to": "farms"},
            {"from": "weir", "to": "sea"},
        ],
        "licences": {"farms": {"applies_to": ["farms"], "annual": 60, "year_start": "01-05"}},
    } | changes


@pytest.mark.parametrize("wetness", [[1.0], [0.2, 1.0, 4.0]])
def test_everything_that_is_carried_forward(wetness):
    network, inputs = prepare(two_lochs(), 20, members=len(wetness))
    wetter_and_drier(inputs, wetness)
    program = compile_step(network)
    assert Spans(network, program, NumberBuilder(network, program, inputs)).possible
    assert_alike(network, inputs)
