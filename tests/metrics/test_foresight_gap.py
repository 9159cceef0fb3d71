"""The distance to full foresight on a reservoir that must save water for a dry month."""

import pytest
from support.runs import run_case

from basinsim.errors import RunError
from basinsim.metrics.foresight_gap import foresight_gap

BASIN = """
name: dry autumn
nodes:
  hill: {type: catchment, inflow: {values: [10, 0, 0]}}
  loch: {type: reservoir, capacity: 10000, initial: 0}
  town: {type: demand, sector: public, amount: 8, priority: 1}
  sea: {type: outlet}
links: [{from: hill, to: loch}, {from: loch, to: town}, {from: loch, to: sea, spill: true}]
"""
PERIOD = {"start": "2001-04-01", "end": "2001-06-30"}


def run(foresight):
    return run_case(BASIN, period=PERIOD, step="month", foresight=foresight)


def test_foresight_spreads_a_shortage_that_a_run_meets_unprepared():
    """300 Ml in April for 728 Ml of demand: without foresight 240 in April, 60 in May and nothing in June."""
    gap = foresight_gap(run("none"), run("full")).set_index(["metric", "group"])
    assert gap.loc[("worst_coverage", "town"), "value"] == pytest.approx(0)
    assert gap.loc[("worst_coverage", "town"), "gap"] == pytest.approx(300 / 728, abs=0.01)
    assert gap.loc[("shortage_volume", "town"), "gap"] == pytest.approx(0, abs=0.1)
    assert gap.loc[("time_reliability", "town"), "gap"] == pytest.approx(-30 / 91)


def test_the_bound_must_be_one():
    with pytest.raises(RunError, match="foresight: full"):
        foresight_gap(run("none"), run("none"))
