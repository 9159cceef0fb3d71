"""Futures that differ in weather only are simulated together; what is kept is as if each had been alone."""

import json

import numpy as np
import pytest

from basinsim.errors import RunError
from basinsim.shipped import shipped_folder
from basinsim.simulation.allocators import REFERENCE
from basinsim.tradeoff import evaluation
from basinsim.tradeoff.cache import Cache
from basinsim.tradeoff.crew import Crew
from basinsim.tradeoff.evaluation import Task, evaluate
from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.trials import Trials
from basinsim.tradeoff.wanted import wanted_by

MORE = "more towns"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """One lever in the shipped basin, in two climates and two courses of demand."""
    folder = tmp_path_factory.mktemp("study")
    more = {"type": "population_growth", "zones": ["falkirk"], "growth": "15 %"}
    settings = {
        "scenario": str(shipped_folder() / "scenarios" / "baseline.yaml"),
        "period": {"start": "1975-01-01", "end": "1975-12-31"},
        "levers": {
            "irrigation": {
                "policy": {"type": "irrigation_efficiency"},
                "parameter": "saving",
                "choices": ["0 %", "20 %"],
            }
        },
        "objectives": {"river": {"metric": "volume_below_q95", "statistic": "mean"}},
        "futures": {
            "members": 2,
            "climates": ["present", "2050s_high"],
            "growth": {"as it is": [], MORE: [more]},
        },
        "screen": {"step": "month"},
        "search": {"method": "grid"},
    }
    path = folder / "study.yaml"
    path.write_text(json.dumps(settings), encoding="utf-8")
    return load_study(path)


def trials(study, folder):
    return Trials(study, wanted_by(study.settings), Cache(folder), Crew(1), REFERENCE)


def same(one, other):
    assert one.keys() == other.keys()
    for name in one:
        assert one[name].numbers.keys() == other[name].numbers.keys()
        for pair, values in one[name].numbers.items():
            np.testing.assert_array_equal(values, other[name].numbers[pair])


def test_weathers_keep_company_and_courses_of_demand_do_not(study):
    names = [{future.climate for future in company} for company in study.companies]
    assert names == [{"present", "2050s_high"}] * 2
    assert {future.growth for future in study.companies[0]} == {"as it is"}
    assert [future for company in study.companies for future in company] == sorted(
        study.futures, key=lambda one: one.growth == MORE
    )


def test_where_one_weather_of_a_company_is_lost_all_of_it_is_made_again(study, tmp_path):
    options = tuple(one.at(1.0) for one in study.dimensions)
    first = trials(study, tmp_path)
    (whole,) = first.run([options], "screen")
    assert (first.simulated, first.looked_up) == (4, 0)
    kept = sorted(tmp_path.rglob("*.csv"))
    assert len(kept) == 4
    kept[0].unlink()
    again = trials(study, tmp_path)
    (mended,) = again.run([options], "screen")
    assert (again.simulated, again.looked_up) == (2, 2)
    same(whole, mended)
    (known,) = trials(study, tmp_path).run([options], "screen")
    same(whole, known)
    alone, _ = study.simulation(options, study.futures[0], "screen")
    (found,) = evaluate(Task((alone,), wanted_by(study.settings), REFERENCE))
    for pair, values in found.numbers.items():
        np.testing.assert_allclose(values, whole[study.futures[0].name].numbers[pair], rtol=1e-7, atol=1e-9)


def test_a_weather_that_fails_leaves_the_others(study, monkeypatch):
    real = evaluation.metrics_in_weathers
    dry = next(one for one in study.futures if one.climate == "2050s_high")

    def fails(scenarios, *rest, **how):
        if any(one.hydrology.climate == dry.climate for one in scenarios):
            message = "no step of it can be allocated"
            raise RunError(message)
        return real(scenarios, *rest, **how)

    monkeypatch.setattr(evaluation, "metrics_in_weathers", fails)
    scenarios = tuple(study.simulation((), one, "screen")[0] for one in study.companies[0])
    there, gone = evaluate(Task(scenarios, wanted_by(study.settings), REFERENCE))
    assert there.numbers
    assert not there.failure
    assert gone.failure == "no step of it can be allocated"
