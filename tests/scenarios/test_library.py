"""The scenarios that ship: each runs, says its levers and nothing else, and answers its question as one would expect.

By default over five years: in days, and in weeks where rules act between the steps, which takes longer. Among the slow
tests over the driest year and over all of it, in days. The batch kernel takes the steps: it gives what HiGHS gives, and
sooner.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
import yaml

from basinsim.describing import differences
from basinsim.loading import load_scenario
from basinsim.metrics.table import metric_table
from basinsim.running.members import run_members
from basinsim.shipped import shipped_folder
from basinsim.simulation.allocators import AllocatorOptions

SCENARIOS = shipped_folder() / "scenarios"
DRY_YEAR = ("1985-11-01", "1986-10-31")
FIVE_YEARS = ("1984-01-01", "1988-12-31")
KERNEL = AllocatorOptions("batch", threads=1)

Answer = tuple[str, str, int]
MORE, LESS = 1, -1
# Where a loch runs empty in several dry years with and without a policy, another one shows the difference.
ANSWERS: dict[str, list[Answer]] = {
    # scenario -> (metric, group, where it goes from what it is held against in a dry year)
    "policy_leakage": [
        ("shortage_volume", "public", LESS),
        ("lowest_storage_share", "loch_katrine", MORE),
        ("works_energy", "all", LESS),
    ],
    "policy_metering": [
        ("shortage_volume", "public", LESS),
        ("lowest_storage_share", "carron_valley_reservoir", MORE),
    ],
    "policy_tariff": [
        ("shortage_volume", "public", LESS),
        ("lowest_storage_share", "carron_valley_reservoir", MORE),
    ],
    "policy_restrictions": [
        ("shortage_volume", "public", LESS),
        ("lowest_storage_share", "loch_katrine", MORE),
    ],
    "policy_population_growth": [
        ("shortage_volume", "public", MORE),
        ("lowest_storage_share", "carron_valley_reservoir", LESS),
    ],
    "policy_irrigation_efficiency": [("shortage_volume", "agriculture", LESS)],
    "policy_dry_year_irrigation": [("requested", "agriculture", MORE), ("requested", "public", 0)],
    "policy_farm_ponds": [
        ("season_coverage", "carse_farms", MORE),
        ("season_coverage", "strathallan_farms", MORE),
        ("shortage_volume", "public", 0),
    ],
    "policy_environmental_flows": [
        ("lowest_flow", "carron_at_headswood", MORE),
        ("season_coverage", "agriculture", LESS),
        ("lowest_storage_share", "carron_valley_reservoir", LESS),
    ],
    "policy_hands_off_flows": [
        ("low_flow_ratio", "devon_at_glenochil", MORE),
        ("season_coverage", "agriculture", LESS),
    ],
    "policy_scarcity_suspension": [
        ("season_coverage", "carse_farms", LESS),
        ("shortage_volume", "public", 0),
    ],
    "policy_graduated_caps": [
        ("season_coverage", "agriculture", LESS),
        ("low_flow_ratio", "devon_at_glenochil", MORE),
    ],
    "policy_reservoir_curves": [
        ("lowest_storage_share", "loch_katrine", MORE),
        ("essential_shortfall", "west_fife", LESS),
    ],
    "policy_katrine_export": [
        ("lowest_storage_share", "loch_katrine", MORE),
        ("works_energy", "all", MORE),
        ("shortage_volume", "glasgow_transfer", 0),
    ],
    "policy_hydropower": [
        ("annual_energy", "glen_finglas_hydropower", MORE),
        ("minimum_flow_volume_missed", "venachar_compensation", LESS),
    ],
    "policy_hydrogen_hub": [
        ("requested", "all", MORE),
        ("lowest_storage_share", "carron_valley_reservoir", LESS),
    ],
    "policy_industrial_closure": [
        ("requested", "industry", LESS),
        ("lowest_storage_share", "carron_valley_reservoir", MORE),
    ],
    "policy_essential_needs_first": [
        ("essential_shortfall", "all", LESS),
        ("environmental_flow_volume_missed", "all", MORE),
    ],
    "policy_sharing_rule": [
        ("shortage_volume", "falkirk", LESS),
        ("shortage_volume", "stirling", MORE),
        ("shortage_volume", "clackmannanshire", MORE),
    ],
    "policy_private_supplies": [("shortage_volume", "private_supplies", LESS)],
    "package_balanced": [
        ("shortage_volume", "public", LESS),
        ("shortage_volume", "agriculture", LESS),
        ("essential_shortfall", "all", LESS),
        ("lowest_storage_share", "loch_katrine", MORE),
    ],
    "package_river_first": [
        ("lowest_flow", "carron_at_headswood", MORE),
        ("minimum_flow_volume_missed", "venachar_compensation", LESS),
        ("season_coverage", "agriculture", LESS),
    ],
    "package_growth_with_savings": [("requested", "industry", 0), ("shortage_volume", "public", LESS)],
    "rules_scarcity_and_drought": [
        ("season_coverage", "agriculture", LESS),
        ("lowest_storage_share", "carron_valley_reservoir", MORE),
    ],
    # Every climate of the table has drier and warmer summers.
    **{
        f"climate_{decade}_{size}": [
            ("volume_below_q95", "all", MORE),
            ("season_coverage", "agriculture", LESS),
            ("requested", "agriculture", MORE),
        ]
        for decade in ("2030s", "2050s", "2070s")
        for size in ("low", "central", "high")
    },
}
# Held against itself without its last lever: the baseline has neither the Leven nor licences on it.
LAST_LEVER = {"policy_licence_pool": [("volumetric_reliability", "leven_growers", MORE)]}

# Where nobody is short in the dry year, the five years show the difference.
NOT_IN_THE_DRY_YEAR = {"policy_sharing_rule"}
HELD_AGAINST = {"policy_sharing_rule": "climate_2070s_high"}  # all others against the baseline

# In the five years Venachar is empty on single days, which steps of a week do not show.
IN_DAYS_ONLY = {"minimum_flow_volume_missed"}

EVERY = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
POLICIES = [stem for stem in EVERY if stem.startswith("p")]
each = pytest.mark.parametrize("stem", EVERY)
each_policy = pytest.mark.parametrize("stem", POLICIES)


def run(path: Path, most: int) -> xr.Dataset:
    """Run a scenario with at most so many of its members, and check what holds for any run."""
    scenario = load_scenario(path)
    members = range(min(most, scenario.settings.members))
    dataset = run_members(scenario, members, allocator=KERNEL, metrics=()).dataset
    assert dataset.attrs["mass_balance_error"] < 1e-6
    assert (dataset["delivered"] <= dataset["requested"] * (1 + 1e-9) + 1e-9).all()
    assert float(dataset["delivered"].sum()) > 0
    return dataset


def part_of(
    stem: str, period: tuple[str, str], directory: Path, step: str = "day", keep: int | None = None
) -> xr.Dataset:
    """Run a scenario over a period, its own where it is of a drought, with all its policies or the first so many."""
    path = SCENARIOS / f"{stem}.yaml"
    raw = {"extends": str(path), "step": step}
    if not stem.startswith("drought"):
        raw["period"] = dict(zip(("start", "end"), period, strict=True))
    if keep is not None:
        raw["policies"] = yaml.safe_load(path.read_text(encoding="utf-8"))["policies"][:keep]
    case = directory / f"{stem}_case.yaml"
    case.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return run(case, most=1)


def metrics(dataset: xr.Dataset, answers: list[Answer]) -> pd.Series:
    """Return the metrics that answers are about, and what sectors ask for."""
    names = {metric for metric, _, _ in answers}
    found = metric_table(dataset.isel(member=[0]), names).set_index(["metric", "group"])["value"]
    asked = dataset["requested"].isel(member=0).mean("time").to_series()
    sector = dict(zip(dataset["demand"].to_numpy(), dataset["sector"].to_numpy(), strict=True))
    by_sector = asked.groupby(sector).sum()
    by_sector["all"] = asked.sum()
    return pd.concat([found, pd.concat({"requested": by_sector}, names=["metric", "group"])])


@pytest.fixture(scope="module")
def over_five_years(tmp_path_factory):
    """Five years of a scenario; run once for all tests."""

    @cache
    def of(stem: str, step: str) -> xr.Dataset:
        return part_of(stem, FIVE_YEARS, tmp_path_factory.mktemp(stem), step)

    return of


def step_of(stem: str) -> str:
    basin = load_scenario(SCENARIOS / f"{stem}.yaml").basin
    return "week" if basin.rules or basin.sharing else "day"


@pytest.fixture(scope="module")
def in_a_dry_year(tmp_path_factory):
    """A dry year of a scenario in days, from the storages that the basin file begins with; run once for all tests."""

    @cache
    def of(stem: str) -> xr.Dataset:
        return part_of(stem, DRY_YEAR, tmp_path_factory.mktemp(stem))

    return of


@pytest.fixture(scope="module")
def in_days():
    """All days of what scenarios are held against; run once for all tests."""

    @cache
    def of(stem: str) -> xr.Dataset:
        return run(SCENARIOS / f"{stem}.yaml", most=1)

    return of


def held_against(stem: str) -> str:
    return HELD_AGAINST.get(stem, "baseline")


def moved(stem: str) -> list[Answer]:
    """Return the answers of something that does not stay as it was."""
    return [row for row in ANSWERS[stem] if row[-1]]


def directions(changed: xr.Dataset, base: xr.Dataset, answers: list[Answer]) -> list[Answer]:
    """Return where the metrics of some answers went."""
    ours, theirs = metrics(changed, answers), metrics(base, answers)
    found = []
    for metric, group, _ in answers:
        one, other = float(ours[metric, group]), float(theirs[metric, group])
        same = abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1e-9)
        found.append((metric, group, 0 if same else int(np.sign(one - other))))
    return found


@each_policy
def test_it_says_its_levers_and_nothing_else(stem):
    loaded = load_scenario(SCENARIOS / f"{stem}.yaml")
    against = load_scenario(SCENARIOS / f"{held_against(stem)}.yaml")
    sections = dict(differences(loaded, against))
    levers = [one.in_short() for one in loaded.settings.policies]
    assert [one.text for one in sections.pop("Policies")] == levers
    assert set(sections) - {f"{loaded.name}, held against {against.name}"} == (
        {"Basin", "Run"} if loaded.settings.extensions else set()
    )
    assert loaded.warnings() == []


def test_against_the_baseline_another_climate_is_said_beside_the_levers():
    loaded = load_scenario(SCENARIOS / "policy_sharing_rule.yaml")
    sections = dict(differences(loaded, load_scenario(SCENARIOS / "baseline.yaml")))
    assert [one.text for one in sections["Policies"]] == [loaded.settings.policies[0].sentence()]
    assert [one.text for one in sections["Run"]] == [
        "Its weather and rivers: synthetic reference record in the climate 2070s_high; there synthetic reference record."
    ]
    assert " less in summer" in sections["Run"][0].beneath[0]


def test_every_scenario_has_an_answer():
    """But the baseline, and those whose years or members are others."""
    alone = {"baseline", "ensemble"} | {stem for stem in EVERY if stem.startswith("drought")}
    assert sorted([*ANSWERS, *LAST_LEVER]) == sorted(set(EVERY) - alone)


@each
def test_it_asks_somebodys_question(stem):
    whose, _, question = (load_scenario(SCENARIOS / f"{stem}.yaml").settings.question or "").partition(": ")
    assert whose
    assert question.endswith("?")


@each
def test_five_years_of_it(stem, over_five_years):
    step = step_of(stem)
    changed = over_five_years(stem, step)
    if stem in ANSWERS:
        rows = [row for row in moved(stem) if step == "day" or row[0] not in IN_DAYS_ONLY]
        assert directions(changed, over_five_years(held_against(stem), step), rows) == rows


@pytest.mark.parametrize("stem", sorted(LAST_LEVER))
def test_what_the_last_lever_adds(stem, over_five_years, tmp_path):
    step = step_of(stem)
    without = part_of(stem, FIVE_YEARS, tmp_path, step, keep=-1)
    assert directions(over_five_years(stem, step), without, LAST_LEVER[stem]) == LAST_LEVER[stem]


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(set(ANSWERS) - NOT_IN_THE_DRY_YEAR))
def test_a_dry_year_of_it(stem, in_a_dry_year):
    rows = ANSWERS[stem]
    assert directions(in_a_dry_year(stem), in_a_dry_year(held_against(stem)), rows) == rows


@pytest.mark.slow
@each
def test_all_of_it(stem, in_days):
    """Days of five years are looked at: over fifty, a loch runs empty with and without a policy."""
    changed = run(SCENARIOS / f"{stem}.yaml", most=20)
    if stem in ANSWERS:
        part, rows = {"time": slice(*FIVE_YEARS)}, moved(stem)
        assert directions(changed.sel(part), in_days(held_against(stem)).sel(part), rows) == rows
