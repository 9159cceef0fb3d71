"""Files of the National River Flow Archive and CAMELS-GB: read, or refused with every reason."""

from pathlib import Path

import numpy as np
import pytest
from hydrology.imports.made_up_files import write_archive_file, write_camels_file

from basinsim.errors import InputError
from basinsim.hydrology.imports.station_file import read_station_file


def test_an_archive_file_with_flags_an_empty_value_and_a_day_left_out(tmp_path: Path) -> None:
    rows = ["1990-01-01,1.5", "1990-01-02,2.0,E", "1990-01-03,,M", "1990-01-05,0.25,"]
    series = read_station_file(write_archive_file(tmp_path, "18001", rows))
    assert series.station == "18001"
    assert series.days[-1] == np.datetime64("1990-01-05")
    np.testing.assert_array_equal(series.flow, [1.5, 2.0, np.nan, np.nan, 0.25])
    assert series.rain is None


def test_a_camels_file(tmp_path: Path) -> None:
    rows = [f"1970-01-0{i},{i}.5,0.{i},7.1,1.2,2.{i},0.3,5,80,300,4" for i in (1, 2, 3)]
    series = read_station_file(write_camels_file(tmp_path, "18008", rows))
    assert series.station == "18008"
    np.testing.assert_array_equal(series.flow, [2.1, 2.2, 2.3])
    assert series.rain is not None
    np.testing.assert_array_equal(series.rain, [1.5, 2.5, 3.5])
    assert series.potential_evapotranspiration is not None
    np.testing.assert_array_equal(series.potential_evapotranspiration, [0.1, 0.2, 0.3])


def test_every_problem_of_a_file_at_once(tmp_path: Path) -> None:
    rows = [
        "1990-01-02,1",
        "1990-01-01,2",
        "1990-01-02,3",
        "1990-02-30,4",
        "1990-02-01,-5",
        "1990-02-02,much",
    ]
    path = write_archive_file(tmp_path, "18001", rows)
    text = path.read_text(encoding="utf-8").replace("units,m3/s", "units,mm").replace("id,gdf", "id,cdr")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_station_file(path)
    told = [str(problem).replace(str(path), "") for problem in raised.value.problems]
    assert told == [
        ":7:1: dataType,id: must be gdf (gauged daily flow) or ndf (naturalised daily flow), found cdr",
        ":10:1: dataType,units: must be m3/s, found mm",
        ":16:1: date: 1990-01-01 comes after 1990-01-02: the days must be in order",
        ":17:1: date: 1990-01-02 stands in the file already",
        ":18:1: date: '1990-02-30' is not a date such as 1971-01-31",
        ":19:1: flow: must be a number that is not negative, found '-5'",
        ":20:1: flow: must be a number that is not negative, found 'much'",
    ]


def test_many_problems_of_one_kind_are_counted(tmp_path: Path) -> None:
    path = write_archive_file(tmp_path, "18001", [f"1990-01-{day:02},x" for day in range(1, 21)])
    with pytest.raises(InputError, match=r"flow: 15 more problems of this kind"):
        read_station_file(path)


def test_a_file_of_neither_form(tmp_path: Path) -> None:
    path = tmp_path / "flows.csv"
    path.write_text("day,flow\n1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"neither a daily-flow CSV of the National River Flow Archive"):
        read_station_file(path)


def test_a_camels_file_without_a_station_in_its_name(tmp_path: Path) -> None:
    path = tmp_path / "camels.csv"
    path.write_text("date,precipitation,pett,discharge_vol\n1970-01-01,1,1,1\n", encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_station_file(path)
    assert "the file's name must hold the station" in str(raised.value)
    assert "pet: the column is missing; did you mean 'pett'?" in str(raised.value)
