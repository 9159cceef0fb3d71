"""Every metric is registered once, says which way is better, and is tested."""

from pathlib import Path

import pytest
from metrics.small_datasets import days, values_of, with_demands
from support.runs import run_case

from basinsim.metrics.derived import DERIVED
from basinsim.metrics.registry import METRICS, metric
from basinsim.metrics.table import metric_table
from basinsim.quantities import DIRECTIONS, RESULT_VARIABLES

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_what_it_is(name):
    found = METRICS[name]
    assert found.name == name
    assert found.direction in DIRECTIONS
    assert found.title
    assert found.unit
    assert found.function.__doc__


@pytest.fixture(scope="module")
def variables():
    """Every variable of a run's results, and what is derived from them."""
    basin = """
name: small
nodes:
  hill: {type: catchment, inflow: 30}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8, value: 60 GBP/MWh}
  weir: {type: gauge}
  sea: {type: outlet}
links: [{from: hill, to: turbine}, {from: turbine, to: weir}, {from: weir, to: sea}]
"""
    return set(run_case(basin).dataset) | set(RESULT_VARIABLES) | set(DERIVED)


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_needs_what_results_have(name, variables):
    assert METRICS[name].needs
    assert set(METRICS[name].needs) <= variables


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_says_how_it_is_computed_and_who_says_so(name):
    assert METRICS[name].formula
    assert METRICS[name].source


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_worked_out_by_hand_in_the_test_of_its_module(name):
    module = METRICS[name].function.__module__.rpartition(".")[2]
    assert f'"{name}"' in (HERE / f"test_{module}.py").read_text(encoding="utf-8")


def test_directions_are_max_and_min_only():
    assert set(DIRECTIONS) == {"max", "min"}


@pytest.fixture
def days_served():
    @metric("days_served", "d", "max", "Days on which everything was delivered", ("requested", "delivered"))
    def function(dataset):
        for name in dataset["demand"].to_numpy():
            served = (dataset["delivered"] >= dataset["requested"]).sel(demand=name)
            yield name, (served * dataset["step_length"]).sum("time")

    yield function
    del METRICS["days_served"]


@pytest.mark.usefixtures("days_served")
def test_a_metric_of_a_users_own_appears_in_the_table():
    dataset = with_demands(days(4), {"town": 10}, {"town": [10, 9, 10, 10]})
    assert values_of(dataset, "days_served") == {"town": 3}
    row = metric_table(dataset).set_index("metric").loc["days_served"]
    assert row[["scenario", "member", "group", "unit", "direction"]].tolist() == [
        "by hand",
        0,
        "town",
        "d",
        "max",
    ]


def test_the_decorator_gives_the_function_back(days_served):
    assert METRICS["days_served"].function is days_served


@pytest.mark.usefixtures("days_served")
def test_a_metric_whose_variables_are_not_there_is_left_out():
    dataset = with_demands(days(4), {"town": 10}, {"town": 10}).drop_vars("delivered")
    assert metric_table(dataset).empty
