"""Rivers answer to a changed climate in the sense and the size of earlier work with observed weather.

Earlier GR4J runs with observed weather of 1971 to 2015 gave for the median of RCP8.5 by 2070 a Q95 lower by
33 % at the Allan and 16 % at the Leny, a summer lower by 36 and 27 %, and a winter higher by 16 and 17 %.
"""

from datetime import date

import numpy as np
import pytest

from basinsim.hydrology.climate import apply_climate, load_climate
from basinsim.hydrology.rivers.model import load_gauge_model
from basinsim.hydrology.weather.tables import load_weather_model
from basinsim.shipped import shipped_folder

SHIPPED = shipped_folder() / "data" / "forth_valley" / "hydrology"


@pytest.fixture(scope="module")
def changes() -> dict[tuple[str, str], dict[str, np.ndarray]]:
    weather = load_weather_model(SHIPPED).generate(date(1971, 1, 1), date(1990, 12, 31), [0, 1], 11)
    model, factors = load_gauge_model(SHIPPED), load_climate(SHIPPED)
    at = [model.catchments.index(gauge) for gauge in ("18001", "18008")]
    months = weather.days.astype("datetime64[M]").astype(int) % 12

    def statistics(flow: np.ndarray) -> dict[str, np.ndarray]:
        return {
            "q95": np.quantile(flow, 0.05, axis=(0, 1)),
            "summer": flow[:, np.isin(months, [5, 6, 7])].mean(axis=(0, 1)),
            "winter": flow[:, np.isin(months, [11, 0, 1])].mean(axis=(0, 1)),
        }

    now = statistics(model.rivers(weather).inflow[:, :, at])
    found = {}
    for which in (("2030s", "central"), ("2070s", "central"), ("2070s", "low"), ("2070s", "high")):
        then = statistics(model.rivers(apply_climate(weather, factors[which])).inflow[:, :, at])
        found[which] = {name: 100 * (then[name] / now[name] - 1) for name in now}
    return found


def test_the_median_by_2070(changes: dict[tuple[str, str], dict[str, np.ndarray]]) -> None:
    found = changes["2070s", "central"]
    np.testing.assert_allclose(found["q95"], [-33, -16], atol=15)
    np.testing.assert_allclose(found["summer"], [-36, -27], atol=8)
    np.testing.assert_allclose(found["winter"], [16, 17], atol=5)


def test_low_flows_fall_further_with_time_and_with_dryness(
    changes: dict[tuple[str, str], dict[str, np.ndarray]],
) -> None:
    order = [("2030s", "central"), ("2070s", "central"), ("2070s", "high")]
    falls = np.stack([changes[which]["q95"] for which in order])
    assert (np.diff(falls, axis=0) < -3).all()
    assert (changes["2070s", "low"]["q95"] > changes["2070s", "central"]["q95"]).all()
