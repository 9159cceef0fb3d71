"""The exact front of a study is found once; another question, or another river, is another front."""

import numpy as np
import pytest
from support.studies import BASIN, RIVER, write_study

from basinsim.tradeoff import exact_front as subject
from basinsim.tradeoff.exact_front import exact_front_of
from basinsim.tradeoff.reading import load_study

EXACT = {"objectives": [{"shortage": "farm"}, "environmental_shortfall"], "step": "73 days"}


def study(folder, *, inflow=10.0, **exact):
    nodes = BASIN["nodes"] | {
        "hill": {"type": "catchment", "inflow": inflow},
        "weir": {"type": "gauge", "environmental_flow": {"amount": 8, "priority": 1}},
    }
    path = write_study(
        folder,
        basin=BASIN | {"nodes": nodes},
        levers={"river": RIVER | {"step": "5 Ml/d"}},
        exact=EXACT | exact,
    )
    return load_study(path)


@pytest.fixture
def searches(monkeypatch):
    made = []
    real = subject.exact_front

    def counted(*args, **how):
        made.append(how)
        return real(*args, **how)

    monkeypatch.setattr(subject, "exact_front", counted)
    return made


def test_it_is_found_once_and_then_known_to_the_last_digit(tmp_path, searches):
    told = []
    first = exact_front_of(
        study(tmp_path), tmp_path / "cache", lambda done, steps: told.append((done, steps))
    )
    assert told[-1] == (5, 5)
    again = exact_front_of(study(tmp_path), tmp_path / "cache")
    assert len(searches) == 1
    assert first.table().equals(again.table())
    assert first.payoff_table().equals(again.payoff_table())
    assert (first.exact, first.notes, first.objectives) == (again.exact, again.notes, again.objectives)
    # Of ten for sixteen six are missing, here or there.
    assert np.allclose(again.ideal, [[0, 6], [6, 0]], atol=1e-6)


def test_another_question_or_river_is_another_front(tmp_path, searches):
    exact_front_of(study(tmp_path), tmp_path / "cache")
    exact_front_of(study(tmp_path, step="month"), tmp_path / "cache")
    wetter = exact_front_of(study(tmp_path, inflow=12.0), tmp_path / "cache")
    assert len(searches) == 3
    assert np.allclose(wetter.ideal, [[0, 4], [4, 0]], atol=1e-6)


def test_one_that_cannot_be_read_is_found_again(tmp_path, searches):
    exact_front_of(study(tmp_path), tmp_path / "cache")
    (kept,) = (tmp_path / "cache").rglob("*.json")
    kept.write_text('{"scenario": "half')
    exact_front_of(study(tmp_path), tmp_path / "cache")
    assert len(searches) == 2
