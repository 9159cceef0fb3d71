import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from basinsim.hydrology.weather.margins import (
    DRY,
    RainMargin,
    amount_coefficients,
    amount_correlation,
    both_wet,
    fit_margin,
    mean_product,
    occurrence_correlation,
)

EVENLY = ndtri((np.arange(200_000) + 0.5) / 200_000)
"""Standard normal values, each as likely as the next."""


@given(st.floats(0.1, 0.6), st.floats(1.0, 12.0), st.floats(1.4, 2.2))
def test_dry_share_mean_and_deviation_are_those_asked_for(dry_share, mean, variation):
    margin = fit_margin(np.array([dry_share]), np.array([mean]), np.array([variation * mean]))

    amount = margin.amount(EVENLY)
    wet = 1 - dry_share
    assert amount.min() >= DRY
    assert wet * amount.mean() == pytest.approx(mean, rel=0.002)
    spread = np.sqrt(wet * (amount**2).mean() - mean**2)
    assert spread == pytest.approx(variation * mean, rel=0.01)


def test_it_rains_as_much_as_the_amount_says_above_the_threshold_only():
    margin = RainMargin(np.array(0.5), np.array(2.0), np.array(1.5))

    rain = margin.rain(np.array([0.4, 0.6, 3.0]), np.array([2.0, 2.0, 2.0]))

    assert rain[0] == 0.0
    assert rain[1] == rain[2] == margin.amount(np.array(2.0))
    assert rain[1] > DRY


def test_without_dry_days_a_linear_amount_keeps_the_correlation():
    # With the threshold far below and exponent 1, the amount is DRY + 2 (z + 8): mean 16.1, covariance 4 r.
    line = RainMargin(np.array(-8.0), np.array(2.0), np.array(1.0))
    coefficients = amount_coefficients(line)

    np.testing.assert_allclose(coefficients[:3], [16.0 + DRY, 2.0, 0.0], atol=1e-5)
    product = mean_product(coefficients**2, np.array(0.3))
    assert float(product) == pytest.approx(16.1**2 + 4 * 0.3, abs=1e-4)
    assert float(amount_correlation(product, coefficients**2)) == pytest.approx(0.3, abs=1e-6)


def test_without_dry_days_a_square_has_the_covariance_known_from_theory():
    # (z + 8)^2 = z^2 + 16 z + 64: covariance of two such is 256 r + 2 r^2.
    square = RainMargin(np.array(-8.0), np.array(1.0), np.array(2.0))
    coefficients = amount_coefficients(square)

    np.testing.assert_allclose(coefficients[:4], [65.0 + DRY, 16.0, np.sqrt(2.0), 0.0], atol=1e-4)


@pytest.mark.parametrize(
    ("correlation", "expected"), [(0.0, 1 / 4), (0.5, 1 / 3), (-0.5, 1 / 6), (0.999, 0.493)]
)
def test_two_above_their_median_have_the_probability_of_sheppard(correlation, expected):
    # 1/4 + arcsin(r) / (2 pi), Sheppard (1899).
    found = both_wet(np.array(0.0), np.array(0.0), np.array(correlation))

    assert float(found) == pytest.approx(expected, abs=2e-4)


@given(st.floats(-1.0, 1.0), st.floats(-1.0, 1.0), st.floats(-0.4, 0.95))
def test_the_correlation_of_occurrence_is_found_from_how_often_both_are_wet(one, other, correlation):
    limits = np.array(one), np.array(other)

    found = occurrence_correlation(both_wet(*limits, np.array(correlation)), *limits)

    assert float(found) == pytest.approx(correlation, abs=1e-4)


def test_the_correlation_of_amounts_gives_back_that_of_a_sample():
    rng = np.random.default_rng(5)
    one = rng.standard_normal(400_000)
    other = 0.6 * one + 0.8 * rng.standard_normal(400_000)
    margin = fit_margin(np.array(0.4), np.array(3.0), np.array(6.0))
    product = np.mean(margin.amount(one) * margin.amount(other))

    found = amount_correlation(np.array(product), amount_coefficients(margin) ** 2)

    assert float(found) == pytest.approx(0.6, abs=0.01)
