"""The batch kernel gives the answers of the reference, on any network and in any order."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import CLOSE, large, small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.compiler import compile_step
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
    kernel = run(basin, steps, "batch", wetness, days)
    assert_same(kernel, run(basin, steps, "highs", wetness, days))
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
