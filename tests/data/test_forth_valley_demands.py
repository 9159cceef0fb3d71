"""The demand models of the Forth Valley: they add up to what is known of its users."""

from pathlib import Path

import numpy as np
import pytest
from demand_models.small_weather import year

from basinsim.demand_models.interface import ComputedModel
from basinsim.loading import load_basin
from basinsim.schema.nodes import Demand

DATA = Path(__file__).resolve().parents[2] / "data" / "forth_valley"

# Ml/d; Scottish Water's areas and the farms as the public sources have them (see the rows' sources)
TOTALS = {
    "glasgow_transfer": 480.0,
    "stirling": 27.0,
    "clackmannanshire": 17.0,
    "falkirk": 80.0,
    "west_fife": 75.0,
    "grangemouth_industry": 12.0,
    "hydrogen_plant": 1.2,
}
FARMS = {
    "carse_farms": (2.0, 6),
    "strathallan_farms": (2.5, 4),
    "lower_devon_farms": (1.5, 8),
}  # mean, peak factor
TOWNS = ("glasgow_transfer", "stirling", "clackmannanshire", "falkirk", "west_fife", "rural_stirling")


@pytest.fixture(scope="module")
def demands() -> dict[str, Demand]:
    basin = load_basin(DATA / "basin.yaml", ("hydrogen",)).basin
    return basin.of_type(Demand)


@pytest.fixture(scope="module")
def amounts(demands: dict[str, Demand]) -> dict[str, ComputedModel]:
    return {name: node.amount for name, node in demands.items() if isinstance(node.amount, ComputedModel)}


@pytest.mark.parametrize("node", TOTALS)
def test_a_usual_year_adds_up(node: str, amounts: dict[str, ComputedModel]) -> None:
    assert year(amounts[node], 4.0, 1.2).mean() == pytest.approx(
        TOTALS[node], rel=0.03 if node == "hydrogen_plant" else 0.002
    )


def test_rural_people_on_mains_and_on_supplies_of_their_own(amounts: dict[str, ComputedModel]) -> None:
    both = sum(year(amounts[node], 4.0, 1.2).mean() for node in ("rural_stirling", "private_supplies"))
    assert both == pytest.approx(3.5, rel=0.002)


@pytest.mark.parametrize("node", TOWNS)
def test_a_dry_summer_peaks_at_a_ninth_above_the_mean(node: str, amounts: dict[str, ComputedModel]) -> None:
    """+200 Ml/d on 1,785 in July 2021; 2,028 on 1,824 Ml/d on the peak day of 2013/14."""
    usual, dry = year(amounts[node], 4.0, 1.2), year(amounts[node], 0.0, 3.5)
    peak = dry.max() / usual.mean()
    # Rural mains leak less, so that the gardens weigh more.
    assert peak == pytest.approx(1.135 if node == "rural_stirling" else 1.11, abs=0.006)


def test_all_of_public_supply_peaks_as_the_country_does(amounts: dict[str, ComputedModel]) -> None:
    usual = sum(year(amounts[node], 4.0, 1.2).mean() for node in TOWNS)
    dry = sum(year(amounts[node], 0.0, 3.5) for node in TOWNS)
    assert dry.max() / usual == pytest.approx(1.11, abs=0.006)


@pytest.mark.parametrize("node", FARMS)
def test_farms(node: str, amounts: dict[str, ComputedModel]) -> None:
    mean, factor = FARMS[node]
    without_irrigation = year(amounts[node], 4.0, 1.2)
    assert np.ptp(without_irrigation) == 0
    # irrigation is a tenth of the mean or so, and makes the peak of a dry summer
    assert 0.8 * mean <= without_irrigation[0] <= 0.97 * mean
    peak = year(amounts[node], 0.0, 3.5).max()
    assert 0.85 * factor * mean <= peak <= factor * mean * 1.03


def test_essential_needs_are_those_of_the_people_served(demands: dict[str, Demand]) -> None:
    served = {"glasgow_transfer": 1_300_000, "west_fife": 180_000, "falkirk": 160_130}
    for name, node in demands.items():
        if node.essential is not None:
            people = served.get(name) or node.amount.population
            assert year(node.essential.amount, 0, 0)[0] == pytest.approx(50e-6 * people), name
