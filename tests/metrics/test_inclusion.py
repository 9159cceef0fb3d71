"""What reached the people, worked out by hand."""

import json

import numpy as np
import pytest
from metrics.small_datasets import by_member, days, values_of, with_demands, with_members, with_variable

from basinsim.metrics.equity import gini

TOWN = {"population": 3000, "deprived_share": 0.5, "private_supply_share": None}
GLEN = {"population": 1000, "deprived_share": 0.1, "private_supply_share": 0.4}


def with_people(dataset, of_demands, **facts):
    communities = [of_demands.get(str(name), "") for name in dataset["demand"].to_numpy()]
    dataset = dataset.assign(community=("demand", np.array(communities, dtype=object)))
    return dataset.assign_attrs(communities=json.dumps(facts))


SERVED = with_people(
    with_demands(
        days(4),
        {"works": 10, "wells": 4, "mill": 5},
        {"works": [10, 10, 10, 6], "wells": 2, "mill": 0},
        {"mill": "industry"},
    ),
    {"works": "town", "wells": "glen", "mill": "town"},
    town=TOWN,
    glen=GLEN,
)
"""The town gets 36 of 40, the glen 8 of 16; the mill in the town is no public supply."""


def test_coverage_per_person():
    deprived, others = (0.9 * 1500 + 0.5 * 100) / 1600, (0.9 * 1500 + 0.5 * 900) / 2400
    assert values_of(SERVED, "coverage_per_person") == pytest.approx(
        {
            "town": 0.9,
            "glen": 0.5,
            "deprived": deprived,
            "less deprived": others,
            "private supplies": 0.5,
            "all": (0.9 * 3000 + 0.5 * 1000) / 4000,
        }
    )
    assert values_of(SERVED, "deprivation_gap") == pytest.approx({"all": others - deprived})
    assert values_of(SERVED, "worst_off_coverage") == pytest.approx({"all": 0.5})


def test_indices_are_weighted_by_people():
    mean = 0.8
    ratios, people = np.array([0.9, 0.5]) / mean, np.array([0.75, 0.25])
    assert values_of(SERVED, "coverage_gini")["all"] == pytest.approx(float(gini([0.9] * 3 + [0.5])))
    assert values_of(SERVED, "coverage_theil")["all"] == pytest.approx(
        (people * ratios * np.log(ratios)).sum()
    )
    assert values_of(SERVED, "coverage_jain")["all"] == pytest.approx(1 / (people * ratios**2).sum())
    assert values_of(SERVED, "coverage_atkinson")["all"] == pytest.approx(
        1 - np.exp((people * np.log(ratios)).sum())
    )


def with_essential(dataset, requested, delivered):
    dataset = with_variable(dataset, "essential_requested", "demand", requested)
    return with_variable(dataset, "essential_delivered", "demand", delivered)


def test_person_days_without_essential_water():
    """The town misses half of its essential need on one day of four, the glen a quarter on every day."""
    dataset = with_essential(
        SERVED, {"works": 2, "wells": 0.8, "mill": 0}, {"works": [2, 1, 2, 2], "wells": 0.6, "mill": 0}
    )
    years = 4 / 365.25
    found = values_of(dataset, "essential_shortfall")
    assert found["town"] == pytest.approx(1500 / years)
    assert found["glen"] == pytest.approx(250 * 4 / years)
    assert found["all"] == pytest.approx(2500 / years)
    assert found["deprived"] == pytest.approx((1500 * 0.5 + 1000 * 0.1) / years)
    assert found["private supplies"] == pytest.approx(1000 * 0.4 / years)


def test_communities_without_an_essential_part_are_unknown():
    dataset = with_essential(SERVED, {"works": 2, "wells": 0, "mill": 0}, {"works": 1, "wells": 0, "mill": 0})
    assert set(values_of(dataset, "essential_shortfall")) == {"town", "deprived", "less deprived", "all"}
    nobody = with_essential(
        SERVED,
        dict.fromkeys(("works", "wells", "mill"), 0),
        dict.fromkeys(("works", "wells", "mill"), 0),
    )
    assert values_of(nobody, "essential_shortfall") == {}


def test_unknown_shares_are_not_taken_as_nought():
    unknown = {"population": 1000, "deprived_share": None, "private_supply_share": None}
    dataset = with_people(
        SERVED.drop_vars("community"), {"works": "town", "wells": "glen"}, town=TOWN, glen=unknown
    )
    found = values_of(dataset, "coverage_per_person")
    assert set(found) == {"town", "glen", "deprived", "less deprived", "all"}
    assert found["less deprived"] == pytest.approx(0.9)
    assert values_of(dataset, "deprivation_gap") == pytest.approx({"all": 0})


def test_members():
    dataset = with_demands(
        with_members(days(2), 2), {"works": 10, "wells": 4}, {"works": [[10, 10], [5, 5]], "wells": 4}
    )
    dataset = with_people(dataset, {"works": "town", "wells": "glen"}, town=TOWN, glen=GLEN)
    assert by_member(dataset, "worst_off_coverage", "all") == pytest.approx([1, 0.5])
    assert by_member(dataset, "coverage_gini", "all") == pytest.approx([0, float(gini([0.5] * 3 + [1]))])


def test_a_basin_without_people():
    dataset = with_people(with_demands(days(2), {"works": 1}, {"works": 1}), {})
    dataset = with_essential(dataset, {"works": 1}, {"works": 1})
    for metric in (
        "coverage_per_person",
        "essential_shortfall",
        "worst_off_coverage",
        "deprivation_gap",
        "coverage_gini",
        "coverage_theil",
        "coverage_jain",
        "coverage_atkinson",
    ):
        assert values_of(dataset, metric) == {}
