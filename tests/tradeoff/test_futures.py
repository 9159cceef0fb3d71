"""Futures: every combination, or a reference and a sample."""

import pytest
from scipy.stats import kstest

from basinsim.register import Row
from basinsim.schema.study_parts import Futures
from basinsim.tradeoff.futures import all_futures

KEY = "nodes.loch.capacity"
ROW = Row(KEY, (40.0,), "Mm3", 25.0, 64.0, "seen", "", "")
GROWTH = {"as it is": [], "more": [{"type": "population_growth"}]}


def futures(**settings):
    return all_futures(Futures.model_validate(settings), {KEY: ROW})


def test_nothing_said_is_one_future_like_the_present():
    (only,) = futures()
    assert (only.name, only.climate, only.growth, only.hydrology_seed, only.facts) == (
        "present",
        "present",
        "",
        None,
        {},
    )


def test_every_combination_is_a_future_and_the_first_of_everything_the_reference():
    found = futures(
        climates=["present", "2050s_central"], growth=GROWTH, facts={KEY: {"values": ["26 Mm3", "64 Mm3"]}}
    )
    assert len(found) == 8
    assert [one.name for one in found[:3]] == [
        "present, as it is, loch capacity 26",
        "present, as it is, loch capacity 64",
        "present, more, loch capacity 26",
    ]
    assert found[0].facts == {KEY: 26}
    assert found[2].policies == ({"type": "population_growth"},)
    assert len({one.name for one in found}) == 8


def test_what_is_the_same_in_all_futures_is_not_in_their_names():
    found = futures(climates=["2050s_low", "2050s_high"], hydrology_seeds=7)
    assert [one.name for one in found] == ["2050s_low", "2050s_high"]
    assert {one.hydrology_seed for one in found} == {7}


def test_a_sample_fills_every_range_evenly_and_leaves_the_reference_as_it_is():
    found = futures(
        climates=["present", "2050s_central"],
        growth=GROWTH,
        facts={KEY: {"range": "register"}},
        sample={"count": 40},
    )
    assert found[0].name == "reference"
    assert found[0].facts == {}
    drawn = found[1:]
    assert sum(one.climate == "present" for one in drawn) == 20
    assert sum(one.growth == "more" for one in drawn) == 20
    values = [one.facts[KEY] for one in drawn]
    assert min(values) >= 25
    assert max(values) <= 64
    # One in each fortieth: the distance to the uniform distribution is at most 1/40.
    assert kstest(values, "uniform", args=(25, 39)).statistic <= 1 / 40 + 1e-9
    assert found == futures(
        climates=["present", "2050s_central"],
        growth=GROWTH,
        facts={KEY: {"range": "register"}},
        sample={"count": 40},
    )
    assert (
        drawn
        != futures(climates=["present"], facts={KEY: {"range": "register"}}, sample={"count": 40, "seed": 2})[
            1:
        ]
    )


@pytest.mark.parametrize("fact", [{}, {"values": [1], "range": "register"}, {"range": [3, 2]}])
def test_a_fact_has_values_or_a_range(fact):
    with pytest.raises(ValueError, match="range"):
        Futures.model_validate({"facts": {KEY: fact}})
