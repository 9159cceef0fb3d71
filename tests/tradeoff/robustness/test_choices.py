"""Near-best policies that differ in who gains, and bends of a front."""

import numpy as np
import pytest
from tradeoff.robustness.by_hand import outcome_by_hand

from basinsim.tradeoff.robustness.cases import cases_of
from basinsim.tradeoff.robustness.choices import choose, judged, knees, near_best
from basinsim.tradeoff.robustness.gains import gains_of


def of(objectives, kept=None, **how):
    wide = {name: np.array(values, dtype=float)[:, None, None] for name, values in objectives.items()}
    more = {pair: np.array(values, dtype=float)[:, None, None] for pair, values in (kept or {}).items()}
    return cases_of(outcome_by_hand(wide, more, **how))


def test_near_best_is_who_nobody_beats_in_everything_by_more_than_the_tolerance():
    scores = np.array([[1.0, 0.0], [0.0, 1.0], [0.5, 0.5], [0.46, 0.47], [0.4, 0.4]])
    assert near_best(scores, 0.05).tolist() == [True, True, True, True, False]


def test_scores_run_from_the_worst_to_the_best_whichever_way_is_better():
    cases = of({"served": [10, 20, 15], "lost": [4, 8, 6], "same": [3, 3, 3]}, directions={"lost": "min"})
    assert judged(cases).tolist() == [[0, 1, 0], [1, 0, 0], [0.5, 0.5, 0]]


def test_the_chosen_differ_most_in_who_gains():
    # p0001 is best in all that is worst; p0002 serves nearly the same; p0003 serves the other farm.
    served = [0, 10, 10, 10, 1]
    one, other = [0, 8, 7.9, 0, 0], [0, 0, 0, 8, 0]
    kept = {("volumetric_reliability", "one"): one, ("volumetric_reliability", "other"): other}
    cases = of({"served": served}, kept)
    assert choose(cases, gains_of(cases), 2) == ("p0001", "p0003")
    # p0002 is as good as p0001, to a twentieth; p0004 is far from the best.
    assert choose(cases, gains_of(cases)) == ("p0001", "p0003")


def test_a_policy_that_changes_nothing_is_not_worth_arguing_about():
    cases = of({"one": [0, 0, 5, 0], "other": [9, 9, 0, 9.001]})
    assert choose(cases, gains_of(cases)) == ("p0002",)


def test_without_a_policy_there_is_nothing_to_choose():
    cases = of({"served": [1]})
    assert choose(cases, gains_of(cases)) == ()


def test_the_knee_is_farthest_beyond_the_line_between_the_ends():
    # Ends (0, 1) and (1, 0); the middle policy stands at (0.8, 0.8), 0.6 / sqrt 2 beyond.
    cases = of({"one": [0, 8, 10, 6], "other": [10, 8, 0, 6]})
    (knee,) = knees(cases)
    assert (knee.point, knee.one, knee.other) == ("p0001", "one", "other")
    assert knee.distance == pytest.approx(0.6 / np.sqrt(2))


def test_a_straight_front_has_no_knee():
    assert knees(of({"one": [0, 5, 10], "other": [10, 5, 0]})) == ()


def test_gains_are_for_the_better_and_too_small_ones_are_none():
    cases = of({"served": [100, 110, 100.1], "lost": [10, 12, 10]}, directions={"lost": "min"})
    gains = gains_of(cases)
    assert gains.changes.tolist() == [[0, 0], [10, 2], [0, 0]]
    assert gains.scaled.tolist() == [[0, 0], [1, -1], [0, 0]]
    assert gains.in_words("p0001", better=True) == ["Served +10.0 Ml"]
    assert gains.in_words("p0001", better=False) == ["Lost +2.00 Ml"]
    assert gains.in_words("p0002", better=True) == []
