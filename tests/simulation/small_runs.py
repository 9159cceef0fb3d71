"""Inputs and runs of small basins without files."""

from datetime import date

import numpy as np
from formulation.compiled_rows import network_of

from basinsim.calendar import make_calendar
from basinsim.network.network import Network
from basinsim.simulation.inputs import Inputs, collect_inputs


def inputs_of(
    basin: str | dict,
    start: str = "2001-01-01",
    end: str = "2001-01-01",
    step: str = "day",
    warm_up: str | None = None,
    members: int = 1,
) -> tuple[Network, Inputs]:
    """Lay out the numbers of a basin."""
    network = network_of(basin)
    calendar = make_calendar(date.fromisoformat(start), date.fromisoformat(end), step, warm_up)
    inputs, problems = collect_inputs(network, calendar, range(members))
    assert not problems
    return network, inputs


def series(results, variable: str, thing: str, member: int = 0) -> np.ndarray:
    """Return one series of a run's dataset."""
    values = results.dataset[variable]
    (dimension,) = set(values.dims) - {"member", "time"}
    return values.isel(member=member).sel({dimension: thing}).to_numpy()
