"""Published problems with known answers, written as YAML; one of them run by the command line."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from foresight.command_line import assert_terms_add_up, days_of, run_by_command_line
from support.runs import run_case

ECONOMIC = {"foresight": "full", "objective": "economic"}

LARSON = """
# Four reservoirs, two purposes, twelve periods. Larson (1968); Heidari, Chow, Kokotovic and Meredith
# (1971), Water Resources Research 7(2) 273-282; Wardlaw and Sharif (1999), Journal of Water Resources
# Planning and Management 125(1). Published optimum 401.3. Releases are worth what they make in the
# turbines; that of the last reservoir also what it irrigates.
name: four reservoirs
nodes:
  hill_1: {type: catchment, inflow: 2}
  hill_2: {type: catchment, inflow: 3}
  R1: {type: reservoir, capacity: 10, initial: 5, final: 5}
  R2: {type: reservoir, capacity: 10, initial: 5, final: 5}
  R3: {type: reservoir, capacity: 10, initial: 5, final: 5}
  R4: {type: reservoir, capacity: 15, initial: 5, final: 7}
  fields: {type: gauge}
  sea: {type: outlet}
links:
  - {from: hill_1, to: R1}
  - {from: hill_2, to: R2}
  - {name: r1, from: R1, to: R4, max_flow: 3,
     value: {values: [1.1, 1.0, 1.0, 1.2, 1.8, 2.5, 2.2, 2.0, 1.8, 2.2, 1.8, 1.4]}}
  - {name: r2, from: R2, to: R3, max_flow: 4,
     value: {values: [1.4, 1.1, 1.0, 1.0, 1.2, 1.8, 2.5, 2.2, 2.0, 1.8, 2.2, 1.8]}}
  - {name: r3, from: R3, to: R4, max_flow: 4,
     value: {values: [1.0, 1.0, 1.2, 1.8, 2.5, 2.2, 2.0, 1.8, 2.2, 1.8, 1.4, 1.1]}}
  - {name: r4, from: R4, to: fields, max_flow: 7,
     value: {values: [1.0, 1.2, 1.8, 2.5, 2.2, 2.0, 1.8, 2.2, 1.8, 1.4, 1.1, 1.0]}}
  - {name: irrigation, from: fields, to: sea,
     value: {values: [1.6, 1.7, 1.8, 1.9, 2.0, 2.0, 2.0, 1.9, 1.8, 1.7, 1.6, 1.5]}}
"""


def test_four_reservoirs_of_larson(tmp_path: Path) -> None:
    dataset, printed = run_by_command_line(tmp_path, LARSON, period=days_of(12), **ECONOMIC)
    assert dataset.attrs["objective_value"] == pytest.approx(401.3, abs=1e-6)
    assert_terms_add_up(dataset)
    ends = dataset["storage"].isel(member=0, time=-1)
    assert ends.sel(reservoir=["R1", "R2", "R3", "R4"]).values == pytest.approx([5, 5, 5, 7])
    assert float(dataset["overflow"].sum()) == pytest.approx(0, abs=1e-9)
    assert dataset.attrs["mass_balance_error"] < 1e-6
    # What is possible where everything is known is an upper bound, and is called so.
    assert "pper bound" in printed
    assert "pper bound" in dataset.attrs["notes"]


ROSENBERG = """
# One reservoir for hydropower and irrigation, six steps. github.com/dzeke/Blended-Near-Optimal-Tools,
# 6-ReservoirOperationProblem (BSD 3-clause), data as there; the optimum 51.6 is computed, not published.
name: reservoir lab
nodes:
  river: {type: catchment, inflow: {values: [2, 2, 3, 4, 3, 2]}}
  lake: {type: reservoir, capacity: 10, initial: 5, final: 5}
  turbine: {type: hydropower, head: 0, efficiency: 1}
  fork: {type: junction}
  A: {type: gauge}
  irrigation: {type: demand, sector: agriculture, amount: 100, value: {values: [1.0, 1.2, 1.9, 2.0, 2.2, 2.2]}}
  sea: {type: outlet}
