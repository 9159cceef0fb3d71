"""The scenarios that ship: each runs, says its levers and nothing else, and answers its question as one would expect.

Over the driest year of the reference record by default; over five years and over all of it among the slow tests.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import basinsim as bs
from basinsim.describing import differences
from basinsim.loading import load_scenario
from basinsim.shipped import shipped_folder

SCENARIOS = shipped_folder() / "scenarios"
BASELINE = SCENARIOS / "baseline.yaml"
DRY_YEAR = ("1985-11-01", "1986-10-31")
FIVE_YEARS = ("1984-01-01", "1988-12-31")

MORE, LESS = 1, -1
# Where a loch runs empty in several dry years with and without a policy, another one shows the difference.
ANSWERS: dict[str, list[tuple[str, str, int]]] = {
    # scenario -> (metric, group, where it goes from the baseline in a dry year)
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
}
# Held against itself without its last lever: the baseline has neither the Leven nor licences on it.
LAST_LEVER = {"policy_licence_pool": [("volumetric_reliability", "leven_growers", MORE)]}

# One of each kind by default; the others are among the slow tests.
QUICK = {
    "policy_leakage",
    "policy_farm_ponds",
    "policy_environmental_flows",
    "policy_katrine_export",
    "policy_essential_needs_first",
    "package_balanced",
}
IN_DRY_YEAR = [
    pytest.param(stem, marks=() if stem in QUICK else pytest.mark.slow, id=stem) for stem in sorted(ANSWERS)
]

POLICIES = sorted(path.stem for path in SCENARIOS.glob("p*.yaml"))
each_policy = pytest.mark.parametrize("stem", POLICIES)


def metrics(path: Path, period: tuple[str, str], directory: Path, keep: int | None = None) -> pd.Series:
    """Run a scenario over a period, with all its policies or the first so many."""
    raw = {"extends": str(path), "period": {"start": period[0], "end": period[1]}}
    if keep is not None:
        raw["policies"] = yaml.safe_load(path.read_text(encoding="utf-8"))["policies"][:keep]
    case = directory / f"{path.stem}_case.yaml"
    case.write_text(yaml.safe_dump(raw), encoding="utf-8")
    results = bs.run(case)
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
    found = results.metrics.set_index(["metric", "group"])["value"]
    asked = results.dataset["requested"].isel(member=0).mean("time").to_series()
    sector = dict(
        zip(results.dataset["demand"].to_numpy(), results.dataset["sector"].to_numpy(), strict=True)
    )
    by_sector = asked.groupby(sector).sum()
    by_sector["all"] = asked.sum()
    return pd.concat([found, pd.concat({"requested": by_sector}, names=["metric", "group"])])


@pytest.fixture(scope="session")
def reference(tmp_path_factory):
    """Metrics of the baseline over a period; run once for all tests."""

    @cache
    def over(period: tuple[str, str]) -> pd.Series:
        return metrics(BASELINE, period, tmp_path_factory.mktemp("baseline"))

    return over


def directions(
    changed: pd.Series, base: pd.Series, answers: list[tuple[str, str, int]]
) -> list[tuple[str, str, int]]:
    found = []
    for metric, group, _ in answers:
        one, other = float(changed[metric, group]), float(base[metric, group])
        same = abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1e-9)
        found.append((metric, group, 0 if same else int(np.sign(one - other))))
    return found


@each_policy
def test_it_says_its_levers_and_nothing_else(stem):
    loaded = load_scenario(SCENARIOS / f"{stem}.yaml")
    sections = dict(differences(loaded, load_scenario(BASELINE)))
    assert [one.text for one in sections.pop("Policies")] == [
        one.sentence() for one in loaded.settings.policies
    ]
    assert set(sections) - {f"{loaded.name}, held against Baseline"} == (
        {"Basin", "Run"} if loaded.settings.extensions else set()
    )
    assert loaded.settings.question
    assert ": " in loaded.settings.question  # whose it is
    assert loaded.warnings() == []


@pytest.mark.parametrize("stem", IN_DRY_YEAR)
def test_the_answer_in_a_dry_year(stem, reference, tmp_path):
    changed = metrics(SCENARIOS / f"{stem}.yaml", DRY_YEAR, tmp_path)
    assert directions(changed, reference(DRY_YEAR), ANSWERS[stem]) == ANSWERS[stem]


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(LAST_LEVER))
def test_what_the_last_lever_adds(stem, tmp_path):
    path = SCENARIOS / f"{stem}.yaml"
    changed, without = metrics(path, DRY_YEAR, tmp_path), metrics(path, DRY_YEAR, tmp_path, keep=-1)
    assert directions(changed, without, LAST_LEVER[stem]) == LAST_LEVER[stem]


def test_every_policy_scenario_has_an_answer():
    assert sorted([*ANSWERS, *LAST_LEVER]) == POLICIES


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(ANSWERS))
def test_the_answer_over_five_years(stem, reference, tmp_path):
    moved = [row for row in ANSWERS[stem] if row[-1]]
    changed = metrics(SCENARIOS / f"{stem}.yaml", FIVE_YEARS, tmp_path)
    assert directions(changed, reference(FIVE_YEARS), moved) == moved


@pytest.mark.slow
@pytest.mark.parametrize("stem", sorted(path.stem for path in SCENARIOS.glob("*.yaml")))
def test_all_of_it_runs(stem):
    results = bs.run(SCENARIOS / f"{stem}.yaml")
    assert results.dataset.attrs["mass_balance_error"] < 1e-6
    assert (results.dataset["delivered"] <= results.dataset["requested"] * (1 + 1e-9) + 1e-9).all()
