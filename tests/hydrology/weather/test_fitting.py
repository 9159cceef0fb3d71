from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from support.weather import made_up_model

from basinsim.hydrology.weather.fitting import fit_weather_model


@pytest.fixture(scope="module")
def observed():
    return made_up_model().generate(date(1800, 1, 1), date(1899, 12, 31), [0], seed=11)


@pytest.fixture(scope="module")
def fitted(observed):
    return fit_weather_model(observed)


def test_the_moments_of_a_made_up_climate_are_found_again(fitted):
    truth = made_up_model()

    np.testing.assert_allclose(fitted.rain_mean, truth.rain_mean, rtol=0.16)
    np.testing.assert_allclose(fitted.rain_mean.mean(axis=0), truth.rain_mean.mean(axis=0), rtol=0.04)
    np.testing.assert_allclose(fitted.rain_deviation, truth.rain_deviation, rtol=0.16)
    np.testing.assert_allclose(fitted.dry_share, truth.dry_share, atol=0.06)
    np.testing.assert_allclose(fitted.temperature_mean, truth.temperature_mean, atol=0.6)
    np.testing.assert_allclose(fitted.rain_dependence, truth.rain_dependence, atol=0.1)


def test_memory_and_likeness_of_a_made_up_climate_are_found_again(fitted):
    truth = made_up_model()
    lags = np.array([1, 3, 10, 20])

    def memory(persistence):
        factors = np.where(persistence.memories > 0, np.exp(-1 / np.maximum(persistence.memories, 1e-9)), 0)
        return np.einsum("mps,pl->ls", persistence.shares / 12, factors[:, None] ** lags)

    def likeness(persistence):
        root = np.sqrt(persistence.shares.mean(axis=0))
        return np.einsum("ps,pt,pst->st", root, root, persistence.correlations)

    # From one hundred years to another the worst of the twelve is off by 0.02 to 0.09 (four seeds): sampling.
    np.testing.assert_allclose(memory(fitted.occurrence), memory(truth.occurrence), atol=0.06)
    np.testing.assert_allclose(memory(fitted.amount), memory(truth.amount), atol=0.06)
    np.testing.assert_allclose(memory(fitted.temperature), memory(truth.temperature), atol=0.06)
    for name in ("occurrence", "amount", "temperature"):
        np.testing.assert_allclose(
            likeness(getattr(fitted, name)), likeness(getattr(truth, name)), atol=0.04, err_msg=name
        )
    assert fitted.amount.correlations[-1, 0, 2] > fitted.amount.correlations[0, 0, 2] + 0.05


def test_totals_of_seasons_and_years_vary_as_observed(observed, fitted):
    generated = fitted.generate(date(1800, 1, 1), date(1999, 12, 31), [0], seed=2)

    for length, tolerance in ((30, 0.08), (91, 0.12), (365, 0.25)):
        spreads = []
        for record in (observed, generated):
            total = np.cumsum(record.rain[0].astype(float), axis=0)
            spreads.append((total[length:] - total[:-length])[::15].std(axis=0))
        np.testing.assert_allclose(spreads[1], spreads[0], rtol=tolerance)


def test_a_short_record_is_led_by_its_neighbour(observed):
    # The third site is seen in the second half only, which its neighbours had a tenth wetter.
    rain = observed.rain[:, : 366 * 40].copy()
    half = rain.shape[1] // 2
    rain[:, half:] *= 1.1
    whole = replace(observed, rain=rain, temperature=observed.temperature[:, : rain.shape[1]])
    cut = rain.copy()
    cut[:, :half, 1] = np.nan

    expected = fit_weather_model(whole).rain_mean[:, 1].mean()
    own = np.nanmean(cut[0, :, 1])
    found = fit_weather_model(replace(whole, rain=cut)).rain_mean[:, 1].mean()

    assert own > 1.02 * expected
    assert abs(found - expected) < 0.5 * (own - expected)


def test_too_few_years_are_refused_by_name(observed):
    rain = observed.rain.copy()
    rain[:, 366 * 7 :, 1] = np.nan

    with pytest.raises(ValueError, match="rain at moor"):
        fit_weather_model(replace(observed, rain=rain))
