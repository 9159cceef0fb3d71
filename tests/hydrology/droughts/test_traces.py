"""Traces like a drought, on the calendar of the real years."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from basinsim.errors import InputError, RunError
from basinsim.hydrology.droughts.deficits import load_observed_deficits
from basinsim.hydrology.droughts.matching import FIRST_DAY
from basinsim.hydrology.droughts.traces import SimilarTrace, similar_traces, trace_record, trace_weather
from basinsim.hydrology.rivers.model import load_river_model
from basinsim.hydrology.weather.tables import load_weather_model
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"


def test_every_drought_has_traces_that_cover_it() -> None:
    for name in load_observed_deficits(SHIPPED):
        traces = similar_traces(SHIPPED, name)
        assert [trace.rank for trace in traces] == list(range(1, len(traces) + 1))
        assert [trace.distance for trace in traces] == sorted(trace.distance for trace in traces)
        year = int(name[:4])
        for trace in traces:
            assert trace.first_day <= date(year - 2, 1, 1)
            assert trace.last_day >= date(year + 1, 1, 1)


def test_weather_of_a_trace_is_that_of_its_member_on_other_years() -> None:
    weather = load_weather_model(SHIPPED)
    trace = SimilarTrace("1975-76", 1, seed=5, member=3, year_offset=4, distance=1.0)
    found = trace_weather(trace, weather, date(1971, 2, 1), date(1972, 3, 31))
    whole = weather.generate(FIRST_DAY, date(1976, 3, 31), [3], 5)
    start = (date(1975, 2, 1) - FIRST_DAY).days
    np.testing.assert_array_equal(found.rain, whole.rain[:, start:])
    assert (found.days[0], found.days[-1]) == (np.datetime64("1971-02-01"), np.datetime64("1972-03-31"))


def test_flow_does_not_depend_on_where_the_period_begins() -> None:
    weather, rivers = load_weather_model(SHIPPED), load_river_model(SHIPPED)
    trace = SimilarTrace("1975-76", 1, seed=5, member=3, year_offset=0, distance=1.0)
    late = trace_record(trace, weather, rivers, date(1972, 6, 1), date(1973, 5, 31))
    early = trace_record(trace, weather, rivers, date(1971, 6, 1), date(1973, 5, 31))
    np.testing.assert_array_equal(late.inflow, early.inflow[:, -late.inflow.shape[1] :])


def test_a_period_that_the_trace_does_not_cover_is_refused() -> None:
    trace = SimilarTrace("1984", 2, seed=5, member=3, year_offset=8, distance=1.0)
    weather = load_weather_model(SHIPPED)
    with pytest.raises(
        RunError, match=r"covers 1963-01-01 to 2012-12-31, but the period is 1984-01-01 to 2013"
    ):
        trace_weather(trace, weather, date(1984, 1, 1), date(2013, 1, 1))


def test_an_unknown_drought_names_the_nearest() -> None:
    with pytest.raises(RunError, match=r"no drought '1976'; did you mean '1975-76'|allowed: 1972-73"):
        similar_traces(SHIPPED, "1976")


def test_an_offset_that_would_move_leap_days_is_refused(tmp_path: Path) -> None:
    (tmp_path / "droughts.csv").write_text(
        "drought,rank,seed,member,year_offset,distance\n1984,1,1,4,6,3.0\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r":2:1: year_offset: must be a multiple of 4, found 6"):
        similar_traces(tmp_path, "1984")
