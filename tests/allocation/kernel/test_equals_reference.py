"""The batch kernel gives the answers of the reference, on any network and in any order."""

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import CLOSE, large, small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.compiler import compile_step
from basinsim.errors import RunError
from basinsim.simulation.allocators import AllocatorOptions, choose_allocator
from basinsim.simulation.initial import first_state
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import Simulated, simulate

Basin = dict[str, Any]

ANSWERS = ("storage", "delivered", "essential_delivered", "return_underway", "licence_used")


def run(basin: Basin, steps: int, choice: str, wetness: list[float], days: int = 1) -> Simulated:
    """Run a basin whose members differ in how wet they are."""
    network, inputs = prepare(basin, steps, days, members=len(wetness))
    inflow = inputs.over_members("inflow") * np.array(wetness)[:, np.newaxis, np.newaxis]
    inputs.series["inflow"] = inflow
    options = AllocatorOptions(choice, threads=2)  # type: ignore[arg-type]  # a word of the test's own
    return simulate(network, inputs, first_state(network, inputs), options=options)


def assert_same(kernel: Simulated, reference: Simulated) -> None:
    for name in ANSWERS:
        found, right = kernel.arrays[name], reference.arrays[name]
        np.testing.assert_allclose(found, right, rtol=CLOSE, atol=CLOSE, err_msg=name)


def kernel_equals_reference(basin: Basin, steps: int, wetness: list[float], days: int) -> None:
    try:
        reference = run(basin, steps, "highs", wetness, days)
    except RunError as refused:
        # Water that is worth more each time it goes round has no answer: then the kernel has none either.
        with pytest.raises(RunError, match=re.escape(str(refused))):
            run(basin, steps, "batch", wetness, days)
        return
    kernel = run(basin, steps, "batch", wetness, days)
    assert_same(kernel, reference)
    assert kernel.counts.steps == steps * len(wetness)


WETNESS = st.lists(st.sampled_from([1.0, 0.4, 0.05, 3.0, 0.0]), min_size=1, max_size=3)
DAYS = st.sampled_from([1, 7, 30])


@given(basins(Kind(steps=3)), WETNESS, DAYS)
@small(12)
def test_kernel_equals_reference(basin: Basin, wetness: list[float], days: int) -> None:
    kernel_equals_reference(basin, 3, wetness, days)


@pytest.mark.slow
@given(basins(Kind(steps=12, largest_river=9)), WETNESS, DAYS)
@large(1000)
def test_kernel_equals_reference_often(basin: Basin, wetness: list[float], days: int) -> None:
    kernel_equals_reference(basin, 12, wetness, days)


@given(basins(Kind(steps=4)), st.permutations(range(4)))
@small(15)
def test_what_was_solved_before_does_not_matter(basin: Basin, order: list[int]) -> None:
    network, inputs = prepare(basin, 4)
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    state = first_state(network, inputs)
    numbers = [builder.build(step, state) for step in range(4)]
    options = AllocatorOptions("batch", threads=1)
    remembers, forgets = (choose_allocator(network, program, numbers[0], options) for _ in range(2))
    answers = [program.of("storage"), program.of("ordinary"), program.of("essential")]
    for step in [*order, *order[::-1]]:
        today = numbers[step].lower, numbers[step].upper, numbers[step].money_cost
        forgets.forget()
        remembered, afresh = remembers.allocate_members(*today), forgets.allocate_members(*today)
        for block in answers:
            np.testing.assert_allclose(remembered[:, block], afresh[:, block], rtol=CLOSE, atol=CLOSE)


def one_way(asked: list[float], least: float) -> Basin:
    """catch (10) -> river -> town, farm and a gauge, which wish for 10 each; the farm's link for `least` besides."""
    wish = {"type": "demand", "sector": "public", "priority": 2}
    return {
        "name": "one way",
        "nodes": {
            "catch": {"type": "catchment", "inflow": 10},
            "river": {"type": "gauge"},
            "kept": {"type": "gauge", "environmental_flow": {"amount": 10, "priority": 2}},
            "town": wish | {"amount": 10},
            "farm": wish | {"amount": {"values": asked}},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "catch", "to": "river"},
            {"from": "river", "to": "kept"},
            {"from": "kept", "to": "sea"},
            {"from": "river", "to": "town"},
            {"from": "river", "to": "farm", "min_flow": {"amount": least, "priority": 2}},
        ],
    }


@pytest.mark.parametrize("choice", ["batch", "highs"])
def test_two_wishes_of_one_priority_on_one_link(choice: str) -> None:
    """The farm's share is that of the larger wish: 10 s + 20 s + 10 s = 10, so that s = 1/4.

    On the day before it asks for nothing, and it is learnt that a link carries no more than its user takes: that
    alone must not hold back the larger wish after others were filled further.
    """
    found = run(one_way([0, 10, 10], 20), 3, choice, [1.0], 1).arrays["delivered"][0]
    assert found[1:].tolist() == [pytest.approx([5, 2.5])] * 2  # farm, town
