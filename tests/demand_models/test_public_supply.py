"""Public supply from people, use and leakage."""

import numpy as np
import pytest
from demand_models.small_weather import a_day, record_of, surroundings
from hypothesis import given
from hypothesis import strategies as st

from basinsim.demand_models.public_supply import PublicSupply

TOWN = {"household_use": 150.0, "non_household_use": 4.0, "leakage": 5.0}
SUMMER = (1.0, 1.0, 1.0, 1.0, 1.0, 1.2, 1.2, 1.0, 0.9, 0.9, 0.9, 0.9)


def test_a_town_by_hand() -> None:
    # 60 000 people x 150 l = 9 Ml/d, and 4, and 5
    assert a_day(PublicSupply(population=60_000, **TOWN)) == pytest.approx(18.0)


def test_homes_on_supplies_of_their_own_only_use() -> None:
    assert a_day(PublicSupply(population=1000, household_use=165.0)) == pytest.approx(0.165)


def test_leakage_knows_no_season() -> None:
    town = PublicSupply(population=60_000, seasonal=SUMMER, **TOWN)
    assert a_day(town, "2001-07-01") == pytest.approx(13.0 * 1.2 + 5.0)
    assert a_day(town, "2001-12-01") == pytest.approx(13.0 * 0.9 + 5.0)


def test_dry_weather_raises_use_at_home_only() -> None:
    rise = {"weather": "valley", "days": 1, "starts_at": 1.0, "full_at": 3.0, "increase": 0.2}
    town = PublicSupply(population=60_000, dry_weather=rise, **TOWN)
    record = record_of(np.zeros(3), np.array([0.0, 2.0, 9.0]))
    found = town.daily(surroundings("2001-01-01", "2001-01-03", record))
    assert found[0] == pytest.approx([18.0, 18.0 + 0.1 * 9.0, 18.0 + 0.2 * 9.0])


@given(population=st.floats(0, 1e7), times=st.floats(0, 10))
def test_use_at_home_goes_with_the_people(population: float, times: float) -> None:
    rest = 4.0 + 5.0
    one = a_day(PublicSupply(population=population, **TOWN)) - rest
    many = a_day(PublicSupply(population=population * times, **TOWN)) - rest
    assert many == pytest.approx(one * times, abs=1e-9)
    assert many >= -1e-9


def test_a_policy_changes_a_copy() -> None:
    town = PublicSupply(population=60_000, **TOWN)
    mended = town.changed(lambda model: model.model_copy(update={"leakage": 2.5}))
    assert (a_day(mended), a_day(town)) == pytest.approx((15.5, 18.0))


def test_a_further_season_is_that_of_use_at_home_alone() -> None:
    town = PublicSupply(population=60_000, seasonal=SUMMER, household_seasonal=SUMMER, **TOWN)
    assert a_day(town, "2001-07-01") == pytest.approx(1.2 * (1.2 * 9.0 + 4.0) + 5.0)
    assert a_day(town, "2001-12-01") == pytest.approx(0.9 * (0.9 * 9.0 + 4.0) + 5.0)
