"""In which cases a policy fails, in words that are what was counted."""

import numpy as np
import pandas as pd
import pytest
from tradeoff.robustness.by_hand import conditions_by_hand, outcome_by_hand

from basinsim.tradeoff.robustness.cases import cases_of
from basinsim.tradeoff.robustness.discovery import Feature, failing, features_of, limit_in_words
from basinsim.tradeoff.robustness.prim import Limit, inside

MEMBERS = 40
FUTURES = pd.DataFrame(
    {
        "future": ["present", "2050s"],
        "climate": ["present", "2050s"],
        "growth": "",
        "hydrology_seed": np.nan,
    }
)


@pytest.fixture(scope="module")
def study():
    """A policy that fails where winter rain is below 85 % and the store falls under 40 Mm3, and a noise."""
    random = np.random.default_rng(3)
    rain, noise = (random.uniform(0.6, 1.2, (2, MEMBERS)).round(3) for _ in range(2))
    store = random.uniform(20_000, 60_000, (2, MEMBERS)).round()
    fails = (rain < 0.85) & (store < 40_000)
    served = np.stack([np.ones((2, MEMBERS)), np.where(fails, 0.0, 1.0)])
    kept = {("worst_storage", "loch"): np.stack([store * 0 + 50_000, store])}
    outcome = outcome_by_hand({"served": served}, kept, futures=FUTURES)
    return cases_of(outcome), conditions_by_hand(outcome, winter_rain=rain, summer_rain=noise), fails


def test_the_box_in_words_is_the_rule_that_made_the_failures(study):
    cases, conditions, fails = study
    found = failing(cases, conditions, "p0001", "served")
    assert found.failed == fails.sum()
    assert found.box is not None
    assert set(found.box.limits) == {"winter_rain", "worst_storage.loch"}
    assert found.box.limits["winter_rain"].high == pytest.approx(0.85, abs=0.03)
    assert found.box.limits["worst_storage.loch"].high == pytest.approx(40_000, rel=0.05)
    assert "winter rain (October to March) is at most 8" in found.words
    assert "% of usual" in found.words
    assert "Mm3" in found.words


def test_coverage_and_density_are_those_of_the_printed_limits(study):
    cases, conditions, fails = study
    found = failing(cases, conditions, "p0001", "served")
    _, table = features_of(cases, conditions, "p0001")
    held = inside(found.box.limits, table)
    assert found.box.coverage == (held & fails.ravel()).sum() / fails.sum()
    assert found.box.density == fails.ravel()[held].mean()
    for limit in found.box.limits.values():
        assert limit.high == float(f"{limit.high:.3g}")


def test_who_never_fails_is_said_to_hold(study):
    cases, conditions, _ = study
    assert failing(cases, conditions, "baseline", "served").words == f"holds in all {2 * MEMBERS} cases"


def test_too_few_failures_are_no_pattern():
    served = np.ones((2, 1, 20))
    served[1, 0, :3] = 0
    outcome = outcome_by_hand({"served": served})
    found = failing(
        cases_of(outcome), conditions_by_hand(outcome, winter_rain=np.arange(20.0)), "p0001", "served"
    )
    assert found.box is None
    assert "3 of 20 cases, too few" in found.words


def test_a_storage_that_is_judged_does_not_explain_itself():
    store = np.linspace(0, 1, 40).reshape(1, 40)
    outcome = outcome_by_hand({"worst_storage": np.stack([store * 0 + 0.5, store])})
    cases = cases_of(outcome)
    found = failing(cases, conditions_by_hand(outcome), "p0001", "worst_storage")
    assert found.box is None
    assert "nothing that was recorded" in found.words or "differ in nothing" in found.words


def test_facts_carry_their_unit():
    outcome = outcome_by_hand({"served": np.ones((1, 2, 1))})
    column = {"fact.nodes.loch_katrine.capacity [Mm3]": [[26.0], [64.0]]}
    (fact,), table = features_of(cases_of(outcome), conditions_by_hand(outcome, **column))
    assert (fact.words, fact.unit, fact.kind) == ("capacity of loch katrine", "Mm3", "fact")
    assert table[fact.name].tolist() == [26, 64]


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        (Limit(high=0.85), "rain is at most 85 % of usual"),
        (Limit(low=0.85), "rain is at least 85 % of usual"),
        (Limit(0.5, 0.85), "rain is 50 % to 85 % of usual"),
    ],
)
def test_limits_in_words(limit, said):
    assert limit_in_words(Feature("winter_rain", "rain", "1", "weather"), limit) == said
