from datetime import date
from pathlib import Path

import numpy as np

from basinsim.hydrology.weather.tables import load_weather_model

FOLDER = Path(__file__).parents[2] / "data" / "forth_valley" / "hydrology"


def test_the_shipped_generator_makes_weather_like_that_of_the_forth():
    model = load_weather_model(FOLDER)

    weather = model.generate(date(1971, 1, 1), date(2020, 12, 31), [0, 1], seed=1)

    annual = dict(zip(weather.sites, weather.rain.mean(axis=(0, 1)) * 365.25, strict=True))
    # Rain over these catchments as CAMELS-GB has it for 1970 to 2015 [mm a year].
    for site, expected in {"18008": 2374, "18003": 2133, "18001": 1499, "17005": 1049, "17003": 1236}.items():
        assert abs(annual[site] / expected - 1) < 0.08, (site, annual[site])
    assert np.isfinite(weather.temperature).all()
    assert (weather.temperature.mean(axis=(0, 1)) > 4).all()
    assert (weather.temperature.mean(axis=(0, 1)) < 10).all()


def test_the_tables_say_where_their_numbers_come_from():
    for path in FOLDER.glob("weather_*.csv"):
        head = path.read_text().split("\n", 4)
        assert head[0].startswith("# source: "), path.name
        assert any(line.startswith("# status: ") for line in head), path.name
