from datetime import date

import numpy as np

from basinsim.hydrology.observed import ObservedStation
from basinsim.hydrology.weather.observed import observed_weather


def _station(name, first, count, value):
    values = np.full(count, value)
    return ObservedStation(name, np.datetime64(first) + np.arange(count), values, values + 1, values + 2)


def test_stations_of_different_periods_lie_side_by_side():
    record = observed_weather([_station("a", "2001-01-01", 3, 1.0), _station("b", "2001-01-03", 2, 5.0)])

    assert record.first_day == date(2001, 1, 1)
    assert record.sites == ("a", "b")
    np.testing.assert_array_equal(record.rain[0], [[1, np.nan], [1, np.nan], [1, 5], [np.nan, 5]])
    np.testing.assert_array_equal(record.temperature[0, :, 1], [np.nan, np.nan, 6, 6])
