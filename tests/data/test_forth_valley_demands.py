"""The demand models proposed for the Forth Valley: they add up to what is known of its users."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from demand_models.small_weather import year

from basinsim.demand_models.interface import ComputedModel
from basinsim.schema.demand_model import read_model
from basinsim.units import UNIT_WORDS

TABLE = Path(__file__).resolve().parents[2] / "data" / "forth_valley" / "demand_parameters.csv"
UNITS = {word for words in UNIT_WORDS.values() for word in words} | {"%"}
PART = re.compile(r"(\w+)\[(\d+)\]")

# Ml/d; Scottish Water's areas and the farms as the public sources have them (see the rows' sources)
TOTALS = {
    "glasgow_transfer": 480.0,
    "stirling": 27.0,
    "clackmannanshire": 17.0,
    "falkirk": 80.0,
    "west_fife": 75.0,
    "grangemouth_industry": 12.0,
    "hydrogen_hub": 1.2,
    "deanston_distillery": 0.15,
}
FARMS = {
    "carse_farms": (2.0, 6),
    "strathallan_farms": (2.5, 4),
    "lower_devon_farms": (1.5, 8),
}  # mean, peak factor
TOWNS = ("glasgow_transfer", "stirling", "clackmannanshire", "falkirk", "west_fife", "rural_stirling")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(row: dict[str, str]) -> object:
    """Return a row's value as it would stand in a basin file."""
    if row["key"].endswith(".seasonal"):
        return [float(factor) for factor in row["value"].split()]
    if row["unit"] in UNITS:
        return f"{row['value']} {row['unit']}"
    number = re.fullmatch(r"-?[\d.]+", row["value"])
    return (float(row["value"]) if "." in row["value"] else int(row["value"])) if number else row["value"]


def models_of(rows: list[dict[str, str]], which: str) -> dict[str, ComputedModel]:
    """Build the models of all nodes from rows such as `nodes.stirling.amount.population`."""
    trees: dict = {}
    for row in rows:
        _, node, kind, *path = row["key"].split(".")
        if kind != which:
            continue
        path = path[1:] if which == "essential" else path
        at = trees.setdefault(node, {})
        for step in path[:-1]:
            if part := PART.fullmatch(step):
                parts = at.setdefault(part[1], [])
                parts += [{}] * (int(part[2]) + 1 - len(parts))
                parts[int(part[2])] = at = {**parts[int(part[2])]}
            else:
                at = at.setdefault(step, {})
        at[path[-1]] = written(row)
    return {node: read_model(tree, {}) for node, tree in trees.items()}


@pytest.fixture(scope="module")
def amounts(rows: list[dict[str, str]]) -> dict[str, ComputedModel]:
    return models_of(rows, "amount")


@pytest.mark.parametrize("node", TOTALS)
def test_a_usual_year_adds_up(node: str, amounts: dict[str, ComputedModel]) -> None:
    assert year(amounts[node], 4.0, 1.2).mean() == pytest.approx(
        TOTALS[node], rel=0.03 if node in ("hydrogen_hub", "deanston_distillery") else 0.002
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


def test_essential_needs_are_those_of_the_people_served(rows: list[dict[str, str]]) -> None:
    people = {row["key"]: row["value"] for row in rows if row["key"].endswith("population")}
    for node, model in models_of(rows, "essential").items():
        assert year(model, 0, 0)[0] == pytest.approx(
            50e-6 * float(people[f"nodes.{node}.essential.amount.population"])
        )
        own = people.get(
            f"nodes.{node}.amount.population", people.get(f"nodes.{node}.amount.parts[0].population")
        )
        assert own in (None, people[f"nodes.{node}.essential.amount.population"])


def test_every_row_has_a_status_a_source_and_a_range_that_holds_it(rows: list[dict[str, str]]) -> None:
    assert len({row["key"] for row in rows}) == len(rows)
    for row in rows:
        assert row["status"] in ("seen", "second-hand", "derived", "assumption"), row
        assert row["source"], row
        if row["low"]:
            assert float(row["low"]) <= float(row["value"]) <= float(row["high"]), row
