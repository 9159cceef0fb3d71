"""Fronts of networks, worked out by hand, and what is left of them without foresight."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fronts.networks import A_YEAR, burn, loch

import basinsim as bs
from basinsim.fronts.exact import exact_front

TWO = ("value", "environmental_shortfall")


def test_the_corners_of_a_loch(tmp_path: Path) -> None:
    """110 Ml are missing: to the river, or 80 of them to barley at 3 GBP, and then 30 to berries at 8."""
    front = exact_front(loch(tmp_path), TWO)
    values = np.array([2400, 2400 - 80 * 3, 2400 - 80 * 3 - 30 * 8]) * A_YEAR
    missed = np.array([110, 30, 0]) / 40
    assert front.exact
    assert np.allclose(front.ideal, np.stack([values, missed], axis=1), rtol=1e-6, atol=1e-6)
    assert np.allclose(front.payoff, front.ideal[[0, -1]])
    # Prices of a megalitre in the river lie between those of the edges that meet: 3, and 8.
    assert front.weights[:, 0] == pytest.approx([1, 1, 1])
    assert front.weights[0, 1] < 3 < front.weights[1, 1] < 8 < front.weights[2, 1]


def test_without_foresight_nobody_beats_the_ideal_at_its_own_prices(tmp_path: Path) -> None:
    front = exact_front(loch(tmp_path), TWO)
    signs = np.array([-1 / A_YEAR, 40])  # back to what is minimised: GBP, and Ml
    for weights, ideal, simulated in zip(front.weights, front.ideal, front.simulated, strict=True):
        assert weights @ (simulated * signs) >= weights @ (ideal * signs) - 1e-4
    # In a dry spell of unknown length something is given too early at one of these prices at least.
    lost = ((front.simulated - front.ideal) * signs * front.weights).sum(axis=1)
    assert lost.max() > 10


def test_where_nothing_can_be_stored_there_is_nothing_to_know(tmp_path: Path) -> None:
    """The first three steps miss 60, 90 and 140 Ml.

    Farms first: the river misses 60 + 80 + 80, barley 10 + 40 and berries 20. Of what farms have, 70 are
    barley's at 3 GBP and 110 berries' at 8; then the river still misses 40, which are not there.
    """
    front = exact_front(burn(tmp_path), TWO)
    values = np.array([2400 - 50 * 3 - 20 * 8, 2090 - 70 * 3, 1880 - 110 * 8]) * A_YEAR
    missed = np.array([220, 150, 40]) / 40
    assert np.allclose(front.ideal, np.stack([values, missed], axis=1), rtol=1e-6, atol=1e-6)
    assert np.allclose(front.simulated, front.ideal, rtol=1e-6, atol=1e-6)


def test_three_objectives(tmp_path: Path) -> None:
    """What the river misses, and each farm: 110 Ml in all, of which barley can bear 80 and berries 120."""
    objectives = ("environmental_shortfall", "shortage: barley", "shortage: berries")
    front = exact_front(loch(tmp_path), objectives, points=5)
    assert not front.exact
    assert np.allclose(front.ideal.sum(axis=1) * 40, 110, atol=1e-4)
    assert front.ideal[:, 1].max() * 40 == pytest.approx(80, abs=1e-4)
    assert len(np.unique(front.ideal.round(6), axis=0)) == len(front.ideal) > 5


def test_an_environmental_flow_that_is_no_objective_comes_first(tmp_path: Path) -> None:
    """The river has its 80 Ml a step, so that farms miss all 110: 80 of barley first."""
    front = exact_front(loch(tmp_path), ("value", "shortage: berries"))
    assert front.ideal[0] == pytest.approx([(2400 - 80 * 3 - 30 * 8) * A_YEAR, 30 / 40], rel=1e-6)
    assert len(front.ideal) == 1  # nothing has to be traded


def test_what_came_first_and_is_missed_without_foresight_is_told(tmp_path: Path) -> None:
    """The river's flow comes first, and farms have 8 GBP/Ml: they take what the next step's river would need."""
    front = exact_front(loch(tmp_path), ("shortage: berries", "shortage: barley"), points=3)
    assert len(front.notes) == 1
    assert "What comes before this trade" in front.notes[0]
    # What farms have more than in the ideal, the river has less: the water is the same.
    gained = (front.ideal - front.simulated).sum(axis=1)
    assert gained.max() > 0.01
    assert f"{gained.max():.2g} Ml/d more" in front.notes[0]
    traded = exact_front(loch(tmp_path), TWO)
    assert not any("What comes before" in note for note in traded.notes)


def test_files_and_tables(tmp_path: Path) -> None:
    front = exact_front(loch(tmp_path), TWO)
    front.save(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "exact_front.csv",
        "exact_payoff.csv",
        "exact_front.png",
    }
    table = pd.read_csv(tmp_path / "out" / "exact_front.csv")
    assert len(table) == 6
    value = table[table["objective"] == "value"]
    assert np.allclose(value["cost_of_not_knowing"], value["ideal"] - value["simulated"], atol=1e-3)
    missed = table[table["objective"] != "value"]
    assert np.allclose(missed["cost_of_not_knowing"], missed["simulated"] - missed["ideal"], atol=1e-6)


def test_a_rougher_front_says_so(tmp_path: Path) -> None:
    front = exact_front(loch(tmp_path), TWO, points=2)
    assert not front.exact
    assert "more corners than these 2" in front.notes[0]


def test_every_mistake_is_told(tmp_path: Path) -> None:
    with pytest.raises(bs.InputError) as caught:
        exact_front(
            loch(tmp_path), ("profit", "shortage: barly", "environmental_shortfall: wier", "value"), member=3
        )
    for part in ("'profit'", "'barley'", "'weir'", "found 4", "no member 3"):
        assert part in str(caught.value)
    with pytest.raises(bs.InputError, match="are the same"):
        exact_front(loch(tmp_path), ("shortage: agriculture", "shortage: barley, berries"))
