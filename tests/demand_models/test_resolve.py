"""Amounts on the steps of a run, from values and from models, as a file has them."""

from datetime import date
from typing import Literal

import numpy as np
import pytest
from demand_models.small_weather import record_of, surroundings
from formulation.compiled_rows import network_of

from basinsim.calendar import make_calendar
from basinsim.demand_models.interface import ComputedModel, Surroundings
from basinsim.demand_models.resolve import resolve_amount
from basinsim.demand_models.transfer import Transfer
from basinsim.schema.demand_model import DEMAND_MODELS, DemandModel, register
from basinsim.schema.values import Constant
from basinsim.simulation.inputs import collect_inputs

VALLEY = """
nodes:
  valley: {type: catchment, inflow: 100}
  town:
    type: demand
    sector: public
    amount:
      model: public_supply
      population: 60000
      household_use: 150 l/head/d
      leakage: 5
      dry_weather: {weather: valley, days: 1, starts_at: 1 mm, full_at: 2 mm, increase: 20 %}
    essential: {model: essential_needs, population: 60000}
  sea: {type: outlet}
links: [{from: valley, to: town}, {from: valley, to: sea}]
"""


def test_a_plain_value_is_as_ever() -> None:
    calendar = make_calendar(date(2001, 1, 1), date(2001, 1, 14), "week")
    assert resolve_amount(Constant(3.5), calendar, range(1)).tolist() == [[3.5, 3.5]]


def test_a_step_takes_the_mean_of_its_days() -> None:
    months = Transfer(flow=[10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120])
    calendar = make_calendar(date(2001, 1, 29), date(2001, 2, 5), "week")
    # 29, 30 and 31 January, four days of February; and 5 February alone
    assert resolve_amount(months, calendar, range(1))[0] == pytest.approx([(3 * 10 + 4 * 20) / 7, 20])


def test_a_basin_with_models() -> None:
    network = network_of(VALLEY)
    calendar = make_calendar(date(2001, 1, 1), date(2001, 1, 4), "2 days")
    record = record_of(np.zeros((2, 4)), np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 2.0, 1.5, 9.0]]))
    inputs, problems = collect_inputs(network, calendar, range(2), record)
    assert not problems
    # 9 Ml/d at home and 5 of leakage; in the dry member 0, 20, 10 and 20 % more at home
    assert inputs.series["amount"][:, :, 0] == pytest.approx(np.array([[14.0, 14.0], [14.9, 15.35]]))
    assert inputs.series["essential"][:, :, 0] == pytest.approx(
        np.array([[3.0, 3.0]] * len(inputs.series["essential"]))
    )


def test_a_basin_whose_models_have_no_weather() -> None:
    calendar = make_calendar(date(2001, 1, 1), date(2001, 1, 4), "day")
    _, problems = collect_inputs(network_of(VALLEY), calendar, range(1))
    assert [path for path, _ in problems] == [("nodes", "town", "amount")]
    assert "needs 'hydrology'" in problems[0][1]


def test_a_model_of_ones_own() -> None:
    try:

        @register
        class Snowmaking(ComputedModel):
            """Guns x a share of the winter."""

            model: Literal["snowmaking"] = "snowmaking"
            guns: int

            def daily(self, surroundings: Surroundings) -> np.ndarray:
                return np.full((1, len(surroundings.days)), 0.5 * self.guns)

        network = network_of(
            VALLEY.replace("model: public_supply", "model: snowmaking\n      guns: 6")
            .replace("      population: 60000\n      household_use: 150 l/head/d\n      leakage: 5\n", "")
            .replace(
                "      dry_weather: {weather: valley, days: 1, starts_at: 1 mm, full_at: 2 mm, increase: 20 %}\n",
                "",
            )
        )
        inputs, problems = collect_inputs(
            network, surroundings("2001-01-01", "2001-01-01").calendar, range(1)
        )
        assert (inputs.series["amount"].item(), problems) == (3.0, [])
    finally:
        DEMAND_MODELS.pop("snowmaking", None)


def test_parameters_without_a_way_to_compute() -> None:
    calendar = make_calendar(date(2001, 1, 1), date(2001, 1, 1), "day")
    with pytest.raises(TypeError, match="'idea' has parameters, but no way to compute"):
        resolve_amount(DemandModel(model="idea"), calendar, range(1))
