"""Matrix, regret, satisficing and rank disagreement on tables small enough to work out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from support.examples import small
from tradeoff.robustness.by_hand import outcome_by_hand

from basinsim.tradeoff.robustness.cases import cases_of
from basinsim.tradeoff.robustness.scores import (
    MEASURES,
    disagreement_in_words,
    disagreement_table,
    failures,
    good_enough,
    matrix_table,
    satisficing_table,
    score_table,
)


def of(values, **how):
    return cases_of(outcome_by_hand({"served": values}, **how))


def test_the_published_matrix_gives_the_published_measures():
    # McPhail et al. (2018), as in the tests of their program RAPID.
    scores = score_table(of(np.array([[0.99, 1.0, 0.5], [0.69, 0.6, 0.6]])[:, :, None]))
    scores = scores[scores["objective"] == "served"]
    assert scores["mean"].tolist() == pytest.approx([0.83, 0.63])
    assert scores["worst"].tolist() == pytest.approx([0.5, 0.6])
    assert scores["regret_worst"].tolist() == pytest.approx([0.1, 0.4])


@small(20)
@given(arrays(float, (4, 3, 2), elements=st.floats(-1e3, 1e3)), st.sampled_from(["max", "min"]))
def test_in_each_future_somebody_regrets_nothing(values, direction):
    table = matrix_table(of(values, directions={"served": direction}))
    assert (table["regret"] >= 0).all()
    assert (table.groupby("future")["regret"].min() == 0).all()


def test_what_should_be_low_is_worst_where_it_is_highest():
    values = np.array([[[2.0], [4.0]], [[1.0], [9.0]]])
    cases = of(values, directions={"served": "min"})
    scores = score_table(cases).query("objective == 'served'").set_index("point")
    assert scores["worst"].tolist() == [4, 9]
    assert scores["mean"].tolist() == [3, 5]
    assert scores["regret_worst"].tolist() == [1, 5]
    assert scores["rank_worst"].tolist() == [1, 2]


def test_the_statistic_of_the_study_is_taken_over_members():
    values = np.array([[[1.0, 3.0, 8.0]], [[4.0, 4.0, 4.0]]])
    outcome = outcome_by_hand({"served": values})
    outcome.manifest["objectives"]["served"]["statistic"] = "worst"
    assert cases_of(outcome).matrix("served").ravel().tolist() == [1, 4]


def test_good_enough_is_what_the_baseline_gives_in_its_worst_tenth_of_today():
    today = np.arange(11.0)  # the tenth of it is 1
    values = np.array([[today, today - 5], [today + 1, today * 0]])
    cases = of(values)
    assert good_enough(cases, "served") == 1
    assert failures(cases, "served").sum(axis=(1, 2)).tolist() == [1 + 6, 0 + 11]
    scores = score_table(cases).query("objective == 'all'")
    assert scores["good_enough"].tolist() == pytest.approx([1 - 7 / 22, 1 - 11 / 22])


@pytest.mark.parametrize(
    ("asked", "least"),
    [({"number": 4.0, "of_baseline": False}, 4), ({"number": 0.8, "of_baseline": True}, 4)],
)
def test_a_study_may_ask_for_another_threshold(asked, least):
    values = np.array(
        [[np.arange(11.0), np.full(11, 3.0)], [np.full(11, 4.0), np.full(11, 9.0)]]
    )  # mean 5 today
    outcome = outcome_by_hand({"served": values})
    outcome.manifest["objectives"]["served"]["good_enough"] = asked
    cases = cases_of(outcome)
    assert good_enough(cases, "served") == pytest.approx(least)
    assert failures(cases, "served").sum(axis=(1, 2)).tolist() == [4 + 11, 0]


def test_every_objective_must_be_good_enough_at_once():
    one = np.array([[[5.0, 5, 5, 5]], [[4.0, 5, 5, 5]]])
    other = np.array([[[7.0, 7, 7, 7]], [[7.0, 6, 7, 7]]])
    scores = score_table(cases_of(outcome_by_hand({"one": one, "other": other})))
    assert scores.query("objective == 'all'")["good_enough"].tolist() == [1.0, 0.5]


def test_satisficing_falls_from_everything_to_the_best_case_as_more_is_asked():
    values = np.array([[[1.0, 2.0, 3.0, 4.0]], [[2.0, 2.0, 2.0, 2.0]]])
    table = satisficing_table(of(values)).pivot_table(index="threshold", columns="point", values="share")
    assert table.index.tolist() == [1, 2, 3, 4]
    assert table["baseline"].tolist() == [1, 0.75, 0.5, 0.25]
    assert table["p0001"].tolist() == [1, 1, 0, 0]


def test_policies_that_are_not_allowed_are_not_listed_and_cause_no_regret():
    values = np.array([[[1.0]], [[9.0]], [[2.0]]])
    table = matrix_table(of(values, feasible=[True, False, True]))
    assert table["point"].tolist() == ["baseline", "p0002"]
    assert table["regret"].tolist() == [1, 0]


def test_measures_that_turn_the_order_round_are_said_to_contradict():
    # From policy to policy a higher mean goes with a lower worst future.
    values = np.array([[[0.0], [0.0]], [[-1.0], [3.0]], [[-2.0], [6.0]]])
    cases = of(values)
    table = disagreement_table(score_table(cases))
    pair = table[(table["one"] == "mean") & (table["other"] == "worst")]
    assert pair["kendall_tau"].item() == pytest.approx(-1.0)
    (said,) = disagreement_in_words(cases, table)
    assert "contradict each other" in said
    assert MEASURES["worst"] in said


def test_where_all_measures_agree_that_is_said():
    values = np.array([[[0.0], [0.0]], [[1.0], [1.0]], [[2.0], [2.0]]])
    cases = of(values)
    (said,) = disagreement_in_words(cases, disagreement_table(score_table(cases)))
    # From zero on everything is good enough: that measure tells nobody apart and is left out.
    assert "same order" in said
