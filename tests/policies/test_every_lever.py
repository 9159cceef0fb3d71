"""What holds for every lever: sourced parameters, a sentence, a schema, and a basin that stays as it was."""

from copy import deepcopy
from functools import cache
from pathlib import Path

import pytest
import yaml

import basinsim as bs
import basinsim.policies
from basinsim.describing import differences
from basinsim.loading import load_scenario
from basinsim.network.checks import problems_in
from basinsim.schema.json_schema import json_schema
from basinsim.schema.policy import POLICY_TYPES, Policy, read_policy
from basinsim.schema.policy_list import under_policies
from basinsim.schema.status import STATUSES
from basinsim.shipped import shipped_folder

LEVERS = {name: policy for name, policy in sorted(POLICY_TYPES.items()) if policy.option is not None}
BEFORE: dict[str, list[dict]] = {
    # lever -> what must stand before it, where its defaults change nothing or miss something without it
    "tariff": [{"type": "metering"}],
}
GIVEN: dict[str, dict] = {
    # lever -> keys without which it changes nothing in the shipped basin, as its page says
    "natural_flood_management": {"low_flow_uplift": 0.05},
    "sharing_rule": {"rule": "equal_losses"},
}

each_lever = pytest.mark.parametrize("name", LEVERS)


@cache
def baseline():
    return load_scenario(shipped_folder() / "scenarios" / "baseline.yaml")


def listed(name: str) -> list[dict]:
    """Return the lever with its defaults, after what it needs before it; its example where it has none."""
    example = yaml.safe_load(LEVERS[name].example)
    if isinstance(example, list):
        return example
    return [*BEFORE.get(name, []), {"type": name, **GIVEN.get(name, {})}]


def read(raw: dict) -> Policy:
    return read_policy(raw, shipped_folder() / "scenarios")


def with_defaults(name: str) -> Policy:
    return read(listed(name)[-1])


def before(name: str):
    basin, problems = under_policies(baseline().basin, [read(raw) for raw in listed(name)[:-1]])
    assert problems == []
    return basin


@each_lever
def test_its_numbers_have_range_unit_source_and_status(name):
    for parameter in LEVERS[name].parameters():
        assert parameter.description, parameter.name
        assert parameter.source, parameter.name
        assert parameter.status in STATUSES, parameter.name
        assert parameter.unit or parameter.choices or parameter.low is None, parameter.name
        if isinstance(parameter.default, float | int) and not isinstance(parameter.default, bool):
            assert parameter.unit, parameter.name
            if parameter.low is not None:
                assert parameter.low <= parameter.default <= parameter.high, parameter.name
    assert with_defaults(name).remarks() == []


@each_lever
def test_it_says_what_it_is_and_what_it_does(name):
    assert LEVERS[name].__doc__
    for key, field in LEVERS[name].model_fields.items():
        assert field.description, key
    sentence = with_defaults(name).sentence()
    assert sentence[0].isupper() or sentence[0] == "'"
    assert sentence.endswith(".")
    assert LEVERS[name].money_and_carbon().startswith("Cost: ")


@each_lever
def test_it_changes_the_shipped_basin_and_leaves_the_given_one(name):
    basin, lever = before(name), with_defaults(name)
    kept = deepcopy(basin)
    assert lever.problems(basin) == []
    after = lever.apply(basin)
    assert basin == kept
    assert after != basin
    assert problems_in(after) == []
    # Of a user it may be one wish alone: "town at priority 3".
    acted_on = {thing.partition(" at priority ")[0] for thing in lever.acts_on(basin)}
    known = {
        name
        for one in (basin, after)
        for name in (*one.nodes, *one.rules, *one.licences, *(link.label for link in one.links))
    }
    assert acted_on <= known


@each_lever
def test_both_ends_of_every_range_can_be_had_and_are_said(name):
    basin, usual = before(name), with_defaults(name)
    kept = deepcopy(basin)
    for parameter in LEVERS[name].parameters():
        for end in (parameter.low, parameter.high):
            if end is None:
                continue
            number = int(end) if parameter.whole else end
            lever = read(listed(name)[-1] | {parameter.name: number})
            assert lever.problems(basin) == [], parameter.name
            assert problems_in(lever.apply(basin)) == [], parameter.name
            if lever != usual:
                assert lever.sentence() != usual.sentence(), parameter.name
    assert basin == kept


def scenario(name: str, directory: Path, **settings) -> Path:
    """Write a scenario that holds nothing but the lever."""
    base = shipped_folder() / "scenarios" / "baseline.yaml"
    raw = {"extends": str(base), "name": name, "policies": listed(name), **settings}
    path = directory / "lever.yaml"
    # Files count from the scenario, which lies elsewhere here.
    text = yaml.safe_dump(raw, sort_keys=False).replace("../data/", f"{shipped_folder() / 'data'}/")
    path.write_text(text, encoding="utf-8")
    return path


@each_lever
def test_against_the_baseline_it_is_said(name, tmp_path):
    path = scenario(name, tmp_path)
    (_, first), (heading, said) = differences(load_scenario(path), baseline())
    assert (first, heading, len(said)) == ([], "Policies", len(listed(name)))
    assert said[-1].text == with_defaults(name).sentence()


@each_lever
def test_the_json_schema_knows_it_with_its_sources(name):
    members = json_schema("scenario")["properties"]["policies"]["items"]["oneOf"]
    (described,) = [member for member in members if member["properties"]["type"].get("const") == name]
    for parameter in LEVERS[name].parameters():
        assert described["properties"][parameter.name]["source"] == parameter.source


@each_lever
def test_what_it_conflicts_or_interacts_with_exists(name):
    for other in (*LEVERS[name].conflicts_with, *LEVERS[name].order_matters_with):
        assert other in POLICY_TYPES


@pytest.mark.slow
@each_lever
def test_a_summer_runs_under_it(name, tmp_path):
    period = {"start": "1976-06-01", "end": "1976-08-31"}
    dataset = bs.run(scenario(name, tmp_path, period=period)).dataset
    assert dataset.attrs["mass_balance_error"] < 1e-6
    assert (dataset["delivered"] <= dataset["requested"] * (1 + 1e-9) + 1e-9).all()


@pytest.mark.parametrize("name", sorted(set(POLICY_TYPES) - set(LEVERS)))
def test_a_general_policy_leaves_the_given_basin_too(name):
    basin, example = baseline().basin, yaml.safe_load(POLICY_TYPES[name].example)
    kept = deepcopy(basin)
    policy = read(example[0] if isinstance(example, list) else example)
    assert policy.problems(basin) == []
    assert policy.apply(basin) != kept
    assert basin == kept


def test_every_option_of_the_partners_has_its_lever():
    demand = {"D1", "D2", "D3", "D4", "D5", "A1", "A3", "I1", "I2", "Q1", "Q3", "N1"}
    water = {"E1", "E2", "E3", "A2", "T1", "R1", "R2", "R3", "Q2"}
    assert {policy.option for policy in LEVERS.values()} >= demand | water


def test_policies_without_an_option_are_few():
    """They change whatever a file names, and have no numbers of their own."""
    general = sorted(set(POLICY_TYPES) - set(LEVERS))
    assert general == ["basin_values", "licences", "operating_rules", "priorities"]
    assert not any(POLICY_TYPES[name].parameters() for name in general)
