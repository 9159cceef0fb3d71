"""The small step as arrays: what is not checked in every step cannot fail in any."""

from typing import Any

import numpy as np
from hypothesis import given
from scipy.sparse import csr_array
from support.examples import small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.allocation.kernel.allocator import levels_without_money
from basinsim.allocation.kernel.arrays import Sparse, problem_arrays
from basinsim.allocation.kernel.presolve import make_small
from basinsim.allocation.levels import levels_of
from basinsim.compiler import compile_step
from basinsim.simulation.initial import first_state
from basinsim.simulation.numbers import NumberBuilder


def dense(rows: Sparse, columns: int) -> np.ndarray:
    shape = (len(rows.start) - 1, columns)
    return csr_array((rows.value, rows.at, rows.start), shape=shape).toarray()


@given(basins(Kind(largest_river=6)))
@small(30)
def test_rows_that_are_not_checked_hold_whatever_the_answer(basin: dict[str, Any]) -> None:
    network, inputs = prepare(basin)
    program = compile_step(network)
    numbers = NumberBuilder(network, program, inputs).build(0, first_state(network, inputs), closed=False)
    levels = levels_without_money(levels_of(network, program))
    costs = np.arange(1.0, program.shape[1] + 1.0)
    rng = np.random.default_rng(len(levels))
    for assume_nature in (True, False):
        step = make_small(
            program, levels, numbers.lower, numbers.upper, keep=set(), assume_nature=assume_nature
        )
        problem = problem_arrays(program, step, costs)
        values = rng.uniform(-1.0, 1.0, len(step.kept) + len(step.data))
        # The answer as the compiled step lays it out.
        answer = np.zeros(program.shape[1])
        answer[problem.kept], answer[problem.data] = np.split(values, [len(step.kept)])
        answer[problem.replaced] = dense(problem.sums, len(answer)) @ answer
        np.testing.assert_allclose(answer, step.whole @ values, atol=1e-12)
        residual = np.sort(np.abs(program.matrix @ answer))
        checked = np.sort(np.abs(dense(problem.step, len(answer)) @ answer))
        unchecked = len(residual) - len(checked)
        assert unchecked >= len(problem.replaced)
        # As many rows as are not checked hold, and the others are those that are.
        np.testing.assert_allclose(residual[:unchecked], 0.0, atol=1e-12)
        np.testing.assert_allclose(residual[unchecked:], checked, atol=1e-12)
        cost = dense(problem.adds, len(answer)) @ costs
        np.testing.assert_allclose(cost, costs @ step.whole.toarray()[:, : len(step.kept)], atol=1e-9)
