"""What a scenario is, in sentences: its weather."""

from pathlib import Path

import pytest
from rules.rule_runs import river

from basinsim.describing import description, differences
from basinsim.describing.order import order_of_wishes
from basinsim.loading import load_scenario
from basinsim.schema.basin import Basin
from basinsim.shipped import shipped_folder

SCENARIOS = shipped_folder() / "scenarios"


def sections(name: str):
    return description(load_scenario(SCENARIOS / f"{name}.yaml"))


def told(name: str) -> list[str]:
    return [one.text for one in sections(name)[0][1]]


def test_weather_that_is_synthetic_is_called_so() -> None:
    assert "Its weather and rivers: synthetic reference record." in told("baseline")
    assert "Its weather and rivers: synthetic years like 1975-76." in told("drought_1975_76")


def test_a_climate_is_said_with_its_numbers() -> None:
    said = told("climate_2070s_central")
    assert "Its weather and rivers: synthetic reference record in the climate 2070s_central." in said
    assert any("14 % less in summer" in sentence and "2.6" in sentence for sentence in said)
    assert not any("In that climate" in sentence for sentence in told("baseline"))


def test_the_order_of_wishes_is_said_with_amounts_and_sources() -> None:
    order = dict(sections("baseline"))["Order of wishes, 1 first"]
    assert [one.text[:2] for one in order[:-1]] == [f"{priority}:" for priority in range(1, 8)]
    assert "the minimum flow of 'venachar_compensation' (184.1 Ml/d)" in order[0].text
    assert any(
        line.startswith("'venachar_compensation': seen, canmore.org.uk/site/166749")
        for line in order[0].beneath
    )
    assert "what 'clackmannanshire'" in order[1].text
    assert "cannot do without" in order[1].text
    assert "what else 'clackmannanshire'" in order[2].text
    assert "'forth_at_gargunnock' (113.4 Ml/d)" in order[3].text
    assert "never more than nature brings" in order[3].text
    assert order[4].text == "5: what 'grangemouth_industry' asks for."
    assert "not law" in order[-1].text


def test_flows_that_a_policy_changes_are_not_said_to_come_from_the_register() -> None:
    order = dict(sections("policy_environmental_flows"))["Order of wishes, 1 first"]
    assert "'forth_at_gargunnock' (136.08 Ml/d)" in order[3].text
    assert set(order[3].beneath) == {
        f"'{name}': by a policy of this scenario."
        for name in (
            "allan_at_bridge_of_allan", "carron_at_headswood", "devon_at_glenochil",
            "forth_at_craigforth", "forth_at_gargunnock", "teith_at_bridge_of_teith",
        )
    }  # fmt: skip


def test_an_essential_part_without_a_priority_comes_first_where_the_rest_stands() -> None:
    town = {"amount": 50, "essential": 9, "priority": 4}
    basin = Basin.model_validate(river({}, town=town), context={})
    (said,) = [one.text for one in order_of_wishes(basin, basin, {}) if one.text.startswith("4:")]
    assert said == "4: what 'town' cannot do without, ahead of all else there and what else 'town' asks for."


def test_a_rule_and_a_lever_say_where_their_numbers_come_from() -> None:
    said = dict(sections("rules_scarcity_and_drought"))
    rules = {one.text.partition(":")[0]: one.beneath for one in said["Operating rules"]}
    assert (
        rules["scarcity_forth"][0]
        == "In the file's words: the agency's rule; gauge and users are an assumption."
    )
    assert rules["scarcity_forth"][1].startswith("Source: Scottish Environment Protection Agency")
    assert all(any(line.startswith("Source: ") for line in beneath) for beneath in rules.values())
    (rules_set,) = said["Policies"]
    assert rules_set.text.startswith("Operating rules are set: 'drought_carron_valley', ")
    metering, tariff, order = dict(sections("policy_tariff"))["Policies"]
    assert "coverage 50 %: assumption, analyst's default" in metering.beneath[1]
    assert "plausible: 0 % to 100 %" in metering.beneath[1]
    assert metering.beneath[-1].startswith("Cost: no sourced figure. Carbon: ")
    assert "elasticity -0.25: second-hand" in " ".join(tariff.beneath)
    assert order.text.startswith("Metering comes before tariff here")


def test_a_number_of_the_scenario_is_told_from_the_default() -> None:
    (lever,) = dict(sections("policy_dry_year_irrigation"))["Policies"]
    assert lever.beneath[0].startswith("depth 125 mm: the scenario's own; the default of 75 mm: assumption, ")
    (export,) = dict(sections("policy_katrine_export"))["Policies"]
    assert export.beneath[0].startswith("most 400 Ml/d: second-hand, ")


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_scenario_of_the_library_is_said_in_whole_sentences(path: Path) -> None:
    for _, said in [
        *sections(path.stem),
        *differences(load_scenario(path), load_scenario(SCENARIOS / "baseline.yaml")),
    ]:
        for text in (line for one in said for line in (one.text, *one.beneath)):
            assert text.endswith((".", "?", '"')), text
            assert "None" not in text
            assert "Undefined" not in text
            assert " nothing becomes" not in text
            assert "  " not in text


def test_a_suspension_is_said_with_the_flow_of_its_gauge() -> None:
    said = dict(sections("policy_scarcity_suspension"))["Operating rules"]
    assert "has been below 87.2 Ml/d (observed: 113.4 Ml/d" in " ".join(one.text for one in said)
