"""Potential evapotranspiration from the day's temperature."""

import numpy as np
import pytest

from basinsim.hydrology.rivers.evapotranspiration import (
    EvapotranspirationClimate,
    fit_cycle,
    harmonics,
    warmth,
)

DAYS = np.datetime64("1991-01-01", "D") + np.arange(4 * 365 + 1)


@pytest.fixture
def climate() -> EvapotranspirationClimate:
    """1 mm/d in the mean and 2 more or less with the season; 8 degrees in the mean and 6 more or less."""
    potential = [[1.3, -1.0, -0.4, 0.0, 0.0, 0.0, 0.0]]
    return EvapotranspirationClimate(np.array(potential), np.array([[13.0, -5.0, -2.0, 0, 0, 0, 0]]))


def test_a_day_of_ordinary_temperature_evaporates_as_usual(climate: EvapotranspirationClimate) -> None:
    usual = harmonics(DAYS) @ climate.warmth.T - 5.0
    expected = harmonics(DAYS) @ climate.potential.T
    np.testing.assert_allclose(climate.potential_on(DAYS, usual), expected)


def test_two_degrees_more_evaporate_in_proportion(climate: EvapotranspirationClimate) -> None:
    usual = harmonics(DAYS) @ climate.warmth.T - 5.0
    ratio = climate.potential_on(DAYS, usual + 2.0) / climate.potential_on(DAYS, usual)
    np.testing.assert_allclose(ratio, (usual + 7.0) / (usual + 5.0))


def test_nothing_evaporates_below_minus_five(climate: EvapotranspirationClimate) -> None:
    assert (climate.potential_on(DAYS, np.full((len(DAYS), 1), -5.0)) == 0.0).all()
    np.testing.assert_array_equal(warmth(np.array([-9.0, -5.0, 0.0, 10.0])), [0.0, 0.0, 5.0, 15.0])


def test_a_fitted_cycle_is_found_again_over_gaps() -> None:
    coefficients = np.array([2.0, -1.0, 0.5, 0.2, -0.1, 0.05, 0.02])
    values = harmonics(DAYS) @ coefficients
    values[100:130] = np.nan
    np.testing.assert_allclose(fit_cycle(DAYS, values), coefficients, atol=1e-10)


def test_several_members_at_once(climate: EvapotranspirationClimate) -> None:
    temperature = np.random.default_rng(1).normal(8.0, 5.0, (3, len(DAYS), 1))
    together = climate.potential_on(DAYS, temperature)
    assert together.shape == temperature.shape
    np.testing.assert_array_equal(together[1], climate.potential_on(DAYS, temperature[1]))
