"""Whatever the network, a horizon can be allocated and the water adds up."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from foresight.horizon_runs import Foreseen, Window, foresee
from hypothesis import given
from hypothesis import strategies as st
from support.examples import large, small
from support.quick_runs import FIRST_DAY
from support.random_networks import Kind, basins

from basinsim.results.audit import mass_balance_residual

Basin = dict[str, Any]
KINDS = st.sampled_from(["full", (1, 1), (2, 1), (3, 3), (3, 2), (9, 9)])
NEAR = 1e-6


def size_of(run: Foreseen) -> float:
    volumes = [run.array(name) for name in ("inflow", "storage", "requested")]
    return max(1.0, *(float(values.max(initial=0.0)) for values in volumes))


def a_horizon_can_be_allocated(basin: Basin, steps: int, days: int, foresight: str | Window) -> None:
    run = foresee(basin, steps, foresight, days=days)
    simulated, near = run.simulated, NEAR * size_of(run) * days
    residual = mass_balance_residual(
        simulated.network, simulated.inputs.calendar, simulated.arrays, simulated.start
    )
    assert np.abs(residual).max(initial=0.0) <= near
    for name in ("flow", "delivered", "storage", "overflow", "node_overflow"):
        assert simulated.arrays[name].min(initial=0.0) >= -near, name
    assert np.all(run.array("delivered") <= run.array("requested") + near)
    assert np.all(run.array("storage") <= simulated.inputs.series["capacity"][0] + near)
    # What a licence allows in its year is not exceeded, whichever windows the year is cut into.
    for name, used in run.series("licence_used").items():
        assert used.max() <= basin["licences"][name]["annual"] + near
    assert simulated.inputs.calendar.first_days[-1] == FIRST_DAY + timedelta(days=steps * days)


@given(basins(Kind(steps=5)), st.sampled_from([1, 30]), KINDS)
@small(15)
def test_a_horizon_can_be_allocated(basin: Basin, days: int, foresight: str | Window) -> None:
    a_horizon_can_be_allocated(basin, 5, days, foresight)


@pytest.mark.slow
@given(basins(Kind(steps=12, largest_river=8)), st.sampled_from([1, 7, 30]), KINDS)
@large(120)
def test_a_horizon_can_be_allocated_often(basin: Basin, days: int, foresight: str | Window) -> None:
    a_horizon_can_be_allocated(basin, 12, days, foresight)
