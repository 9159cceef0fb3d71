"""The production store, the routing store and the unit hydrographs, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basinsim.hydrology.rivers.production import produce
from basinsim.hydrology.rivers.routing import route
from basinsim.hydrology.rivers.unit_hydrographs import delay, rising_ordinates, symmetric_ordinates


def _day(rain: float, potential: float, capacity: float, store: float) -> tuple[float, float, float]:
    done = produce(np.array([[rain]]), np.array([[potential]]), np.array([capacity]), np.array([store]))
    return float(done.effective_rain[0, 0]), float(done.evapotranspiration[0, 0]), float(done.store[0])


def test_a_full_soil_lets_all_rain_through_and_percolates() -> None:
    effective, evaporated, store = _day(10.0, 2.0, 100.0, 100.0)
    percolation = 100.0 * (1.0 - (1.0 + (4.0 / 9.0) ** 4) ** -0.25)
    assert evaporated == pytest.approx(2.0)
    assert effective == pytest.approx(8.0 + percolation)
    assert store == pytest.approx(100.0 - percolation)


def test_an_empty_soil_takes_the_share_of_the_published_equation() -> None:
    effective, evaporated, store = _day(50.0, 0.0, 100.0, 0.0)
    gain = 100.0 * np.tanh(0.5)
    kept = gain * (1.0 + (4.0 / 9.0 * gain / 100.0) ** 4) ** -0.25
    assert evaporated == 0.0
    assert store == pytest.approx(kept)
    assert effective == pytest.approx(50.0 - kept)


def test_a_dry_day_draws_on_a_half_full_soil() -> None:
    _, evaporated, _ = _day(1.0, 3.0, 100.0, 50.0)
    drawn = np.tanh(0.02)
    assert evaporated == pytest.approx(1.0 + 50.0 * 1.5 * drawn / (1.0 + 0.5 * drawn))


def test_an_empty_soil_gives_nothing() -> None:
    assert _day(0.0, 5.0, 100.0, 0.0) == (0.0, 0.0, 0.0)


def test_the_routing_store_empties_by_the_fourth_power() -> None:
    nothing = np.zeros((1, 1))
    done = route(nothing, nothing, np.array([60.0]), np.zeros_like, np.array([60.0]))
    assert done.flow[0, 0] == pytest.approx(60.0 * (1.0 - 2.0**-0.25))
    assert done.store[0] == pytest.approx(60.0 * 2.0**-0.25)


def test_a_loss_takes_no_more_than_there_is() -> None:
    routed, direct = np.array([[1.0]]), np.array([[0.5]])
    done = route(routed, direct, np.array([60.0]), lambda filled: np.full_like(filled, -9.0), np.array([0.0]))
    assert done.flow[0, 0] == 0.0
    assert done.exchange[0, 0] == pytest.approx(-1.5)


def test_ordinates_of_a_time_base_of_two_days() -> None:
    np.testing.assert_allclose(rising_ordinates(2.0, 3), [0.5**2.5, 1.0 - 0.5**2.5, 0.0])
    half = 0.5 * 0.5**2.5
    np.testing.assert_allclose(symmetric_ordinates(2.0, 5), [half, 0.5 - half, 0.5 - half, half, 0.0])


@given(st.floats(0.5, 20.0))
def test_ordinates_add_up_to_one(time_base: float) -> None:
    length = int(np.ceil(2 * time_base)) + 1
    for ordinates in (rising_ordinates(time_base, length), symmetric_ordinates(time_base, length)):
        assert ordinates.sum() == pytest.approx(1.0)
        assert (ordinates >= -1e-15).all()


def test_water_is_spread_over_the_days_after() -> None:
    water = np.array([[4.0], [0.0], [2.0], [0.0]])
    spread = delay(water, np.array([[0.25], [0.5], [0.25]]))
    np.testing.assert_allclose(spread[:, 0], [1.0, 2.0, 1.5, 1.0])
