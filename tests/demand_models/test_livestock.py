"""Animals and what they drink."""

import pytest
from demand_models.small_weather import a_day

from basinsim.demand_models.livestock import Livestock


def test_herds_by_hand() -> None:
    # 30 000 x 40 l + 150 000 x 4 l
    assert a_day(Livestock(herds={"beef_cow": 30_000, "ewe": 150_000})) == pytest.approx(1.8)


def test_a_kind_of_ones_own_and_another_need() -> None:
    herds = {"alpaca": {"count": 1000, "water": 8.0}, "ewe": {"count": 1000, "water": 6.0}}
    assert a_day(Livestock(herds=herds)) == pytest.approx(0.014)


def test_more_in_summer() -> None:
    seasonal = (0.8, 0.8, 0.8, 1, 1, 1.2, 1.4, 1.2, 1, 1, 0.9, 0.9)
    cows = Livestock(herds={"dry_cow": 1000}, seasonal=seasonal)
    assert a_day(cows, "2001-07-31") == pytest.approx(0.055 * 1.4)
