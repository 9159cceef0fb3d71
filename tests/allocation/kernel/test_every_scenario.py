"""The batch kernel gives the answers of the reference on every scenario that is shipped, through a drought."""

import json
from pathlib import Path

import numpy as np
import pytest
from support.examples import CLOSE

from basinsim.loading import Scenario, load_scenario
from basinsim.running.prepare import prepare
from basinsim.shipped import shipped_folder
from basinsim.simulation.allocators import AllocatorChoice, AllocatorOptions
from basinsim.simulation.run import Simulated, simulate
from basinsim.simulation.sharing_remarks import rules_beside_coverage

SCENARIOS = sorted((shipped_folder() / "scenarios").glob("*.yaml"))
DRY = {
    "start": "2015-10-01",
    "end": "2016-12-31",
}  # the driest summer of the shipped record, and the winter before it
ANSWERS = ("storage", "delivered", "essential_delivered", "gauge_flow", "overflow", "licence_used")


def in_a_drought(path: Path, directory: Path) -> Scenario:
    """Return a scenario with one member, over a few dry months: of its own drought, if it is of one."""
    hydrology = load_scenario(path).settings.hydrology
    dry = DRY
    if hydrology is not None and hydrology.like is not None:
        year = int(hydrology.like[:4])
        dry = {"start": f"{year}-01-01", "end": f"{year + 1}-03-31"}
    short = directory / path.name
    short.write_text(json.dumps({"extends": str(path), "members": 1, "period": dry}), encoding="utf-8")
    return load_scenario(short)


def run(scenario: Scenario, choice: AllocatorChoice) -> Simulated:
    network, inputs, state = prepare(scenario)
    return simulate(network, inputs, state, options=AllocatorOptions(choice, threads=1))


@pytest.mark.slow
@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_kernel_equals_reference_on_every_scenario(path: Path, tmp_path: Path) -> None:
    scenario = in_a_drought(path, tmp_path)
    if scenario.settings.foresight != "none" or scenario.settings.objective != "priorities":
        pytest.skip("allocated by HiGHS only")
    kernel, reference = run(scenario, "batch"), run(scenario, "highs")
    for name in ANSWERS:
        found, right = kernel.arrays[name], reference.arrays[name]
        np.testing.assert_allclose(found, right, rtol=CLOSE, atol=CLOSE, err_msg=name)
    assert reference.counts.kernel == 0
    if not rules_beside_coverage(scenario.basin):
        assert kernel.counts.kernel > 0.5 * kernel.counts.steps
