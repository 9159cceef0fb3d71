"""Whole studies on networks whose fronts are known in closed form; interrupted, resumed, shared among processes."""

import numpy as np
import pandas as pd
import pytest
from support.studies import FARM_SERVED, RIVER, RIVER_KEPT, uncertain_basin, write_study

from basinsim.errors import RunError
from basinsim.tradeoff import trials
from basinsim.tradeoff.explore import explore
from basinsim.tradeoff.outcome import outcome_of
from basinsim.tradeoff.reading import load_study

SECOND = {
    "policy": {"type": "basin_values", "set": {}},
    "parameter": "set.nodes.farm.amount",
    "range": ["4 Ml/d", "8 Ml/d"],
}
EVOLUTION = {"method": "evolutionary", "population": 4, "generations": 3, "seeds": [3, 4]}


def outcome(path, cache, **how):
    return outcome_of(explore(load_study(path), cache, **how))


def same(one, other):
    for name in ("points", "front", "evaluations", "futures", "hypervolume"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name), obj=name)


def test_a_grid_finds_the_front_known_in_closed_form(tmp_path):
    found = outcome(write_study(tmp_path), tmp_path / "cache")
    points = found.points.set_index("lever.river").drop(index=[np.nan])
    for kept, row in points.iterrows():
        assert row["objective.farm"] == pytest.approx(min(1.0, (10 - kept) / 8), abs=1e-9)
        assert row["objective.river"] == pytest.approx(max(kept, 2.0), abs=1e-9)
    # Up to 2 Ml/d the river keeps what nobody wants: the baseline says the same with less ado.
    assert found.front["point"].tolist() == ["baseline", *(f"p{i:04d}" for i in range(4, 12))]
    front = found.front
    assert np.allclose(front["objective.farm"], (10 - front["objective.river"]) / 8, atol=1e-9)


@pytest.mark.parametrize("method", ["latin_hypercube", "sobol"])
def test_samples_lie_on_the_front_known_in_closed_form(tmp_path, method):
    lever = {key: value for key, value in RIVER.items() if key != "step"}
    path = write_study(
        tmp_path, levers={"river": lever}, search={"method": method, "points": 5, "seeds": [1, 2]}
    )
    found = outcome(path, tmp_path / "cache")
    assert len(found.points) == 1 + 10
    kept = found.points["lever.river"].to_numpy()[1:]
    assert np.allclose(found.points["objective.farm"][1:], np.minimum(1, (10 - kept) / 8), atol=1e-9)
    assert set(found.front["point"]) == {"baseline", *found.points["point"][1:][kept > 2]}


@pytest.mark.slow
def test_an_evolutionary_search_closes_in_on_the_front(tmp_path):
    # What the farm asks for is a second lever: to ask for less than is there never helps it.
    objectives = {"farm": FARM_SERVED, "river": RIVER_KEPT}
    path = write_study(
        tmp_path, levers={"river": RIVER, "farm": SECOND}, objectives=objectives, search=EVOLUTION
    )
    found = outcome(path, tmp_path / "cache")
    front = found.front[found.front["point"] != "baseline"]
    # With a farm that asks for a, coverage is min(1, (10 - m) / a) and the flow 10 - min(a, 10 - m).
    asked, kept = front["lever.farm"], front["lever.river"]
    assert np.allclose(front["objective.farm"], np.minimum(1, (10 - kept) / asked), atol=1e-9)
    assert np.allclose(front["objective.river"], 10 - np.minimum(asked, 10 - kept), atol=1e-9)
    assert found.points["round"].max() == EVOLUTION["generations"]
    shares = found.hypervolume.groupby("seed")["hypervolume"]
    assert (shares.apply(lambda one: one.diff().dropna().min()) >= 0).all()
    assert (shares.last() > 1.5 * shares.first()).all()


def test_more_objectives_than_policies_in_a_generation(tmp_path):
    objectives = {f"river {i}": {**RIVER_KEPT, "statistic": f"{i} %"} for i in range(10, 50, 10)}
    path = write_study(
        tmp_path,
        levers={"river": RIVER, "farm": SECOND},
        objectives={"farm": FARM_SERVED, **objectives},
        search=EVOLUTION | {"seeds": [3]},
    )
    found = outcome(path, tmp_path / "cache")
    assert found.points["round"].max() == EVOLUTION["generations"]
    assert len(found.front) > 1


