"""Sums of models."""

import numpy as np
import pytest
from demand_models.small_weather import a_day, record_of, surroundings

from basinsim.demand_models.industry import Industry
from basinsim.demand_models.total import Sum

FARM = {
    "parts": [
        {"model": "livestock", "herds": {"ewe": 250_000}},
        {
            "model": "sum",
            "parts": [{"model": "industry", "full_use": 2.0}, {"model": "transfer", "flow": 3.0}],
        },
    ]
}


def test_parts_add_up() -> None:
    assert a_day(Sum(**FARM)) == pytest.approx(6.0)


def test_parts_of_one_row_and_of_many_add_up() -> None:
    rise = {"weather": "valley", "days": 1, "starts_at": 1.0, "full_at": 2.0, "increase": 0.5}
    farm = Sum(parts=[{"model": "transfer", "flow": 2.0, "dry_weather": rise}, *FARM["parts"]])
    record = record_of(np.zeros((2, 1)), np.array([[0.0], [9.0]]))
    assert farm.daily(surroundings("2001-01-01", "2001-01-01", record, members=2)).ravel() == pytest.approx(
        [8.0, 9.0]
    )
    assert list(farm.catchments()) == [(("parts", 0, "dry_weather", "weather"), "valley")]


def test_a_policy_reaches_every_part() -> None:
    def closed(model: object) -> object:
        return model.model_copy(update={"activity": 0.0}) if isinstance(model, Industry) else model

    farm = Sum(**FARM)
    assert a_day(farm.changed(closed)) == pytest.approx(4.0)
    assert a_day(farm) == pytest.approx(6.0)
