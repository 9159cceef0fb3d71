"""Where the order of two levers changes the basin that they make, one of them says so."""

from functools import cache
from itertools import combinations

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from basinsim.loading import load_scenario
from basinsim.schema.basin import Basin
from basinsim.schema.policy import POLICY_TYPES, Policy, read_policy
from basinsim.shipped import shipped_folder

SCENARIOS = shipped_folder() / "scenarios"
GENERAL = {"basin_values"}  # sets any value outright, and says so on its page


def read(raw: dict) -> Policy:
    return read_policy(raw, SCENARIOS)


@cache
def baseline() -> Basin:
    return load_scenario(SCENARIOS / "baseline.yaml").basin


@cache
def forms(name: str) -> list[tuple[Policy, ...]]:
    """Return the ways to write a lever: its example, and its defaults where these act on the shipped basin."""
    example = yaml.safe_load(POLICY_TYPES[name].example)
    found = [tuple(read(raw) for raw in (example if isinstance(example, list) else [example]))]
    try:
        default = read({"type": name})
    except ValidationError:  # it needs keys, which its example has
        pass
    else:
        found += [] if default.problems(baseline()) else [(default,)]
    if name == "priorities":
        found.append((read({"type": name, "set": {"min_flow": 3, "environmental_flow": 2, "essential": 4}}),))
    return found


def made_by(policies: tuple[Policy, ...]) -> Basin | None:
    """Return the basin that policies make, and None where they cannot stand in this order."""
    basin = baseline()
    for policy in policies:
        if policy.problems(basin):
            return None
        basin = policy.apply(basin)
    return basin


def alike(one: object, other: object) -> bool:
    """Say whether two values are the same but for the rounding of sums and products."""
    if one == other:
        return True
    if isinstance(one, BaseModel) and type(one) is type(other):
        return all(alike(getattr(one, key), getattr(other, key)) for key in type(one).model_fields)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9)
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        return all(alike(getattr(one, key), getattr(other, key)) for key in one.__dataclass_fields__)
    return False


def sorted_links(basin: Basin) -> Basin:
    return basin.model_copy(update={"links": tuple(sorted(basin.links, key=lambda link: link.label))})


def depends(first: tuple[Policy, ...], second: tuple[Policy, ...]) -> bool:
    one, other = made_by(first + second), made_by(second + first)
    if one is None or other is None:
        return one is not other
    return not alike(sorted_links(one), sorted_links(other))


@pytest.mark.parametrize("name", sorted(set(POLICY_TYPES) - GENERAL))
def test_an_order_that_matters_is_said(name: str):
    lever = POLICY_TYPES[name]
    for other in sorted(set(POLICY_TYPES) - GENERAL):
        if other <= name or name in POLICY_TYPES[other].conflicts_with or other in lever.conflicts_with:
            continue
        said = other in lever.order_matters_with or name in POLICY_TYPES[other].order_matters_with
        found = any(depends(one, two) for one in forms(name) for two in forms(other))
        assert said or not found, f"{name}, {other}"


def test_what_is_said_of_an_order_names_levers():
    for name, lever in POLICY_TYPES.items():
        assert set(lever.order_matters_with) <= set(POLICY_TYPES) - {name}


def test_the_test_finds_an_order_that_matters():
    pairs = [
        {one, other}
        for one, other in combinations(("metering", "per_head_use", "leakage_reduction"), 2)
        if any(depends(a, b) for a in forms(one) for b in forms(other))
    ]
    assert pairs == [{"metering", "per_head_use"}]
