"""Trials side by side are the runs they stand for, rules and all."""

from pathlib import Path

import numpy as np
import pytest
from support.runs import write_case

import basinsim as bs
from basinsim.calendar import make_calendar
from basinsim.loading import Scenario
from basinsim.running.prepare import prepare
from basinsim.yields.reserve import Reserve
from basinsim.yields.trials import DemandTrials, whole_years

BASIN = {
    "name": "savings",
    "nodes": {
        "burn": {"type": "catchment", "inflow": [12, 9, 5, 2, 1, 0, 0, 1, 3, 8, 12, 14]},
        "loch": {"type": "reservoir", "capacity": 600},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 6,
            "essential": {"amount": 2, "priority": 1},
        },
        "mill": {"type": "demand", "sector": "industry", "amount": 2, "priority": 2},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "burn", "to": "loch"},
        {"from": "loch", "to": "town"},
        {"from": "loch", "to": "mill"},
        {"from": "loch", "to": "sea", "spill": True},
    ],
    "licences": {"town_take": {"applies_to": ["loch->town"], "annual": "2000 Ml", "year_start": "04-01"}},
    "rules": {
        "drought": {
            "type": "drought_stages",
            "reservoirs": ["loch"],
            "stages": [{"name": "dry", "enter": "50 %", "leave": "60 %", "savings": {"town": "20 %"}}],
        }
    },
}
PERIOD = {"start": "2001-01-01", "end": "2002-12-31", "warm_up": "3 months"}


def scenario(directory: Path, **town: object) -> Scenario:
    nodes = {**BASIN["nodes"], "town": {**BASIN["nodes"]["town"], **town}}  # type: ignore[dict-item,index]
    return bs.load_scenario(write_case(directory, {**BASIN, "nodes": nodes}, period=PERIOD, step="week"))


def trials_of(loaded: Scenario, reserve: Reserve) -> DemandTrials:
    return DemandTrials(*prepare(loaded), ("town",), ("loch",), reserve)


def test_trials_side_by_side_are_runs_with_that_demand(tmp_path: Path) -> None:
    reserve = Reserve("volume", 60.0)
    base = trials_of(scenario(tmp_path), reserve).run([0.5, 1.0, 1.5])
    for trial, multiple in zip(base, (0.5, 1.0, 1.5), strict=True):
        amount, essential = 6 * multiple, {"amount": 2 * multiple, "priority": 1}
        dataset = bs.run(scenario(tmp_path, amount=amount, essential=essential)).dataset
        days = dataset["step_length"]
        requested, delivered = (
            dataset["requested"].sel(demand="town"),
            dataset["delivered"].sel(demand="town"),
        )
        short = (requested - delivered > 1e-6 * requested)[0]
        touched = (dataset["storage"].sel(reservoir="loch") < 60.0 * (1 - 1e-6))[0]
        assert trial.short == pytest.approx(float(days.where(short, 0).sum()))
        assert trial.touched == pytest.approx(float(days.where(touched, 0).sum()))
        failing = float(days.where(short | touched, 0).sum())
        assert trial.failing.sum() + trial.beside == pytest.approx(failing)
        saved = float((dataset["saved"].sel(demand="town")[0] * days).sum() / days.sum())
        assert trial.saved == pytest.approx(saved)
        missed = (dataset["requested"] - dataset["delivered"])[0]
        assert trial.missed == pytest.approx(((missed * days).sum("time") / days.sum()).to_numpy(), abs=1e-7)
    assert base[2].short > base[1].short
    assert base[1].saved > 0


def test_one_by_one_or_together_is_the_same(tmp_path: Path) -> None:
    trials = trials_of(scenario(tmp_path), Reserve("days", 5.0))
    together = trials.run([0.8, 1.2])
    alone = [trials.run([multiple])[0] for multiple in (0.8, 1.2)]
    for one, other in zip(together, alone, strict=True):
        assert np.array_equal(one.failing, other.failing)
        assert one.missed == pytest.approx(other.missed, abs=1e-9)


def test_whole_years_leave_out_the_warm_up_and_what_hangs_over() -> None:
    from datetime import date

    calendar = make_calendar(date(2000, 7, 1), date(2003, 3, 31), "month", "3 months")
    years, position = whole_years(calendar)
    assert years.tolist() == [2001, 2002]
    assert position.tolist() == [2] * 6 + [0] * 12 + [1] * 12 + [2] * 3
