"""Change factors: the table, the curve through the year, and what rivers make of it."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from basinsim.errors import InputError
from basinsim.hydrology.climate import (
    CHANGES,
    HORIZONS,
    ClimateFactors,
    apply_climate,
    climate_in_words,
    load_climate,
)
from basinsim.hydrology.record import WeatherRecord
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"
DAYS = np.datetime64("1991-01-01", "D") + np.arange(8 * 365 + 2)
SEASON_OF_MONTH = np.array([0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0])


def _season(days: np.ndarray) -> np.ndarray:
    return SEASON_OF_MONTH[days.astype("datetime64[M]").astype(int) % 12]


def test_every_day_changes_by_the_factor_of_its_season() -> None:
    rain = np.ones((1, len(DAYS), 1), np.float32)
    weather = WeatherRecord(date(1991, 1, 1), ("a",), rain, np.zeros_like(rain))
    changed = apply_climate(weather, ClimateFactors((0.18, -0.13, -0.46, -1.0), (2.2, 3.4, 4.6, 3.0)))
    expected = np.array([1.18, 0.87, 0.54, 0.0])[_season(DAYS)]
    np.testing.assert_allclose(changed.rain[0, :, 0], expected, atol=1e-6)
    np.testing.assert_allclose(
        changed.temperature[0, :, 0], np.array([2.2, 3.4, 4.6, 3.0])[_season(DAYS)], atol=1e-6
    )


def test_rain_is_multiplied_and_temperature_raised() -> None:
    rain = np.random.default_rng(2).gamma(0.5, 8.0, (2, len(DAYS), 3)).astype(np.float32)
    weather = WeatherRecord(date(1991, 1, 1), ("a", "b", "c"), rain, np.full(rain.shape, 8.0, np.float32))
    changed = apply_climate(weather, ClimateFactors((0.1, 0.1, 0.1, 0.1), (1.0, 2.0, 3.0, 2.0)))
    np.testing.assert_allclose(changed.rain, rain * 1.1, rtol=1e-6)
    summer = _season(DAYS) == 2
    assert changed.temperature[:, summer].mean() == pytest.approx(11.0, abs=0.01)
    assert changed.rain.dtype == changed.temperature.dtype == np.float32


def test_the_shipped_table_has_every_horizon_and_more_dryness_with_time() -> None:
    factors = load_climate(SHIPPED)
    assert set(factors) == {(horizon, change) for horizon in HORIZONS for change in CHANGES}
    for change in CHANGES:
        summers = [factors[horizon, change].rain[2] for horizon in HORIZONS]
        assert summers == sorted(summers, reverse=True)
        warming = [factors[horizon, change].temperature[2] for horizon in HORIZONS]
        assert warming == sorted(warming)
    assert factors["2070s", "central"].rain == (0.18, 0.02, -0.14, 0.02)


def test_missing_and_double_seasons_are_told(tmp_path: Path) -> None:
    heading = "horizon,scenario,season,rain_percent,temperature_degrees\n"
    rows = "2030s,low,winter,5,1\n2030s,low,winter,5,1\n2030s,lo,summer,5,1\n"
    (tmp_path / "climate.csv").write_text(heading + rows, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_climate(tmp_path)
    told = str(raised.value)
    assert ":3:1: season: winter of 2030s low stands in the table already" in told
    assert ":4:1: scenario: there is no 'lo'; did you mean 'low'?" in told
    (tmp_path / "climate.csv").write_text(heading + "2030s,low,winter,5,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="2030s low: the season summer is missing"):
        load_climate(tmp_path)


def test_a_climate_is_said_season_by_season() -> None:
    said = climate_in_words(ClimateFactors((0.18, 0.0, -0.14, 0.02), (2.2, 2.4, 2.6, 2.0)))
    assert said == (
        "rain 18 % more in winter, as it is in spring, 14 % less in summer and 2 % more in autumn; "
        "warmer by 2.2, 2.4, 2.6 and 2 degrees"
    )
