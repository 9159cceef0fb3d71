"""Values of every form on the steps of a run."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from support.runs import write_case

import basinsim as bs
from basinsim.api import prepare
from basinsim.calendar import Calendar, make_calendar
from basinsim.errors import InputError
from basinsim.schema.values import Constant, Monthly, SeriesFile, Share, StepValues
from basinsim.series.files import SeriesError
from basinsim.series.resolve import resolve

MONTHS = Monthly(tuple(float(i) for i in range(1, 13)))


def calendar(start: str, end: str, step: str) -> Calendar:
    return make_calendar(date.fromisoformat(start), date.fromisoformat(end), step)


def test_a_constant_is_the_same_in_every_step() -> None:
    assert resolve(Constant(3.5), calendar("2001-01-01", "2001-01-23", "week"), range(1)).tolist() == [
        [3.5] * 4
    ]


def test_a_profile_by_days_and_months() -> None:
    found = resolve(MONTHS, calendar("2001-01-31", "2001-03-01", "day"), range(1))
    assert found.tolist() == [[1.0] + [2.0] * 28 + [3.0]]
    assert resolve(MONTHS, calendar("2001-11-01", "2002-02-28", "month"), range(1)).tolist() == [
        [11, 12, 1, 2]
    ]


def test_a_profile_is_averaged_by_days_over_a_week() -> None:
    # Monday 29 January: three days of January, four of February.
    found = resolve(MONTHS, calendar("2001-01-29", "2001-02-05", "week"), range(1))
    assert found[0] == pytest.approx([(3 * 1 + 4 * 2) / 7, 2.0])


def test_a_profile_over_a_month_that_is_no_calendar_month() -> None:
    found = resolve(MONTHS, calendar("2001-01-15", "2001-03-10", "30 days"), range(1))
    assert found[0] == pytest.approx([(17 * 1 + 13 * 2) / 30, (15 * 2 + 10 * 3) / 25])


def test_what_holds_at_the_end_of_a_step() -> None:
    weeks = calendar("2001-01-29", "2001-02-06", "week")
    assert resolve(MONTHS, weeks, range(1), holds="end").tolist() == [[2, 2]]
    assert resolve(
        MONTHS, calendar("2001-01-15", "2001-03-10", "30 days"), range(1), holds="end"
    ).tolist() == [[2, 3]]


def test_one_value_a_step() -> None:
    weeks = calendar("2001-01-01", "2001-01-16", "week")
    assert resolve(StepValues((1.0, 2.0, 3.0)), weeks, 1).tolist() == [[1, 2, 3]]
    with pytest.raises(SeriesError, match="has 2 values, but the period has 3 steps"):
        resolve(StepValues((1.0, 2.0)), weeks, 1)


def test_a_share_of_what_changes() -> None:
    months = calendar("2001-01-01", "2001-02-28", "month")
    whole = resolve(MONTHS, months, range(1), holds="end")
    assert resolve(Share(0.5), months, range(1), whole=whole).tolist() == [[0.5, 1.0]]


def test_a_number_below_the_least_is_told_with_its_date() -> None:
    with pytest.raises(SeriesError, match=r"negative .* 2001-01-08"):
        resolve(StepValues((1.0, -1.0)), calendar("2001-01-01", "2001-01-14", "week"), 1)


def daily_csv(directory: Path, first: str, numbers: np.ndarray) -> SeriesFile:
    path = directory / "daily.csv"
    pd.DataFrame(
        {"date": pd.date_range(first, periods=len(numbers)).strftime("%Y-%m-%d"), "a": numbers}
    ).to_csv(path, index=False)
    return SeriesFile(path, "a", 2.0)


def test_a_daily_file_over_weeks_and_a_short_last_step(tmp_path: Path) -> None:
    series = daily_csv(tmp_path, "2000-12-30", np.arange(20.0))  # 1 January is 2.0 in the file
    found = resolve(series, calendar("2001-01-01", "2001-01-09", "week"), range(1))
    assert found[0] == pytest.approx([2 * 5.0, 2 * 9.5])  # factor 2 x mean of 2..8, of 9 and 10


def test_a_monthly_file_over_weeks(tmp_path: Path) -> None:
    path = tmp_path / "monthly.csv"
    path.write_text("date,a\n2001-01-01,10\n2001-02-01,24\n", encoding="utf-8")
    found = resolve(SeriesFile(path, "a", 1.0), calendar("2001-01-29", "2001-02-11", "week"), range(1))
    assert found[0] == pytest.approx([(3 * 10 + 4 * 24) / 7, 24.0])


def test_members_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "members.nc"
    numbers = np.arange(6.0).reshape(3, 2)
    time = pd.date_range("2001-01-01", periods=2)
    xr.Dataset({"a": xr.DataArray(numbers, {"time": time}, ["member", "time"])}).to_netcdf(
        path, engine="h5netcdf"
    )
    two_days = calendar("2001-01-01", "2001-01-02", "day")
    series = SeriesFile(path, "a", 1.0)
    assert resolve(series, two_days, range(3)).tolist() == numbers.tolist()
    assert resolve(series, two_days, range(2)).tolist() == numbers[:2].tolist()
    with pytest.raises(SeriesError, match="3 members of 'a', but the scenario asks for 4"):
        resolve(series, two_days, range(4))


BASIN = """\
name: resolve
nodes:
  spring: {type: catchment, inflow: {file: daily.csv, column: a, unit: m3/s, scale: 0.5}}
  loch: {type: reservoir, capacity: [100, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60], initial: 100, dead_storage: 10 %}
  sea: {type: outlet}
links:
  - {from: spring, to: loch}
  - {from: loch, to: sea}
"""


def test_unit_and_scale_of_a_file_multiply(tmp_path: Path) -> None:
    daily_csv(tmp_path, "2001-01-01", np.arange(1.0, 15.0))
    period = {"start": "2001-01-01", "end": "2001-01-14"}
    _, inputs, _ = prepare(bs.load_scenario(write_case(tmp_path, BASIN, period=period, step="week")))
    assert inputs.series["inflow"][0, :, 0] == pytest.approx([4 * 43.2, 11 * 43.2])


def test_a_capacity_that_changes_holds_at_the_end_of_the_step(tmp_path: Path) -> None:
    daily_csv(tmp_path, "2001-01-29", np.zeros(14))
    period = {"start": "2001-01-29", "end": "2001-02-11"}
    results = bs.run(write_case(tmp_path, BASIN, period=period, step="week"))
    # Full with 100 Ml on 29 January, but on 4 February only 60 Ml fit: 40 Ml leave in the first week.
    assert results.dataset["storage"].to_numpy().ravel() == pytest.approx([60.0, 60.0])
    assert results.dataset["flow"].sel(link="loch->sea").to_numpy().ravel() == pytest.approx([40 / 7, 0.0])


def test_every_series_that_does_not_fit_is_told(tmp_path: Path) -> None:
    daily_csv(tmp_path, "2001-01-01", np.zeros(3))
    text = BASIN.replace(
        "{from: loch, to: sea}", "{from: loch, to: sea, max_flow: {values: [1]}, cost: {values: [1, 2]}}"
    )
    period = {"start": "2001-01-01", "end": "2001-01-14"}
    with pytest.raises(InputError) as caught:
        prepare(bs.load_scenario(write_case(tmp_path, text, period=period)))
    assert [problem.key for problem in caught.value.problems] == [
        "nodes.spring.inflow",
        "links[1].max_flow",
        "links[1].cost",
    ]
