"""What a scenario is, in sentences: its weather."""

from basinsim.describing.scenario import description
from basinsim.loading import load_scenario
from basinsim.shipped import shipped_folder

SCENARIOS = shipped_folder() / "scenarios"


def told(name: str) -> list[str]:
    return description(load_scenario(SCENARIOS / f"{name}.yaml"))[0][1]


def test_weather_that_is_synthetic_is_called_so() -> None:
    assert "Its weather and rivers: synthetic reference record." in told("baseline")
    assert "Its weather and rivers: synthetic years like 1975-76." in told("drought_1975_76")


def test_a_climate_is_said_with_its_numbers() -> None:
    said = told("climate_2070s_central")
    assert "Its weather and rivers: synthetic reference record in the climate 2070s_central." in said
    assert any("14 % less in summer" in sentence and "2.6" in sentence for sentence in said)
    assert not any("In that climate" in sentence for sentence in told("baseline"))
