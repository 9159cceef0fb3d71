"""The page of rules and levers is the one that they give themselves, and its examples can be loaded."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from basinsim.describing.reference import rules_and_levers_page
from basinsim.loading import load_scenario
from basinsim.network.checks import problems_in
from basinsim.schema.policy import POLICY_TYPES, read_policy
from basinsim.schema.policy_list import under_policies
from basinsim.schema.rule import RULE_TYPES
from basinsim.shipped import shipped_folder

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules_and_levers.md"
SCENARIOS = shipped_folder() / "scenarios"


@cache
def baseline():
    return load_scenario(SCENARIOS / "baseline.yaml").basin


def test_the_page_is_up_to_date():
    """Where this fails, run docs/make_rules_and_levers_page.py."""
    assert PAGE.read_text(encoding="utf-8") == rules_and_levers_page()


def test_every_rule_and_lever_has_a_section():
    headings = [
        line.split("`")[1] for line in rules_and_levers_page().splitlines() if line.startswith("### ")
    ]
    assert sorted(headings) == sorted([*RULE_TYPES, *POLICY_TYPES])


def test_the_tables_at_the_top_lead_to_every_section():
    lines = rules_and_levers_page().splitlines()
    anchors = [
        re.sub(r"[`()]", "", line[4:]).replace(" ", "-").lower() for line in lines if line[:4] == "### "
    ]
    linked = [found[1] for line in lines if (found := re.match(r"\| \[`\w+`\]\(#([\w-]+)\) \| \S", line))]
    assert linked == anchors


@pytest.mark.parametrize("name", sorted(RULE_TYPES))
def test_the_example_of_a_rule_fits_the_shipped_basin(name):
    rules = yaml.safe_load(RULE_TYPES[name].example)
    policy = read_policy({"type": "operating_rules", "set": rules}, SCENARIOS)
    assert policy.problems(baseline()) == []
    assert {rule.type for rule in policy.set.values()} == {name}
    assert RULE_TYPES[name].source


@pytest.mark.parametrize("name", sorted(POLICY_TYPES))
def test_the_example_of_a_lever_fits_the_shipped_basin(name):
    example = yaml.safe_load(POLICY_TYPES[name].example)
    listed = example if isinstance(example, list) else [example]
    before = [{"type": "metering"}] if name == "tariff" else []
    policies = [read_policy(raw, SCENARIOS) for raw in (*before, *listed)]
    basin, problems = under_policies(baseline(), policies)
    assert problems == []
    assert problems_in(basin) == []
    assert policies[-1].type == name
