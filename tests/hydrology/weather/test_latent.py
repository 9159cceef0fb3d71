import numpy as np
import pytest

from basinsim.hydrology.weather.latent import LatentProcess, autocorrelation, memory_factor


def _process(memories, shares, correlation):
    parts = len(memories)
    matrix = np.array([[1.0, correlation], [correlation, 1.0]])
    daily = np.broadcast_to(np.array(shares)[None, :, None], (366, parts, 2))
    return LatentProcess(np.array(memories), daily, np.broadcast_to(matrix, (parts, 2, 2)))


def test_a_memory_is_the_time_to_one_part_in_e():
    assert memory_factor(np.array([0.0, 1.0])) == pytest.approx([0.0, np.exp(-1)])
    np.testing.assert_allclose(autocorrelation(np.array([4.0]), np.array([4, 8])), [[np.exp(-1), np.exp(-2)]])


def test_variance_autocorrelation_and_likeness_are_those_of_the_parts():
    process = _process([0.0, 3.0, 10.0], [0.4, 0.4, 0.2], 0.7)

    series = process.generate(np.random.default_rng(1), np.arange(200_000) % 366)

    lags = np.array([1, 3, 10])
    expected = 0.4 * np.exp(-lags / 3) + 0.2 * np.exp(-lags / 10)
    found = [np.mean(series[lag:, 0] * series[:-lag, 0]) for lag in lags]
    assert series.std(axis=0) == pytest.approx(1.0, abs=0.015)
    assert found == pytest.approx(expected, abs=0.015)
    assert np.corrcoef(series.T)[0, 1] == pytest.approx(0.7, abs=0.01)


def test_the_first_day_is_as_spread_as_any_other():
    process = _process([500.0], [1.0], 0.3)

    first = [process.generate(np.random.default_rng(seed), np.array([0]))[0, 0] for seed in range(3000)]

    assert np.std(first) == pytest.approx(1.0, abs=0.05)
