"""Levels of service: read from words, counted, and bounded by what chance leaves."""

from math import comb

import numpy as np
import pytest

from basinsim.metrics.service import return_period
from basinsim.yields.service_level import FIRM, LevelError, LevelOfService, read_level, too_few_years

NO_FAILURE = np.zeros((1, 1))


@pytest.mark.parametrize(
    ("text", "kind", "share"),
    [
        ("1 in 200 years", "years", 0.005),
        ("once in 40 years", "years", 0.025),
        ("1 in 500", "years", 0.002),
        ("0.995", "years", 0.005),
        ("99.5 %", "years", 0.005),
        ("97.5% of years", "years", 0.025),
        ("99 % of days", "days", 0.01),
        ("2 days a year", "days", 2 / 365.25),
        ("never", "years", 0.0),
        ("100 %", "years", 0.0),
    ],
)
def test_levels_in_words(text: str, kind: str, share: float) -> None:
    level = read_level(text)
    assert (level.kind, level.share) == (kind, pytest.approx(share))


@pytest.mark.parametrize("text", ["often", "1 on 200", "1 in 0 years", "0", "0 %", "400 days a year", ""])
def test_what_is_no_level_is_refused_with_the_forms(text: str) -> None:
    with pytest.raises(LevelError, match="1 in 200 years"):
        read_level(text)


def test_what_is_allowed() -> None:
    """Example p05: 38 failing years of 19,200 are allowed at 1 in 500, 38.4 as a mean."""
    assert read_level("1 in 500 years").allowed(19_200, 0.0) == 38
    assert read_level("1 in 10 years").allowed(20, 0.0) == 2
    assert read_level("1 in 200 years").allowed(50, 0.0) == 0
    assert read_level("2 days a year").allowed(0, 3652.5) == pytest.approx(20)


def test_days_outside_whole_years_count_where_nothing_may_fail() -> None:
    failing = np.array([[0.0, 3.0], [1.0, 0.0]])
    assert LevelOfService("years", 0.1).failures(failing, beside=5.0) == 2
    assert LevelOfService("days", 0.1).failures(failing, beside=5.0) == 9
    assert LevelOfService("years", 0.1).failures(NO_FAILURE, beside=5.0) == 0
    assert FIRM.failures(NO_FAILURE, beside=5.0) > 0


def binomial(years: int, share: float, least: int, most: int) -> float:
    """Chance of at least ``least`` and at most ``most`` failing years."""
    return sum(comb(years, k) * share**k * (1 - share) ** (years - k) for k in range(least, most + 1))


@pytest.mark.parametrize(("years", "share"), [(1000, 0.005), (400, 0.025), (200, 0.1), (80, 0.05)])
def test_the_band_holds_the_true_demand_with_its_confidence_and_is_no_wider_than_it_must_be(
    years: int, share: float
) -> None:
    """The lower end lies above the true demand where at most `low` years fail there, the upper end below where more than `high` do."""
    limits = LevelOfService("years", share).limits(np.zeros((1, years)), 0.0)
    assert limits.low is not None
    assert limits.high is not None
    low, high = int(limits.low), int(limits.high)
    assert binomial(years, share, 0, low) <= 0.025 < binomial(years, share, 0, low + 1)
    assert binomial(years, share, high + 1, years) <= 0.025 < binomial(years, share, high, years)


def test_too_few_years_have_no_lower_end() -> None:
    limits = LevelOfService("years", 0.005).limits(np.zeros((1, 50)), 0.0)
    assert limits.low is None
    assert limits.high == 2
    said = too_few_years(LevelOfService("years", 0.005), 50)
    assert said is not None
    assert "736 years would show it" in said
    # As the interval of a return period says: 735 years without any failure still allow one in 200.
    assert return_period(0, 735).low < 200 <= return_period(0, 736).low
    assert too_few_years(LevelOfService("years", 0.005), 736) is None
    assert too_few_years(FIRM, 1) is None


def test_the_band_of_days_follows_how_much_years_differ() -> None:
    """Ten failing days a year in all years leave nothing to chance; 0 and 20 by turns have a spread of 10."""
    level = LevelOfService("days", 10 / 365.25)
    even = level.limits(np.full((1, 100), 10.0), 36525)
    assert (even.low, even.high) == (pytest.approx(1000), pytest.approx(1000))
    uneven = level.limits(np.tile([0.0, 20.0], (1, 50)), 36525)
    assert uneven.low is not None
    assert uneven.high is not None
    # Sum of 100 years with a standard deviation of 10.05 each: 1.96 x 100.5.
    assert uneven.high - 1000 == pytest.approx(197, abs=0.5)
    assert 1000 - uneven.low == pytest.approx(197, abs=0.5)


def test_members_and_not_years_are_counted_where_there_are_enough() -> None:
    """Twelve members of 10 years that fail all alike inside a member differ more than their years would tell."""
    failing = np.repeat(np.tile([0.0, 20.0], 6)[:, np.newaxis], 10, axis=1)
    limits = LevelOfService("days", 10 / 365.25).limits(failing, 43830)
    assert limits.high is not None
    years_alone = 1.96 * failing.std(ddof=1) * np.sqrt(failing.size)
    assert limits.high - 1200 > 3 * years_alone


def test_a_firm_yield_has_no_band() -> None:
    limits = FIRM.limits(np.zeros((3, 50)), 0.0)
    assert (limits.low, limits.high) == (None, None)
