"""A small step is the whole step with fewer columns: same rows, every column had from those kept."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from support.examples import small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.allocation.kernel.allocator import levels_without_money
from basinsim.allocation.kernel.presolve import SmallStep, make_small
from basinsim.allocation.levels import MONEY, levels_of
from basinsim.compiler import compile_step
from basinsim.network.network import Network
from basinsim.simulation.initial import first_state
from basinsim.simulation.numbers import NumberBuilder
from basinsim.step_program import StepProgram

Basin = dict[str, Any]


def shrunk(basin: Basin, keep: set[int], *, assume_nature: bool) -> tuple[Network, StepProgram, SmallStep]:
    network, inputs = prepare(basin)
    program = compile_step(network)
    numbers = NumberBuilder(network, program, inputs).build(0, first_state(network, inputs), closed=False)
    levels = levels_without_money(levels_of(network, program))
    small_step = make_small(
        program, levels, numbers.lower, numbers.upper, keep=keep, assume_nature=assume_nature
    )
    return network, program, small_step


def chain(*, max_flow: float | None = None) -> Basin:
    """catchment -> junction -> sea, with one user at the junction."""
    limit = {} if max_flow is None else {"max_flow": max_flow}
    return {
        "name": "chain",
        "nodes": {
            "hills": {"type": "catchment", "inflow": 10},
            "fork": {"type": "junction"},
            "town": {"type": "demand", "sector": "public", "amount": 4},
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "hills", "to": "fork"},
            {"from": "fork", "to": "town"},
            {"name": "rest", "from": "fork", "to": "sea"} | limit,
        ],
    }


def test_a_chain_comes_down_to_one_row():
    """Without overflow the flow to the sea is what the town leaves: only its sign says anything."""
    _, program, step = shrunk(chain(), set(), assume_nature=True)
    names = [program.names(program.columns)[j] for j in step.kept]
    assert names == ["ordinary[town]", "flow[rest]"]
    assert step.matrix.shape == (1, 2)
    assert step.constants.toarray().tolist() == [[pytest.approx(-step.matrix.toarray()[0, 1])]]


def test_a_column_whose_bound_is_real_stays():
    _, program, step = shrunk(chain(max_flow=3), set(), assume_nature=True)
    assert not step.eliminated[program.position("flow", "rest")]


def test_a_column_to_be_kept_stays():
    _, program, free = shrunk(chain(), set(), assume_nature=True)
    intake = program.position("flow", "fork->town")
    assert free.eliminated[intake]
    _, _, step = shrunk(chain(), {intake}, assume_nature=True)
    assert not step.eliminated[intake]


def test_money_has_to_come_last():
    network, _ = prepare(chain())
    levels = levels_of(network, compile_step(network))
    with pytest.raises(ValueError, match="last level"):
        levels_without_money([MONEY, *levels])


@given(basins(Kind(largest_river=6)))
@small(30)
def test_rows_of_the_whole_step_hold_for_whatever_solves_the_small_one(basin: Basin) -> None:
    for assume_nature in (True, False):
        _, program, step = shrunk(basin, set(), assume_nature=assume_nature)
        both = np.hstack([step.matrix.toarray(), step.constants.toarray()])
        # Whatever solves the small rows: the null space of both, from its singular vectors.
        _, sizes, vectors = np.linalg.svd(both, full_matrices=True)
        rank = int((sizes > 1e-9).sum())
        solutions = vectors[rank:].T
        residual = program.matrix @ (step.whole @ solutions)
        left_out = np.abs(residual).max(axis=1, initial=0.0) > 1e-8
        if assume_nature:
            continue  # rows of given columns alone are left to the check of the whole step
        assert not left_out.any()


@given(basins(Kind(largest_river=6)))
@small(30)
def test_columns_of_the_levels_come_first_and_in_their_order(basin: Basin) -> None:
    _, _, step = shrunk(basin, set(), assume_nature=False)
    columns = [column for level in step.levels for column in level.columns]
    assert columns == list(range(len(columns)))
