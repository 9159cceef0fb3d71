"""The compiled step has every declared row and column, in order, and the right numbers."""

import itertools

import numpy as np
import pyomo.environ as pyo
import pytest
from formulation.assembly import Assembly
from formulation.compiled_rows import network_of, rows_of
from hypothesis import HealthCheck, given, settings
from pyomo.core.base.constraint import Constraint
from pyomo.core.base.var import Var
from support.random_networks import Kind, basins

import basinsim.compiler
import basinsim.rules
from basinsim.compiler import compile_step
from basinsim.formulation.step_model import build_step_model
from basinsim.step_program import StepProgram

EVERYTHING = {
    "nodes": {
        "hill": {"type": "catchment", "inflow": 10},
        "loch": {"type": "reservoir", "capacity": 100, "surface": 1, "rainfall": 2, "evaporation": 1},
        "pond": {"type": "reservoir", "capacity": 20, "storage_priority": 2, "final": 5},
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
        "mill": {
            "type": "demand",
            "sector": "industry",
            "amount": 5,
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
        {"from": "pond", "to": "plant", "preference": 2},
        {"from": "fork", "to": "plant", "loss": 0.1},
        {"from": "plant", "to": "town"},
        {"from": "fork", "to": "mill"},
        {"from": "fork", "to": "weir"},
        {"from": "weir", "to": "sea", "value": [[5, 8], [10, 3]]},
    ],
    "licences": {
        "supply": {"applies_to": ["plant"], "annual": 1000, "daily": 5},
        "power": {"applies_to": ["turbine", "pump"], "annual": 3000},
    },
}


def declared(model: pyo.ConcreteModel, kind: type) -> list[str]:
    return [f"{component.name}[{key}]" for component in model.component_objects(kind) for key in component]


def assert_complete(basin: dict) -> StepProgram:
    """Compile, and hold the names of rows and columns against the model's own declarations."""
    network = network_of(basin)
    program, model = compile_step(network), build_step_model(network)
    assert StepProgram.names(program.columns) == declared(model, Var)
    assert StepProgram.names(program.rows) == declared(model, Constraint)
    assert program.matrix.shape == (len(declared(model, Constraint)), len(declared(model, Var)))
    for blocks in (program.columns, program.rows):
        ends = [(block.positions.start, block.positions.stop) for block in blocks.values()]
        assert ends[0][0] == 0
        assert all(before[1] == after[0] for before, after in itertools.pairwise(ends))
    return program


# What the assembly by hand does not know: accounts that roll, and takes that a rule limits.
LIMITED = {
    **EVERYTHING,
    "licences": {
        **EVERYTHING["licences"],
        "lately": {"applies_to": ["plant"], "rolling": {"amount": 50, "days": 5}},
    },
    "rules": {
        "low_flow": {"type": "hands_off_flow", "gauge": "weir", "threshold": 3, "applies_to": ["mill"]}
    },
}


def test_every_declared_row_and_column_is_there_in_order():
    program = assert_complete(LIMITED)
    assert all(block.labels for block in program.columns.values())
    assert all(block.labels for block in program.rows.values())


def test_the_matrix_is_sorted_and_holds_no_zero():
    matrix = compile_step(network_of(EVERYTHING)).matrix
    assert matrix.format == "csc"
    assert matrix.has_sorted_indices
    assert np.all(matrix.data != 0)
    assert np.all(np.isfinite(matrix.data))


def test_a_network_with_everything_equals_the_assembly_by_hand():
    assert_equals_assembly(EVERYTHING)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(basins(Kind()))
def test_random_networks_equal_the_assembly_by_hand(basin):
    assert_equals_assembly(basin)


def assert_equals_assembly(basin: dict) -> None:
    compiled, assembly = rows_of(compile_step(network_of(basin))), Assembly(basin)
    assert set(compiled) == set(assembly.rows)
    for name, row in assembly.rows.items():
        turned = {column: -coefficient for column, coefficient in compiled[name].items()}
        assert pytest.approx(row, abs=1e-12) in (compiled[name], turned), name


def everything_with(**changes: dict) -> dict:
    """Change nodes by name, or all links by the key ``links``."""
    nodes = {name: node | changes.get(name, {}) for name, node in EVERYTHING["nodes"].items()}
    links = [link | changes.get("links", {}) for link in EVERYTHING["links"]]
    return EVERYTHING | {"nodes": nodes, "links": links}


@pytest.mark.parametrize(
    "basin",
    [
        everything_with(links={"loss": 1}),
        everything_with(plant={"loss": 1}),
        everything_with(links={"loss": 1}, plant={"loss": 1}),
        everything_with(
            town={"returns": {"to": "weir", "fraction": 0}}, mill={"returns": {"to": "fork", "fraction": 0}}
        ),
        everything_with(turbine={"efficiency": 0, "head": 0}),
    ],
    ids=["links lose all", "works lose all", "all is lost", "nothing comes back", "no power"],
)
def test_coefficients_that_are_zero_cost_no_row_or_column(basin):
    usual = compile_step(network_of(EVERYTHING))
    program = assert_complete(basin)
    assert program.columns == usual.columns
    assert program.rows == usual.rows
    assert_equals_assembly(basin)


LOCH = {"loch": {"type": "reservoir", "capacity": 10}}
TOWN = {"town": {"type": "demand", "sector": "public", "amount": 1}}
HILL = {"hill": {"type": "catchment", "inflow": 1}}
SEA = {"sea": {"type": "outlet"}}


@pytest.mark.parametrize(
    ("nodes", "links"),
    [
        (HILL | SEA, [("hill", "sea")]),
        (HILL | TOWN, [("hill", "town")]),
        (LOCH | SEA, [("loch", "sea")]),
        (LOCH | TOWN, [("loch", "town")]),
        (LOCH, []),
        (HILL | {"plant": {"type": "works"}} | TOWN, [("hill", "plant"), ("plant", "town")]),
        (HILL | {"weir": {"type": "gauge"}} | SEA, [("hill", "weir"), ("weir", "sea")]),
        (
            LOCH | {"turbine": {"type": "hydropower", "head": 1, "efficiency": 1}} | SEA,
            [("loch", "turbine"), ("turbine", "sea")],
        ),
        (SEA, []),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_networks_without_nodes_or_links_of_a_kind_compile(nodes, links):
    basin = {"nodes": nodes, "links": [{"from": source, "to": target} for source, target in links]}
    assert_complete(basin)
    assert_equals_assembly(basin)


def broken(change):
    """Return what builds the usual step model and then breaks it."""

    def build(network):
        model = build_step_model(network)
        change(model)
        return model

    return build


def unused_column(model):
    model.unused = pyo.Var(["a", "b"])


def column_with_a_coefficient_of_zero(model):
    model.lost = pyo.Var()
    model.loses = pyo.Constraint(expr=0.0 * model.lost + model.flow["release"] - model.flow["release"] == 0)


def row_without_columns(model):
    model.nothing_at_all = pyo.Constraint(expr=0.0 * model.flow["release"] == 0)


def inequality(model):
    model.limit = pyo.Constraint(expr=model.flow["release"] <= 0)


def right_hand_side(model):
    model.fixed = pyo.Constraint(expr=model.flow["release"] == 5)


@pytest.mark.parametrize(
    "change",
    [
        unused_column,
        column_with_a_coefficient_of_zero,
        row_without_columns,
        inequality,
        right_hand_side,
    ],
    ids=lambda change: change.__name__,
)
def test_a_row_or_column_that_the_compiler_drops_or_bends_is_refused(change, monkeypatch):
    network = network_of(EVERYTHING)
    compile_step(network)
    monkeypatch.setattr(basinsim.compiler, "build_step_model", broken(change))
    with pytest.raises(RuntimeError):
        compile_step(network)


def test_compiling_twice_gives_the_same():
    one, other = (compile_step(network_of(EVERYTHING)) for _ in range(2))
    assert (one.matrix != other.matrix).nnz == 0
    assert (one.columns, one.rows) == (other.columns, other.rows)


def test_the_order_of_the_file_does_not_matter():
    nodes = dict(reversed(EVERYTHING["nodes"].items()))
    shuffled = EVERYTHING | {"nodes": nodes, "links": EVERYTHING["links"][::-1]}
    one, other = compile_step(network_of(EVERYTHING)), compile_step(network_of(shuffled))
    assert (one.matrix != other.matrix).nnz == 0
    assert (one.columns, one.rows) == (other.columns, other.rows)
