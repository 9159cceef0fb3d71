"""``basinsim describe``: rules, licences and policies as sentences; what differs, and nothing else."""

import pytest
import yaml
from click.testing import CliRunner
from rules.rule_runs import river
from support.runs import write_case

from basinsim.cli.main import program

STAGE = {"name": "dry", "enter": "50 %", "leave": "60 %", "stay_days": 30, "savings": {"town": "20 %"}}
RULES = {
    "drought": {"type": "drought_stages", "reservoirs": ["loch"], "stages": [STAGE]},
    "spring": {"type": "freshets", "link": "release", "dates": ["04-15", "05-01"], "days": 3, "flow": 100},
}
HANDS_OFF = {"type": "hands_off_flow", "gauge": "weir", "threshold": 6, "applies_to": ["farm"]}


@pytest.fixture
def scenario(tmp_path):
    basin = river(RULES) | {
        "licences": {"farming": {"applies_to": ["farm"], "rolling": {"amount": 90, "days": 20}}}
    }
    return write_case(tmp_path, basin)


def described(*arguments: str) -> str:
    result = CliRunner().invoke(program, ["describe", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


def other(scenario, name: str, **keys):
    path = scenario.with_name(f"{name}.yaml")
    path.write_text(yaml.safe_dump({"extends": scenario.name, "name": name, **keys}), encoding="utf-8")
    return path


def test_every_rule_and_licence_with_its_numbers(scenario):
    said = described(scenario)
    assert (
        "stage 'dry' begins below 50 % of capacity and ends above 60 % of capacity, not before 30 days are over"
        in said
    )
    assert "in it town saves 20 %" in said
    assert "'release' is to carry at least 100 Ml/d for 3 days from 15 April and 1 May each year." in said
    assert "farming: 'farm' may take at most 90 Ml in any 20 days." in said
    assert "Nothing is changed in the basin." in said


def test_against_another_says_the_policy_and_what_it_changes(scenario):
    policy = {"type": "operating_rules", "set": {"hands_off": HANDS_OFF}, "remove": ["spring"]}
    said = described(other(scenario, "kept", policies=[policy], step="week"), "--against", scenario)
    rule = "'farm' may take no more than what the flow at 'weir' is above 6 Ml/d without these takes."
    assert (
        f"Operating rules are set: 'hands_off'. The rule 'spring' falls away. New: hands_off: {rule}" in said
    )
    assert said.count(rule) == 1
    assert "It runs step by week; there step by day." in said
    assert "drought" not in said
    assert "Licences" not in said


def test_a_lever_is_said_once_with_its_numbers_beneath(scenario, tmp_path):
    lever = {"type": "hydropower_operation", "natural_q95": {"release": 20}, "least_release": "150 %"}
    changed = other(scenario, "released", policies=[lever])
    described(changed, "--against", scenario, "-o", tmp_path / "law.md")
    text = (tmp_path / "law.md").read_text(encoding="utf-8")
    assert text == (
        "# released, held against case\n\n## Policies\n\n"
        "- Dams release at least 30 Ml/d over 'release' (150 % of the natural Q95).\n"
        "  - The flow 'release' is to carry rises from 10 to 30 Ml/d.\n"
    )


def test_files_of_policies_count_from_the_file_they_stand_in(scenario, tmp_path):
    (tmp_path / "low.csv").write_text("gauge,q95\nweir,7\n", encoding="utf-8")
    suspension = {"type": "scarcity_suspension", "areas": {"weir": ["farm"]}}
    base = other(scenario, "base", policies=[suspension | {"q95": {"file": "low.csv", "column": "q95"}}])
    (tmp_path / "elsewhere").mkdir()
    above = tmp_path / "elsewhere" / "above.yaml"
    above.write_text(yaml.safe_dump({"extends": str(base)}), encoding="utf-8")
    said = described(above)
    assert "below 7 Ml/d (q95 of low.csv)" in said
    assert "below 7 Ml/d at 'weir' (q95 of low.csv)" in said


def test_numbers_of_the_basin_that_differ(scenario):
    changed = other(scenario, "first", policies=[{"type": "priorities", "set": {"farm": 1}}])
    assert "The priority of 'farm' becomes 1; it was 3." in described(changed, "--against", scenario)


def test_against_itself_nothing_differs(scenario):
    assert "Nothing differs but the name." in described(scenario, "--against", scenario)


def test_markdown_to_a_file(scenario, tmp_path):
    described(scenario, "-o", tmp_path / "law.md")
    text = (tmp_path / "law.md").read_text(encoding="utf-8")
    assert text.startswith("# case\n")
    assert "\n## Operating rules\n\n- drought: " in text


def test_mistakes_in_a_policys_rules_are_told_where_they_stand(scenario):
    wrong = HANDS_OFF | {"gauge": "wier"}
    path = other(
        scenario, "wrong", policies=[{"type": "operating_rules", "set": {"h": wrong}, "remove": ["drouht"]}]
    )
    result = CliRunner().invoke(program, ["describe", str(path)])
    told = str(result.exception)
    assert "policies[0].set.h.gauge: there is no gauge 'wier'; did you mean 'weir'?" in told
    assert "policies[0].remove[0]: the basin has no rule 'drouht'; did you mean 'drought'?" in told
