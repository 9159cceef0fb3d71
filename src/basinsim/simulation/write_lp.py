"""Write the linear program of one step, for who wants to read it or solve it elsewhere."""

import os
import re
from pathlib import Path

import numpy as np

from basinsim.compiler import compile_step
from basinsim.network.network import Network
from basinsim.simulation.allocators import make_allocator
from basinsim.simulation.inputs import Inputs
from basinsim.simulation.numbers import NumberBuilder
from basinsim.simulation.run import StepRunner
from basinsim.simulation.state import State
from basinsim.step_program import StepProgram


def write_first_step(network: Network, inputs: Inputs, state: State, path: Path) -> None:
    """Write the first step of the first member as an LP file, with the order of levels above it.

    Parameters
    ----------
    network : Network
        The basin.
    inputs : Inputs
        Its numbers.
    state : State
        At the start of the period.
    path : Path
        To be written; written aside and moved into place.
    """
    program = compile_step(network)
    # As the rules have it, once the gauges of hands-off flows have been read.
    _, numbers = StepRunner(network, program, NumberBuilder(network, program, inputs)).allocate(0, state)
    allocator = make_allocator(network, program, numbers)
    columns, rows = (_plain(StepProgram.names(blocks)) for blocks in (program.columns, program.rows))
    aside = path.with_name(f".{path.stem}-writing.lp")
    try:
        allocator.current_program(numbers.lower[0], numbers.upper[0]).write(aside, columns, rows)
        order = [
            f"\\ {i}. {level.name}: {level.kind} {' '.join(columns[int(c)] for c in level.columns)}"
            for i, level in enumerate(allocator.levels, start=1)
        ]
        head = [
            f"\\ One time step ({inputs.calendar.first_days[0]}), in megalitres. The levels, each kept before the next is looked at",
            "\\ (fill: raise all to equal shares of their upper bounds until blocked, then the rest further):",
            *order,
            "\\ Then energy value less cost, then the objective below, which chooses between equally good routes.",
        ]
        aside.write_text("\n".join(head) + "\n" + aside.read_text(encoding="utf-8"), encoding="utf-8")
        os.replace(aside, path)  # noqa: PTH105 - Path.replace would do the same
    finally:
        aside.unlink(missing_ok=True)


def _plain(names: list[str]) -> list[str]:
    """Make names that the LP format allows; a number keeps apart those that become alike."""
    plain = [re.sub(r"\W+", "_", name.replace("->", "_to_")).strip("_") for name in names]
    _, first = np.unique(plain, return_index=True)
    return [name if i in set(first.tolist()) else f"{name}_{i}" for i, name in enumerate(plain)]
