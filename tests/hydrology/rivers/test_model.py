"""The rivers of a basin from its tables, and the tables it refuses."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from basinsim.errors import InputError, RunError
from basinsim.hydrology.record import WeatherRecord
from basinsim.hydrology.rivers.gauges import evapotranspiration_columns, read_gauges
from basinsim.hydrology.rivers.model import SPIN_UP_DAYS, load_gauge_model, load_river_model
from basinsim.hydrology.rivers.rainfall_runoff import ModelParameters, run
from basinsim.hydrology.rivers.snow import SnowParameters, through_snow
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"
CATCHMENTS = """catchment,area_km2,weather_site,rain_factor,donor
upper,10,hill,1.1,a
lower,20,plain,1,b
"""
PARAMETERS = """gauge,x1,x2,x3,x4,cold_memory,melt_factor,zone_spread,usual_snow
a,200,0.5,40,1.2,0.1,5,1,300
b,90,-0.3,20,2.1,0.2,4,2,150
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "catchments.csv").write_text(CATCHMENTS, encoding="utf-8")
    (tmp_path / "rainfall_runoff.csv").write_text(PARAMETERS, encoding="utf-8")
    cycle = "1.2,-1,-0.3,0,0,0,0,13,-5,-2,0,0,0,0"
    heading = ",".join(("site", *evapotranspiration_columns()))
    (tmp_path / "potential_evapotranspiration.csv").write_text(
        f"{heading}\nplain,{cycle}\nhill,{cycle}\n", encoding="utf-8"
    )
    return tmp_path


def _weather(members: int, days: int, sites: tuple[str, ...] = ("hill", "plain")) -> WeatherRecord:
    rng = np.random.default_rng(7)
    shape = (members, days, len(sites))
    rain = (rng.gamma(0.5, 8.0, shape) * (rng.random(shape) < 0.6)).astype(np.float32)
    return WeatherRecord(date(1991, 1, 1), sites, rain, rng.normal(8, 4, shape).astype(np.float32))


def test_flow_is_that_of_snow_and_the_rainfall_runoff_model_after_the_spin_up(folder: Path) -> None:
    weather = _weather(1, 900)
    record = load_river_model(folder).rivers(weather)
    assert record.catchments == ("upper", "lower")
    np.testing.assert_allclose(record.rain[0, :, 0], weather.rain[0, :, 0] * 1.1, rtol=1e-6)
    rain, potential, temperature = (
        np.concatenate([values[0, :SPIN_UP_DAYS, 1], values[0, :, 1]]).astype(float)[:, None]
        for values in (record.rain, record.potential_evapotranspiration, weather.temperature)
    )
    water = through_snow(SnowParameters(*(np.array([x]) for x in (0.2, 4, 2, 150))), rain, temperature).water
    assert (water > rain).any()  # it thaws
    alone = run(ModelParameters(*(np.array([x]) for x in (90, -0.3, 20, 2.1))), water, potential)
    np.testing.assert_allclose(record.inflow[0, :, 1], 20.0 * alone.flow[SPIN_UP_DAYS:, 0], rtol=1e-5)


def test_a_member_does_not_depend_on_the_others(folder: Path) -> None:
    model, weather = load_river_model(folder), _weather(170, 60)
    together = model.rivers(weather)
    last = WeatherRecord(weather.first_day, weather.sites, weather.rain[-1:], weather.temperature[-1:])
    np.testing.assert_array_equal(model.rivers(last).inflow[0], together.inflow[-1])
    assert together.inflow.dtype == np.float32


def test_weather_without_a_site_that_is_wanted(folder: Path) -> None:
    with pytest.raises(RunError, match=r"no site 'hill', whose rain upper takes; did you mean 'hills'"):
        load_river_model(folder).rivers(_weather(1, 30, ("hills", "plain")))


def test_problems_of_all_tables_at_once(folder: Path) -> None:
    (folder / "catchments.csv").write_text(
        CATCHMENTS.replace("20,plain,1,b", "-2,plan,1,c"), encoding="utf-8"
    )
    (folder / "rainfall_runoff.csv").write_text(PARAMETERS.replace("200", "soil"), encoding="utf-8")
    with pytest.raises(InputError) as raised:
        load_river_model(folder)
    told = [str(problem).replace(str(folder), "") for problem in raised.value.problems]
    assert told == [
        "/catchments.csv:3:1: area_km2: must be at least 1e-06, found -2",
        "/catchments.csv:3:1: weather_site: there is no 'plan'; did you mean 'plain'? (allowed: plain, hill)",
        "/rainfall_runoff.csv:2:1: x1: must be a number, found 'soil'",
    ]


def test_an_unknown_donor_names_the_nearest(folder: Path) -> None:
    (folder / "catchments.csv").write_text(CATCHMENTS.replace("1,b", "1,B"), encoding="utf-8")
    with pytest.raises(InputError, match=r":3:1: donor: there is no 'B'; did you mean 'b'\?"):
        load_river_model(folder)


def test_the_shipped_tables_cover_every_catchment_of_the_shipped_basin() -> None:
    from basinsim.loading import load_basin

    basin = load_basin(SHIPPED.parent / "basin.yaml").basin
    named = {name for name, node in basin.nodes.items() if node.type == "catchment"}
    model = load_river_model(SHIPPED)
    assert named <= set(model.catchments)


def test_no_shipped_donor_is_a_regulated_river() -> None:
    lines = (SHIPPED / "catchments.csv").read_text(encoding="utf-8").splitlines()
    donors = {line.split(",")[5] for line in lines if not line.startswith(("#", "catchment,"))}
    assert donors
    assert not donors & {"17001", "18002", "18003"}


def test_the_shipped_gauges_are_the_shipped_models_of_them() -> None:
    model = load_gauge_model(SHIPPED)
    assert {"16003", "17001", "18001", "18002", "18003", "18008"} <= set(model.catchments)
    donors = {gauge.name: gauge for gauge in read_gauges(SHIPPED / "gauges.csv")}
    for name in ("17001", "18002", "18003"):
        assert donors[name].influence == "regulated"
        assert donors[donors[name].donor].influence in ("natural", "effluent")
