"""The headline: every number of it is found again in the metrics, or in the results themselves."""

import numpy as np
import pandas as pd
import pytest
from figures.two_years import two_years
from report.reading import Reader
from support.runs import run_case

import basinsim as bs
from basinsim.metrics.comparison import compare_results
from basinsim.report.comparison_headline import comparison_headline
from basinsim.report.headline import headline
from basinsim.report.numbers import Numbers
from basinsim.report.origin import origin_of
from basinsim.report.run_report import run_report
from basinsim.report.service import monthly_service
from basinsim.report.subjects import Subjects


def said_of(results: bs.Results) -> str:
    dataset = results.dataset
    sentences = headline(
        Numbers(results.metrics), origin_of(dataset), Subjects(dataset), monthly_service(dataset)
    )
    return " ".join(" ".join(sentences).split())


def metric(results: bs.Results, name: str, group: str = "all") -> float:
    table = results.metrics
    return float(table[(table["metric"] == name) & (table["group"] == group)]["value"].mean())


@pytest.fixture(scope="module")
def results():
    return two_years("river first", 1)


def test_numbers_of_everybody(results):
    said = said_of(results)
    share = metric(results, "volumetric_reliability")
    assert f"{100 * share:.1f} % of the" in said
    dataset = results.dataset
    days = dataset["step_length"].to_numpy()
    asked = (dataset["requested"].sum("demand").to_numpy()[0] @ days) / days.sum()
    assert f"of the {asked:.1f} Ml/d asked for" in said
    assert "From 1 January 2003 to 31 December 2004" in said


def test_numbers_of_sectors_and_of_the_worst_off(results):
    said = said_of(results)
    assert metric(results, "time_reliability", "agriculture") < 1
    assert f"agriculture {100 * metric(results, 'time_reliability', 'agriculture'):.1f} % of the time" in said
    days = metric(results, "shortage_days", "farm")
    assert days > 0
    assert f"Farm on {days:.0f} days a year" in said or f"Farm on {days:.1f} days a year" in said
    worst = metric(results, "worst_month_coverage", "farm")
    share = results.dataset["delivered"].sel(demand="farm") / results.dataset["requested"].sel(demand="farm")
    step = int(np.nanargmin(share.to_numpy()[0]))
    month = str(
        results.dataset["time"].to_numpy()[step].astype("datetime64[M]").astype(object).strftime("%B %Y")
    )
    assert f"(worst month {month}: " in said
    assert f"{100 * worst:.1f} % delivered" in said or f"{100 * worst:.0f} % delivered" in said


def test_the_river_that_misses_some():
    results = two_years()
    days = metric(results, "environmental_flow_days_missed", "weir")
    assert days > 100
    assert "missed its environmental flow at 1 of 1 place" in said_of(results)
    assert f"Weir on {days:.0f} days" in said_of(results)


def test_the_river_that_keeps_all():
    basin = """
name: kept
nodes:
  hill: {type: catchment, inflow: 20}
  weir: {type: gauge, environmental_flow: {amount: 6, priority: 1}}
  sea: {type: outlet}
links: [{from: hill, to: weir}, {from: weir, to: sea}]
"""
    said = said_of(run_case(basin, period={"start": "2003-01-01", "end": "2003-02-28"}))
    assert said == "The river kept its environmental flow at every place that has one (1)."


def test_essential_needs_that_are_not_met():
    basin = """
name: dry
nodes:
  hill: {type: catchment, inflow: 2}
  town: {type: demand, sector: public, amount: 12, priority: 2, essential: {amount: 4, priority: 1}, community: town}
links: [{from: hill, to: town}]
communities: {town: {population: 1000}}
"""
    results = run_case(basin, period={"start": "2003-01-01", "end": "2003-12-31"})
    # Half of the essential need is missing for a thousand people on every day.
    assert metric(results, "essential_shortfall") == pytest.approx(500 * 365.25)
    assert "Essential needs were unmet on 182,625 person-days a year, most in Town." in said_of(results)
    assert "16.7 % of the 12.0 Ml/d asked for was delivered" in said_of(results)


def test_nobody_short():
    basin = "{name: wet, nodes: {hill: {type: catchment, inflow: 20}, town: {type: demand, sector: public, amount: 12, priority: 2}, sea: {type: outlet}}, links: [{from: hill, to: town}, {from: hill, to: sea}]}"
    said = said_of(run_case(basin))
    assert "No water user was ever short." in said
    assert "Had all it asked for: public supply always." in said
    assert "Essential" not in said


def test_the_headline_is_on_the_page(results):
    words = Reader(run_report(results)).words
    for sentence in said_of(results).split(". ")[:2]:
        assert sentence.strip(".") in words


def test_means_over_members_have_their_range():
    results = two_years()
    tables = []
    for member, value in enumerate((0.5, 1.0)):
        table = results.metrics.assign(member=member)
        table.loc[table["metric"] == "volumetric_reliability", "value"] = value
        tables.append(table)
    numbers = Numbers(pd.concat(tables))
    assert numbers.members == 2
    assert numbers.in_words("volumetric_reliability", "all").replace("\N{NO-BREAK SPACE}", " ") == "75.0 %"
    said = numbers.range_in_words("volumetric_reliability", "all").replace("\N{NO-BREAK SPACE}", " ")
    assert said == "52.5 % to 97.5 %"  # the ends are interpolated between two members


# ---- comparisons ----


def compared(*results):
    return " ".join(" ".join(comparison_headline(compare_results(results))).split())


def test_who_gains_and_who_loses():
    base, other = two_years(), two_years("river last", 5)
    said = compared(base, other)
    before, after = (100 * metric(one, "dry_season_coverage", "agriculture") for one in (base, other))
    assert before < after
    assert f"gains for agriculture (irrigation met in dry years: {before:.1f} % to {after:.1f} %)" in said
    before, after = (metric(one, "environmental_flow_volume_missed") for one in (base, other))
    assert before < after
    assert f"losses for the river (environmental flow missed: {before:,.0f} Ml to {after:,.0f} Ml)" in said
    assert "No run is best for everybody." in said
    assert "agriculture under 'river last'; the river under 'as it is'" in said
    assert "None of the runs is beaten" in said


def test_a_run_that_is_best_in_everything_and_one_that_is_beaten():
    base = two_years()
    better = base.metrics.copy()
    chosen = (better["metric"] == "environmental_flow_volume_missed") & (better["group"] == "all")
    assert float(better.loc[chosen, "value"].iloc[0]) > 0
    better.loc[chosen, "value"] = 0.0
    other = bs.Results(base.dataset.assign_attrs(scenario="better"), better)
    said = compared(base, other)
    assert "'better' is best, or as good as the best, in every number that is compared first." in said
    assert "'as it is' is beaten by another run that is nowhere worse; 'better' is not." in said
    assert "no losses" in said


def test_runs_that_do_not_differ():
    base = two_years()
    other = bs.Results(base.dataset.assign_attrs(scenario="twin"), base.metrics)
    said = compared(base, other)
    assert "The runs differ in none of the numbers that are compared first." in said
    assert "'twin' changes none" in said
    assert "There is nothing to hold 'as it is' against." in compared(base)
