"""Appeals and restrictions by the storage upstream: which users share a rule, and what they save."""

import pytest
from policies.small_basin import basin
from support.runs import run_days

from basinsim.network.checks import problems_in
from basinsim.schema.policy import read_policy
from basinsim.schema.policy_list import under_policies
from basinsim.schema.values import Share

TEXT = """
name: two lochs and a burn
nodes:
  hill: {type: catchment, inflow: 0}
  upper: {type: reservoir, capacity: 100, initial: 100 %}
  lower: {type: reservoir, capacity: 100, initial: 100 %}
  burn: {type: catchment, inflow: 5}
  works: {type: works}
  town: {type: demand, sector: public, amount: 10, essential: 2, priority: 3}
  village: {type: demand, sector: public, amount: 1, priority: 3}
  hamlet: {type: demand, sector: public, amount: 1, priority: 3}
  mill: {type: demand, sector: industry, amount: 1, priority: 3}
  sea: {type: outlet}
links:
  - {from: hill, to: upper}
  - {from: upper, to: lower, max_flow: 0}
  - {from: lower, to: works}
  - {from: works, to: town}
  - {from: upper, to: village}
  - {from: burn, to: hamlet}
  - {from: burn, to: sea}
  - {from: lower, to: mill}
"""
LEVER = {"type": "restrictions"}


def rules(**keys):
    after, found = under_policies(basin(TEXT), [read_policy(LEVER | keys)])
    assert found == []
    assert problems_in(after) == []
    return after.rules


def refused(**keys):
    return under_policies(basin(TEXT), [read_policy(LEVER | keys)])[1]


def test_users_with_the_same_reservoirs_upstream_share_a_rule():
    found = rules()
    assert sorted(found) == ["restrictions_town", "restrictions_village"]
    assert found["restrictions_town"].reservoirs == ("lower", "upper")
    assert found["restrictions_village"].reservoirs == ("upper",)


def test_stages_have_their_marks_and_savings():
    stages = rules(zones=["village"], recovery="15 %", stay_days=14)["restrictions_village"].stages
    assert [stage.name for stage in stages] == ["appeal", "level_1", "level_2"]
    assert [stage.enter for stage in stages] == [Share(0.6), Share(0.4), Share(0.2)]
    assert [stage.leave.fraction for stage in stages] == pytest.approx([0.75, 0.55, 0.35])
    assert [stage.savings["village"] for stage in stages] == pytest.approx([0.03, 0.05, 0.2])
    assert {stage.stay_days for stage in stages} == {14}


def test_a_stage_cannot_end_above_full():
    (appeal, *_) = rules(appeal_below=0.95, recovery=0.2)["restrictions_town"].stages
    assert appeal.leave == Share(1.0)


def test_the_law_is_said():
    rule = rules()["restrictions_town"]
    for text in (rule.description, read_policy(LEVER).sentence()):
        assert "water shortage order" in text
        assert "Water Resources (Scotland) Act 2013, Part 7" in text


def test_a_run_asks_for_less_as_the_lochs_fall():
    """Without any inflow the lower loch gives 11 Ml/d; the two hold 200 Ml, 60 % of which is 120.

    The village takes 1 Ml/d of the upper loch: 188 Ml together after a day, 116 after seven, and so an
    appeal on the eighth; the upper loch alone holds 93 %, and the village goes on as before.
    """
    asked = run_days(TEXT, 9, policies=[LEVER | {"stay_days": 0}]).dataset["requested"].isel(member=0)
    town = asked.sel(demand="town").values
    assert list(town[:7]) == [10.0] * 7
    assert town[7] == pytest.approx(9.7)
    assert list(asked.sel(demand="village").values) == [1.0] * 9


@pytest.mark.parametrize(
    ("keys", "path", "part"),
    [
        ({"zones": ["hamlet"]}, (0, "zones", 0), "'hamlet' has no public supply from a reservoir"),
        ({"zones": ["mill"]}, (0, "zones", 0), "'mill' has no public supply from a reservoir"),
        ({"level1_below": 0.7}, (0, "level1_below"), "at most 'appeal_below' (60 %)"),
        ({"level2_below": 0.5}, (0, "level2_below"), "at most 'level1_below' (40 %)"),
    ],
)
def test_what_does_not_fit_is_told(keys, path, part):
    ((at, message),) = refused(**keys)
    assert at == path
    assert part in message


def test_a_rule_of_that_name_is_not_overwritten():
    rule = {
        "type": "drought_stages",
        "reservoirs": ["upper"],
        "stages": [{"name": "dry", "enter": 0.1, "leave": 0.2}],
    }
    before = read_policy({"type": "operating_rules", "set": {"restrictions_town": rule}})
    _, found = under_policies(basin(TEXT), [before, read_policy(LEVER)])
    assert found == [((1,), "the basin has a rule 'restrictions_town' already")]
