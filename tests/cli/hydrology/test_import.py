"""``basinsim hydrology import``."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from cli.program import basinsim
from hydrology.imports.made_up_files import write_archive_file

from basinsim.hydrology.record_file import read_record
from basinsim.series.files import read_series


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tables = tmp_path / "tables"
    tables.mkdir()
    (tables / "gauges.csv").write_text(
        "gauge,river,area_km2,influence,donor\n1,A,100,natural,1\n2,B,10,natural,2\n", encoding="utf-8"
    )
    (tables / "catchments.csv").write_text(
        "catchment,area_km2,weather_site,rain_factor,donor\nupper,50,1,1,1\nlower,30,2,1,1\n",
        encoding="utf-8",
    )
    for station in ("1", "2"):
        rows = [f"1990-01-0{day},{day * int(station)}" for day in range(1, 6)]
        write_archive_file(tmp_path, station, rows)
    return tmp_path


def test_a_record_and_a_table_of_the_same_flow(folder: Path) -> None:
    arguments = ("nrfa_1_gdf.csv", "nrfa_2_gdf.csv", "--tables", "tables", "--map", "lower=2")
    done = basinsim("hydrology", "import", *arguments, "-o", "observed.nc", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert "upper                      1 x 0.500" in done.stdout
    record = read_record(folder / "observed.nc", date(1990, 1, 1), date(1990, 1, 5))
    np.testing.assert_allclose(record.inflow[0, 0], [43.2, 518.4], rtol=1e-6)
    done = basinsim("hydrology", "import", *arguments, "-o", "observed.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(
        read_series(folder / "observed.csv", "lower").numbers[0], record.inflow[0, :, 1], rtol=1e-5
    )


def test_problems_of_files_and_map_at_once_and_nothing_is_written(folder: Path) -> None:
    (folder / "other.csv").write_text("a,b\n", encoding="utf-8")
    done = basinsim(
        *("hydrology", "import", "nrfa_1_gdf.csv", "other.csv", "--tables", "tables"),
        *("--map", "lowr=2", "-o", "observed.nc"),
        cwd=folder,
    )
    assert done.returncode == 2
    assert "other.csv: is neither" in done.stderr
    assert "lowr: there is no such catchment; did you mean 'lower'?" in done.stderr
    assert not list(folder.glob("*observed*"))


def test_a_map_of_another_form(folder: Path) -> None:
    done = basinsim("hydrology", "import", "nrfa_1_gdf.csv", "--map", "lower", "-o", "x.nc", cwd=folder)
    assert done.returncode == 2
    assert "'lower' is not of the form CATCHMENT=STATION" in done.stderr
