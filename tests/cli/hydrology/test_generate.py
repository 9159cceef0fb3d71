"""``basinsim hydrology generate``: a synthetic record as NetCDF."""

from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from cli.program import basinsim, refused

PERIOD = ("--start", "2001-01-01", "--end", "2002-12-31")


def test_a_record_is_written_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    done = basinsim(
        "hydrology", "generate", "--seed", "5", "--members", "2", *PERIOD, "-o", "a.nc", cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert "Synthetic record, seed 5, 2 members, 2001-01-01 to 2002-12-31" in done.stdout
    with xr.open_dataset(tmp_path / "a.nc") as made:
        assert made.sizes["member"] == 2
        assert made.sizes["time"] == 730
        for name, unit in (("inflow", "Ml/d"), ("rain", "mm/d"), ("potential_evapotranspiration", "mm/d")):
            assert made[name].dtype == np.float32
            assert made[name].attrs["units"] == unit
            assert (made[name].to_numpy() >= 0).all()
        assert "synthetic" in made.attrs["source"]
        assert made.attrs["synthetic"] == "yes"
    assert [path.name for path in tmp_path.iterdir()] == ["a.nc"]


@pytest.mark.slow
def test_the_same_seed_gives_the_same_record_whatever_the_number_of_members(tmp_path: Path) -> None:
    for members, name in (("1", "one.nc"), ("3", "three.nc")):
        done = basinsim(
            "hydrology", "generate", "--seed", "5", "--members", members, *PERIOD, "-o", name, cwd=tmp_path
        )
        assert done.returncode == 0, done.stderr
    with xr.open_dataset(tmp_path / "one.nc") as one, xr.open_dataset(tmp_path / "three.nc") as three:
        assert one["inflow"].to_numpy()[0].tobytes() == three["inflow"].to_numpy()[0].tobytes()
        assert not np.array_equal(three["inflow"].to_numpy()[0], three["inflow"].to_numpy()[1])


def test_a_period_the_wrong_way_round_and_a_wrong_ending_are_refused(tmp_path: Path) -> None:
    words = ("hydrology", "generate", "--start", "2002-01-01", "--end", "2001-01-01", "-o", "a.nc")
    refused(basinsim(*words, cwd=tmp_path), "before it begins")
    refused(basinsim("hydrology", "generate", *PERIOD, "-o", "a.csv", cwd=tmp_path), "ends in .nc")
    refused(
        basinsim("hydrology", "generate", "--tables", "nowhere", *PERIOD, "-o", "a.nc", cwd=tmp_path),
        "nowhere",
    )
    assert not list(tmp_path.iterdir())
