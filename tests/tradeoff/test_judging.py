"""One number over members and futures, and against limits: worked out by hand."""

import numpy as np
import pytest

import basinsim.metrics  # noqa: F401 - registers the metrics
from basinsim.schema.study import StudyFile
from basinsim.tradeoff.evaluation import Evaluation
from basinsim.tradeoff.judging import Judge, over_members

MAX, MIN = ("lowest_flow", "weir"), ("essential_shortfall", "all")


@pytest.mark.parametrize(
    ("statistic", "direction", "by_hand"),
    [
        ("mean", "max", 3.0),
        ("median", "max", 2.5),
        ("worst", "max", 1.0),
        ("worst", "min", 6.0),
        ("best", "max", 6.0),
        ("best", "min", 1.0),
        ("p25", "min", 1.75),  # between the first and the second of four, three quarters of the way
    ],
)
def test_statistics_over_members(statistic, direction, by_hand):
    values = np.array([3.0, 1.0, np.nan, 6.0, 2.0])
    assert over_members(values, statistic, direction) == pytest.approx(by_hand)


def test_no_number_at_all_is_no_number():
    assert np.isnan(over_members(np.array([np.nan]), "mean", "max"))


def judge(baseline=None, **parts):
    settings = StudyFile.model_validate(
        {"scenario": "s.yaml", "levers": {"l": {"policy": {"type": "x"}}}, **parts}
    )
    return Judge(settings, ("now", "later"), baseline or outcome([2, 4], [1, 3]))


def outcome(now, later):
    return {
        name: Evaluation({MAX: np.array(values, dtype=float), MIN: 10.0 - np.array(values, dtype=float)})
        for name, values in (("now", now), ("later", later))
    }


def measure(pair, **more):
    return {"metric": pair[0], "group": pair[1], **more}


def test_statistics_over_futures():
    objectives = {
        "mean": measure(MAX),
        "worst": measure(MAX, statistic="best", futures="worst"),
        "worst of what should be low": measure(MIN, statistic="worst", futures="worst"),
        "one": measure(MIN, futures="later"),
    }
    found = judge(objectives=objectives)
    assert found.signs.tolist() == [-1, -1, 1, 1]
    assert found.verdict(outcome([1, 3], [5, 9])).objectives == pytest.approx([(2 + 7) / 2, 3, 9, 3])


def test_a_future_may_be_called_worst():
    settings = StudyFile.model_validate(
        {
            "scenario": "s.yaml",
            "levers": {"l": {"policy": {"type": "x"}}},
            "objectives": {"o": measure(MAX, futures="worst")},
        }
    )
    found = {"best": outcome([1], [5])["now"], "worst": outcome([1], [5])["later"]}
    assert Judge(settings, ("best", "worst"), found).verdict(found).objectives == pytest.approx([5])


def test_limits_and_shares_of_the_baseline():
    constraints = {
        "at least": measure(MAX, at_least=2),
        "nine tenths": measure(MAX, at_least="90 % of baseline", futures="now"),
        "no more": measure(MIN, at_most="110 % of the baseline", futures="now"),
    }
    found = judge(objectives={"o": measure(MAX)}, constraints=constraints)
    # The baseline's mean now is 3: at least 2.7; and 7 is missing: at most 7.7.
    verdict = found.verdict(outcome([2.7, 2.7], [1, 1]))
    assert verdict.constraints == pytest.approx([(2.7 + 1) / 2, 2.7, 7.3])
    assert verdict.violation == pytest.approx([(2 - 1.85) / 2, 0, (7.3 - 7.7) / 7.7], abs=1e-12)
    assert not verdict.feasible
    assert found.verdict(outcome([2.7, 2.7], [1.3, 1.3])).feasible
    assert not found.verdict(outcome([2.6, 2.6], [9, 9])).feasible


def test_what_failed_has_no_number_and_is_not_allowed():
    found = judge(objectives={"o": measure(MAX)}, constraints={"c": measure(MAX, at_least=0)})
    verdict = found.verdict({"now": Evaluation({}, "no"), "later": outcome([1], [1])["later"]})
    assert not verdict.known
    assert not verdict.feasible
    assert np.isinf(verdict.violation).all()
