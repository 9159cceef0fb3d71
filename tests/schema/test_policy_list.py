"""Policies that users register: parameters, plausible ranges, conflicts, order, and what they change."""

from copy import deepcopy
from typing import Annotated, ClassVar, Literal

import pytest
import yaml
from pydantic import ValidationError
from support.runs import write_case

import basinsim as bs
from basinsim.describing import description
from basinsim.errors import InputError
from basinsim.schema.basin import Basin
from basinsim.schema.fields import Flow, OneShare
from basinsim.schema.json_schema import json_schema
from basinsim.schema.policy import POLICY_TYPES, Policy, read_policy
from basinsim.schema.policy_list import order_notes, under_policies
from basinsim.schema.sourced import Figure, Sourced
from basinsim.schema.values import Constant, Found

BASIN = """
name: one town
nodes:
  hill: {type: catchment, inflow: 30}
  town: {type: demand, sector: public, amount: 20}
  mill: {type: demand, sector: industry, amount: 10}
  sea: {type: outlet}
links:
  - {from: hill, to: town}
  - {from: hill, to: mill}
  - {from: hill, to: sea}
"""


class _Users(Policy):
    users: tuple[str, ...] = ("town",)
    """Whom it concerns."""

    def problems(self, basin: Basin) -> list[Found]:
        return [
            (("users", i), f"no '{name}'") for i, name in enumerate(self.users) if name not in basin.nodes
        ]

    def acts_on(self, basin: Basin) -> frozenset[str]:
        return frozenset(self.users)

    def amount(self, before: float) -> float:
        raise NotImplementedError

    def apply(self, basin: Basin) -> Basin:
        nodes = dict(basin.nodes)
        for name in self.users:
            amount = Constant(self.amount(nodes[name].amount.number))
            nodes[name] = nodes[name].model_copy(update={"amount": amount})
        return basin.model_copy(update={"nodes": nodes})


class Halve(_Users):
    """Divides what is asked for."""

    type_name: ClassVar[str] = "halve"
    option: ClassVar[str | None] = "X1"
    order_matters_with: ClassVar[dict[str, str]] = {"lift": "what is added first is divided too"}
    conflicts_with: ClassVar[dict[str, str]] = {"forbid": "there is nothing left to divide"}
    costs: ClassVar[tuple[Figure, ...]] = (
        Figure("new taps", "capital", 2.0, "GBP/m3", "a shop", "seen", price_year=2003, low=1.0, high=3.0),
    )

    part: Annotated[OneShare, Sourced("share", "a trial on one farm", "seen", low=0.6, high=0.4)] = 0.5
    """What is left."""
    manner: Annotated[Literal["soft", "hard"], Sourced("", "ours", "assumption")] = "soft"
    """How it is done."""
    pause: Annotated[int | None, Sourced("days", "ours", "assumption", low=1, high=9)] = None
    """How long it rests [d]."""

    def amount(self, before: float) -> float:
        return before * self.part

    def sentence(self) -> str:
        return f"{', '.join(self.users)} asks for {self.part:.0%} of what it did."


class Lift(_Users):
    """Adds to what is asked for."""

    type_name: ClassVar[str] = "lift"

    more: Annotated[Flow, Sourced("Ml/d", "ours", "assumption", low=1, high=6)] = Constant(4.0)
    """What is added [flow]."""

    def amount(self, before: float) -> float:
        return before + self.more.number

    def sentence(self) -> str:
        return f"{', '.join(self.users)} asks for {self.more.number:g} Ml/d more."


class Forbid(_Users):
    """Takes all away."""

    type_name: ClassVar[str] = "forbid"

    def amount(self, before: float) -> float:
        return 0.0

    def sentence(self) -> str:
        return f"{', '.join(self.users)} asks for nothing."


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    for policy in (Halve, Lift, Forbid):
        monkeypatch.setitem(POLICY_TYPES, policy.type_name, policy)


@pytest.fixture
def basin() -> Basin:
    return Basin.model_validate(yaml.safe_load(BASIN), context={})


def amounts(basin: Basin) -> tuple[float, float]:
    return basin.nodes["town"].amount.number, basin.nodes["mill"].amount.number


def policies(*raw: dict) -> list[Policy]:
    return [read_policy(one) for one in raw]


HALVE, LIFT, FORBID = ({"type": word} for word in ("halve", "lift", "forbid"))


# ---- parameters ----


def test_parameters_are_read_from_the_fields():
    part, manner, pause = Halve.parameters()
    assert (part.name, part.default, part.low, part.high) == ("part", 0.5, 0.4, 0.6)  # low below high
    assert (part.unit, part.source, part.status) == ("share", "a trial on one farm", "seen")
    assert (part.description, part.range_in_words) == ("What is left.", "40 % to 60 %")
    assert (manner.choices, manner.range_in_words) == (("soft", "hard"), "")
    assert (pause.whole, pause.default, pause.range_in_words) == (True, None, "1 days to 9 days")
    (more,) = Lift.parameters()
    assert (more.default, more.unit, more.in_words(2.5)) == (4.0, "Ml/d", "2.5 Ml/d")


def test_the_json_schema_says_range_and_source():
    (described,) = [
        member
        for member in json_schema("scenario")["properties"]["policies"]["items"]["oneOf"]
        if member["properties"]["type"].get("const") == "halve"
    ]
    part = described["properties"]["part"]
    assert part["plausible_range"] == [0.4, 0.6]
    assert (part["source"], part["status"], part["default"]) == ("a trial on one farm", "seen", 0.5)
    assert {"anyOf", "description"} <= set(part)


