"""The shipped reference record is what the shipped tables make."""

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from basinsim.hydrology.reference import REFERENCE_FILE, REFERENCE_FIRST, REFERENCE_LAST, REFERENCE_SEED
from basinsim.hydrology.rivers.model import load_river_model
from basinsim.hydrology.synthetic import write_synthetic
from basinsim.hydrology.weather.tables import load_weather_model

FOLDER = Path(__file__).parents[2] / "data" / "forth_valley" / "hydrology"
FILE = FOLDER / REFERENCE_FILE
AGAIN = (
    f"make it again: basinsim hydrology generate --seed {REFERENCE_SEED} --round -o {REFERENCE_FILE}, "
    f"sha256sum {REFERENCE_FILE} > {REFERENCE_FILE}.sha256"
)
ROUNDED = 2.0**-9
VARIABLES = ("inflow", "rain", "potential_evapotranspiration")


def test_the_file_is_the_one_whose_hash_is_beside_it() -> None:
    expected = FILE.with_name(f"{FILE.name}.sha256").read_text().split()[0]

    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == expected
    assert FILE.stat().st_size < 5_000_000


def test_it_covers_fifty_years_and_says_that_it_is_synthetic() -> None:
    with xr.open_dataset(FILE) as record:
        assert str(record["time"].to_numpy()[0])[:10] == str(REFERENCE_FIRST)
        assert str(record["time"].to_numpy()[-1])[:10] == str(REFERENCE_LAST)
        assert record.sizes["member"] == 1
        assert record.attrs["synthetic"] == "yes"
        assert "not observed" in record.attrs["source"]


def test_its_first_years_are_what_the_tables_make() -> None:
    # A longer period begins with the same days: three years tell what fifty would.
    last = date(REFERENCE_FIRST.year + 2, 12, 31)
    weather = load_weather_model(FOLDER).generate(REFERENCE_FIRST, last, [0], REFERENCE_SEED)
    made = load_river_model(FOLDER).rivers(weather)
    with xr.open_dataset(FILE) as record:
        assert tuple(record["catchment"].to_numpy()) == made.catchments, AGAIN
        for name in VARIABLES:
            shipped = record[name].to_numpy()[:, : len(made.days)]
            np.testing.assert_allclose(shipped, getattr(made, name), rtol=ROUNDED, atol=1e-6, err_msg=AGAIN)


@pytest.mark.slow
def test_all_of_it_is_what_the_tables_make(tmp_path: Path) -> None:
    path = tmp_path / "again.nc"

    write_synthetic(FOLDER, REFERENCE_SEED, 1, REFERENCE_FIRST, REFERENCE_LAST, path, rounded=True)

    with xr.open_dataset(FILE) as shipped, xr.open_dataset(path) as again:
        for name in VARIABLES:
            np.testing.assert_allclose(
                shipped[name].to_numpy(), again[name].to_numpy(), rtol=ROUNDED, atol=1e-6, err_msg=AGAIN
            )
