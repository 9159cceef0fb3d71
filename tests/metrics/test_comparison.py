"""Runs side by side, worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from metrics.small_datasets import days, steps, with_demands, with_members

from basinsim.errors import RunError
from basinsim.metrics.comparison import compare_results
from basinsim.metrics.registry import METRICS, metric
from basinsim.metrics.table import metric_table
from basinsim.results.store import Results

FARMS = {"farm": "agriculture"}


def results(name, town, farm, dataset=None):
    dataset = with_members(days(4), 2) if dataset is None else dataset
    dataset = with_demands(dataset, {"town": 10, "farm": 5}, {"town": town, "farm": farm}, FARMS)
    dataset = dataset.assign_attrs(scenario=name, basin="small", foresight="none", objective="priorities")
    return Results(dataset, metric_table(dataset))


BASE = results("as it is", [[10, 10, 5, 5], [10, 10, 10, 5]], [[5, 5, 0, 0], [5, 5, 5, 5]])
FAIR = results("shared", [[10, 10, 5, 0], [10, 10, 10, 5]], [[5, 5, 5, 5], [5, 5, 5, 5]])


def row(comparison, policy, name, group):
    table = comparison.table.set_index(["policy", "metric", "group"])
    return table.loc[(policy, name, group)]


def test_changes_are_of_paired_members():
    """The farm gets 10 and 20 of 20 Ml in the baseline, and 20 of 20 in both members of the other run."""
    found = row(compare_results([BASE, FAIR]), "shared", "volumetric_reliability", "farm")
    assert found["baseline"] == pytest.approx(0.75)
    assert found["value"] == pytest.approx(1)
    assert found["change"] == pytest.approx(0.25)
    # Member by member 0.5 and 0: between the two at 5 and at 95 %.
    assert (found["change_p5"], found["change_p95"]) == pytest.approx((0.025, 0.475))
    assert found["members"] == 2


def test_the_baseline_against_itself_has_not_changed():
    comparison = compare_results([BASE, FAIR])
    own = comparison.table[comparison.table["policy"] == "as it is"]
    assert (own[["change", "change_p5", "change_p95"]] == 0).all().all()


def test_regret_is_nothing_for_the_best_and_one_for_the_worst():
    comparison = compare_results([BASE, FAIR])
    assert row(comparison, "shared", "volumetric_reliability", "farm")["regret"] == 0
    assert row(comparison, "as it is", "volumetric_reliability", "farm")["regret"] == 1
    assert row(comparison, "as it is", "shortage_volume", "town")["regret"] == 0  # less is better
    assert row(comparison, "shared", "shortage_volume", "town")["regret"] == 1


def test_what_differs_too_little_to_tell_is_no_regret():
    near = results("near", [[10, 10, 5, 5], [10, 10, 10, 5.001]], [[5, 5, 0, 0], [5, 5, 5, 5]])
    comparison = compare_results([BASE, near])
    found = row(comparison, "near", "volumetric_reliability", "town")
    assert found["change"] > 0
    for name in ("volumetric_reliability", "shortage_volume"):
        assert row(comparison, "as it is", name, "town")["regret"] == 0
    assert comparison.efficient.all()
    entry = comparison.entries[0]
    assert comparison.change_in_words(entry, 1) == "same"


def test_a_fifth_of_a_point_of_reliability_is_not_the_same():
    days_of = with_members(days(1000), 1)
    few, more = ([10.0] * (1000 - short) + [5.0] * short for short in (1, 3))
    comparison = compare_results([results("few", few, 5, days_of), results("more", more, 5, days_of)])
    entry = comparison.entries[0]
    assert (entry.metric, entry.group) == ("time_reliability", "public")
    assert comparison.change_in_words(entry, 1) == "−0.2"
    assert comparison.differs(entry)


def test_a_run_that_is_worse_in_all_is_dominated():
    worse = results("worse", 0, 0)
    comparison = compare_results([BASE, worse])
    assert comparison.entries[0].metric == "time_reliability"
    assert comparison.efficient.tolist() == [True, False]


def test_one_run_alone():
    comparison = compare_results([BASE])
    assert comparison.names == ("as it is",)
    assert (comparison.table["regret"] == 0).all()


@pytest.fixture
def litres():
    @metric("litres_of_joy", "l", "max", "Joy", ("delivered",))
    def function(dataset):
        yield "all", dataset["delivered"].sum(("time", "demand"))

    yield
    del METRICS["litres_of_joy"]


@pytest.mark.usefixtures("litres")
def test_a_metric_of_a_users_own_is_compared_and_stands_on_the_front_page():
    comparison = compare_results([results("a", 10, 5), results("b", 5, 5)])
    entry = comparison.entries[-1]
    assert (entry.metric, entry.label, entry.stakeholder) == ("litres_of_joy", "Joy", "other")
    assert comparison.of(entry, "value").tolist() == [60, 40]
    assert comparison.unit(entry) == "l"


def test_a_metric_that_is_known_from_a_file_only_has_its_name_for_a_title():
    table = BASE.metrics.copy()
    own = table[(table["metric"] == "shortage_volume") & (table["group"] == "all")].assign(
        metric="weeks_of_joy"
    )
    read = Results(BASE.dataset, pd.concat([table, own], ignore_index=True))
    assert compare_results([read]).entries[-1].label == "Weeks of joy"


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (results("b", 10, 5, with_members(days(5), 2)), ["2001-01-05", "over the same period"]),
        (
            results("b", 10, 5, with_members(steps(["2001-01-01", "2001-01-03"], "2001-01-05"), 2)),
            ["2 steps", "4", "same step"],
        ),
        (results("b", 10, 5, days(4)), ["1 member", "2", "pair"]),
        (results("as it is", 10, 5), ["two runs are called 'as it is'"]),
    ],
    ids=["period", "step", "members", "name"],
)
def test_runs_that_do_not_pair_are_refused_in_words(other, words):
    with pytest.raises(RunError) as refused:
        compare_results([BASE, other])
    for word in words:
        assert word in str(refused.value)


def test_no_runs():
    with pytest.raises(RunError, match="no runs"):
        compare_results([])


def test_what_the_reader_should_bear_in_mind():
    changed = Results(
        FAIR.dataset.assign_attrs(foresight="full", objective="economic", basin="other"), FAIR.metrics
    )
    notes = " ".join(compare_results([BASE, changed]).notes)
    for words in ("upper bound", "objective economic", "another basin"):
        assert words in notes
    assert compare_results([BASE, FAIR]).notes == ()


def test_another_weather_is_told():
    def with_inflow(found, *flows):
        names = np.array(["hill", "other basin"][: len(flows)], dtype=object)
        dataset = found.dataset.assign_coords(catchment=names)
        dataset["inflow"] = (("member", "time", "catchment"), np.broadcast_to(flows, (2, 4, len(flows))))
        return Results(dataset, found.metrics)

    same = compare_results([with_inflow(BASE, 5.0), with_inflow(FAIR, 5.0)])
    other = compare_results([with_inflow(BASE, 5.0), with_inflow(FAIR, 4.0)])
    assert same.notes == ()
    assert "another inflow" in other.notes[0]
    # A policy may bring a source of its own: that is no other weather.
    assert compare_results([with_inflow(BASE, 5.0), with_inflow(FAIR, 5.0, 3.0)]).notes == ()
