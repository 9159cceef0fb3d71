from dataclasses import replace

import numpy as np
import pytest

from basinsim.hydrology.validation.comparison import Variable, as_table, compare

DAYS = np.arange(np.datetime64("1971-01-01"), np.datetime64("1981-01-01"))


def _variable(**changes):
    rng = np.random.default_rng(1)
    cycle = 3 + np.cos(2 * np.pi * np.arange(len(DAYS)) / 365.25)

    def make(count):
        shared = rng.gamma(4.0, 0.25, (count, len(DAYS), 1))
        return cycle[:, None] * (0.8 * shared + 0.2 * rng.gamma(4.0, 0.25, (count, len(DAYS), 2)))

    made = Variable("flow", "mm/d", ("1", "2"), DAYS, make(1)[0], make(12), make(1)[0], (True, True))
    return replace(made, **changes)


def _lines(variable):
    return {(line.station, line.statistic): line for line in compare(variable)}


def test_traces_of_the_same_kind_meet_the_aims():
    lines = _lines(_variable())

    for station in ("1", "2"):
        assert lines[station, "mean"].passes
        assert lines[station, "standard deviation"].passes
        assert lines[station, "Q95"].passes
        assert lines[station, "Jan mean"].passes
        assert lines[station, "Q70"].passes is None
    assert lines["all", "error of the correlations"].passes
    assert lines["1 2", "correlation"].observed == pytest.approx(
        lines["1 2", "correlation"].generated, abs=0.05
    )


def test_traces_too_wet_by_a_tenth_miss_the_mean_and_the_weather_is_to_blame():
    plain = _variable()
    lines = _lines(replace(plain, generated=plain.generated * 1.1))

    assert lines["1", "mean"].passes is False
    assert lines["1", "mean"].deviation == pytest.approx(0.1, abs=0.03)
    assert lines["1", "mean"].cause == "the weather"


def test_where_observed_weather_gives_the_same_error_the_river_model_is_to_blame():
    plain = _variable()
    wet = replace(plain, generated=plain.generated * 1.1, simulated=plain.simulated * 1.1)

    assert _lines(wet)["1", "mean"].cause == "the river model"


def test_traces_of_unrelated_stations_miss_the_correlation():
    plain = _variable()
    generated = plain.generated.copy()
    generated[:, :, 1] = np.roll(generated[:, :, 1], 366, axis=1)

    assert _lines(replace(plain, generated=generated))["all", "error of the correlations"].passes is False


def test_a_drought_outside_the_band_is_missed():
    plain = _variable()
    observed = plain.observed.copy()
    observed[400:580] *= 0.1

    assert _lines(replace(plain, observed=observed))["1", "driest 6 months"].passes is False


def test_a_station_that_is_not_judged_has_no_aims():
    lines = _lines(_variable(judged=(True, False)))

    assert all(line.passes is None for (station, _), line in lines.items() if station == "2")


def test_days_without_an_observation_count_nowhere():
    plain = _variable()
    observed, generated = plain.observed.copy(), plain.generated.copy()
    observed[:1000, 0] = np.nan
    generated[:, :1000, 0] = 1e6

    line = _lines(replace(plain, observed=observed, generated=generated))["1", "mean"]
    assert line.generated < 10


def test_the_table_has_a_row_for_each_line():
    lines = compare(_variable())
    table = as_table(lines)

    assert len(table) == len(lines)
    assert set(table["passes"]) <= {"", "yes", "no"}
