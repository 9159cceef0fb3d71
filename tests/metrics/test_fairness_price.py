"""Two ways to share 15 Ml/d between a town (10) and a farm (10): worked out by hand."""

import pytest
from metrics.small_datasets import days, with_demands, with_members

from basinsim.metrics.fairness_price import fairness_prices
from basinsim.metrics.pairing import describe_run
from basinsim.metrics.table import metric_table
from basinsim.results.store import Results

FARMS = {"farm": "agriculture"}


def run(name, town, farm):
    dataset = with_members(days(2), 2)
    dataset = with_demands(dataset, {"town": 10, "farm": 10}, {"town": town, "farm": farm}, FARMS)
    return describe_run(Results(dataset.assign_attrs(scenario=name), metric_table(dataset)))


TOWN_FIRST = run("town first", 10, [[5, 5], [6, 6]])
SHARED = run("shared", 7, [[7, 7], [7, 7]])  # a Ml/d, or two, is lost on the longer way


def test_what_each_gives_up():
    table = fairness_prices([TOWN_FIRST, SHARED]).set_index(["policy", "measure"])
    fairness = table.loc[("shared", "price_of_fairness")]
    assert fairness["mean"] == pytest.approx((1 / 15 + 2 / 16) / 2)
    assert fairness["best"] == "town first"
    assert table.loc[("town first", "price_of_fairness"), "mean"] == 0
    efficiency = table.loc[("town first", "price_of_efficiency")]
    assert efficiency["mean"] == pytest.approx(((0.7 - 0.5) / 0.7 + (0.7 - 0.6) / 0.7) / 2)
    assert efficiency["best"] == "shared"
    assert (efficiency["p5"], efficiency["p95"]) == pytest.approx(
        (0.1 / 0.7 + 0.05 * 0.1 / 0.7, 0.2 / 0.7 - 0.05 * 0.1 / 0.7)
    )


def test_nothing_is_said_where_a_run_does_not_tell():
    silent = describe_run(Results(days(2).assign_attrs(scenario="no users"), metric_table(days(2))))
    assert fairness_prices([TOWN_FIRST, silent]).empty
