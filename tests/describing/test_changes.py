"""What changes in a basin, said as a partner would say it."""

from copy import deepcopy
from typing import Any

import pytest
from rules.rule_runs import river

from basinsim.describing.changes import changes_of_numbers
from basinsim.schema.basin import Basin

FLOW = {"environmental_flow": {"amount": 450, "priority": 2}}


def changes(change: Any, **nodes: dict[str, Any]) -> list[str]:
    before = river({}, **nodes)
    after = deepcopy(before)
    change(after)
    ours, theirs = (Basin.model_validate(basin, context={}) for basin in (after, before))
    return list(changes_of_numbers(ours, theirs))


def amount(node: str, key: str, value: Any):
    return lambda basin: basin["nodes"][node].update({key: value})


def test_a_flow_that_rises_in_some_months():
    by_month = {"environmental_flow": {"amount": [450] * 5 + [520] * 4 + [450] * 3, "priority": 2}}
    said = changes(lambda basin: basin["nodes"]["weir"].update(by_month), weir=FLOW)
    assert said == ["From June to September the flow kept at 'weir' rises from 450 to 520 Ml/d."]


def test_one_sentence_for_each_change_of_a_year():
    said = changes(amount("town", "amount", [40, 40] + [50] * 8 + [60, 40]))
    assert said == [
        "From December to February what 'town' asks for falls from 50 to 40 Ml/d.",
        "In November what 'town' asks for rises from 50 to 60 Ml/d.",
    ]


def test_a_profile_of_many_numbers_is_given_whole():
    (said,) = changes(amount("town", "amount", list(range(40, 52))))
    assert said.startswith(
        "What 'town' asks for changes from 50 (Jan to Dec) Ml/d by month to 40 (Jan), 41 (Feb)"
    )


def test_what_changes_alike_for_several_is_said_once():
    def both(basin):
        for link in basin["links"][2:4]:
            link["loss"] = 0.1

    assert changes(both) == ["The loss of 'ditch' and 'pipe' rises from 0 % to 10 %."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (amount("farm", "priority", 1), "The priority of 'farm' becomes 1; it was 3."),
        (amount("loch", "capacity", 900), "The capacity of 'loch' falls from 1000 to 900 Ml."),
        (amount("loch", "initial", "40 %"), "The initial storage of 'loch' becomes 40 % of capacity; it was 600."),
        (amount("weir", "environmental_flow", 5), "The environmental flow of 'weir' is new: 5 Ml/d."),
        (lambda basin: basin["links"][2].update(max_flow=30), "The most 'pipe' may carry is 30 Ml/d; before there was none."),
        (lambda basin: basin["links"][2].update(cost=9), "The cost of 'pipe' is 9 GBP/Ml; before there was none."),
        (
            amount("town", "amount", {"model": "public_supply", "population": 1, "household_use": "150 l/head/d"}),
            "What 'town' asks for is worked out in another way: public_supply in place of 50.",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_number(change, sentence):
    assert changes(change) == [sentence]


def test_inside_a_demand_model_and_its_parts():
    def model(leakage):
        people = {
            "model": "public_supply",
            "population": 200_000,
            "household_use": "150 l/head/d",
            "leakage": leakage,
        }
        return {"model": "sum", "parts": [people, {"model": "transfer", "flow": 3}]}

    said = changes(
        amount("town", "amount", model("3 Ml/d")), town={"amount": model("4 Ml/d"), "essential": 1}
    )
    assert said == ["The leakage of 'town' falls from 4 to 3 Ml/d."]


def test_series_of_a_file_that_is_scaled(tmp_path):
    (tmp_path / "flow.csv").write_text("date,q\n2001-01-01,3\n", encoding="utf-8")
    file = {"file": str(tmp_path / "flow.csv"), "column": "q"}
    said = changes(amount("farm", "amount", file | {"scale": 1.2}), farm={"amount": file})
    assert said == ["What 'farm' asks for is multiplied by 1.2."]


def test_what_is_new_and_what_is_gone():
    def swap(basin):
        basin["nodes"]["well"] = {"type": "catchment", "inflow": 1}
        basin["links"][3] = {"name": "bore", "from": "well", "to": "farm"}

    assert changes(swap) == ["New in the basin: 'well' and 'bore'.", "No longer in the basin: 'ditch'."]
