"""Water for hydrogen and power."""

import pytest
from demand_models.small_weather import a_day

from basinsim.demand_models.energy import Hydrogen, PowerStation


def test_hydrogen_by_hand() -> None:
    # 200 MW at 52 kWh/kg: 92 308 kg/d, with 34.7 l/kg 3.203 Ml/d
    assert a_day(Hydrogen(capacity=200.0, water_use=34.7)) == pytest.approx(3.2031, rel=1e-4)


def test_a_hundred_megawatts_of_mains_water() -> None:
    # 2400 MWh/d x 0.51 t/MWh = 1.224 Ml/d; half the load, half the water
    assert a_day(Hydrogen(capacity=100.0)) == pytest.approx(1.224, rel=2e-3)
    assert a_day(Hydrogen(capacity=100.0, load_factor=0.5)) == pytest.approx(0.612, rel=2e-3)


def test_a_power_station() -> None:
    # 65 MW x 24 h x 0.8 = 1248 MWh/d, 2 l/kWh
    assert a_day(PowerStation(capacity=65.0, load_factor=0.8, water_use=2.0)) == pytest.approx(2.496)
