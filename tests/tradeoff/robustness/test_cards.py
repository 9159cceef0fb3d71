"""What the cards of a study claim is worked out again, from the stored evaluations and nothing else."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from support.studies import FARM_SERVED, RIVER, RIVER_KEPT, uncertain_basin, write_study

from basinsim.errors import InputError
from basinsim.figures.study_set import robustness_writers
from basinsim.tradeoff.condensed import condense, open_condensed
from basinsim.tradeoff.explore import explore
from basinsim.tradeoff.outcome import open_study, outcome_of, save_outcome
from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.robustness.analysis import analyse, analysis_writers, open_analysis
from basinsim.tradeoff.robustness.cards import card_writers, cards_text
from basinsim.tradeoff.robustness.conditions import conditions_table
from basinsim.tradeoff.robustness.spoken import spoken_policies

MEMBERS = 24
MORE = {"type": "basin_values", "set": {"nodes.farm.amount": "9.5 Ml/d"}}
LOOK = ("farm", "river")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Carry out a study of two futures and 24 members, and write all its files."""
    below = tmp_path_factory.mktemp("cards")
    path = write_study(
        below,
        basin=uncertain_basin(below, members=MEMBERS),
        scenario={"members": MEMBERS},
        levers={"river": RIVER | {"step": "2 Ml/d"}},
        objectives={"farm": FARM_SERVED, "river": RIVER_KEPT},
        futures={"growth": {"as it is": [], "larger farm": [MORE]}},
        keep=[{"metric": "volumetric_reliability"}],
    )
    explored = explore(load_study(path), below / "cache")
    outcome = outcome_of(explored)
    analysis = analyse(outcome, conditions_table(explored.study), spoken_policies(explored))
    more = analysis_writers(analysis) | card_writers(analysis) | robustness_writers(analysis)
    return save_outcome(outcome, below / "results", more)


@pytest.fixture(scope="module")
def values(folder):
    """Read every number that was stored, policies by cases, by metric and group."""
    table = open_study(folder).evaluations
    return {
        pair: rows.pivot_table(index="point", columns=["future", "member"], values="value", sort=False)
        for pair, rows in table.groupby(["metric", "group"])
    }


@pytest.fixture(scope="module")
def cards(folder):
    return pd.read_csv(folder / "policy_cards.csv", keep_default_na=False).set_index("point")


def objective(values, name):
    one = {"farm": FARM_SERVED, "river": RIVER_KEPT}[name]
    return values[one["metric"], one["group"]]


def good_enough(values, name):
    table = objective(values, name)
    today = table.loc["baseline", "as it is"]
    least = np.quantile(today, 0.1)
    return table >= least - 1e-9 * max(abs(least), 1e-6)


@pytest.mark.slow
def test_all_that_is_said_can_be_said_again_from_the_files(folder):
    assert cards_text(open_analysis(folder)).rstrip("\n") + "\n" == (folder / "cards.md").read_text("utf-8")


def test_cards_say_what_each_policy_does_in_the_words_of_its_policies(folder, cards):
    points = pd.read_csv(folder / "points.csv").set_index("point")
    assert len(cards) > 2
    for point, card in cards.drop(index="baseline").iterrows():
        kept = points.loc[point, "lever.river"]
        assert f"{kept:g}" in card["levers"]
        assert card["levers"] in (folder / "cards.md").read_text("utf-8")
        assert "no sourced figure" in card["costs"]
    assert cards.loc["baseline", "levers"] == ""


def test_wins_and_losses_are_means_of_paired_changes(values, cards):
    labels = {"Farm": ("farm", 100), "River": ("river", 1)}
    said = 0
    for point, card in cards.drop(index="baseline").iterrows():
        for column, sign in (("wins", 1), ("loses", -1)):
            for label, number in re.findall(r"(Farm|River) ([+−][\d.,]+)", card[column]):
                name, scale = labels[label]
                table = objective(values, name)
                change = (table.loc[point] - table.loc["baseline"]).mean() * scale
                assert float(number.replace("−", "-").replace(",", "")) == pytest.approx(change, abs=0.06)
                assert np.sign(change) == sign  # both should be high
                said += 1
    assert said >= 2


def test_the_share_of_cases_that_are_good_enough_is_that_of_all_objectives_at_once(values, cards):
    both = good_enough(values, "farm") & good_enough(values, "river")
    for point, card in cards.iterrows():
        assert card["holds"] == pytest.approx(both.loc[point].mean())


