"""Gauged against simulated flow, where years differ."""

import numpy as np
import pytest

from basinsim.hydrology.validation.regulated import GaugedFlow, as_table, compare_gauges

RUN_DAYS = np.arange(np.datetime64("2001-01-01"), np.datetime64("2003-01-01"))
GAUGED_DAYS = np.arange(np.datetime64("1971-01-01"), np.datetime64("1974-01-01"))


def _gauge(simulated: np.ndarray, observed: np.ndarray) -> GaugedFlow:
    return GaugedFlow("weir", "18003", RUN_DAYS, simulated, GAUGED_DAYS, observed)


def _lines(flow: GaugedFlow):
    return {line.statistic: line for line in compare_gauges([flow])}


def test_a_fifth_too_much_passes_and_a_third_does_not() -> None:
    observed = np.full(len(GAUGED_DAYS), 100.0)
    for factor, passes in ((1.2, True), (0.8, True), (1.33, False), (0.7, False)):
        lines = _lines(_gauge(np.full((len(RUN_DAYS), 1), 100.0 * factor), observed))
        assert lines["mean"].deviation == pytest.approx(factor - 1)
        assert lines["mean"].passes is passes
        assert lines["Q95"].passes is passes
        assert lines["Q50"].passes is None


def test_members_count_alike_and_gaps_not_at_all() -> None:
    observed = np.full(len(GAUGED_DAYS), 50.0)
    observed[100:400] = np.nan
    simulated = np.tile([40.0, 80.0], (len(RUN_DAYS), 1))
    lines = _lines(_gauge(simulated, observed))
    assert lines["mean"].simulated == pytest.approx(60)
    assert lines["mean"].observed == pytest.approx(50)
    assert lines["Mar mean"].observed == pytest.approx(50)


def test_what_a_short_run_cannot_tell_is_left_out() -> None:
    lines = _lines(_gauge(np.full((len(RUN_DAYS), 1), 3.0), np.full(len(GAUGED_DAYS), 3.0)))
    assert "annual 7-day minimum" in lines
    assert "third driest 24 months" not in lines  # two years are one stretch of 24 months


def test_a_river_that_ran_dry_has_no_relative_error() -> None:
    line = _lines(_gauge(np.ones((len(RUN_DAYS), 1)), np.zeros(len(GAUGED_DAYS))))["mean"]
    assert np.isnan(line.deviation)
    assert line.passes is False


def test_the_table_says_what_is_aimed_at() -> None:
    flow = _gauge(np.full((len(RUN_DAYS), 1), 130.0), np.full(len(GAUGED_DAYS), 100.0))
    table = as_table(compare_gauges([flow])).set_index("statistic")
    assert tuple(table.loc["mean", ["gauge", "station", "unit", "aim", "passes"]]) == (
        "weir",
        "18003",
        "Ml/d",
        "within 25%",
        "no",
    )
    assert table.loc["mean", "deviation_percent"] == pytest.approx(30)
    assert table.loc["Q70", "passes"] == ""
