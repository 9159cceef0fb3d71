"""The figures of a study show its numbers."""

import pandas as pd
import pytest

from basinsim.figures.hypervolume_history import draw_hypervolume
from basinsim.figures.study_axes import draw_levers_and_objectives
from basinsim.figures.study_front import draw_front, pairs_at_odds
from basinsim.figures.study_marks import looks_of
from basinsim.figures.study_set import study_figures
from basinsim.figures.style import save_figure
from basinsim.tradeoff.outcome import StudyOutcome


@pytest.fixture(scope="module")
def outcome():
    """Three policies and the baseline, which is beaten; farms and river are at odds."""
    points = pd.DataFrame(
        {
            "stage": "full",
            "point": ["baseline", "p0001", "p0002", "p0003"],
            "lever.cut": [None, 0.0, 10.0, 20.0],
            "lever.rule": [None, "none", "mild", "strict"],
            "objective.farms": [0.6, 0.9, 0.8, 0.7],
            "objective.river": [50.0, 40.0, 30.0, 20.0],
            "objective.town": [1.0, 1.0, 1.0, 1.0],
            "on_front": [False, True, True, True],
        }
    )
    front = points[points["on_front"]].reset_index(drop=True)
    for name in ("farms", "river", "town"):
        front[f"low.{name}"], front[f"high.{name}"] = (
            front[f"objective.{name}"] * 0.9,
            front[f"objective.{name}"] * 1.1,
        )
    facts = {
        "farms": {"label": "Farms", "unit": "1", "direction": "max"},
        "river": {"label": "Missing", "unit": "Ml/yr", "direction": "min"},
        "town": {"label": "Town", "unit": "1", "direction": "max"},
    }
    levers = {
        "cut": {"label": "Cut", "unit": "%", "is_number": True, "values": [0, 10, 20]},
        "rule": {"label": "Rule", "unit": "", "is_number": False, "values": ["none", "mild", "strict"]},
    }
    stage = {"start": "2001-01-01", "end": "2002-12-31", "step": "day", "members": 5}
    manifest = {"objectives": facts, "levers": levers, "stages": {"full": stage}}
    volume = pd.DataFrame(
        {"seed": [1, 1, 2, 2], "evaluations": [1, 2, 1, 2], "hypervolume": [0.1, 0.4, 0.2, 0.3]}
    )
    futures = pd.DataFrame({"future": ["now", "later"]})
    return StudyOutcome(manifest, pd.DataFrame(), points, front, futures, volume)


def test_every_figure_can_be_drawn_and_saved(outcome, tmp_path):
    figures = study_figures(outcome)
    assert set(figures) == {"front.png", "parallel_axes.png", "hypervolume.png"}
    for name, draw in figures.items():
        assert save_figure(draw(), tmp_path / name).stat().st_size > 10_000


def test_only_objectives_that_differ_are_set_against_each_other(outcome):
    assert pairs_at_odds(outcome) == [("farms", "river")]


def test_the_better_corner_is_at_the_top_right(outcome):
    axes = draw_front(outcome, "farms", "river")
    assert (axes.xaxis.get_inverted(), axes.yaxis.get_inverted()) == (False, True)
    assert axes.get_xlabel() == "Farms [%]"
    drawn = {(float(x), float(y)) for line in axes.lines for x, y in zip(*line.get_data(), strict=True)}
    assert drawn == {(90, 40), (80, 30), (70, 20), (60, 50)}


def test_each_policy_is_a_line_over_levers_and_objectives(outcome):
    axes = draw_levers_and_objectives(outcome)
    lines = [line.get_ydata().tolist() for line in axes.lines if len(line.get_ydata()) == 5]
    # Levers from their first value up; objectives better upwards; what is the same for all in the middle.
    assert lines == [
        [0, 0, pytest.approx(1), 0, 0.5],
        [0.5, 0.5, pytest.approx(0.5), 0.5, 0.5],
        [1, 1, 0, 1, 0.5],
    ]


def test_those_that_are_best_in_something_are_named(outcome):
    looks = looks_of(outcome)
    assert looks["p0001"]["label"] == "p0001: best for farms"
    assert looks["p0003"]["label"] == "p0003: best for missing"
    assert "p0002" not in looks


def test_the_hypervolume_has_a_line_for_each_seed(outcome):
    axes = draw_hypervolume(outcome)
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["seed 1", "seed 2"]
    assert axes.lines[0].get_ydata().tolist() == pytest.approx([10, 40])


def test_without_a_front_there_are_no_figures(outcome):
    nothing = StudyOutcome(
        outcome.manifest,
        outcome.evaluations,
        outcome.points,
        outcome.front.head(0),
        outcome.futures,
        outcome.hypervolume,
    )
    assert study_figures(nothing) == {}