@pytest.mark.parametrize(
    ("raw", "remarks"),
    [
        (HALVE, []),
        (HALVE | {"part": "60 %"}, []),
        (
            HALVE | {"part": 0.8},
            ["80 % is outside the plausible range of 40 % to 60 % (seen: a trial on one farm)"],
        ),
        (
            HALVE | {"pause": 10},
            ["10 days is outside the plausible range of 1 days to 9 days (assumption: ours)"],
        ),
        (
            LIFT | {"more": "0.5 Ml/d"},
            ["0.5 Ml/d is outside the plausible range of 1 Ml/d to 6 Ml/d (assumption: ours)"],
        ),
    ],
)
def test_numbers_outside_the_range_are_remarked_on(raw, remarks):
    assert [message for _, message in read_policy(raw).remarks()] == remarks


def test_check_says_the_remark_with_its_place(tmp_path):
    loaded = bs.load_scenario(write_case(tmp_path, BASIN, policies=[LIFT, HALVE | {"part": 0.8}]))
    remarks = [warning for warning in loaded.warnings() if warning.key.startswith("policies")]
    assert [remark.key for remark in remarks] == ["policies[1].part"]
    assert remarks[0].place.file.endswith("scenario.yaml")
    assert remarks[0].place.line == 1  # JSON on one line
    assert remarks[0].place.column > 1


def test_costs_are_said_with_year_and_source_or_their_lack():
    assert Halve.money_and_carbon() == (
        "Cost: new taps: 2 GBP/m3 (1 to 3) once, prices of 2003 (seen: a shop). Carbon: no sourced figure."
    )
    assert Lift.money_and_carbon() == "Cost: no sourced figure. Carbon: no sourced figure."


def test_policies_are_read_from_plain_mappings():
    assert read_policy({"type": "lift", "more": "1 m3/s"}).more == Constant(pytest.approx(86.4))
    with pytest.raises(ValidationError, match="did you mean 'more'"):
        read_policy({"type": "lift", "mroe": 3})


# ---- one after the other ----


def test_the_order_of_the_list_is_the_order_of_application(basin):
    before = deepcopy(basin)
    assert amounts(under_policies(basin, policies(HALVE, LIFT))[0]) == (20 / 2 + 4, 10)
    assert amounts(under_policies(basin, policies(LIFT, HALVE))[0]) == ((20 + 4) / 2, 10)
    assert basin == before


def test_levers_whose_order_matters_say_so(tmp_path):
    lifted = "Lift comes before halve here: what is added first is divided too."
    assert order_notes(policies(LIFT, HALVE)) == [lifted]
    assert order_notes(policies(HALVE, LIFT, FORBID)) == [
        "Halve comes before lift here: what is added first is divided too."
    ]
    assert order_notes(policies(LIFT, FORBID)) == []
    loaded = bs.load_scenario(write_case(tmp_path, BASIN, policies=[LIFT, HALVE]))
    assert dict(description(loaded))["Policies"][-1].text == lifted


def test_a_policy_that_does_not_fit_is_left_out_and_the_others_go_on(basin):
    after, found = under_policies(basin, policies(HALVE | {"users": ["towm"]}, LIFT))
    assert found == [((0, "users", 0), "no 'towm'")]
    assert amounts(after) == (24, 10)


# ---- conflicts ----


@pytest.mark.parametrize("order", [(HALVE, FORBID), (FORBID, HALVE)])
def test_a_conflict_names_both_and_the_later_is_at_fault(basin, order):
    _, found = under_policies(basin, policies(*order))
    ((path, message),) = found
    assert path == (1,)
    assert f"'{order[1]['type']}' does not go together with '{order[0]['type']}' of policies[0]" in message
    assert message.endswith("(both act on 'town'): there is nothing left to divide")


def test_there_is_no_conflict_where_they_act_on_different_things(basin):
    after, found = under_policies(basin, policies(HALVE, FORBID | {"users": ["mill"]}))
    assert (found, amounts(after)) == ([], (10, 0))


def test_what_acts_on_the_basin_as_a_whole_conflicts_everywhere(basin):
    _, found = under_policies(basin, policies(HALVE, FORBID | {"users": []}))
    assert [path for path, _ in found] == [(1,)]


def test_a_lever_acts_once_on_each_thing(basin):
    after, found = under_policies(
        basin, policies(LIFT, LIFT | {"users": ["mill"]}, LIFT | {"users": ["mill", "town"]})
    )
    assert [path for path, _ in found] == [(2,), (2,)]
    assert "policies[0] and this one are both 'lift' and both act on 'town'" in found[0][1]
    assert amounts(after) == (24, 14)


def test_a_conflict_is_told_with_the_place_of_the_later(tmp_path):
    path = write_case(tmp_path, BASIN, policies=[HALVE, FORBID])
    path.write_text(
        path.read_text().replace(
            '[{"type": "halve"}, {"type": "forbid"}]', '[\n  {"type": "halve"},\n  {"type": "forbid"}]'
        )
    )
    with pytest.raises(InputError) as caught:
        bs.load_scenario(path)
    (problem,) = caught.value.problems
    assert (problem.key, problem.place.line, problem.place.column) == ("policies[1]", 3, 3)
