"""Greenhouse gas by hand: 0.34 kg for each cubic metre is 340 kg for each megalitre."""

import pytest
from metrics.small_datasets import values_of
from support.runs import run_case

BASIN = """
name: carbon
nodes:
  river: {type: catchment, inflow: 100}
  works: {type: works, capacity: 50, carbon: 0.34 kg/m3}
  town: {type: demand, sector: public, amount: 100}
  sea: {type: outlet}
links:
  - {name: raw_main, from: river, to: works, loss: 20 %, carbon: 10 kg/Ml}
  - {from: river, to: sea}
  - {name: town_main, from: works, to: town, carbon: 2 kg/Ml}
"""


def test_links_and_the_works_they_reach():
    """river(100) -> raw main (62.5 leave, 50 arrive) -> works(50) -> town main (50) -> town.

    A day: 62.5 x 10 + 50 x 340 = 17,625 kg on the raw main, 50 x 2 = 100 kg on the town main.
    """
    dataset = run_case(BASIN).dataset
    assert dataset["carbon_intensity"].sel(link="raw_main") == pytest.approx(10 + 0.8 * 340)
    values = values_of(dataset, "carbon")
    assert set(values) == {"raw_main", "town_main", "all"}  # the way to the sea has no factor
    assert values["raw_main"] == pytest.approx(17.625 * 365.25)
    assert values["town_main"] == pytest.approx(0.1 * 365.25)
    assert values["all"] == pytest.approx(17.725 * 365.25)


def test_a_basin_without_factors_says_nothing():
    dataset = run_case(
        BASIN.replace(", carbon: 0.34 kg/m3", "")
        .replace(", carbon: 10 kg/Ml", "")
        .replace(", carbon: 2 kg/Ml", "")
    ).dataset
    assert values_of(dataset, "carbon") == {}
