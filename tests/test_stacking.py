"""The stacked steps are a plain model of the horizon, coefficient by coefficient."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stacking.plain_model import Name, PlainHorizon, Row
from support.examples import large, small
from support.quick_runs import prepare
from support.random_networks import Kind, basins

from basinsim.compiler import compile_step
from basinsim.simulation.numbers import NumberBuilder
from basinsim.stacking import StackedProgram, stack
from basinsim.step_program import Block

Basin = dict[str, Any]
CARRIED = ("storage_start", "licence_start", "return_start")
NEW_YEAR = date(2001, 1, 1)

EVERYTHING: Basin = {
    "name": "every type of node, link and licence",
    "nodes": {
        "hill": {"type": "catchment", "inflow": 10},
        "loch": {"type": "reservoir", "capacity": 100, "surface": 1, "rainfall": 2, "evaporation": 1},
        "pond": {"type": "reservoir", "capacity": 20, "storage_priority": 2, "final": 5},
        "tarn": {"type": "reservoir", "capacity": 7, "final": {"amount": 2, "priority": 3}},
        "turbine": {
            "type": "hydropower",
            "head": 10,
            "efficiency": 0.8,
            "target_flow": {"amount": 3, "priority": 6},
        },
        "fork": {"type": "junction"},
        "weir": {"type": "gauge", "environmental_flow": {"amount": 4, "priority": 2}},
        "plant": {"type": "works", "loss": 0.04},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 5,
            "essential": 1,
            "value": [[2, 900], [3, 500]],
            "returns": {"to": "weir", "fraction": 0.9},
        },
        # Below its own return, so that it gives back to the next step.
        "mill": {
            "type": "demand",
            "sector": "industry",
            "amount": 5,
            "essential": 2,
            "returns": {"to": "fork", "fraction": 0.5},
        },
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "hill", "to": "loch", "loss": 0.05},
        {"name": "release", "from": "loch", "to": "turbine", "min_flow": 2},
        {"name": "overfall", "from": "loch", "to": "fork", "spill": True},
        {"from": "turbine", "to": "fork"},
        {"name": "pump", "from": "fork", "to": "pond", "max_flow": 1, "preference": 3},
        {"from": "fork", "to": "tarn"},
        {"from": "tarn", "to": "weir", "spill": True},
        {"from": "pond", "to": "plant", "preference": 2},
        {"from": "fork", "to": "plant", "loss": 0.1},
        {"from": "plant", "to": "town"},
        {"from": "fork", "to": "mill"},
        {"from": "fork", "to": "weir"},
        {"from": "weir", "to": "sea", "value": [[5, 8], [10, 3]]},
    ],
    "licences": {
        "supply": {"applies_to": ["plant"], "annual": 1000, "daily": 5, "year_start": "01-03"},
        "power": {"applies_to": ["turbine", "pump"], "annual": 3000, "year_start": "01-05"},
        "milling": {"applies_to": ["mill"], "annual": 900},
    },
}


def stacked_horizon(basin: Basin, steps: int, days: int, first_day: date) -> StackedProgram:
    """Stack the compiled step of a basin as a run of that period would."""
    network, inputs = prepare(basin, steps, days, first_day)
    program = compile_step(network)
    kept = 1.0 - NumberBuilder(network, program, inputs).restarts(0, steps)
    return stack(program, steps, kept)


def named(blocks: dict[str, Block], steps: int) -> list[Name]:
    """Name every row or column of the horizon: component, label, step."""
    once = [(component, label) for component, block in blocks.items() for label in block.labels]
    return [(component, label, t) for t in range(steps) for component, label in once]


def rows_of(stacked: StackedProgram) -> dict[Name, Row]:
    """Return every row as {column: coefficient}."""
    rows, columns = (
        named(blocks, stacked.steps) for blocks in (stacked.program.rows, stacked.program.columns)
    )
    assert stacked.matrix.shape == (len(rows), len(columns))
    found: dict[Name, Row] = {row: {} for row in rows}
    entries = stacked.matrix.tocoo()
    for row, column, coefficient in zip(*entries.coords, entries.data, strict=True):
        assert columns[column] not in found[rows[row]], "one coefficient in two parts"
        found[rows[row]][columns[column]] = float(coefficient)
    return found


def assert_equals_plain_model(basin: Basin, steps: int, days: int = 1, first_day: date = NEW_YEAR) -> None:
    first_days = [first_day + timedelta(days=t * days) for t in range(steps)]
    plain = PlainHorizon(basin, first_days).rows()
    stacked = rows_of(stacked_horizon(basin, steps, days, first_day))
    assert set(stacked) == set(plain)
    for name, row in plain.items():
        # A row says the same with all signs turned.
        turned = {column: -coefficient for column, coefficient in stacked[name].items()}
        assert pytest.approx(row, abs=1e-12) in (stacked[name], turned), name


@pytest.mark.parametrize("steps", [1, 2, 3, 9])
def test_every_type_of_node_equals_a_plain_model(steps: int) -> None:
    assert_equals_plain_model(EVERYTHING, steps)


@pytest.mark.parametrize("days", [2, 7, 30])
def test_accounts_restart_with_the_first_step_on_or_after_their_date(days: int) -> None:
    assert_equals_plain_model(EVERYTHING, 15, days, date(2000, 12, 20))


def test_over_several_years_accounts_restart_every_year() -> None:
    assert_equals_plain_model(EVERYTHING, 40, 30, date(2000, 2, 27))


@given(basins(Kind(steps=5)), st.integers(1, 5), st.sampled_from([1, 2, 3]))
@small(40)
def test_random_networks_equal_a_plain_model(basin: Basin, steps: int, days: int) -> None:
    assert_equals_plain_model(basin | {"nodes": cut(basin["nodes"], steps)}, steps, days)


@pytest.mark.slow
@given(basins(Kind(steps=12, largest_river=8)), st.sampled_from([1, 7, 30, 200]))
@large(120)
def test_random_networks_equal_a_plain_model_often(basin: Basin, days: int) -> None:
    assert_equals_plain_model(basin, 12, days)


def cut(value: Any, steps: int) -> Any:
    """Shorten all series to a number of steps."""
    if isinstance(value, dict):
        if set(value) == {"values"}:
            return {"values": value["values"][:steps]}
        return {key: cut(part, steps) for key, part in value.items()}
    return value


def test_what_a_step_finds_is_what_the_step_before_left() -> None:
    """Columns of the state at the start are empty from the second step on."""
    stacked = stacked_horizon(EVERYTHING, 4, 1, NEW_YEAR)
    entries = np.diff(stacked.matrix.indptr)
    for component in CARRIED:
        columns = stacked.columns(component)
        assert columns.shape == (4, len(stacked.program.columns[component].labels))
        assert np.all(entries[columns[0]] > 0)
        assert np.all(entries[columns[1:]] == 0)
    others = [name for name in stacked.program.columns if name not in CARRIED]
    for component in others:
        assert np.all(entries[stacked.columns(component)] > 0), component


def test_positions_of_columns_follow_step_after_step() -> None:
    stacked = stacked_horizon(EVERYTHING, 3, 1, NEW_YEAR)
    names = named(stacked.program.columns, 3)
    for component, block in stacked.program.columns.items():
        for t, positions in enumerate(stacked.columns(component)):
            assert [names[position] for position in positions] == [
                (component, label, t) for label in block.labels
            ]


def test_one_step_is_the_compiled_step() -> None:
    stacked = stacked_horizon(EVERYTHING, 1, 1, NEW_YEAR)
    assert (stacked.matrix != stacked.program.matrix).nnz == 0


def test_the_matrix_is_sorted_and_holds_no_zero() -> None:
    matrix = stacked_horizon(EVERYTHING, 9, 1, NEW_YEAR).matrix
    assert matrix.format == "csc"
    assert matrix.has_sorted_indices
    assert np.all(matrix.data != 0)
    assert np.all(np.isfinite(matrix.data))
