"""Scores, halves, and a fit that finds again what made a record."""

import numpy as np
import pytest

from basinsim.hydrology.rivers.fitting import SPIN_UP_DAYS, GaugedSeries, fit_parameters, halves
from basinsim.hydrology.rivers.rainfall_runoff import ModelParameters
from basinsim.hydrology.rivers.scores import exceeded, fitting_score, kling_gupta, nash_sutcliffe
from basinsim.hydrology.rivers.snow import SnowParameters, usual_snow


def test_a_perfect_simulation_scores_one() -> None:
    observed = np.random.default_rng(1).gamma(1.0, 3.0, 500)
    assert kling_gupta(observed, observed) == pytest.approx(1.0)
    assert nash_sutcliffe(observed, observed) == pytest.approx(1.0)
    assert fitting_score(observed, observed) == pytest.approx(1.0)


def test_doubled_flow_is_two_units_away() -> None:
    # Correlation is perfect; variability and mean are each double.
    observed = np.random.default_rng(1).gamma(1.0, 3.0, 500)
    assert kling_gupta(2 * observed, observed) == pytest.approx(1.0 - np.sqrt(2.0))
    assert nash_sutcliffe(np.full(500, observed.mean()), observed) == pytest.approx(0.0)
    assert kling_gupta(np.ones(500), observed) == -np.inf


def test_q95_is_exceeded_on_95_of_100_days() -> None:
    flow = np.arange(1.0, 102.0)
    assert exceeded(flow, 95.0) == pytest.approx(6.0)


def test_halves_have_the_same_number_of_gauged_days() -> None:
    flow = np.ones(1400)
    flow[500:700] = np.nan
    first, second, split = halves(flow)
    assert abs(int(first.sum()) - int(second.sum())) <= 1
    assert not first[:SPIN_UP_DAYS].any()
    assert not first[split:].any()
    assert not (first & second).any()


@pytest.mark.slow
def test_parameters_that_made_a_record_are_found_again() -> None:
    rng = np.random.default_rng(5)
    days = np.arange(3000)
    rain = rng.gamma(0.5, 10.0, 3000) * (rng.random(3000) < 0.5)
    potential = 1.3 - 1.1 * np.cos(2 * np.pi * days / 365)
    temperature = 8.0 - 7.0 * np.cos(2 * np.pi * days / 365) + rng.normal(0.0, 3.0, 3000)
    true = (180.0, 0.4, 45.0, 1.7, 0.5, 4.0, 2.0)
    parameters, snow = (tuple(np.array([value]) for value in part) for part in (true[:4], true[4:]))
    dry = GaugedSeries(rain, potential, temperature, np.ones(3000))
    fallen = usual_snow(rain[: halves(dry.flow)[2]], temperature[: halves(dry.flow)[2]])
    flow = dry.simulated(ModelParameters(*parameters), SnowParameters(*snow, np.array([fallen])), 3000)
    record = GaugedSeries(rain, potential, temperature, flow[:, 0])
    fit = fit_parameters("gr4j", record)
    assert fit.values == pytest.approx((*true, fallen), rel=0.1, abs=0.1)
    assert fit.checked.kge > 0.99
    assert fit == fit_parameters("gr4j", record)
