"""The state of any step is rebuilt from the results as the run had it."""

import numpy as np
import pytest
from rules.rule_runs import river
from support.runs import write_case

import basinsim as bs
from basinsim.compiler import compile_step
from basinsim.running.prepare import prepare
from basinsim.simulation.numbers import NumberBuilder
from basinsim.why.start import state_by_running, state_from_series

STAGE = {"name": "dry", "enter": "50 %", "leave": "60 %", "stay_days": 3, "savings": {"town": "25 %"}}
RULES = {
    "drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [STAGE]},
    "scarcity": {
        "type": "significant_scarcity",
        "gauge": "weir",
        "q95": 12,
        "applies_to": ["farm"],
        "days": 3,
    },
}
LICENCES = {
    "abstraction": {
        "applies_to": ["town"],
        "annual": 20000,
        "year_start": "01-05",
        "rolling": {"amount": 200, "days": 5},
    }
}


@pytest.mark.parametrize("warm_up", [None, "4 days"])
def test_memories_accounts_and_returns_are_those_of_the_run(tmp_path, warm_up):
    basin = river(RULES, town={"returns": {"to": "loch", "fraction": 0.5}}) | {"licences": LICENCES}
    period = {"start": "2001-01-01", "end": "2001-01-20"} | ({"warm_up": warm_up} if warm_up else {})
    path = write_case(tmp_path, basin, period=period)
    dataset = bs.run(path).dataset
    network, inputs, start = prepare(bs.load_scenario(path), [0])
    program = compile_step(network)
    builder = NumberBuilder(network, program, inputs)
    first = inputs.calendar.warm_up_steps
    counted = state_by_running(network, program, builder, start, first)
    for step in range(first, len(inputs.calendar), 3):
        run = state_by_running(network, program, builder, start, step)
        rebuilt = state_from_series(network, builder, dataset, 0, counted, step)
        assert rebuilt is not None
        for name in ("storage", "licence_used", "returns_underway", "taken"):
            np.testing.assert_allclose(getattr(rebuilt, name), getattr(run, name), atol=1e-9, err_msg=name)
        for rule, memory in run.memories.items():
            for what, array in memory.items():
                np.testing.assert_allclose(rebuilt.memories[rule][what], array, atol=1e-9, err_msg=what)


def test_what_was_not_kept_is_not_made_up(tmp_path):
    path = write_case(tmp_path, river(RULES), period={"start": "2001-01-01", "end": "2001-01-03"})
    dataset = bs.run(path).dataset.drop_vars("gauge_flow")
    network, inputs, start = prepare(bs.load_scenario(path), [0])
    builder = NumberBuilder(network, compile_step(network), inputs)
    assert state_from_series(network, builder, dataset, 0, start, 2) is None
