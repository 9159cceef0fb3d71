"""What a modeller should look at twice; the basin can be run all the same."""

from pathlib import Path
from typing import Any

import pytest
from schema.two_lochs import BASIN, write_two_lochs
from support.runs import run_days

import basinsim as bs
from basinsim.network.checks import problems_in
from basinsim.network.warnings import warnings_about
from basinsim.schema.basin import Basin


def warned(text_or_tree: Any) -> list[tuple[str, str]]:
    found = Basin.model_validate(text_or_tree)
    assert problems_in(found) == []
    return [(".".join(map(str, path)), message) for path, message in warnings_about(found)]


def river(**changes: Any) -> dict[str, Any]:
    """A loch above a gauge, a town beside it that gives back to the sea."""
    nodes: dict[str, Any] = {
        "spring": {"type": "catchment", "inflow": 5},
        "loch": {"type": "reservoir", "capacity": 50},
        "weir": {"type": "gauge"},
        "town": {
            "type": "demand",
            "sector": "public",
            "amount": 3,
            "priority": 2,
            "returns": {"to": "sea", "fraction": 0.5},
        },
        "sea": {"type": "outlet"},
    }
    links = [
        {"from": "spring", "to": "loch"},
        {"from": "loch", "to": "weir"},
        {"from": "weir", "to": "town"},
        {"from": "weir", "to": "sea"},
    ]
    for name, change in changes.items():
        nodes[name] = {**nodes.get(name, {}), **change}
    return {"name": "river", "nodes": nodes, "links": links}


def test_a_plain_river_raises_no_eyebrow() -> None:
    assert warned(river()) == []


def test_a_pond_that_pumps_fill_cannot_overflow() -> None:
    tree = river(pump={"type": "works"}, pond={"type": "reservoir", "capacity": 5})
    tree["links"] += [
        {"from": "loch", "to": "pump"},
        {"from": "pump", "to": "pond"},
        {"from": "pond", "to": "town"},
    ]
    assert warned(tree) == []
    tree["nodes"]["pond"] |= {"rainfall": 3, "surface": "1 km2"}
    ((at, message),) = warned(tree)
    assert (at, "can overflow" in message) == ("nodes.pond", True)


def test_unlike_wishes_on_one_priority() -> None:
    ((at, message),) = warned(river(weir={"environmental_flow": {"amount": 1, "priority": 2}}))
    assert at == "nodes"
    for part in ("priority 2", "unlike kinds", "a demand (town)", "an environmental flow (weir)"):
        assert part in message


def test_like_wishes_on_one_priority_share_and_are_meant_to() -> None:
    tree = river(farm={"type": "demand", "sector": "agriculture", "amount": 1, "priority": 2})
    tree["links"].append({"from": "weir", "to": "farm"})
    assert warned(tree) == []


def test_an_essential_part_that_is_not_ahead() -> None:
    found = warned(river(town={"essential": {"amount": 1, "priority": 3}}))
    assert [at for at, _ in found] == ["nodes.town.essential.priority"]
    assert "not ahead of the rest (priority 2)" in found[0][1]


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({"max_flow": 3}, ["nodes.loch"]),
        ({"max_flow": 3, "spill": True}, ["nodes.loch"]),
        ({}, []),
        ({"spill": True}, []),
    ],
)
def test_a_reservoir_that_can_overflow_with_nowhere_to_go(link: dict[str, Any], expected: list[str]) -> None:
    tree = river()
    tree["links"][1] |= link
    found = warned(tree)
    assert [at for at, _ in found] == expected
    assert all("overflow" in message and "spill: true" in message for _, message in found)


def test_an_intake_below_its_own_return() -> None:
    ((at, message),) = warned(river(town={"returns": {"to": "weir", "fraction": 0.5}}))
    assert at == "nodes.town.returns"
    assert "next step" in message


def test_an_intake_below_its_own_return_by_way_of_another_user() -> None:
    tree = river(
        town={"returns": {"to": "farm_ditch", "fraction": 0.5}},
        farm_ditch={"type": "junction"},
        farm={
            "type": "demand",
            "sector": "agriculture",
            "amount": 1,
            "priority": 3,
            "returns": {"to": "weir", "fraction": 0.5},
        },
    )
    tree["links"] += [{"from": "farm_ditch", "to": "farm"}, {"from": "farm_ditch", "to": "sea"}]
    assert {at for at, _ in warned(tree)} == {"nodes.town.returns", "nodes.farm.returns"}


def test_a_loop_of_returns_that_loses_nothing_runs_and_closes() -> None:
    # All that the town takes comes back above its intake: it arrives in the next step, so nothing goes round in one.
    tree = river(town={"returns": {"to": "weir", "fraction": 1}}, spring={"inflow": [3] + [0] * 11})
    assert len(warned(tree)) == 1
    results = run_days(tree, 5)
    assert results.dataset.attrs["mass_balance_error"] < 1e-9
    assert results.dataset["delivered"].to_numpy().max() <= 3 + 1e-9


def test_a_catchment_that_only_feeds_users() -> None:
    tree = river(spring={"inflow": 1}, burn={"type": "catchment", "inflow": 1})
    tree["links"].append({"from": "burn", "to": "town"})
    ((at, message),) = warned(tree)
    assert at == "nodes.burn"
    assert "overflow" in message


def test_warnings_have_places_and_are_sorted(tmp_path: Path) -> None:
    scenario = bs.load_scenario(write_two_lochs(tmp_path))
    found = scenario.warnings()
    assert found == sorted(found)
    assert {problem.place.file for problem in found} == {str(tmp_path / "basin.yaml")}
    assert all(0 < problem.place.line <= BASIN.count("\n") for problem in found)


def test_warnings_are_about_the_basin_under_its_policies(tmp_path: Path) -> None:
    path = write_two_lochs(tmp_path)
    before = bs.load_scenario(path).warnings()
    text = path.read_text(encoding="utf-8").replace("{farms: 4}", "{farms: 2}")
    path.write_text(text, encoding="utf-8")
    new = [problem.message for problem in bs.load_scenario(path).warnings() if problem not in before]
    assert any("priority 2" in message and "farms" in message and "weir" in message for message in new)


def pumped_round(**weir: Any) -> dict[str, Any]:
    """The loch feeds a weir, and a pump lifts water from the weir back into the loch."""
    tree = river(weir=weir)
    tree["links"].append({"name": "pump", "from": "weir", "to": "loch", "max_flow": 4})
    return tree


def test_a_wish_on_a_loop_that_water_can_go_round_in_a_step() -> None:
    ((at, message),) = warned(pumped_round(environmental_flow={"amount": 1, "priority": 1}))
    assert at == "nodes.loch"
    for part in ("loch -> weir -> loch", "'weir'", "max_flow"):
        assert part in message


def test_a_loop_on_which_nothing_is_counted_is_harmless() -> None:
    assert warned(pumped_round()) == []


def test_a_minimum_flow_on_a_loop_is_named() -> None:
    tree = pumped_round()
    tree["links"][1] |= {"name": "release", "min_flow": 2}
    ((_, message),) = warned(tree)
    assert "'release'" in message
