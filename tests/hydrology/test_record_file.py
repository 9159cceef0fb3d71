from datetime import date

import numpy as np
import pytest
import xarray as xr

from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.record_file import RecordError, read_record, write_record


def record(members=2, days=30):
    random = np.random.default_rng(4)
    rain, drying, inflow = (
        random.gamma(0.5, scale, (members, days, 2)).astype(np.float32) for scale in (8.0, 2.0, 300.0)
    )
    return HydrologyRecord(date(2000, 1, 1), ("burn", "moor"), rain, drying, inflow)


def test_what_is_written_is_read(tmp_path):
    written = record()
    write_record(written, tmp_path / "record.nc", {"title": "made up"})
    found = read_record(tmp_path / "record.nc", date(2000, 1, 11), date(2000, 1, 20))
    assert found.first_day == date(2000, 1, 11)
    assert found.catchments == ("burn", "moor")
    np.testing.assert_array_equal(found.inflow, written.inflow[:, 10:20])
    np.testing.assert_array_equal(found.rain, written.rain[:, 10:20])
    np.testing.assert_array_equal(
        found.potential_evapotranspiration, written.potential_evapotranspiration[:, 10:20]
    )
    assert xr.open_dataset(tmp_path / "record.nc").attrs["title"] == "made up"


@pytest.mark.parametrize("bits", [7, 10, 16])
def test_rounding_is_to_the_nearest_number_with_so_many_bits(tmp_path, bits):
    written = record()
    write_record(written, tmp_path / "record.nc", {}, significant_bits=bits)
    found = read_record(tmp_path / "record.nc", date(2000, 1, 1), date(2000, 1, 30)).inflow
    assert (np.abs(found / written.inflow - 1) <= 2.0 ** -(bits + 1)).all()
    assert (found != written.inflow).any()


def test_a_record_of_flows_alone_has_no_weather(tmp_path):
    flows = xr.DataArray(
        np.ones((3, 1)),
        dims=("time", "catchment"),
        coords={
            "time": np.arange("2000-01-01", "2000-01-04", dtype="datetime64[D]").astype("datetime64[ns]"),
            "catchment": ["burn"],
        },
    )
    xr.Dataset({"inflow": flows}).to_netcdf(tmp_path / "flows.nc", engine="h5netcdf")
    found = read_record(tmp_path / "flows.nc", date(2000, 1, 1), date(2000, 1, 3))
    assert found.rain is None
    assert found.inflow.shape == (1, 3, 1)


def spoil(path, change):
    with xr.open_dataset(path) as dataset:
        changed = change(dataset.load())
    changed.to_netcdf(path, engine="h5netcdf")


def negative(dataset):
    dataset["inflow"][0, 3, 1] = -1.0
    return dataset


def missing(dataset):
    dataset["rain"][1, 4, 0] = np.nan
    return dataset


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (negative, "a negative 'inflow' at moor on 2000-01-04"),
        (missing, "no 'rain' at burn on 2000-01-05"),
        (lambda dataset: dataset.drop_isel(time=7), "one row for each day"),
        (lambda dataset: dataset.drop_vars("inflow"), "no variable 'inflow'"),
        (lambda dataset: dataset.isel(time=slice(0, 10)), "covers 2000-01-01 to 2000-01-10"),
    ],
)
def test_what_cannot_be_used_is_told(tmp_path, change, words):
    write_record(record(), tmp_path / "record.nc", {})
    spoil(tmp_path / "record.nc", change)
    with pytest.raises(RecordError, match=words):
        read_record(tmp_path / "record.nc", date(2000, 1, 1), date(2000, 1, 30))


def test_a_file_that_is_not_there_has_a_nearest_name(tmp_path):
    write_record(record(), tmp_path / "record.nc", {})
    with pytest.raises(RecordError, match=r"record\.nc"):
        read_record(tmp_path / "recrod.nc", date(2000, 1, 1), date(2000, 1, 30))


def test_a_file_of_another_kind_is_told(tmp_path):
    (tmp_path / "record.nc").write_text("date,burn\n2000-01-01,3\n")
    with pytest.raises(RecordError, match="cannot be read as NetCDF"):
        read_record(tmp_path / "record.nc", date(2000, 1, 1), date(2000, 1, 30))
