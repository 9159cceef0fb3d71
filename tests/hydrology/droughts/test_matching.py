"""The years nearest to a drought are found where they were put."""

import numpy as np
import pytest

from basinsim.hydrology.droughts.deficits import Deficit
from basinsim.hydrology.droughts.matching import nearest_matches

MONTHS = np.datetime64("1971-01", "M") + np.arange(600)
GAUGES = ("a", "b")


def test_a_drought_hidden_in_an_ensemble_is_found() -> None:
    flow = np.random.default_rng(3).normal(10.0, 0.1, (5, 600, 2))
    at = int((np.datetime64("1996-08", "M") - MONTHS[0]).astype(int))
    flow[3, at - 5 : at + 1, 0] *= 0.4
    flow[3, at - 5 : at + 1, 1] *= 0.7
    august = np.datetime64("1976-08", "M")
    deficits = [Deficit("a", 6, august, 40.0), Deficit("b", 6, august, 70.0)]
    matches = nearest_matches(deficits, GAUGES, MONTHS, flow, 2)
    assert (matches[0].member, matches[0].year_offset) == (3, 20)
    assert matches[0].percents == pytest.approx((40.0, 70.0), abs=1.0)
    assert matches[0].distance < 1.0
    assert matches[1].member != 3
    assert matches[1].distance > 20.0


def test_offsets_keep_leap_days_and_leave_years_before_the_drought() -> None:
    flow = np.random.default_rng(3).normal(10.0, 1.0, (30, 600, 2))
    deficits = [Deficit("a", 24, np.datetime64("1973-08", "M"), 60.0)]
    for match in nearest_matches(deficits, GAUGES, MONTHS, flow, 30):
        assert match.year_offset % 4 == 0
        assert 1971 + 3 <= 1973 + match.year_offset <= 2020
