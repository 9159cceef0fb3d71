"""What fields ask for, by hand and as it must be."""

import numpy as np
import pytest
from demand_models.small_weather import record_of, surroundings, weather_of
from hypothesis import given, settings
from hypothesis import strategies as st

from basinsim.demand_models.irrigation import Irrigation

# Half of the available water is readily so at 5 mm/d; 100 mm available in the roots' metre; Kc 1 all year.
LAWN = {
    "area": 10.0,
    "coefficients": (1.0, 1.0, 1.0),
    "stages": (90, 90, 90, 95),
    "planting": "01-01",
    "root_depth": 1.0,
    "depletion_fraction": 0.5,
}


def fields(**changes: object) -> Irrigation:
    settings = {"soil_water": 100.0, "rota": 1, "season": ("01-01", "12-31"), "efficiency": 1.0, **changes}
    return Irrigation(weather="valley", crops={"lawn": LAWN}, **settings)


def applied(model: Irrigation, rain: object, need: object, days: int) -> np.ndarray:
    return model.applied(weather_of(np.broadcast_to(rain, days), np.broadcast_to(need, days)))[0] / 10.0


def test_a_dry_spell_by_hand() -> None:
    """5 mm go every day; 50 are readily available.

    They are gone by the evening of day 10, so a turn of 25 mm comes on day 11, which ends with
    50 - 25 + 5 = 30 mm missing. 50 are missing again by the evening of day 15: turns on days 16, 21, 26.
    """
    found = applied(fields(), 0.0, 5.0, 26)
    assert np.flatnonzero(found).tolist() == [10, 15, 20, 25]
    assert found[found > 0].tolist() == [25.0] * 4


def test_without_a_turn_the_soil_is_filled_up() -> None:
    # Day 11: 50 mm; the day ends with 5 missing, nine more days make 50: day 21
    found = applied(fields(turn=None), 0.0, 5.0, 26)
    assert {day: found[day] for day in np.flatnonzero(found)} == {10: 50.0, 20: 50.0}


def test_a_rota_takes_the_fields_in_turn() -> None:
    # All five fields are dry by the evening of day 10; one a day is watered, in the order of the rota.
    found = applied(fields(rota=5), 0.0, 5.0, 15)
    assert np.flatnonzero(found).tolist() == [10, 11, 12, 13, 14]
    assert found[found > 0] == pytest.approx(25.0 / 5)


def test_the_amount_in_megalitres() -> None:
    """25 mm on 10 ha are 2500 m3; at 80 % efficiency 3125 m3 are taken: 3.125 Ml."""
    record = record_of(np.zeros(12), np.full(12, 5.0))
    found = fields(efficiency=0.8).daily(surroundings("2001-01-01", "2001-01-12", record))
    assert found[0].tolist() == [0.0] * 10 + [3.125, 0.0]


def test_days_before_the_run_dry_the_soil() -> None:
    record = record_of(np.zeros(12), np.full(12, 5.0))
    found = fields().daily(surroundings("2001-01-11", "2001-01-12", record))
    assert found[0].tolist() == [2.5, 0.0]


def test_nothing_outside_the_season_nor_without_a_crop() -> None:
    spring = applied(fields(season=("03-01", "03-31")), 0.0, 5.0, 365)
    assert set(np.flatnonzero(spring)) <= set(range(59, 90))
    assert spring.any()
    over_new_year = applied(fields(season=("12-01", "01-31")), 0.0, 5.0, 365)
    assert not over_new_year[31:334].any()
    assert over_new_year[:31].any()
    assert over_new_year[334:].any()
    short = fields().model_copy(
        update={"crops": {"lawn": fields().crops["lawn"].model_copy(update={"stages": (2, 2, 2, 2)})}}
    )
    assert not applied(short, 0.0, 5.0, 365)[8:].any()


def test_rain_that_runs_off_is_no_use() -> None:
    assert applied(fields(), 5.0, 5.0, 60).sum() == 0
    # 2.5 mm of 5 mm reach the soil: it loses 2.5 mm a day instead of 5, and is dry after 20 days
    assert np.flatnonzero(applied(fields(runoff=0.5), 5.0, 5.0, 31)).tolist() == [20, 30]


def test_members_do_not_know_each_other() -> None:
    rng = np.random.default_rng(1)
    rain, need = rng.exponential(2.0, (3, 400)), rng.uniform(1, 6, (3, 400))
    model = Irrigation(weather="valley", crops={"potatoes": 12.0, "strawberries": 3.0})
    together = model.applied(weather_of(rain, need))
    for member in range(3):
        alone = model.applied(weather_of(rain[member], need[member]))
        assert together[member] == pytest.approx(alone[0], abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    extra=st.floats(0, 3),
    rota=st.integers(1, 9),
    chance=st.floats(0.05, 1),
)
def test_more_rain_never_raises_irrigation(seed: int, extra: float, rota: int, chance: float) -> None:
    """With turns of a fixed depth that fits the readily available water, at any time of the record."""
    rng = np.random.default_rng(seed)
    rain = np.where(rng.random(730) < chance, rng.exponential(4.0, 730), 0.0)
    more = rain + np.where(rng.random(730) < 0.5, rng.exponential(extra + 1e-9, 730), 0.0)
    need = rng.uniform(0, 6, 730)
    model = fields(rota=rota, turn=10.0)
    usual, wetter = (model.applied(weather_of(drops, need))[0].cumsum() for drops in (rain, more))
    assert (wetter <= usual + 1e-6).all()
    assert (np.diff(usual) >= 0).all()


@settings(max_examples=20, deadline=None)
@given(share=st.floats(0.1, 1.0), seed=st.integers(0, 10**6))
def test_what_is_taken_goes_with_area_and_against_efficiency(share: float, seed: int) -> None:
    rng = np.random.default_rng(seed)
    record = record_of(rng.exponential(1.0, 300), rng.uniform(1, 6, 300))
    at = surroundings("2001-01-01", "2001-10-27", record)
    usual = Irrigation(weather="valley", crops={"potatoes": 10.0}, efficiency=1.0).daily(at)
    less = Irrigation(weather="valley", crops={"potatoes": 10.0 * share}, efficiency=share).daily(at)
    assert less == pytest.approx(usual)
    assert usual.sum() > 0


def test_what_better_equipment_saves_is_not_taken() -> None:
    at = surroundings("2001-01-01", "2001-10-27", record_of(np.zeros(300), np.full(300, 4.0)))
    usual = fields().daily(at)
    assert usual.sum() > 0
    assert fields(saving=0.4).daily(at) == pytest.approx(0.6 * usual)
