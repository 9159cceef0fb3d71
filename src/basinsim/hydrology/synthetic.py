"""Synthetic records: weather from the generator, flow from the rivers, written as NetCDF and named synthetic."""

import os
from datetime import date
from pathlib import Path

from basinsim.errors import RunError
from basinsim.hydrology.record import HydrologyRecord
from basinsim.hydrology.record_file import write_record
from basinsim.hydrology.rivers.model import load_river_model
from basinsim.hydrology.weather.tables import load_weather_model

SIGNIFICANT_BITS = 9
"""Bits of the mantissa that a rounded record keeps: three significant digits, near enough."""


def write_synthetic(
    folder: Path, seed: int, members: int, first: date, last: date, path: Path, *, rounded: bool
) -> HydrologyRecord:
    """Generate a record and write it as NetCDF.

    Parameters
    ----------
    folder : Path
        Tables of a basin's hydrology.
    seed : int
        Not negative.
    members : int
        How many.
    first, last : date
        The period, both included.
    path : Path
        The file; it is moved into place when it is complete.
    rounded : bool
        Whether to keep three significant digits only.

    Returns
    -------
    HydrologyRecord
        As generated, not rounded.

    Raises
    ------
    RunError
        Where the file cannot be written.
    """
    weather = load_weather_model(folder).generate(first, last, range(members), seed)
    record = load_river_model(folder).rivers(weather)
    attributes = {
        "title": "Synthetic weather and natural flow",
        "source": "basinsim: stochastic weather generator and rainfall-runoff model; synthetic, not observed",
        "synthetic": "yes",
        "seed": str(seed),
    }
    aside = path.with_name(f".writing-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_record(record, aside, attributes, SIGNIFICANT_BITS if rounded else None)
        os.replace(aside, path)  # noqa: PTH105 (overwrites on every system, which rename does not)
    except OSError as error:
        message = f"cannot write {path}: {error.strerror or error}"
        raise RunError(message) from error
    finally:
        aside.unlink(missing_ok=True)
    return record
