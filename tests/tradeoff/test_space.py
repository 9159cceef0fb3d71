"""Levers: which values they have, and which policies these stand for."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import basinsim.policies  # noqa: F401 - registers the policies
from basinsim.schema.study_parts import Lever
from basinsim.tradeoff.space import Dimension, read_policies

LEAKS = {"type": "leakage_reduction", "zones": ["stirling"]}


def dimension(**settings) -> Dimension:
    return Dimension("lever", Lever.model_validate(settings))


def test_a_range_with_a_step_has_its_values_and_the_unit():
    lever = dimension(policy=LEAKS, parameter="share", range=["0 %", "40 %"], step="10 %", off_at="0 %")
    assert [one.shown for one in lever.options] == [0, 10, 20, 30, 40]
    assert lever.unit == "%"
    assert lever.options[0].policies == ()
    assert lever.options[2].policies == ({**LEAKS, "share": "20 %"},)
    assert [lever.at(share).shown for share in (0.0, 0.19, 0.21, 0.99, 1.0)] == [0, 0, 10, 40, 40]


def test_a_step_that_does_not_fit_stays_within_the_range():
    lever = dimension(policy=LEAKS, parameter="share", range=[0.0, 0.5], step=0.2)
    assert [one.shown for one in lever.options] == [0, 0.2, 0.4]


def test_without_a_step_any_number_of_the_range_will_do():
    lever = dimension(policy=LEAKS, parameter="share", range=[0.1, 0.5])
    assert lever.options is None
    assert lever.at(0.25).policies == ({**LEAKS, "share": pytest.approx(0.2)},)
    assert lever.place(0.25) == 0.25


def test_whole_numbers_stay_whole():
    lever = dimension(
        policy={"type": "priorities", "set": {}}, parameter="set.agriculture", range=[3, 6], step=1
    )
    policies, found = read_policies(lever.at(1.0).policies, Path())
    assert found == []
    assert policies[0].set == {"agriculture": 6}


def test_a_name_may_hold_a_dot_and_several_keys_get_the_same_value():
    lever = dimension(
        policy={"type": "priorities", "set": {}},
        parameter=["set.town.essential", "set.energy"],
        choices=[2, 4],
    )
    assert lever.at(0.9).policies == ({"type": "priorities", "set": {"town.essential": 4, "energy": 4}},)


def test_keys_lead_into_lists_and_mappings_that_are_there():
    stages = {"type": "x", "set": {"katrine": {"stages": [{"enter": 1}, {"enter": 2}]}}}
    lever = dimension(policy=stages, parameter="set.katrine.stages.1.enter", choices=["40 %", "50 %"])
    assert lever.at(0.0).policies[0]["set"]["katrine"]["stages"] == [{"enter": 1}, {"enter": "40 %"}]
    assert stages["set"]["katrine"]["stages"][1]["enter"] == 2


def test_a_policy_alone_is_on_or_off():
    lever = dimension(policy=LEAKS)
    assert [(one.shown, one.policies) for one in lever.options] == [("off", ()), ("on", (LEAKS,))]


def test_alternatives_are_lists_of_policies():
    lever = dimension(alternatives={"none": [], "both": [LEAKS, {"type": "metering"}]})
    assert [one.shown for one in lever.options] == ["none", "both"]
    assert len(lever.at(1.0).policies) == 2
    assert not lever.is_number


@given(st.floats(0, 1), st.integers(1, 40))
def test_a_place_stands_for_the_same_value_as_the_point_it_is_made_from(share, steps):
    lever = dimension(policy=LEAKS, parameter="share", range=[0, 40], step=40 / steps)
    assert lever.at(lever.place(share)) == lever.at(share)
    assert lever.place(lever.place(share)) == lever.place(share)


def test_all_mistakes_of_policies_are_told_with_their_position():
    policies, found = read_policies([{"type": "leakage"}, LEAKS, {**LEAKS, "share": "140 %"}], Path())
    assert len(policies) == 1
    assert [path for path, _ in found] == [(0, "type"), (2, "share")]
    assert "leakage_reduction" in found[0][1]
