"""``basinsim hydrology validate --results``, on a small river whose flow is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cli.program import basinsim, refused

import basinsim as bs

BASIN = """\
name: One river
nodes:
  hill: {type: catchment, inflow: 100}
  weir: {type: gauge, station: "18003"}
  bridge: {type: gauge, station: "18011"}
  town: {type: demand, sector: public, amount: 40, priority: 1}
  sea: {type: outlet}
links:
  - {from: hill, to: bridge}
  - {from: bridge, to: weir}
  - {from: bridge, to: town}
  - {from: weir, to: sea}
"""
SCENARIO = """\
name: As it is
basin: basin.yaml
period: {start: 2001-01-01, end: 2001-12-31}
step: STEP
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that leaves 60 Ml/d at the weir, and a station that has measured 50 Ml/d there."""
    tmp_path = tmp_path_factory.mktemp("validate")
    (tmp_path / "basin.yaml").write_text(BASIN, encoding="utf-8")
    plain = BASIN.replace(', station: "18003"', "").replace(', station: "18011"', "")
    (tmp_path / "plain_basin.yaml").write_text(plain, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(
        SCENARIO.replace("STEP", "day").replace("basin.yaml", "plain_basin.yaml"), encoding="utf-8"
    )
    (tmp_path / "daily.yaml").write_text(SCENARIO.replace("STEP", "day"), encoding="utf-8")
    (tmp_path / "weekly.yaml").write_text(SCENARIO.replace("STEP", "week"), encoding="utf-8")
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "gauges.csv").write_text(
        "gauge,river,area_km2,influence,donor\n18003,Teith,20,natural,18003\n", encoding="utf-8"
    )
    days = pd.date_range("1971-01-01", "1972-12-31").strftime("%Y-%m-%d")
    observed = pd.DataFrame({"date": days, "precip_mm": 4.0, "temp_c": 8.0, "discharge_mm": 2.5})
    (tmp_path / "observed").mkdir()
    observed.to_csv(tmp_path / "observed" / "18003.csv", index=False)
    (tmp_path / "empty").mkdir()
    for name in ("daily", "weekly", "plain"):
        bs.run(tmp_path / f"{name}.yaml").save(tmp_path / "results" / name)
    return tmp_path


def _validate(folder: Path, run: str, *more: str, observed: str = "observed"):
    words = ("--results", f"results/{run}", "--observed", observed, "--tables", "tables")
    return basinsim("hydrology", "validate", *words, *more, cwd=folder)


def test_flow_below_an_abstraction_is_compared_with_its_station(folder: Path) -> None:
    done = _validate(folder, "daily", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "2 of 2 met" in done.stdout
    assert "No series of: bridge (18011)" in done.stdout
    table = pd.read_csv(folder / "out" / "validation_regulated.csv", dtype={"station": str})
    assert set(table["station"]) == {"18003"}
    mean = table.set_index("statistic").loc["mean"]
    assert (mean["observed"], mean["simulated"]) == pytest.approx((2.5 * 20, 60))
    np.testing.assert_allclose(mean["deviation_percent"], 20)
    assert (folder / "out" / "validation_regulated.png").stat().st_size > 10_000


def test_weekly_steps_are_refused(folder: Path) -> None:
    refused(_validate(folder, "weekly"), "more than a day")


def test_stations_without_series_are_named(folder: Path) -> None:
    refused(_validate(folder, "daily", observed="empty"), "no series of a station", "18003, 18011")


def test_a_basin_without_stations_is_refused(folder: Path) -> None:
    refused(_validate(folder, "plain"), "no gauge of its basin names the 'station'")
