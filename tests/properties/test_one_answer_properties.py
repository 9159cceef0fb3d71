"""One answer: whatever the order of the file, the names in it, and what was solved before."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.examples import LENGTHS, close, large, small
from support.oracle import reaches_itself
from support.quick_runs import FIRST_DAY, Run, prepare, quick_run
from support.random_networks import Kind, basins, in_step, renamed, sharing_basins

from basinsim.compiler import compile_step
from basinsim.simulation.allocators import make_allocator
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import simulate
from basinsim.simulation.state import State

Basin = dict[str, Any]


def order_and_names_do_not_matter(basin: Basin, data: st.DataObject, steps: int) -> None:
    names = list(basin["nodes"])
    new_names = data.draw(
        st.permutations([f"{letter} {len(names)}" for letter in "zyxwvutsrqponmlkjihgfedcba"])
    )
    to = dict(zip(names, new_names, strict=False))
    other = renamed(basin, to)
    for key in ("nodes", "licences"):
        order = data.draw(st.permutations(list(other.get(key, {}))))
        other[key] = {name: other[key][name] for name in order}
    other["links"] = data.draw(st.permutations(other["links"]))
    before, after = quick_run(basin, steps), quick_run(other, steps)
    for step in range(steps):
        for variable in ("storage", "delivered"):
            now = after.values(variable, step)
            for name, volume in before.values(variable, step).items():
                assert now[to[name]] == pytest.approx(volume, abs=close(volume, before.book(step))), (
                    variable,
                    name,
                )


@given(basins(Kind(steps=2)), st.data())
@small(26)
def test_order_and_names_do_not_matter(basin: Basin, data: st.DataObject) -> None:
    order_and_names_do_not_matter(basin, data, 2)


@given(sharing_basins(Kind(steps=2)), st.data())
@small(10)
def test_order_and_names_do_not_matter_to_sharing_rules(basin: Basin, data: st.DataObject) -> None:
    order_and_names_do_not_matter(basin, data, 2)


@pytest.mark.slow
@given(basins(Kind(steps=5, largest_river=8)), st.data())
@large(250)
def test_order_and_names_do_not_matter_often(basin: Basin, data: st.DataObject) -> None:
    order_and_names_do_not_matter(basin, data, 5)


def a_step_alone_gives_the_same(basin: Basin, steps: int, days: int) -> None:
    run = quick_run(basin, steps, days)
    for step in range(steps):
        first_day = FIRST_DAY + timedelta(days=step * days)
        network, inputs = prepare(in_step(basin, step), 1, days, first_day)
        alone = Run(basin, simulate(network, inputs, state(run, step)), days)
        for variable in ("storage", "delivered"):
            for name, volume in run.values(variable, step).items():
                found = alone.values(variable)[name]
                assert found == pytest.approx(volume, abs=close(volume, run.book(step))), (
                    step,
                    variable,
                    name,
                )


@given(basins(Kind(steps=3)), LENGTHS)
@small(13)
def test_a_step_alone_gives_the_same(basin: Basin, days: int) -> None:
    a_step_alone_gives_the_same(basin, 3, days)


@pytest.mark.slow
@given(basins(Kind(steps=6)), LENGTHS)
@large(120)
def test_a_step_alone_gives_the_same_often(basin: Basin, days: int) -> None:
    a_step_alone_gives_the_same(basin, 6, days)


def what_was_solved_before_does_not_matter(basin: Basin, steps: int, order: list[int]) -> None:
    run = quick_run(basin, steps)
    network, inputs = prepare(basin, steps)
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    numbers = [builder.build(step, state(run, step)) for step in range(steps)]
    remembers, forgets = (make_allocator(network, program, numbers[0]) for _ in range(2))
    for step in order:
        money = numbers[step].money_cost
        today = (numbers[step].lower[0], numbers[step].upper[0], None if money is None else money[0])
        forgets.forget()
        for allocator in (remembers, forgets):
            x = allocator.allocate(*today)
            for name, volume in run.values("storage", step).items():
                found = x[program.position("storage", name)]
                assert found == pytest.approx(volume, abs=close(volume, run.book(step))), (step, name)
            for name, volume in run.values("delivered", step).items():
                found = x[program.position("ordinary", name)]
                if "essential" in basin["nodes"][name]:
                    found += x[program.position("essential", name)]
                assert found == pytest.approx(volume, abs=close(volume, run.book(step))), (step, name)


@given(basins(Kind(steps=4)), st.permutations(range(4)))
@small(16)
def test_what_was_solved_before_does_not_matter(basin: Basin, order: list[int]) -> None:
    what_was_solved_before_does_not_matter(basin, 4, [*order, *order[::-1]])


@given(sharing_basins(Kind(steps=4)), st.permutations(range(4)))
@small(8)
def test_what_was_solved_before_does_not_matter_to_sharing_rules(basin: Basin, order: list[int]) -> None:
    what_was_solved_before_does_not_matter(basin, 4, [*order, *order[::-1]])


@pytest.mark.slow
@given(basins(Kind(steps=12, largest_river=8)), st.permutations(range(12)))
@large(150)
def test_what_was_solved_before_does_not_matter_often(basin: Basin, order: list[int]) -> None:
    what_was_solved_before_does_not_matter(basin, 12, [*order, *order[::-1]])


@given(st.lists(basins(Kind(steps=2)), min_size=2, max_size=4))
@small(7)
def test_other_networks_do_not_matter(several: list[Basin]) -> None:
    first = [quick_run(basin, 2) for basin in several]
    again = [quick_run(basin, 2) for basin in reversed(several)][::-1]
    for one, other in zip(first, again, strict=True):
        for variable, values in one.simulated.arrays.items():
            np.testing.assert_array_equal(values, other.simulated.arrays[variable])


def state(run: Run, step: int) -> State:
    """Return the state in which a step of a run began, in the sorted order of names."""
    start, nodes = run.start(step), run.basin["nodes"]
    licences = run.basin.get("licences", {})
    stores = sorted(start.storage)
    annual = sorted(name for name in licences if "annual" in licences[name])
    late = sorted(name for name in nodes if "returns" in nodes[name] and reaches_itself(run.basin, name))
    return State(
        np.array([[start.storage[name] for name in stores]]),
        np.array([[start.licence_used[name] for name in annual]]),
        np.array([[start.returns_underway.get(name, 0.0) for name in late]]),
    )