def test_a_dominated_policy_changes_nothing(tmp_path):
    river = RIVER | {"step": "2 Ml/d"}
    plain = write_study(tmp_path / "plain", levers={"river": river})
    # Off, the second lever changes nothing; on, it halves what the farm may take and leaves the river alone.
    worse = {
        "alternatives": {
            "off": [],
            "on": [
                {"type": "basin_values", "set": {"nodes.farm.priority": 4, "nodes.town.amount": 6}},
            ],
        }
    }
    more = write_study(tmp_path / "more", levers={"river": river, "worse": worse})
    without, with_worse = (outcome(path, tmp_path / path.parent.name / "cache") for path in (plain, more))
    assert len(with_worse.points) == 1 + 2 * 6
    columns = ["objective.farm", "objective.river"]
    key = {"by": columns, "ignore_index": True}
    pd.testing.assert_frame_equal(
        without.front[columns].sort_values(**key), with_worse.front[columns].sort_values(**key)
    )
    assert set(with_worse.front["lever.worse"].dropna()) == {"off"}


def test_constraints_against_the_baseline(tmp_path):
    constraints = {"farms not cut by more than a quarter": {**FARM_SERVED, "at_least": "75 % of baseline"}}
    found = outcome(write_study(tmp_path, constraints=constraints), tmp_path / "cache")
    baseline, points = found.points.iloc[0], found.points.iloc[1:]
    assert baseline["feasible"]
    assert points["feasible"].tolist() == [m <= 4 for m in range(11)]
    assert found.front["objective.river"].max() == pytest.approx(4)


def test_where_nothing_is_allowed_the_front_is_empty_and_the_nearest_are_shown(tmp_path):
    constraints = {"more than there is": {**RIVER_KEPT, "at_least": 11}}
    screen = {"keep": 2}
    found = outcome(write_study(tmp_path, constraints=constraints, screen=screen), tmp_path / "cache")
    assert found.front.empty
    full = found.points[found.points["stage"] == "full"]
    assert full["lever.river"].tolist()[1:] == [9, 10]


def test_members_and_futures_are_paired_and_become_one_number(tmp_path):
    basin = uncertain_basin(tmp_path)
    growth = {"as it is": [], "more towns": [{"type": "basin_values", "set": {"nodes.town.amount": 3}}]}
    objectives = {
        "farm": {**FARM_SERVED, "statistic": "worst", "futures": "worst"},
        "river": {**RIVER_KEPT, "statistic": "10 %", "futures": "more towns"},
    }
    path = write_study(
        tmp_path,
        basin=basin,
        scenario={"members": 5, "step": "week"},
        levers={"river": RIVER | {"step": "5 Ml/d"}},
        objectives=objectives,
        futures={"growth": growth},
    )
    found = outcome(path, tmp_path / "cache")
    assert found.futures["future"].tolist() == ["as it is", "more towns"]
    table = found.evaluations
    assert table.groupby(["point", "future", "metric", "group"]).size().eq(5).all()
    for _, row in found.points.iterrows():
        mine = table[table["point"] == row["point"]]
        farm = mine[(mine["metric"] == "volumetric_reliability") & (mine["group"] == "agriculture")]["value"]
        river = mine[(mine["metric"] == "lowest_flow") & (mine["future"] == "more towns")]["value"]
        assert row["objective.farm"] == farm.min()
        assert row["objective.river"] == pytest.approx(np.percentile(river, 10), abs=1e-12)


def test_survivors_of_the_screen_are_simulated_in_full(tmp_path):
    basin = uncertain_basin(tmp_path)
    screen = {"step": "month", "years": 1, "members": 2, "keep": 4}
    path = write_study(
        tmp_path,
        basin=basin,
        scenario={"members": 5, "step": "week", "period": {"start": "2001-01-01", "end": "2002-12-31"}},
        screen=screen,
    )
    found = outcome(path, tmp_path / "cache")
    by_stage = found.points.groupby("stage").size()
    assert by_stage.to_dict() == {"screen": 12, "full": 1 + 4}
    members = found.evaluations.groupby("stage")["member"].nunique()
    assert members.to_dict() == {"screen": 2, "full": 5}
    assert not found.points[found.points["stage"] == "screen"]["on_front"].any()
    assert found.manifest["stages"]["screen"] == {
        "start": "2001-01-01",
        "end": "2001-12-31",
        "step": "month",
        "members": 2,
    }


