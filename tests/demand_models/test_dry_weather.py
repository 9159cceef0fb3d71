"""The rise of use after dry weeks."""

import numpy as np
import pytest
from demand_models.small_weather import record_of, surroundings
from hypothesis import given
from hypothesis import strategies as st

from basinsim.demand_models.dry_weather import DryWeather

RISE = DryWeather(weather="valley", days=3, starts_at=4.0, full_at=10.0, increase=0.3)


def test_a_dry_week_by_hand() -> None:
    """Deficits of 2, 3, 3, 4 and 5 mm, and then 20 mm of rain.

    Over three days: 2, 5, 8, 10, 12, and 4 + 5 - 20. Use rises by 0.05 for each mm from 4 to 10.
    """
    record = record_of(np.array([0, 0, 0, 0, 0, 20.0]), np.array([2, 3, 3, 4, 5, 0.0]))
    found = RISE.factors(surroundings("2001-01-01", "2001-01-06", record))
    assert found[0] == pytest.approx([1.0, 1.05, 1.2, 1.3, 1.3, 1.0])


def test_days_before_the_run_are_remembered() -> None:
    record = record_of(np.zeros(6), np.full(6, 3.0))
    found = RISE.factors(surroundings("2001-01-05", "2001-01-06", record))
    assert found[0] == pytest.approx([1.25, 1.25])


def test_a_run_shorter_than_the_memory() -> None:
    long = RISE.model_copy(update={"days": 30})
    found = long.factors(surroundings("2001-01-01", "2001-01-02", record_of(np.zeros(2), np.full(2, 3.5))))
    assert found[0] == pytest.approx([1.0, 1.15])


@given(seed=st.integers(0, 10**6), days=st.integers(1, 60))
def test_it_is_bounded_and_falls_with_rain(seed: int, days: int) -> None:
    rng = np.random.default_rng(seed)
    rain, need = rng.exponential(2.0, (2, 90)), rng.uniform(0, 5, (2, 90))
    rise = RISE.model_copy(update={"days": days})
    usual, wetter = (
        rise.factors(surroundings("2001-01-01", "2001-03-31", record_of(drops, need), members=2))
        for drops in (rain, rain + rng.exponential(1.0, (2, 90)))
    )
    assert usual.shape == (2, 90)
    assert (usual >= 1).all()
    assert (usual <= 1.3 + 1e-12).all()
    assert (wetter <= usual + 1e-9).all()
