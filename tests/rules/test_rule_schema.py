"""The JSON Schema of basins knows every rule with its keys."""

import jsonschema
import pytest
from rules.rule_runs import river
from rules.test_rules_together import every_rule

import basinsim.rules  # noqa: F401 - registers the rules
from basinsim.schema.json_schema import json_schema
from basinsim.schema.rule import RULE_TYPES

SCHEMA = json_schema("basin")


def test_a_basin_with_every_rule_is_valid():
    basin = every_rule([1.0, 2.0])
    assert {rule["type"] for rule in basin["rules"].values()} == set(RULE_TYPES)
    jsonschema.validate(basin, SCHEMA)


def test_an_unknown_key_and_an_unknown_type_are_not():
    good = {"type": "freshets", "link": "release", "dates": ["04-15"], "days": 2, "flow": 4}
    jsonschema.validate(river({"f": good}), SCHEMA)
    for wrong in (good | {"dais": 2}, good | {"type": "freshet"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(river({"f": wrong}), SCHEMA)


@pytest.mark.parametrize("rule", RULE_TYPES.values(), ids=list(RULE_TYPES))
def test_every_key_says_what_it_is(rule):
    for name, field in rule.model_fields.items():
        assert field.description, f"{rule.type_name}.{name}"
    assert rule.__doc__
