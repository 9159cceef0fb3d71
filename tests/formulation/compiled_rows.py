"""The compiled rows of a small basin by name, to be held against rows written by hand."""

from types import ModuleType

import pyomo.environ as pyo
import pytest
import yaml
from pyomo.core.base.constraint import Constraint

from basinsim.compiler import compile_step
from basinsim.formulation.step_model import FAMILIES
from basinsim.network.checks import problems_in
from basinsim.network.network import Network
from basinsim.schema.basin import Basin
from basinsim.step_program import StepProgram

Row = dict[str, float]
Rows = dict[str, Row]


def network_of(basin: str | dict) -> Network:
    """Read a basin written as YAML or as a mapping."""
    raw = yaml.safe_load(basin) if isinstance(basin, str) else basin
    checked = Basin.model_validate({"name": "small", **raw}, context={})
    assert not problems_in(checked)
    return Network(checked)


def rows_of(program: StepProgram) -> Rows:
    """Return every row of a program as {column: coefficient}."""
    rows, columns = StepProgram.names(program.rows), StepProgram.names(program.columns)
    found: Rows = {row: {} for row in rows}
    entries = program.matrix.tocoo()
    for row, column, coefficient in zip(*entries.coords, entries.data, strict=True):
        found[rows[row]][columns[column]] = float(coefficient)
    return found


def declared_by(family: ModuleType, network: Network) -> set[str]:
    """Return the names of the row components that a family declares."""
    model = pyo.ConcreteModel()
    for other in FAMILIES:
        before = {component.name for component in model.component_objects(Constraint)}
        other.add(model, network)
        if other is family:
            return {component.name for component in model.component_objects(Constraint)} - before
    message = f"{family.__name__} is not among the families"
    raise AssertionError(message)


def family_rows(family: ModuleType, basin: str | dict) -> Rows:
    """Return the compiled rows of one family for a basin."""
    network = network_of(basin)
    own = declared_by(family, network)
    compiled = rows_of(compile_step(network))
    return {name: row for name, row in compiled.items() if name.split("[")[0] in own}


def assert_same_rows(found: Rows, expected: Rows) -> None:
    """Compare rows without regard to order; a row says the same with all signs turned."""
    assert set(found) == set(expected)
    for name, row in expected.items():
        turned = {column: -coefficient for column, coefficient in found[name].items()}
        assert pytest.approx(row) in (found[name], turned), name


def compiled_columns(basin: str | dict) -> dict[str, tuple[str | int, ...]]:
    """Return the labels of every column component of a basin."""
    return {name: block.labels for name, block in compile_step(network_of(basin)).columns.items()}
