"""The order of wishes as a policy: it changes what it says, and never the basin it is given."""

from copy import deepcopy

import pytest
import yaml
from pydantic import ValidationError
from support.runs import last, run_case, write_case

import basinsim as bs
from basinsim.errors import InputError
from basinsim.network.network import Network
from basinsim.policies.priorities import Priorities
from basinsim.schema.basin import Basin

BASIN = """
name: levers
nodes:
  hill: {type: catchment, inflow: 30}
  loch: {type: reservoir, capacity: 100, initial: 0}
  turbine: {type: hydropower, head: 5 m, efficiency: 0.8, target_flow: {amount: 20, priority: 7}}
  weir: {type: gauge, environmental_flow: {amount: 10, priority: 4, natural: [hill]}}
  bridge: {type: gauge, environmental_flow: {amount: 5, priority: 4}}
  unwatched: {type: gauge}
  town: {type: demand, sector: public, amount: 20, priority: 3, essential: {amount: 4, priority: 2}}
  village: {type: demand, sector: public, amount: 2, priority: 3, essential: 1}
  farm: {type: demand, sector: agriculture, amount: 25, priority: 6}
  mill: {type: demand, sector: industry, amount: 3, priority: 5}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: turbine, min_flow: {amount: 8, priority: 1}}
  - {from: turbine, to: weir, min_flow: 2}
  - {from: weir, to: bridge}
  - {from: bridge, to: unwatched}
  - {from: unwatched, to: sea}
  - {from: loch, to: town}
  - {from: loch, to: village}
  - {from: loch, to: farm}
  - {from: loch, to: mill}
"""
BEFORE = {
    "min_flow release": 1,
    "min_flow turbine->weir": 1,
    "environmental_flow weir": 4,
    "environmental_flow bridge": 4,
    "target_flow turbine": 7,
    "demand town": 3,
    "demand village": 3,
    "demand farm": 6,
    "demand mill": 5,
    "essential town": 2,
    "essential village": None,
}


@pytest.fixture
def basin() -> Basin:
    return Basin.model_validate(yaml.safe_load(BASIN), context={})


def policy(**new: int) -> Priorities:
    return Priorities(type="priorities", set=new)


def order(basin: Basin) -> dict[str, int | None]:
    """Return the priority of every wish."""
    network = Network(basin)
    named = {
        "min_flow": network.minimum_flows,
        "environmental_flow": network.environmental_flows,
        "target_flow": network.target_flows,
        "demand": network.demands,
        "essential": network.essentials,
    }
    return {
        f"{kind} {name}": wish.priority for kind, wishes in named.items() for name, wish in wishes.items()
    }


def test_the_order_before(basin):
    assert order(basin) == BEFORE


