import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from basinsim.hydrology.weather.margins import (
    DRY,
    PowerMargin,
    fit_margin,
    hermite_coefficients,
    latent_correlation,
)

EVENLY = ndtri((np.arange(400_000) + 0.5) / 400_000)
"""Standard normal values, each as likely as the next."""


@given(st.floats(0.2, 0.5), st.floats(4.0, 12.0), st.floats(1.4, 1.8))
def test_dry_share_mean_and_deviation_are_those_asked_for(dry_share, mean, variation):
    margin = fit_margin(np.array([dry_share]), np.array([mean]), np.array([variation * mean]))

    rain = margin.rain(EVENLY[:, None])[:, 0]
    assert (rain < DRY).mean() == pytest.approx(dry_share, abs=0.003)
    assert rain.mean() == pytest.approx(mean, rel=0.002)
    assert rain.std() == pytest.approx(variation * mean, rel=0.01)


def test_where_hardly_a_day_is_dry_and_little_rain_falls_the_dry_share_gives_way():
    margin = fit_margin(np.array([0.1]), np.array([1.0]), np.array([2.0]))

    rain = margin.rain(EVENLY[:, None])[:, 0]
    assert (rain < DRY).mean() > 0.15
    assert rain.mean() == pytest.approx(1.0, rel=0.002)
    assert rain.std() == pytest.approx(2.0, rel=0.01)


def test_a_margin_that_is_a_line_keeps_the_correlation():
    # With the threshold far below and exponent 1, rain is 2 (z + 8): covariance 4 r.
    line = PowerMargin(np.array(-8.0), np.array(2.0), np.array(1.0))
    coefficients = hermite_coefficients(line)

    np.testing.assert_allclose(coefficients[0], 2.0, rtol=1e-6)
    np.testing.assert_allclose(coefficients[1:], 0.0, atol=1e-6)
    found = latent_correlation(np.array(4 * 0.3), coefficients**2)
    assert float(found) == pytest.approx(0.3, abs=1e-6)


def test_a_square_has_the_covariance_known_from_theory():
    # (z + 8)^2 = z^2 + 16 z + 64: covariance of two such is 256 r + 2 r^2.
    square = PowerMargin(np.array(-8.0), np.array(1.0), np.array(2.0))
    coefficients = hermite_coefficients(square)

    np.testing.assert_allclose(coefficients[:3], [16.0, np.sqrt(2.0), 0.0], atol=1e-5)


def test_the_latent_correlation_gives_back_that_of_a_sample():
    rng = np.random.default_rng(5)
    one = rng.standard_normal(400_000)
    other = 0.6 * one + 0.8 * rng.standard_normal(400_000)
    margin = fit_margin(np.array(0.4), np.array(3.0), np.array(6.0))
    rains = margin.rain(one), margin.rain(other)

    found = latent_correlation(np.cov(*rains)[0, 1], hermite_coefficients(margin) ** 2)

    assert float(found) == pytest.approx(0.6, abs=0.01)