def test_largest_regrets_are_those_of_the_matrix_of_means(folder, values, cards):
    points = pd.read_csv(folder / "points.csv")
    allowed = points.loc[points["feasible"] | (points["point"] == "baseline"), "point"]
    for name, scale in (("farm", 100), ("river", 1)):
        matrix = objective(values, name).loc[allowed].T.groupby(level="future", sort=False).mean().T
        regret = matrix.max() - matrix
        assert (regret.min() == 0).all()
        for point, card in cards.iterrows():
            said = next(part for part in card["regret"].split(" | ") if part.startswith(name.capitalize()))
            found = re.search(r"up to ([\d.,]+) .*\((.+)\)", said)
            number, future = (found[1], found[2]) if found else ("0", None)
            assert float(number.replace(",", "")) == pytest.approx(regret.loc[point].max() * scale, abs=0.06)
            assert future is None or regret.loc[point, future] == pytest.approx(regret.loc[point].max())


def test_boxes_hold_what_they_say_they_hold(folder, values):
    boxes = pd.read_csv(folder / "boxes.csv", keep_default_na=False)
    conditions = pd.read_csv(folder / "conditions.csv").set_index(["future", "member"])
    futures = pd.read_csv(folder / "futures.csv").set_index("future")
    said = 0
    for _, row in boxes.iterrows():
        fails = ~good_enough(values, row["objective"]).loc[row["point"]]
        assert (int(row["failed"]), int(row["cases"])) == (fails.sum(), len(fails))
        if not row["limits"]:
            assert "; these" not in row["words"]
            continue
        inside = pd.Series(True, index=fails.index)
        for limit in row["limits"].split("; "):
            if " in {" in limit:
                name, words = limit.removesuffix("}").split(" in {")
                of_future = futures[name].reindex(fails.index.get_level_values("future"))
                inside &= of_future.isin(words.split(", ")).to_numpy()
            else:
                low, name, high = limit.split(" <= ")
                inside &= conditions.loc[fails.index, name].between(float(low), float(high)).to_numpy()
        covered, dense = (int(100 * number + 0.5) for number in (
            (inside & fails).sum() / fails.sum(), fails[inside].mean()
        ))  # fmt: skip
        coverage, density = re.findall(r"([\d.]+) %(?: of the failures| fail)", row["words"])
        assert float(coverage) == pytest.approx(covered, abs=0.6)
        assert float(density) == pytest.approx(dense, abs=0.6)
        said += 1
    assert said >= 1


def test_conditions_are_those_of_the_river_that_flowed(folder, tmp_path):
    conditions = pd.read_csv(folder / "conditions.csv")
    assert len(conditions) == 2 * MEMBERS
    # No more water comes where the farm is larger; usual is the mean of the members.
    now, later = (conditions[conditions["future"] == name] for name in ("as it is", "larger farm"))
    assert np.allclose(now["winter_inflow"], later["winter_inflow"])
    assert now["winter_inflow"].mean() == pytest.approx(1, abs=1e-6)
    uncertain_basin(tmp_path, members=MEMBERS)
    import xarray as xr

    flow = xr.open_dataset(tmp_path / "inflow.nc", engine="h5netcdf")["hill"].sel(time="2001")
    winter = flow.sel(time=~flow["time.month"].isin(range(4, 10))).mean("time").to_numpy()
    assert np.allclose(now["winter_inflow"], winter / winter.mean(), atol=1e-5)


def test_figures_are_written(folder):
    for name in ("robustness.png", "failure_boxes.png"):
        assert (folder / name).read_bytes()[:4] == b"\x89PNG"


def test_a_folder_without_an_analysis_is_said_to_have_none(folder, tmp_path):
    for name in (
        "study.json",
        "evaluations.csv",
        "points.csv",
        "front.csv",
        "futures.csv",
        "hypervolume.csv",
    ):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    with pytest.raises(InputError, match=r"conditions\.csv"):
        open_analysis(tmp_path)


def test_what_is_kept_of_a_study_says_the_same(folder, tmp_path):
    kept = condense(folder, tmp_path / "kept", {"date": "2001-02-03"})
    assert cards_text(open_condensed(kept)) == cards_text(open_analysis(folder))
    assert json.loads((kept / "provenance.json").read_text("utf-8")) == {"date": "2001-02-03"}
    size = sum(path.stat().st_size for path in kept.iterdir())
    assert size < sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) / 4


def test_a_folder_that_keeps_nothing_is_said_to(tmp_path):
    with pytest.raises(InputError, match=r"no condensed study.*study\.json"):
        open_condensed(tmp_path)
