"""From the Pyomo model of a step to its sparse matrix, once for each network."""

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.core.base.constraint import Constraint
from pyomo.core.base.var import Var
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler
from scipy.sparse import csc_array

from basinsim.formulation.step_model import build_step_model
from basinsim.network.network import Network
from basinsim.step_program import Block, StepProgram


def compile_step(network: Network) -> StepProgram:
    """Build the step model of a network and compile it.

    Parameters
    ----------
    network : Network
        Checked and sorted.

    Returns
    -------
    StepProgram
        With every declared column and row, each component one contiguous block.

    Raises
    ------
    RuntimeError
        Where the compiler dropped or added a row or column, or a row is not ``== 0``.
    """
    model = build_step_model(network)
    columns = _declared(model, Var)
    rows = _declared(model, Constraint)
    form = LinearStandardFormCompiler().write(model, mixed_form=True, column_order=columns, row_order=rows)
    # The compiler keeps columns that stand in a row, in an order of its own.
    order = {id(column): i for i, column in enumerate(form.columns)}
    if len(order) != len(columns) or any(id(column) not in order for column in columns):
        message = "the compiled step has not the columns that the formulation declares"
        raise RuntimeError(message)
    compiled_rows = {id(row.constraint): i for i, row in enumerate(form.rows)}
    if len(form.rows) != len(rows) or any(id(row) not in compiled_rows for row in rows):
        message = "the compiled step has not the rows that the formulation declares"
        raise RuntimeError(message)
    if any(row.bound_type != 0 for row in form.rows) or np.any(np.asarray(form.rhs)):
        message = "a row of the step is not of the form 'sum == 0'"
        raise RuntimeError(message)
    by_row = np.array([compiled_rows[id(row)] for row in rows], dtype=int)
    by_column = np.array([order[id(column)] for column in columns], dtype=int)
    matrix = csc_array(csc_array(form.A)[by_row, :][:, by_column])
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return StepProgram(matrix, _blocks(model, Var), _blocks(model, Constraint))


def _declared(model: pyo.ConcreteModel, kind: Any) -> list[Any]:
    return [data for component in model.component_objects(kind) for data in component.values()]


def _blocks(model: pyo.ConcreteModel, kind: Any) -> dict[str, Block]:
    blocks, start = {}, 0
    for component in model.component_objects(kind):
        labels = tuple(component.keys())
        blocks[component.name] = Block(start, labels)
        start += len(labels)
    return blocks
