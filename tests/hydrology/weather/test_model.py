from datetime import date

import numpy as np
import pytest
from support.weather import made_up_model

from basinsim.hydrology.weather.margins import DRY
from basinsim.hydrology.weather.seasons import months

FIRST, LAST = date(1971, 1, 1), date(1974, 12, 31)


def _bytes(record, place=0):
    return record.rain[place].tobytes(), record.temperature[place].tobytes()


def test_the_same_seed_gives_the_same_bytes():
    once, again = (made_up_model().generate(FIRST, LAST, [0, 1], seed=7) for _ in range(2))

    assert once.rain.dtype == np.float32
    assert once.rain.shape == (2, 1461, 3)
    assert _bytes(once) == _bytes(again)
    assert _bytes(once) != _bytes(once, 1)
    assert _bytes(once) != _bytes(made_up_model().generate(FIRST, LAST, [0], seed=8))


def test_a_member_does_not_depend_on_the_others():
    model = made_up_model()

    many = model.generate(FIRST, LAST, range(5), seed=7)

    assert _bytes(many, 3) == _bytes(model.generate(FIRST, LAST, [3], seed=7))
    assert _bytes(many, 3) == _bytes(model.generate(FIRST, LAST, [4, 3], seed=7), 1)


def test_a_longer_period_begins_with_the_same_days():
    model = made_up_model()

    short = model.generate(FIRST, date(1972, 2, 29), [0], seed=7)
    longer = model.generate(FIRST, LAST, [0], seed=7)

    np.testing.assert_array_equal(short.rain, longer.rain[:, : short.rain.shape[1]])
    np.testing.assert_array_equal(short.temperature, longer.temperature[:, : short.rain.shape[1]])


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends"):
        made_up_model().generate(LAST, FIRST, [0], seed=1)


def test_a_long_trace_has_the_statistics_of_the_parameters():
    model = made_up_model()
    record = model.generate(date(1800, 1, 1), date(2199, 12, 31), [0], seed=3)
    rain, temperature, month = record.rain[0], record.temperature[0], months(record.days)

    for number in (0, 3, 6, 9):
        here = rain[month == number]
        np.testing.assert_allclose(here.mean(axis=0), model.rain_mean[number], rtol=0.06)
        np.testing.assert_allclose(here.std(axis=0), model.rain_deviation[number], rtol=0.06)
        np.testing.assert_allclose((here < DRY).mean(axis=0), model.dry_share[number], atol=0.03)
        warm = temperature[month == number]
        np.testing.assert_allclose(warm.mean(axis=0), model.temperature_mean[number], atol=0.25)
        # Within a month the seasonal cycle adds to the spread of days.
        np.testing.assert_allclose(warm.std(axis=0), model.temperature_deviation[number], rtol=0.08)
    assert (rain >= 0).all()


def test_wet_days_are_warmer_in_winter_and_cooler_in_summer():
    record = made_up_model().generate(date(1800, 1, 1), date(1899, 12, 31), [0], seed=3)
    month = months(record.days)

    def difference(number):
        here = month == number
        wet = record.rain[0, here, 0] > 2
        return record.temperature[0, here, 0][wet].mean() - record.temperature[0, here, 0][~wet].mean()

    assert difference(0) > 0.5
    assert difference(6) < -0.5
