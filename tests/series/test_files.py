"""Series in files: CSV at any even spacing, NetCDF with and without members, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from basinsim.series.files import SeriesError, read_series


def days(first: str, last: str) -> np.ndarray:
    return np.arange(np.datetime64(first), np.datetime64(last) + 1)


def csv(directory: Path, *rows: str, header: str = "date,a") -> Path:
    path = directory / "series.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def held(path: Path, first: str, last: str, column: str = "a") -> list[float]:
    return read_series(path, column).on_days(days(first, last))[0].tolist()


def test_daily(tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-01-30,1", "2001-01-31,2", "2001-02-01,3")
    assert held(path, "2001-01-30", "2001-02-01") == [1, 2, 3]
    assert held(path, "2001-01-31", "2001-01-31") == [2]


def test_weekly_numbers_hold_for_seven_days(tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-01-01,1", "2001-01-08,2", "2001-01-15,3")
    assert held(path, "2001-01-01", "2001-01-21") == [1] * 7 + [2] * 7 + [3] * 7
    with pytest.raises(SeriesError, match="covers 2001-01-01 to 2001-01-21"):
        held(path, "2001-01-01", "2001-01-22")


def test_monthly_numbers_hold_for_true_months(tmp_path: Path) -> None:
    rows = [
        f"{month},{i}"
        for i, month in enumerate(
            np.arange("2003-11", "2004-04", dtype="datetime64[M]").astype("datetime64[D]")
        )
    ]
    path = csv(tmp_path, *rows)
    assert held(path, "2003-11-01", "2004-03-31") == [0] * 30 + [1] * 31 + [2] * 31 + [3] * 29 + [4] * 31
    with pytest.raises(SeriesError, match="covers 2003-11-01 to 2004-03-31"):
        held(path, "2003-11-01", "2004-04-01")


@pytest.mark.parametrize("last", ["2003", "2004", "2005"])
def test_yearly_numbers_hold_for_true_years(last: str, tmp_path: Path) -> None:
    years = np.arange("2001", str(int(last) + 1), dtype="datetime64[Y]").astype("datetime64[D]")
    path = csv(tmp_path, *(f"{year},{i}" for i, year in enumerate(years)))
    found = held(path, "2001-01-01", f"{last}-12-31")
    assert found == [int(str(day)[:4]) - 2001 for day in days("2001-01-01", f"{last}-12-31")]


def test_hydrological_years_hold_until_the_next_one(tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-10-01,1", "2002-10-01,2", "2003-10-01,3")
    assert held(path, "2003-09-30", "2003-10-01") == [2, 3]
    assert held(path, "2004-09-30", "2004-09-30") == [3]


def test_every_ten_days(tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-01-01,1", "2001-01-11,2", "2001-01-21,3")
    assert held(path, "2001-01-10", "2001-01-30") == [1] + [2] * 10 + [3] * 10


def test_one_row_is_one_day(tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-01-01,7")
    assert held(path, "2001-01-01", "2001-01-01") == [7]


def test_dates_with_a_time_of_day(tmp_path: Path) -> None:
    assert held(
        csv(tmp_path, "2001-01-01 00:00:00,1", "2001-01-02 00:00:00,2"), "2001-01-01", "2001-01-02"
    ) == [1, 2]


def test_the_first_column_is_the_date_whatever_it_is_called(tmp_path: Path) -> None:
    assert held(csv(tmp_path, "2001-01-01,1,5", header="when, b, a"), "2001-01-01", "2001-01-01") == [5]


@pytest.mark.parametrize("cell", ["", " ", "NA", "nan", "NaN", "na"])
def test_a_missing_number_matters_only_in_the_period(cell: str, tmp_path: Path) -> None:
    path = csv(tmp_path, "2001-01-01,1", f"2001-01-02,{cell}", "2001-01-03,3")
    assert held(path, "2001-01-03", "2001-01-03") == [3]
    with pytest.raises(SeriesError, match=r"no number .* 2001-01-02"):
        held(path, "2001-01-01", "2001-01-03")


@pytest.mark.parametrize("cell", ["dry", "1.2.3", "#N/A", "-", "inf", "1 2", "0x10", "true"])
def test_a_cell_that_is_no_number(cell: str, tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match="line 3, column 'a'"):
        held(csv(tmp_path, "2001-01-01,1", f'2001-01-02,"{cell}"'), "2001-01-01", "2001-01-02")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["2001-01-01,1", "2001-01-02,1", "2001-01-04,1"], "gap between 2001-01-02 and 2001-01-04"),
        (
            ["2001-01-01,1", "2001-02-01,1", "2001-04-01,1", "2001-05-01,1"],
            "gap between 2001-02-01 and 2001-04-01",
        ),
        (
            ["2001-01-01,1", "2002-01-01,1", "2004-01-01,1", "2005-01-01,1"],
            "gap between 2002-01-01 and 2004-01-01",
        ),
        (
            ["2001-01-01,1", "2001-01-08,1", "2001-01-15,1", "2001-01-29,1"],
            "gap between 2001-01-15 and 2001-01-29",
        ),
        (["2001-01-02,1", "2001-01-01,1"], "do not rise from 2001-01-02 to 2001-01-01"),
        (["2001-01-01,1", "2001-01-01,1"], "do not rise"),
        (["31/01/2001,1"], "line 2: '31/01/2001' is not a date"),
        (["2001-01-01,1", ",2"], "line 3: '' is not a date"),
        ([], "no table"),
    ],
)
def test_dates_that_are_refused(rows: list[str], message: str, tmp_path: Path) -> None:
    with pytest.raises(SeriesError, match=message):
        held(csv(tmp_path, *rows), "2001-01-01", "2001-01-02")


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    import os

    path = csv(tmp_path, "2001-01-01,1")
    assert held(path, "2001-01-01", "2001-01-01") == [1]
    csv(tmp_path, "2001-01-01,2")
    os.utime(path, ns=(1, 1))
    assert held(path, "2001-01-01", "2001-01-01") == [2]


def netcdf(directory: Path, variables: dict[str, xr.DataArray]) -> Path:
    path = directory / "series.nc"
    xr.Dataset(variables).to_netcdf(path, engine="h5netcdf")
    return path


TIME = pd.date_range("2001-01-01", periods=4)


def test_netcdf_with_time(tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"katrine": xr.DataArray([1.0, 2, 3, 4], {"time": TIME}, ["time"])})
    assert held(path, "2001-01-02", "2001-01-04", "katrine") == [2, 3, 4]


@pytest.mark.parametrize("order", [("member", "time"), ("time", "member")])
def test_netcdf_with_members(order: tuple[str, str], tmp_path: Path) -> None:
    numbers = xr.DataArray(np.arange(8.0).reshape(2, 4), {"time": TIME}, ["member", "time"]).transpose(*order)
    path = netcdf(tmp_path, {"katrine": numbers})
    assert read_series(path, "katrine").on_days(days("2001-01-03", "2001-01-04")).tolist() == [[2, 3], [6, 7]]


@pytest.mark.parametrize("kind", ["int32", "float32"])
def test_netcdf_of_other_number_types(kind: str, tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"a": xr.DataArray(np.array([1, 2, 3, 4], dtype=kind), {"time": TIME}, ["time"])})
    assert held(path, "2001-01-01", "2001-01-04") == [1, 2, 3, 4]


def test_netcdf_monthly(tmp_path: Path) -> None:
    time = pd.date_range("2001-01-01", periods=3, freq="MS")
    path = netcdf(tmp_path, {"a": xr.DataArray([1.0, 2, 3], {"time": time}, ["time"])})
    assert held(path, "2001-01-01", "2001-03-31") == [1] * 31 + [2] * 28 + [3] * 31


def test_netcdf_mistakes(tmp_path: Path) -> None:
    time = xr.DataArray([1.0, 2, 3, 4], {"time": TIME}, ["time"])
    path = netcdf(tmp_path, {"katrine": time})
    with pytest.raises(SeriesError, match=r"'katrin'.*did you mean 'katrine'"):
        read_series(path, "katrin")
    with pytest.raises(SeriesError, match="gap"):
        read_series(netcdf(tmp_path, {"a": time.isel(time=[0, 1, 3])}), "a")
    with pytest.raises(SeriesError, match="rise"):
        read_series(netcdf(tmp_path, {"a": time[::-1]}), "a")
    with pytest.raises(SeriesError, match="time"):
        read_series(netcdf(tmp_path, {"a": xr.DataArray([1.0, 2.0], dims=["day"])}), "a")


@pytest.mark.parametrize("time", [[0, 1, 2], [0.5, 1.5, 2.5], ["a", "b", "c"]], ids=["whole", "half", "text"])
def test_a_netcdf_time_without_dates_is_refused(time: list[object], tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"a": xr.DataArray([1.0, 2, 3], {"time": time}, ["time"])})
    with pytest.raises(SeriesError, match="time"):
        read_series(path, "a")


@pytest.mark.parametrize("calendar", ["360_day", "noleap"])
def test_a_netcdf_calendar_without_true_dates_is_refused(calendar: str, tmp_path: Path) -> None:
    # 30 February, or no 29 February in a leap year.
    time = xr.DataArray(
        [0, 1, 2, 3], dims=["time"], attrs={"units": "days since 2004-02-27", "calendar": calendar}
    )
    path = netcdf(tmp_path, {"a": xr.DataArray([1.0, 2, 3, 4], {"time": time}, ["time"])})
    with pytest.raises(SeriesError):
        read_series(path, "a")


def test_a_netcdf_with_one_time_only_is_one_day_or_refused(tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"a": xr.DataArray(1.0, {"time": TIME[0]})})
    with pytest.raises(SeriesError):
        read_series(path, "a")


def test_a_netcdf_variable_of_text_is_refused(tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"a": xr.DataArray(["x", "y", "z", "w"], {"time": TIME}, ["time"])})
    with pytest.raises(SeriesError, match="a"):
        read_series(path, "a")


def test_a_variable_of_another_shape_is_told_as_such(tmp_path: Path) -> None:
    path = netcdf(tmp_path, {"a": xr.DataArray(np.ones((4, 2)), {"time": TIME}, ["time", "place"])})
    with pytest.raises(SeriesError, match="place"):
        read_series(path, "a")
