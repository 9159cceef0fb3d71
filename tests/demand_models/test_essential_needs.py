"""What people cannot do without."""

import pytest
from demand_models.small_weather import a_day

from basinsim.demand_models.essential_needs import EssentialNeeds


def test_people_times_need() -> None:
    assert a_day(EssentialNeeds(population=80_000)) == pytest.approx(4.0)  # 50 l/head/d
    assert a_day(EssentialNeeds(population=80_000, per_head=20.0)) == pytest.approx(1.6)
