"""Irrigation seasons, worked out by hand."""

import numpy as np
import pytest
from metrics.small_datasets import (
    by_member,
    days,
    steps,
    values_of,
    with_demands,
    with_members,
    with_variable,
)

SECTORS = {"farm": "agriculture", "estate": "agriculture"}
SEASON_DAYS = 30 + 31 + 30 + 31 + 31 + 30


def years(count):
    months = [f"{2001 + year}-{month:02d}-01" for year in range(count) for month in range(1, 13)]
    return steps(months, f"{2001 + count}-01-01")


def summers(values):
    """Return one number for April to September of each year, nothing in winter."""
    return np.concatenate([[0] * 3 + [value] * 6 + [0] * 3 for value in values])


FIVE = with_demands(
    years(5),
    {"farm": summers([4, 4, 4, 4, 4]), "town": 10},
    {"farm": summers([4, 4, 3, 1, 4]), "town": 5},
    SECTORS,
)


def test_seasons_of_five_years():
    assert values_of(FIVE, "season_coverage") == pytest.approx({"farm": 16 / 20, "agriculture": 16 / 20})
    assert values_of(FIVE, "poor_irrigation_years") == pytest.approx({"farm": 2 / 5, "agriculture": 2 / 5})


@pytest.mark.parametrize(("driest", "coverage"), [(3, 0.25), (2, 0.75), (0, 1)])
def test_the_driest_fifth_of_years_has_the_least_inflow_in_the_season(driest, coverage):
    inflow = np.full((5, 12), 50.0)
    inflow[driest, 3:9] = 10
    inflow[(driest + 1) % 5, :3] = 0  # a dry winter is no dry season
    dataset = with_variable(FIVE, "inflow", "catchment", {"hill": inflow.ravel()})
    assert values_of(dataset, "dry_season_coverage")["farm"] == pytest.approx(coverage)


def test_each_member_has_dry_years_of_its_own():
    inflow = np.full((2, 5, 12), 50.0)
    inflow[0, 3], inflow[1, 0] = 10, 10
    dataset = with_demands(
        with_members(years(5), 2), {"farm": summers([4] * 5)}, {"farm": summers([4, 4, 3, 1, 4])}, SECTORS
    )
    dataset = with_variable(dataset, "inflow", "catchment", {"hill": inflow.reshape(2, -1)})
    assert by_member(dataset, "dry_season_coverage", "agriculture") == pytest.approx([0.25, 1])


def test_a_just_sufficient_season_is_not_poor():
    dataset = with_demands(years(1), {"farm": summers([5])}, {"farm": summers([4])}, SECTORS)
    assert values_of(dataset, "poor_irrigation_years")["farm"] == 0


def test_longest_suspension():
    """A winter without demand ends it; a group is suspended when nobody in it gets anything."""
    dataset = with_demands(
        days(8),
        {"farm": [4, 4, 4, 0, 4, 4, 4, 4], "estate": 2},
        {"farm": [0, 0, 4, 0, 0, 0, 0, 1], "estate": [0, 0, 2, 2, 2, 0, 0, 0]},
        SECTORS,
    )
    assert values_of(dataset, "longest_suspension") == {"farm": 3, "estate": 3, "agriculture": 2}


def test_without_farms_or_seasons_there_is_nothing_to_say():
    dataset = with_variable(
        with_demands(years(1), {"town": 10}, {"town": 10}), "inflow", "catchment", {"hill": 1}
    )
    for metric in ("season_coverage", "dry_season_coverage", "poor_irrigation_years", "longest_suspension"):
        assert values_of(dataset, metric) == {}
    dataset = with_demands(days(20), {"farm": 4}, {"farm": 4}, SECTORS)
    assert values_of(dataset, "season_coverage") == {}
