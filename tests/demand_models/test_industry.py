"""Works and distilleries."""

import pytest
from demand_models.small_weather import a_day

from basinsim.demand_models.industry import Distilling, Industry


def test_a_works_that_is_less_busy_and_saves() -> None:
    assert a_day(Industry(full_use=20.0)) == 20.0
    assert a_day(Industry(full_use=20.0, activity=0.6, saving=0.1)) == pytest.approx(10.8)


def test_a_distillery() -> None:
    # 3.0 million litres of pure alcohol x 12.5 to 25 l: 37.5 to 75 Ml a year
    assert a_day(Distilling(production=3.0, process_water=12.5)) == pytest.approx(37.5 / 365.25)
    assert a_day(Distilling(production=3.0, process_water=12.5, cooling_water=12.5)) == pytest.approx(
        75 / 365.25
    )


def test_a_silent_season() -> None:
    silent = (12 / 11,) * 6 + (0.0,) + (12 / 11,) * 5
    distillery = Distilling(production=3.6525, process_water=10.0, seasonal=silent)
    assert a_day(distillery, "2001-07-15") == 0
    assert a_day(distillery, "2001-08-15") == pytest.approx(0.1 * 12 / 11)
