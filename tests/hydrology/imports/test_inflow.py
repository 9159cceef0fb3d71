"""Inflow of catchments from the flow of stations, by area."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from basinsim.errors import InputError
from basinsim.hydrology.imports.inflow import Source, inflow_record
from basinsim.hydrology.imports.station_file import StationSeries


def _series(station: str, first: str, flow: list[float], *, weather: bool = False) -> StationSeries:
    days = np.datetime64(first, "D") + np.arange(len(flow))
    other = np.arange(len(flow), dtype=float) if weather else None
    return StationSeries(station, Path(f"{station}.csv"), days, np.array(flow), other, other)


SOURCES = [Source("upper", "1", 50.0, 100.0), Source("lower", "2", 30.0, 10.0)]


def test_flow_is_scaled_by_area_on_the_days_in_common() -> None:
    series = [_series("1", "1990-01-01", [1, 2, 3, 4]), _series("2", "1990-01-02", [10, 20, 30, 40])]
    record = inflow_record(series, SOURCES, None, None, 0)
    assert record.first_day == date(1990, 1, 2)
    np.testing.assert_allclose(record.inflow[0, :, 0], [86.4, 129.6, 172.8], rtol=1e-6)
    np.testing.assert_allclose(record.inflow[0, :, 1], [2592.0, 5184.0, 7776.0], rtol=1e-6)
    assert record.rain is None


def test_rain_comes_along_where_every_station_has_it() -> None:
    series = [_series(name, "1990-01-01", [1, 2, 3], weather=True) for name in ("1", "2")]
    record = inflow_record(series, SOURCES, date(1990, 1, 2), date(1990, 1, 3), 0)
    assert record.rain is not None
    np.testing.assert_allclose(record.rain[0, :, 1], [1.0, 2.0])


def test_short_gaps_are_bridged_when_asked_for() -> None:
    gap = [_series("1", "1990-01-01", [1, np.nan, np.nan, 4]), _series("2", "1990-01-01", [1, 1, 1, 1])]
    record = inflow_record(gap, SOURCES, None, None, 2)
    np.testing.assert_allclose(record.inflow[0, :, 0], np.array([1, 2, 3, 4]) * 43.2, rtol=1e-6)
    with pytest.raises(InputError, match=r"1.csv: flow: has no flow on 2 days .* 1990-01-02 to 1990-01-03"):
        inflow_record(gap, SOURCES, None, None, 1)


def test_a_gap_at_the_end_cannot_be_bridged() -> None:
    series = [_series("1", "1990-01-01", [1, 2, np.nan]), _series("2", "1990-01-01", [1, 1, 1])]
    with pytest.raises(InputError, match=r"has no flow on 1 days"):
        inflow_record(series, SOURCES, None, None, 9)


def test_missing_and_double_stations_are_told_together() -> None:
    series = [_series("1", "1990-01-01", [1]), _series("1", "1990-01-01", [1])]
    with pytest.raises(InputError) as raised:
        inflow_record(series, SOURCES, None, None, 0)
    assert "station 1 is in 1.csv already" in str(raised.value)
    assert "no file holds station 2, whose flow lower takes" in str(raised.value)


def test_no_day_in_common() -> None:
    series = [_series("1", "1990-01-01", [1, 2]), _series("2", "1995-01-01", [1, 2])]
    with pytest.raises(InputError, match=r"no day in common .*1990-01-01 to 1990-01-02; 2: 1995-01-01"):
        inflow_record(series, SOURCES, None, None, 0)