links:
  - {from: river, to: lake}
  - {name: penstock, from: lake, to: turbine, max_flow: 4, value: {values: [1.6, 1.7, 1.8, 1.9, 2.0, 2.0]}}
  - {name: spillway, from: lake, to: fork, spill: true}
  - {from: turbine, to: fork}
  - {name: canal, from: fork, to: irrigation}
  - {name: at_A, from: fork, to: A, min_flow: 1}
  - {from: A, to: sea}
"""


def test_reservoir_lab_of_rosenberg() -> None:
    dataset = run_case(ROSENBERG, period=days_of(6), **ECONOMIC).dataset
    assert dataset.attrs["objective_value"] == pytest.approx(51.6, abs=1e-6)
    assert_terms_add_up(dataset)
    terms = dataset["objective_term"].isel(member=0)
    apart = {str(name): float(terms.sel(term=name)) for name in dataset["term"].values}
    assert apart["water delivered"] + apart["flow on links"] == pytest.approx(51.6, abs=1e-6)
    assert apart["water delivered"] > 0
    assert apart["flow on links"] > 0
    assert float(dataset["storage"].isel(member=0, time=-1).sel(reservoir="lake")) == pytest.approx(5)
    assert dataset["flow"].sel(link="at_A").values.min() >= 1 - 1e-9
    assert dataset["flow"].sel(link="penstock").values.max() <= 4 + 1e-9


USERS = {"U1": (6.0, -1.0), "U2": (7.0, -1.5), "U3": (8.0, -0.5)}
"""Benefit a x + c x2, as in Loucks and van Beek, Water Resource Systems Planning and Management, chapter 4."""


def three_users(water: float, piece: float) -> dict[str, Any]:
    """river(water) -> three users with a value curve in pieces that has the right sum at their ends."""

    def curve(a: float, c: float) -> list[list[float]]:
        edges = [i * piece for i in range(int(-a / (2 * c) / piece) + 1)]
        return [[piece, a + c * (one + other)] for one, other in pairwise(edges)]

    users = {
        name: {"type": "demand", "sector": "agriculture", "amount": 100, "value": curve(a, c)}
        for name, (a, c) in USERS.items()
    }
    return {
        "name": "three users",
        "nodes": {
            "river": {"type": "catchment", "inflow": water},
            "j": {"type": "junction"},
            **users,
            "sea": {"type": "outlet"},
        },
        "links": [
            {"from": "river", "to": "j"},
            *({"from": "j", "to": name} for name in users),
            {"from": "j", "to": "sea"},
        ],
    }


@pytest.mark.parametrize(
    ("water", "amounts", "marginal"),
    [pytest.param(6, [1, 1, 4], 4.0, marks=pytest.mark.slow), (10, [23 / 11, 19 / 11, 68 / 11], 20 / 11)],
    ids=["6 of water", "10 of water"],
)
def test_three_users_with_concave_benefits(water: float, amounts: list[float], marginal: float) -> None:
    """Optimum by hand from equal marginal benefit: 6 - 2x = 7 - 3y = 8 - z and x + y + z = water."""
    piece = 0.04
    dataset = run_case(three_users(water, piece), **ECONOMIC).dataset
    delivered = dataset["delivered"].isel(member=0, time=0).sel(demand=list(USERS)).values
    assert delivered == pytest.approx(amounts, abs=piece)
    assert delivered.sum() == pytest.approx(water)
    benefit = sum(a * x + c * x * x for (a, c), x in zip(USERS.values(), amounts, strict=True))
    if water == 6:
        assert benefit == pytest.approx(34.5)
    # Three pieces differ from the curve by at most |c| piece2 / 4 each.
    assert dataset.attrs["objective_value"] == pytest.approx(benefit, abs=3 * piece**2)
    assert_terms_add_up(dataset)
    price = float(dataset["shadow_price"].isel(member=0, time=0).sel(node="j"))
    assert price == pytest.approx(marginal, abs=3 * piece)