@pytest.mark.parametrize(
    ("new", "changed"),
    [
        ({"min_flow": 2}, {"min_flow release": 2, "min_flow turbine->weir": 2}),
        ({"environmental_flow": 1}, {"environmental_flow weir": 1, "environmental_flow bridge": 1}),
        ({"target_flow": 3}, {"target_flow turbine": 3}),
        ({"public": 9}, {"demand town": 9, "demand village": 9}),
        ({"agriculture": 1}, {"demand farm": 1}),
        ({"industry": 8}, {"demand mill": 8}),
        ({"energy": 8}, {}),
        ({"essential": 1}, {"essential town": 1, "essential village": 1}),
        ({"town": 1}, {"demand town": 1}),
        ({"town.essential": 5}, {"essential town": 5}),
        ({"weir": 2}, {"environmental_flow weir": 2}),
        ({"turbine": 2}, {"target_flow turbine": 2}),
        ({"release": 6}, {"min_flow release": 6}),
        ({"turbine->weir": 6}, {"min_flow turbine->weir": 6}),
        ({"public": 9, "town": 1}, {"demand town": 1, "demand village": 9}),
        ({"min_flow": 5, "release": 2}, {"min_flow release": 2, "min_flow turbine->weir": 5}),
        ({"essential": 3, "village.essential": 1}, {"essential town": 3, "essential village": 1}),
        (
            {"environmental_flow": 1, "agriculture": 2, "public": 3},
            {
                "environmental_flow weir": 1,
                "environmental_flow bridge": 1,
                "demand farm": 2,
                "demand town": 3,
                "demand village": 3,
            },
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_it_changes_what_it_says_and_nothing_else(basin, new, changed):
    after = policy(**new).apply(basin)
    assert order(after) == BEFORE | changed
    assert policy(**BEFORE_AGAIN).apply(after) == policy(**BEFORE_AGAIN).apply(basin)


BEFORE_AGAIN = {
    "release": 1,
    "turbine->weir": 1,
    "weir": 4,
    "bridge": 4,
    "turbine": 7,
    "town": 3,
    "village": 3,
    "farm": 6,
    "mill": 5,
    "town.essential": 2,
    "village.essential": 2,
}


def test_the_basin_it_is_given_stays_as_it_is(basin):
    before = deepcopy(basin)
    after = policy(public=9, essential=1, min_flow=4, environmental_flow=5, target_flow=6).apply(basin)
    assert basin == before
    assert order(basin) == BEFORE
    assert after != basin
    assert list(after.nodes) == list(basin.nodes)
    assert [link.label for link in after.links] == [link.label for link in basin.links]


def test_basins_and_policies_are_frozen(basin):
    lever = policy(public=9)
    for thing, name in ((basin, "nodes"), (basin.nodes["town"], "priority"), (lever, "set")):
        with pytest.raises(ValidationError):
            setattr(thing, name, None)


def test_applying_it_twice_is_applying_it_once(basin):
    lever = policy(agriculture=1, town=4)
    assert lever.apply(lever.apply(basin)) == lever.apply(basin)


def test_the_later_of_two_policies_wins(basin):
    assert order(policy(farm=2).apply(policy(agriculture=1).apply(basin)))["demand farm"] == 2


# ---- its sentence ----


@pytest.mark.parametrize(
    ("new", "parts"),
    [
        ({"agriculture": 2}, ["agriculture at priority 2"]),
        ({"min_flow": 3}, ["minimum flows of links at priority 3"]),
        ({"essential": 1}, ["essential needs at priority 1"]),
        ({"town": 4, "environmental_flow": 1}, ["environmental flows at priority 1", "town at priority 4"]),
    ],
)
def test_its_sentence_names_every_change(new, parts):
    sentence = policy(**new).sentence()
    assert sentence.endswith(".")
    assert sentence.count("priority") == len(parts)
    for part in parts:
        assert part in sentence


def test_its_sentence_does_not_depend_on_the_order_in_the_file():
    assert policy(public=1, agriculture=2).sentence() == policy(agriculture=2, public=1).sentence()


# ---- unknown names ----


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("agricultur", "agriculture"),
        ("towm", "town"),
        ("town.esential", "town.essential"),
        ("enviromental_flow", "environmental_flow"),
        ("relase", "release"),
    ],
)
def test_unknown_names_come_with_the_nearest_known_one(basin, name, hint):
    (problem,) = policy(**{name: 2}).problems(basin)
    path, message = problem
    assert path == ("set", name)
    assert f"did you mean '{hint}'" in message


@pytest.mark.parametrize("name", ["loch", "unwatched", "hill", "sea", "loch->town", "mill.essential"])
def test_what_has_no_wish_has_no_priority(basin, name):
    assert [path for path, _ in policy(**{name: 2}).problems(basin)] == [("set", name)]


def test_known_names_are_no_problem(basin):
    assert policy(**BEFORE_AGAIN, public=1, energy=2).problems(basin) == []


@pytest.mark.parametrize(
    "new", [{}, {"town": 0}, {"town": 1001}, {"town": 1.5}, {"town": "first"}, {"town": None}]
)
def test_priorities_are_whole_numbers_from_one(new):
    with pytest.raises(ValidationError):
        policy(**new)


# ---- through the scenario file ----


def scenario(directory, *policies):
    return write_case(directory, BASIN, policies=list(policies))


def test_a_scenario_runs_under_its_policies():
    """30 Ml in the loch, 8 for the river; the farm asks for 25 after all others, or first of the users."""
    usual = run_case(BASIN)
    changed = run_case(BASIN, policies=[{"type": "priorities", "set": {"agriculture": 2}}])
    assert last(usual, "delivered", "farm") == pytest.approx(0)
    assert last(changed, "flow", "release") == pytest.approx(8)
    assert last(changed, "delivered", "farm") + last(changed, "essential_delivered", "town") == pytest.approx(
        22
    )
    assert last(changed, "delivered", "farm") / 25 == pytest.approx(22 / 29)


def test_policies_apply_in_their_order(tmp_path):
    loaded = bs.load_scenario(
        scenario(
            tmp_path,
            {"type": "priorities", "set": {"agriculture": 1}},
            {"type": "priorities", "set": {"farm": 9, "mill": 2}},
        )
    )
    assert order(loaded.basin) == BEFORE | {"demand farm": 9, "demand mill": 2}
    assert order(loaded.loaded_basin.basin) == BEFORE


def test_every_unknown_name_is_told_with_its_place(tmp_path):
    path = scenario(
        tmp_path,
        {"type": "priorities", "set": {"towm": 1}},
        {"type": "priorities", "set": {"agricultur": 1, "town": 2}},
    )
    with pytest.raises(InputError) as caught:
        bs.load_scenario(path)
    assert [problem.key for problem in caught.value.problems] == [
        "policies[0].set.towm",
        "policies[1].set.agricultur",
    ]
    assert all(problem.place.file.endswith("scenario.yaml") for problem in caught.value.problems)


def test_an_unknown_policy_is_told(tmp_path):
    with pytest.raises(InputError, match="did you mean 'priorities'"):
        bs.load_scenario(scenario(tmp_path, {"type": "prioritys", "set": {"town": 1}}))
