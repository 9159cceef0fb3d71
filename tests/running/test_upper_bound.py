"""Both runs of a foresight gap have the same step, whatever the scenario's own."""

from pathlib import Path

import pytest
from support.runs import write_case

from basinsim.api import gap_to_full_foresight, load_scenario
from basinsim.errors import InputError

BASIN = """
name: dry autumn
nodes:
  hill: {type: catchment, inflow: [0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0]}
  loch: {type: reservoir, capacity: 10000, initial: 0}
  town: {type: demand, sector: public, amount: 8, priority: 1}
  sea: {type: outlet}
links: [{from: hill, to: loch}, {from: loch, to: town}, {from: loch, to: sea, spill: true}]
"""


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("gap")
    period = {"start": "2001-04-01", "end": "2001-06-30"}
    return load_scenario(write_case(folder, BASIN, period=period, step="day"))


def test_it_is_the_gap_at_that_step(scenario):
    """300 Ml in April for 728 Ml: at monthly steps 240 in April, 60 in May and nothing in June without foresight."""
    table = gap_to_full_foresight(scenario, "month").set_index(["metric", "group"])
    assert (table["step"] == "month").all()
    assert table.loc[("worst_coverage", "town"), "value"] == pytest.approx(0)
    assert table.loc[("worst_coverage", "town"), "upper_bound"] == pytest.approx(300 / 728, abs=0.01)
    assert scenario.settings.step == "day"  # as it was


def test_a_step_that_is_none(scenario):
    with pytest.raises(InputError, match="fortnight"):
        gap_to_full_foresight(scenario, "fortnight")
