"""The page of a study: policies become alternatives, objectives axes, levers words."""

import pandas as pd
import pytest
from report.reading import Reader, loads

from basinsim.network.shape import Sketch, SketchedLink, SketchedNode
from basinsim.tradeoff import page as subject
from basinsim.tradeoff.outcome import StudyOutcome
from basinsim.tradeoff.page import alternatives_of_study, study_page

SHAPE = Sketch(
    "glen",
    {
        "hill": SketchedNode("catchment"),
        "farm": SketchedNode("demand", sector="agriculture"),
        "weir": SketchedNode("gauge"),
    },
    (SketchedLink("hill->weir", "hill", "weir", False), SketchedLink("weir->farm", "weir", "farm", False)),
)


def objective(metric, group, unit, direction, label):
    return {"metric": metric, "group": group, "unit": unit, "direction": direction, "label": label}


def outcome() -> StudyOutcome:
    """A study of one lever in two stages; the cheapest policy that was tried missed a constraint."""
    points = pd.DataFrame(
        {
            "stage": ["screen", "full", "full", "full"],
            "point": ["p0001", "baseline", "p0001", "p0002"],
            "lever.leakage": [0.1, float("nan"), 0.1, 0.25],
            "objective.irrigation": [0.5, 0.4, 0.6, 0.9],
            "objective.weir": [9.0, 8.0, 6.0, 5.0],
            "on_front": [False, False, True, False],
            "note": ["", "", "", "too dear <b>by far</b>"],
        }
    )
    manifest = {
        "study": "Leaks & farms",
        "question": "What do pipes bring?",
        "basin": "glen",
        "objectives": {
            "irrigation": objective("dry_season_coverage", "agriculture", "1", "max", "Irrigation"),
            "weir": objective("environmental_flow_days_missed", "weir", "d", "min", "Days missed"),
        },
        "levers": {"leakage": {"label": "Leakage cut", "unit": "share"}},
    }
    none = pd.DataFrame()
    return StudyOutcome(manifest, none, points, none, none, none)


def test_alternatives_are_the_policies_of_the_stage_that_decides():
    found = alternatives_of_study(outcome(), SHAPE)
    assert found.names == ("baseline", "p0001", "p0002")
    assert found.baseline == 0
    assert found.values.tolist() == [[0.4, 8.0], [0.6, 6.0], [0.9, 5.0]]
    assert found.efficient.tolist() == [False, True, False]  # as the study judged, by its constraints too
    assert found.settings == (
        "nothing is changed",
        "Leakage cut: 0.1 share",
        "Leakage cut: 0.25 share; too dear <b>by far</b>",
    )
    irrigation, weir = found.axes
    assert (irrigation.stakeholder, irrigation.places, irrigation.better_upwards) == (
        "agriculture",
        ("farm",),
        True,
    )
    assert (weir.places, weir.better_upwards) == (("weir",), False)


def test_of_many_policies_the_front_stays(monkeypatch):
    monkeypatch.setattr(subject, "MOST", 2)
    assert alternatives_of_study(outcome()).names == ("baseline", "p0001")


@pytest.mark.parametrize("shape", [SHAPE, None])
def test_the_page_stands_alone(shape):
    read = Reader(study_page(outcome(), shape))
    assert loads(read) == []
    assert "What do pipes bring? 3 policies of the basin glen" in read.words
    assert "too dear <b>by far</b>" in read.words
    assert ("network" in read.ids()) == (shape is not None)
