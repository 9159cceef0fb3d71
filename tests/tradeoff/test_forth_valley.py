"""The shipped study of the Forth Valley, small: fewer policies and members, shorter records, all its parts."""

import itertools

import pytest
import yaml

from basinsim.shipped import shipped_folder
from basinsim.tradeoff.explore import explore
from basinsim.tradeoff.outcome import outcome_of
from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.robustness.analysis import analyse
from basinsim.tradeoff.robustness.cards import card_table
from basinsim.tradeoff.robustness.conditions import conditions_table
from basinsim.tradeoff.robustness.discovery import features_of
from basinsim.tradeoff.robustness.spoken import spoken_policies

STUDY = shipped_folder() / "studies" / "forth_valley.yaml"
SMALL = {
    "period": {"start": "1976-01-01", "end": "1976-12-31"},
    "search": {"method": "evolutionary", "population": 5, "generations": 2, "seeds": [1]},
    "screen": {"step": "month", "keep": 3},
    "workers": 1,
}


def test_it_asks_what_the_partners_ask():
    study = load_study(STUDY)
    settings = study.settings
    assert len(settings.levers) >= 4
    sides = {"public", "farms", "energy", "river", "fairness"}
    assert sides <= set(settings.objectives)
    assert len(study.futures) == 3
    assert settings.futures.members == 20
    assert str(settings.constraints["farms"].at_least) == "90 % of baseline"  # cut by no more than a tenth


@pytest.fixture(scope="module")
def explored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forth")
    for name in ("data", "scenarios"):
        (folder / name).symlink_to(shipped_folder() / name, target_is_directory=True)
    (folder / "studies").mkdir()
    raw = yaml.safe_load(STUDY.read_text(encoding="utf-8")) | SMALL
    raw["futures"] = raw["futures"] | {"members": 2}
    path = folder / "studies" / "small.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    return explore(load_study(path), folder / "cache")


@pytest.mark.slow
def test_it_ends_in_a_front_of_policies_that_differ(explored):
    outcome = outcome_of(explored)
    front = outcome.front[outcome.front["point"] != "baseline"]
    levers = [name for name in front if name.startswith("lever.")]
    objectives = [name for name in front if name.startswith("objective.")]
    assert len(front) >= 2
    for one, other in itertools.combinations(front.index, 2):
        assert not front.loc[one, levers].equals(front.loc[other, levers])
        assert not front.loc[one, objectives].equals(front.loc[other, objectives])
    assert set(outcome.evaluations["future"]) == {"present", "2050s_central", "2050s_high"}
    farms = outcome.points.set_index(["stage", "point"])["objective.farms"]
    assert (front["objective.farms"] >= 0.9 * farms["full", "baseline"] - 1e-9).all()


@pytest.mark.slow
def test_its_cards_tell_costs_and_katrine_can_be_spoken_of(explored):
    analysis = analyse(outcome_of(explored), conditions_table(explored.study), spoken_policies(explored))
    cards = card_table(analysis).set_index("point").drop(index="baseline")
    assert len(cards) >= 1
    assert cards["costs"].str.contains("does not mean free").any()
    features, _ = features_of(analysis.cases, analysis.conditions, "baseline")
    assert "lowest storage of loch katrine" in {one.words for one in features}
