"""Any value of the basin file replaced by another."""

import pytest
from support.runs import run_case

import basinsim.policies  # noqa: F401 - registers the policies
from basinsim.schema.basin import Basin
from basinsim.schema.policy import read_policy
from basinsim.schema.values import Constant

RAW = {
    "name": "b",
    "units": {"flow": "m3/s"},
    "nodes": {
        "hill": {"type": "catchment", "inflow": 1},
        "upper.loch": {"type": "reservoir", "capacity": "2 Mm3", "initial": "50 %"},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 0.5,
            "priority": 2,
            "essential": {"amount": 0.1, "priority": 1},
        },
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "hill", "to": "upper.loch"},
        {"from": "upper.loch", "to": "town"},
        {"name": "release", "from": "upper.loch", "to": "sea", "max_flow": 3},
    ],
}
BASIN = Basin.model_validate(RAW)


def policy(**values):
    return read_policy({"type": "basin_values", "set": values})


def test_values_are_read_as_the_basin_file_would_have_them():
    changed = policy(
        **{
            "nodes.upper.loch.capacity": "3 Mm3",
            "nodes.town.essential.amount": 0.2,
            "nodes.town.priority": 4,
            "links.release.max_flow": [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2],
            "links.upper.loch->town.max_flow": "10 Ml/d",
        }
    ).apply(BASIN)
    assert changed.nodes["upper.loch"].capacity == Constant(3000)
    assert changed.nodes["town"].essential.amount == Constant(pytest.approx(0.2 * 86.4))
    assert changed.nodes["town"].priority == 4
    by_label = {link.label: link for link in changed.links}
    assert by_label["release"].max_flow.numbers[6] == pytest.approx(2 * 86.4)
    assert by_label["upper.loch->town"].max_flow == Constant(10)
    assert Basin.model_validate(RAW) == BASIN


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("nodes.twon.amount", 1, "did you mean 'town'?"),
        ("node.town.amount", 1, "did you mean 'nodes'?"),
        ("nodes.town.amont", 1, "did you mean 'amount'?"),
        ("nodes.town.type", "works", "there is no 'type'"),
        ("nodes.town.amount.number", 1, "no keys of its own"),
        ("nodes.town.amount", "3 Mm3", "Mm3"),
        ("nodes.town.priority", 0, "greater than or equal to 1"),
        ("links.relase.max_flow", 1, "did you mean 'release'?"),
    ],
)
def test_what_cannot_be_set_is_told_at_its_key(key, value, words):
    ((path, message),) = policy(**{key: value}).problems(BASIN)
    assert path == ("set", key)
    assert words in message


def test_it_says_what_it_sets():
    said = policy(**{"nodes.town.amount": "3 Ml/d", "links.release.max_flow": 2}).sentence()
    assert said == "In the basin, the max flow of release is 2; the amount of town is 3 Ml/d."


def test_it_changes_a_run():
    policies = [{"type": "basin_values", "set": {"nodes.town.amount": 0.25}}]
    delivered = run_case(RAW, policies=policies).dataset["delivered"]
    assert delivered.item() == pytest.approx(0.25 * 86.4)
