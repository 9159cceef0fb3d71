"""The soil-water balance, day by day as on paper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basinsim.demand_models.soil_water import adjusted_fraction, one_day, stress

NONE = np.zeros(1)


def test_the_share_taken_up_without_stress_falls_with_the_need() -> None:
    # p = 0.35 + 0.04 (5 - ETc): 0.35 at 5 mm/d, 0.43 at 3, and never beyond 0.1 and 0.8
    found = adjusted_fraction(np.array(0.35), np.array([5.0, 3.0, 12.0, 0.0]))
    assert found == pytest.approx([0.35, 0.43, 0.10, 0.55])
    assert adjusted_fraction(np.array(0.7), np.array(0.0)) == pytest.approx(0.8)


def test_a_crop_is_stressed_beyond_the_readily_available_water() -> None:
    # 160 mm available, 64 of them readily: Ks = (160 - D) / 96 beyond 64
    found = stress(np.array([0.0, 64.0, 88.0, 160.0]), np.array(160.0), np.array(0.4))
    assert found == pytest.approx([1.0, 1.0, 0.75, 0.0])


def test_four_dry_days() -> None:
    """A crop of 6 mm/d on 160 mm of water, 64 of them readily available; 55 mm are gone (FAO-56, chapter 8).

    Day 1: 55 -> 61. Day 2: 61 -> 67. Day 3: Ks = (160 - 67) / 96 = 0.96875, 5.8125 mm -> 72.8125.
    Day 4: Ks = (160 - 72.8125) / 96 = 0.908203, 5.449219 mm -> 78.261719.
    """
    depletion, ends = np.array([55.0]), []
    for _ in range(4):
        depletion = one_day(
            depletion, NONE, NONE, np.array([6.0]), np.array([160.0]), np.array([0.4])
        ).depletion
        ends.append(depletion.item())
    assert ends == pytest.approx([61.0, 67.0, 72.8125, 78.26171875])


def test_what_the_soil_cannot_hold_percolates() -> None:
    # 10 mm missing, 25 mm of rain and 3 mm of need: 12 mm too much
    day = one_day(
        np.array([10.0]), np.array([25.0]), NONE, np.array([3.0]), np.array([160.0]), np.array([0.4])
    )
    assert (day.depletion.item(), day.evapotranspiration.item(), day.percolation.item()) == (0.0, 3.0, 12.0)


def test_a_turn_ends_the_stress_on_the_same_day() -> None:
    # 88 mm missing, 25 applied: 63 < 64, so all 6 mm are taken up
    day = one_day(
        np.array([88.0]), NONE, np.array([25.0]), np.array([6.0]), np.array([160.0]), np.array([0.4])
    )
    assert day.depletion.item() == pytest.approx(69.0)


millimetres = st.floats(0, 60)


@given(
    start=st.floats(0, 1),
    rain=st.lists(millimetres, min_size=1, max_size=40),
    turn=millimetres,
    need=st.floats(0, 12),
    available=st.floats(5, 250),
    fraction=st.floats(0.1, 0.8),
)
def test_the_balance_closes_and_the_soil_stays_within_its_bounds(
    start: float, rain: list[float], turn: float, need: float, available: float, fraction: float
) -> None:
    total, share = np.array([available]), np.array([fraction])
    depletion = first = start * total
    came = went = 0.0
    for i, drops in enumerate(rain):
        applied = turn if i % 7 == 0 else 0.0
        day = one_day(depletion, np.array([drops]), np.array([applied]), np.array([need]), total, share)
        depletion = day.depletion
        came += drops + applied
        went += day.evapotranspiration.item() + day.percolation.item()
        assert -1e-9 <= depletion.item() <= available + 1e-9
        assert 0 <= day.evapotranspiration.item() <= need + 1e-9
        assert day.percolation.item() >= 0
    assert depletion.item() - first.item() == pytest.approx(went - came, abs=1e-8)
