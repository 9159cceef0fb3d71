"""The weather that a model is given, and what it is told where there is none."""

from dataclasses import replace

import numpy as np
import pytest
from demand_models.small_weather import record_of, surroundings

from basinsim.series.files import SeriesError

RECORD = record_of(np.arange(20.0).reshape(2, 10), np.ones((2, 10)), "2001-01-01")


def test_weather_from_the_first_day_of_the_record_to_the_last_of_the_run() -> None:
    found = surroundings("2001-01-03", "2001-01-06", RECORD, members=2).weather("valley")
    assert (str(found.days[0]), str(found.days[-1])) == ("2001-01-01", "2001-01-06")
    assert found.rain.tolist() == [[0, 1, 2, 3, 4, 5], [10, 11, 12, 13, 14, 15]]
    assert found.potential_evapotranspiration.shape == (2, 6)


def test_fewer_members_than_the_record_has() -> None:
    assert len(surroundings("2001-01-03", "2001-01-06", RECORD, members=1).weather("valley").rain) == 1


@pytest.mark.parametrize(
    ("record", "end", "members", "message"),
    [
        (None, "2001-01-06", 1, "the weather of 'valley': the basin or the scenario needs 'hydrology'"),
        (
            replace(RECORD, catchments=("vally",)),
            "2001-01-06",
            1,
            "no catchment 'valley'; did you mean 'vally'",
        ),
        (replace(RECORD, rain=None), "2001-01-06", 1, "holds flows only"),
        (
            RECORD,
            "2001-01-11",
            1,
            "covers 2001-01-01 to 2001-01-10, but the period is 2001-01-03 to 2001-01-11",
        ),
        (RECORD, "2001-01-06", 3, "has 2 members, but the scenario asks for 3"),
    ],
)
def test_weather_that_is_not_there(record: object, end: str, members: int, message: str) -> None:
    with pytest.raises(SeriesError, match=message):
        surroundings("2001-01-03", end, record, members).weather("valley")