class CutOffError(Exception):
    """Stands for the key that somebody presses."""


@pytest.fixture(scope="module", params=[{"method": "grid"}, EVOLUTION], ids=["grid", "evolutionary"])
def uncut(request, tmp_path_factory):
    """A study in two stages, and what comes of it where nobody disturbs it."""
    folder = tmp_path_factory.mktemp("uncut")
    levers = {"river": RIVER | {"step": "5 Ml/d"}, "farm": SECOND | {"step": "2 Ml/d"}}
    path = write_study(
        folder,
        basin=uncertain_basin(folder),
        scenario={"members": 2},
        levers=levers,
        search=request.param,
        screen={"step": "30 days", "keep": 4},
    )
    return path, outcome(path, folder / "cache")


@pytest.mark.parametrize(
    "after", [pytest.param(0, marks=pytest.mark.slow), 5, pytest.param(12, marks=pytest.mark.slow)]
)
def test_cut_off_and_resumed_is_as_if_nothing_had_happened(uncut, tmp_path, monkeypatch, after):
    path, whole = uncut
    made = 0
    real = trials.evaluate

    def cut_off(task):
        nonlocal made
        made += 1
        if made > after:
            raise CutOffError
        return real(task)

    monkeypatch.setattr(trials, "evaluate", cut_off)
    with pytest.raises(CutOffError):
        outcome(path, tmp_path)
    monkeypatch.setattr(trials, "evaluate", real)
    assert len(list(tmp_path.rglob("*.csv"))) == after
    explored = explore(load_study(path), tmp_path)
    assert explored.looked_up >= after
    same(outcome_of(explored), whole)


def test_called_again_it_simulates_nothing(uncut):
    path, whole = uncut
    again = explore(load_study(path), path.parent / "cache")
    assert again.simulated == 0
    same(outcome_of(again), whole)


@pytest.mark.slow
def test_processes_find_the_same(tmp_path):
    basin = uncertain_basin(tmp_path)
    path = write_study(tmp_path, basin=basin, scenario={"members": 3}, search=EVOLUTION)
    same(outcome(path, tmp_path / "two", workers=2), outcome(path, tmp_path / "one"))


def test_the_budget_ends_the_search(tmp_path):
    found = outcome(write_study(tmp_path / "a", budget={"points": 5}), tmp_path / "cache")
    assert len(found.points) == 1 + 5
    assert found.manifest["stopped"].startswith("the budget of 5 policies")
    clock = iter(range(0, 10_000, 40))
    explored = explore(
        load_study(write_study(tmp_path / "b", budget={"minutes": 1})),
        tmp_path / "cache",
        clock=lambda: next(clock),
    )
    assert len(explored.tried) == 4
    assert "call it again" in explored.stopped


def test_a_policy_that_cannot_be_simulated_does_not_stop_the_others(tmp_path):
    basin = uncertain_basin(tmp_path, days=300)  # the year has 365
    good, bad = (
        [],
        [{"type": "basin_values", "set": {"nodes.town.amount": {"file": "inflow.nc", "variable": "hill"}}}],
    )
    levers = {"river": RIVER | {"step": "5 Ml/d"}, "town": {"alternatives": {"no": good, "series": bad}}}
    path = write_study(tmp_path, levers=levers)
    (tmp_path / "inflow.nc").rename(tmp_path / "elsewhere.nc")
    found = outcome(path, tmp_path / "cache")
    failed = found.points[found.points["lever.town"] == "series"]
    assert failed["note"].str.contains("inflow.nc").all()
    assert not failed["feasible"].any()
    assert set(found.front["lever.town"].dropna()) == {"no"}
    assert basin


def test_where_nothing_can_be_simulated_the_first_reason_is_told(tmp_path):
    bad = [{"type": "basin_values", "set": {"nodes.town.amount": {"file": "no.nc", "variable": "hill"}}}]
    path = write_study(tmp_path, levers={"town": {"alternatives": {"one": bad, "two": bad}}})
    with pytest.raises(RunError, match=r"not one policy.*no\.nc"):
        outcome(path, tmp_path / "cache")
