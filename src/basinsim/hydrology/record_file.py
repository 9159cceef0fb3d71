"""Hydrology records as NetCDF files: written for others to read, read whoever wrote them."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from basinsim.errors import name_hint
from basinsim.hydrology.record import HydrologyRecord

if TYPE_CHECKING:
    import xarray as xr  # loaded late, below: it takes half a second, and `check` often reads no record

_VARIABLES = {
    "inflow": ("Ml/d", "natural flow out of the catchment"),
    "rain": ("mm/d", "rain, mean over the catchment"),
    "potential_evapotranspiration": ("mm/d", "potential evapotranspiration, mean over the catchment"),
}
_FIRST_OF_TIME = np.datetime64("1970-01-01", "D")


class RecordError(ValueError):
    """A hydrology record that cannot be used; says why."""


def write_record(
    record: HydrologyRecord, path: Path, attributes: dict[str, str], significant_bits: int | None = None
) -> None:
    """Write a record as NetCDF 4 with CF attributes, 32-bit floats, compressed.

    Parameters
    ----------
    record : HydrologyRecord
        What to write; rain and evapotranspiration may be absent.
    path : Path
        File to write; the caller moves it into place.
    attributes : dict of str to str
        Of the dataset: title, source, and whether it is synthetic.
    significant_bits : int, optional
        Bits of the mantissa to keep (of 23), so that the file compresses: 10 keep three
        significant digits.
    """
    import xarray as xr

    dataset = xr.Dataset(
        coords={
            "member": ("member", np.arange(len(record.inflow))),
            "time": (
                "time",
                (record.days - _FIRST_OF_TIME).astype(np.int32),
                {"units": "days since 1970-01-01", "calendar": "standard", "standard_name": "time"},
            ),
            "catchment": ("catchment", np.array(record.catchments, dtype=object)),
        },
        attrs={"Conventions": "CF-1.11", **attributes},
    )
    for name, (unit, long_name) in _VARIABLES.items():
        values = getattr(record, name)
        if values is not None:
            rounded = values if significant_bits is None else _rounded(values, significant_bits)
            dataset[name] = (
                ("member", "time", "catchment"),
                np.asarray(rounded, dtype=np.float32),
                {"units": unit, "long_name": long_name, "cell_methods": "time: mean"},
            )
    # One catchment after the other lies together in the file: like compresses with like.
    layout = {
        "zlib": True,
        "complevel": 9,
        "shuffle": True,
        "chunksizes": (1, len(record.days), 1),
        "_FillValue": None,
    }
    dataset.to_netcdf(path, engine="h5netcdf", encoding={str(name): layout for name in dataset.data_vars})


def read_record(path: Path, first: date, last: date) -> HydrologyRecord:
    """Read the days of a period from a record.

    Parameters
    ----------
    path : Path
        NetCDF file with ``inflow`` over ``time`` and ``catchment``, and over ``member`` where it
        has several; ``rain`` and ``potential_evapotranspiration`` likewise where they are known.
    first, last : date
        The period, which the record must cover.

    Returns
    -------
    HydrologyRecord
        On the days of the period.

    Raises
    ------
    RecordError
        Where the file cannot be read, does not cover the period without gaps, or has negative or
        missing numbers in it.
    """
    if not path.is_file():
        beside = tuple(sorted(file.name for file in path.parent.glob("*.nc"))) if path.parent.is_dir() else ()
        hint = f"; {name_hint(path.name, beside)}" if beside else ""
        message = f"there is no file {path}{hint}"
        raise RecordError(message)
    import xarray as xr

    try:
        with xr.open_dataset(path, engine="h5netcdf") as dataset:
            return _cut(dataset, path, first, last)
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, RecordError):
            raise
        message = f"{path.name} cannot be read as NetCDF: {str(error).splitlines()[0]}"
        raise RecordError(message) from error


def _cut(dataset: "xr.Dataset", path: Path, first: date, last: date) -> HydrologyRecord:
    if "inflow" not in dataset or {"time", "catchment"} - set(dataset["inflow"].dims):
        message = f"{path.name} has no variable 'inflow' over 'time' and 'catchment'"
        raise RecordError(message)
    days = dataset["time"].to_numpy().astype("datetime64[D]")
    if len(days) == 0 or (np.diff(days) != np.timedelta64(1, "D")).any():
        message = f"{path.name} does not hold one row for each day: days are missing, double or out of order"
        raise RecordError(message)
    start, end = (int((np.datetime64(day, "D") - days[0]).astype(int)) for day in (first, last))
    if start < 0 or end >= len(days):
        message = f"{path.name} covers {days[0]} to {days[-1]}, but the period is {first} to {last}"
        raise RecordError(message)
    catchments = tuple(dataset["catchment"].to_numpy().astype(str))
    found = {
        name: _daily(dataset[name].isel(time=slice(start, end + 1)), name, path, catchments, days[start:])
        for name in _VARIABLES
        if name in dataset
    }
    return HydrologyRecord(
        first,
        catchments,
        rain=found.get("rain"),
        potential_evapotranspiration=found.get("potential_evapotranspiration"),
        inflow=found["inflow"],
    )


def _daily(
    variable: "xr.DataArray", name: str, path: Path, catchments: tuple[str, ...], days: np.ndarray
) -> np.ndarray:
    if "member" not in variable.dims:
        variable = variable.expand_dims("member")
    values = np.asarray(variable.transpose("member", "time", "catchment").to_numpy(), dtype=np.float32)
    wrong = ~(np.isfinite(values) & (values >= 0))
    if wrong.any():
        _, day, at = np.argwhere(wrong)[0]
        what = "a negative" if values[tuple(np.argwhere(wrong)[0])] < 0 else "no"
        message = f"{path.name} has {what} '{name}' at {catchments[at]} on {days[day]} ({int(wrong.sum())} such numbers)"
        raise RecordError(message)
    return values


def _rounded(values: np.ndarray, bits: int) -> np.ndarray:
    """Round to the nearest number whose mantissa has so many bits (Zender 2016, doi 10.5194/gmd-9-3199-2016)."""
    dropped = 23 - bits
    raw = np.ascontiguousarray(values, dtype=np.float32).view(np.uint32).astype(np.uint64)
    half = np.uint64(1 << (dropped - 1))
    kept = (raw + half) & np.uint64(0xFFFFFFFF ^ ((1 << dropped) - 1))
    return kept.astype(np.uint32).view(np.float32)
