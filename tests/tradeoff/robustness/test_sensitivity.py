"""What matters most is found from the cases that a study has."""

import numpy as np
import pandas as pd
import pytest
from tradeoff.robustness.by_hand import conditions_by_hand, outcome_by_hand

from basinsim.tradeoff.robustness.cases import cases_of
from basinsim.tradeoff.robustness.sensitivity import sensitivity_table

pytest.importorskip("SALib")
FACT, IDLE = "fact.nodes.loch.capacity [Mm3]", "fact.nodes.farm.amount [Ml/d]"


def study(futures, members=3):
    """What is served rests on one fact of the future, hardly on the weather, and not on the other fact."""
    random = np.random.default_rng(5)
    names = [f"future {i}" for i in range(futures)]
    table = pd.DataFrame({"future": names, "climate": "present", "growth": "", "hydrology_seed": np.nan})
    capacity, idle = random.permutation(futures) + 30.0, random.permutation(futures) + 5.0
    rain = np.broadcast_to(random.uniform(0.8, 1.2, members), (futures, members))
    served = capacity[:, None] ** 2 + rain
    outcome = outcome_by_hand({"served": np.stack([served, served + 1])}, futures=table)
    spread = {name: np.repeat(values, members) for name, values in ((FACT, capacity), (IDLE, idle))}
    return cases_of(outcome), conditions_by_hand(outcome, **spread, winter_rain=rain)


def test_the_fact_that_rules_comes_first_and_what_does_nothing_does_not_tell():
    found = sensitivity_table(*study(40)).set_index("feature")
    assert found.index[0] == FACT
    assert found.loc[FACT, "tells"]
    assert found.loc[FACT, "index"] > 0.4
    assert not found.loc[IDLE, "tells"]
    assert (found["kind"] == "fact").sum() == 2


def test_two_futures_cannot_tell_a_fact_from_chance():
    found = sensitivity_table(*study(2)).set_index("feature")
    assert not found.loc[FACT, "tells"]


def test_it_is_the_same_every_time():
    pd.testing.assert_frame_equal(sensitivity_table(*study(12)), sensitivity_table(*study(12)))


def test_an_outcome_that_never_changes_is_moved_by_nothing():
    outcome = outcome_by_hand({"served": np.ones((2, 2, 8))})
    conditions = conditions_by_hand(outcome, winter_rain=np.linspace(0.5, 1.5, 16))
    assert sensitivity_table(cases_of(outcome), conditions).empty
