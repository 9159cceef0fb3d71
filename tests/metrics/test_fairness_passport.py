"""A passport of two users, worked out by hand."""

import pytest
from metrics.small_datasets import steps, with_demands, with_members

from basinsim.metrics.fairness_passport import fairness_passport

MONTHS = steps(["2001-05-01", "2001-06-01"], "2001-07-01")


def read(dataset):
    table = fairness_passport(dataset).set_index(["group", "measure"])
    return lambda group, measure: table.loc[(group, measure)]


def test_a_town_and_a_farm():
    """Over 61 days: 8 asked for by the town and 2 by the farm; in June they get 6 and 0."""
    row = read(
        with_demands(
            MONTHS, {"town": 8, "farm": 2}, {"town": [8, 6], "farm": [2, 0]}, {"farm": "agriculture"}
        )
    )
    town, farm = 8 * 61, 2 * 61
    lost = 2 * 30
    estate = town + farm - 2 * lost
    assert row("town", "coverage")["mean"] == pytest.approx(1 - lost / town)
    assert row("farm", "coverage")["mean"] == pytest.approx(1 - lost / farm)
    assert row("farm", "worst_month")["mean"] == pytest.approx(0)
    assert row("town", "worst_month")["mean"] == pytest.approx(0.75)
    assert row("farm", "share_of_demand")["mean"] == pytest.approx(0.2)
    assert row("farm", "share_of_shortage")["mean"] == pytest.approx(0.5)
    assert row("farm", "above_proportional")["mean"] == pytest.approx((farm - lost - 0.2 * estate) / farm)
    # Equal awards give the farm all it asks for; equal losses are what happened.
    assert row("farm", "above_equal_awards")["mean"] == pytest.approx(-lost / farm)
    assert row("town", "above_equal_awards")["mean"] == pytest.approx(lost / town)
    assert row("farm", "above_equal_losses")["mean"] == pytest.approx(0, abs=1e-12)
    assert row("agriculture", "coverage")["mean"] == row("farm", "coverage")["mean"]


def test_the_range_over_members():
    dataset = with_demands(with_members(MONTHS, 3), {"town": 10}, {"town": [[10, 10], [5, 5], [0, 0]]})
    row = read(dataset)("town", "coverage")
    assert row[["mean", "p5", "p95"]].tolist() == pytest.approx([0.5, 0.05, 0.95])


def test_nobody_short_and_nobody_asking():
    table = fairness_passport(with_demands(MONTHS, {"town": 10, "idle": 0}, {"town": 10, "idle": 0}))
    assert set(table["group"]) == {"town", "public"}
    share = table.set_index(["group", "measure"])["mean"]
    assert share[("town", "share_of_shortage")] == 0
    assert share[("town", "above_proportional")] == pytest.approx(0)
