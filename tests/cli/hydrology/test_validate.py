"""``basinsim hydrology validate`` and the weather's part of ``fit``, on a small folder of made-up observed series."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from cli.program import basinsim, refused

from basinsim.hydrology.rivers.model import load_gauge_model
from basinsim.hydrology.weather.tables import load_weather_model
from basinsim.shipped import shipped_folder

TABLES = shipped_folder() / "data" / "forth_valley" / "hydrology"
STATIONS = ("16003", "18001", "18002")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Series as if observed, made by the models themselves: whatever is compared must agree."""
    made = tmp_path_factory.mktemp("observed")
    weather = load_weather_model(TABLES).generate(date(1971, 1, 1), date(1995, 12, 31), [77], seed=3)
    rivers = load_gauge_model(TABLES)
    flow = rivers.rivers(weather).inflow[0] / rivers.areas
    for station in STATIONS:
        site = weather.sites.index(station)
        pd.DataFrame(
            {
                "date": weather.days.astype(str),
                "precip_mm": weather.rain[0, :, site].round(2),
                "temp_c": weather.temperature[0, :, site].round(2),
                "discharge_mm": flow[:, rivers.catchments.index(station)].round(3),
            }
        ).to_csv(made / f"{station}.csv", index=False)
    return made


@pytest.mark.slow
def test_series_made_by_the_models_agree_with_them(folder: Path, tmp_path: Path) -> None:
    done = basinsim(
        "hydrology", "validate", "--observed", folder, "--traces", "15", "-o", "out", cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 100
    assert "Natural flow: 1971-01-01 to 1995-12-31, 15 synthetic traces" in done.stdout
    table = pd.read_csv(tmp_path / "out" / "validation.csv", dtype={"station": str})
    flow = table[table["variable"] == "flow"]
    assert set(flow["station"]) == {"16003", "18001", "16003 18001", "all"}, "18002 is regulated: rain only"
    assert "18002" in set(table[table["variable"] == "rain"]["station"])
    # Simulated from the same weather with the same model: what is left is the rounding of the series.
    means = flow[flow["statistic"].isin(["mean", "Q95", "driest 12 months"])]
    np.testing.assert_allclose(means["simulated_from_observed_weather"], means["observed"], rtol=0.02)
    judged = table[table["passes"].isin(["yes", "no"])]
    # Twenty-five years of a month differ from its long mean by more than the 10 % aimed at about as often as not.
    assert (judged["passes"] == "yes").mean() > 0.6
    for name in ("validation_flow.png", "validation_rain.png"):
        assert (tmp_path / "out" / name).stat().st_size > 20_000


def test_a_folder_without_known_stations_is_refused(tmp_path: Path) -> None:
    (tmp_path / "99999.csv").write_text("date,precip_mm,temp_c,discharge_mm\n", encoding="utf-8")

    refused(
        basinsim("hydrology", "validate", "--observed", ".", cwd=tmp_path), "no series of a station", "18001"
    )
