"""The snow store, day by day as one may do it by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basinsim.hydrology.rivers.snow import SnowParameters, solid_share, through_snow, usual_snow


def _parameters(
    cold_memory: float = 0.0, melt_factor: float = 4.0, spread: float = 0.0, fallen: float = 100.0
) -> SnowParameters:
    return SnowParameters(*(np.array([value]) for value in (cold_memory, melt_factor, spread, fallen)))


def _water(parameters: SnowParameters, precipitation: list[float], temperature: list[float]) -> np.ndarray:
    wet, warm = (np.array(values, dtype=float)[:, None] for values in (precipitation, temperature))
    return through_snow(parameters, wet, warm).water[:, 0]


def test_the_share_of_snow_falls_in_a_straight_line() -> None:
    assert solid_share(np.array([-9.0, -1.0, 0.0, 1.0, 3.0, 9.0])) == pytest.approx([1, 1, 0.75, 0.5, 0, 0])


def test_half_a_millimetre_a_day_at_one_degree_is_a_quarter_of_it_snow() -> None:
    assert usual_snow(np.full(800, 0.5), np.full(800, 1.0)) == pytest.approx(0.25 * 365.25)


def test_warm_rain_passes_and_cold_snow_stays() -> None:
    assert _water(_parameters(), [5, 0, 7], [3, 4, 12]) == pytest.approx([5, 0, 7])
    assert _water(_parameters(), [5, 0, 7], [-1, -3, -9]) == pytest.approx([0, 0, 0])


def test_half_a_cover_melts_at_a_little_more_than_half_the_speed() -> None:
    # 45 mm on a ground that 90 mm whiten: of 4 mm/(d K) at 5 degrees 0.1 + 0.9 / 2; then 34 mm of 90.
    water = _water(_parameters(), [45, 0, 0], [-5, 5, 5])
    assert water == pytest.approx([0, 20 * 0.55, 20 * (0.1 + 0.9 * 34 / 90)])


def test_no_more_melts_than_there_is() -> None:
    # On a ground that one millimetre whitens all of it goes on the first warm day.
    assert _water(_parameters(fallen=1.0), [3, 0, 0], [-5, 5, 5]) == pytest.approx([0, 3, 0])


def test_snow_warms_up_before_it_melts() -> None:
    # -4 becomes -2 within the snow, then -1 + 1, so the second day is still too cold for the first thaw.
    cold = _water(_parameters(cold_memory=0.5), [9, 0, 0], [-4, 1.5, 2])
    assert cold[1] == 0
    assert cold[2] == pytest.approx(8 * (0.1 + 0.9 * 9 / 90))
    assert _water(_parameters(cold_memory=0.0), [9, 0, 0], [-4, 1.5, 2])[1] > 0


def test_the_snow_line_lies_where_the_zones_say() -> None:
    # At 1 degree and a spread of 5 the five zones have -3, -1, 1, 3, 5 degrees: all, all, half, no, no snow.
    spread = _parameters(melt_factor=0.0, spread=5.0)
    assert _water(spread, [10], [1]) == pytest.approx([10 * (0 + 0 + 0.5 + 1 + 1) / 5])
    # At -1 they have -5, -3, -1, 1, 3: 10, 10, 10 and 5 mm stay, of which 4 melt at 1 degree on the same day; the
    # last one goes on the next day, at 2 degrees.
    thaw = _parameters(melt_factor=4.0, spread=5.0, fallen=1e-9)
    assert _water(thaw, [10, 0], [-1, 0]) == pytest.approx([(0 + 0 + 0 + 5 + 4 + 10) / 5, 1 / 5])


def test_a_place_that_never_sees_snow_needs_no_usual_fall() -> None:
    assert _water(_parameters(fallen=0.0), [4, 4], [6, 7]) == pytest.approx([4, 4])


@given(st.integers(0, 2**32 - 1), st.floats(0, 1), st.floats(0, 12), st.floats(0, 5), st.floats(0, 500))
def test_water_is_neither_made_nor_lost(
    seed: int, memory: float, melt: float, spread: float, fallen: float
) -> None:
    rng = np.random.default_rng(seed)
    precipitation, temperature = rng.gamma(0.5, 8.0, (60, 1)), rng.normal(0.0, 4.0, (60, 1))
    through = through_snow(_parameters(memory, melt, spread, fallen), precipitation, temperature)
    assert through.water.sum() + through.store.sum() == pytest.approx(precipitation.sum())
    assert through.water.min() >= -1e-12
    assert through.store.min() >= -1e-12


def test_series_do_not_know_of_each_other() -> None:
    rng = np.random.default_rng(3)
    precipitation, temperature = rng.gamma(0.5, 8.0, (200, 2)), rng.normal(0.0, 4.0, (200, 2))
    both = SnowParameters(*map(np.array, ([0.2, 0.8], [3.0, 6.0], [0.0, 2.0], [80.0, 200.0])))
    together = through_snow(both, precipitation, temperature).water
    alone = through_snow(_parameters(0.8, 6.0, 2.0, 200.0), precipitation[:, 1:], temperature[:, 1:]).water
    np.testing.assert_array_equal(together[:, 1:], alone)
    twice = through_snow(both.tiled(2), np.tile(precipitation, 2), np.tile(temperature, 2)).water
    np.testing.assert_array_equal(twice, np.tile(together, 2))
