"""Less water for the town down the pipe, and another source for it."""

import pytest
from policies.lever_runs import exactly, misfits, series, under
from rules.rule_runs import river

from basinsim.schema.policy import read_policy

MONEY = {"capacity": 15, "energy": 400, "cost": "90 GBP/Ml"}


def lever(**keys) -> dict:
    return {"type": "reduced_export", "link": "pipe", "most": 30, **keys}


def test_without_a_replacement_the_town_is_short():
    results = under(river({}), lever())
    assert series(results, "delivered", "town") == exactly([30])
    assert "no sourced figure" in read_policy(lever()).sentence()


def test_the_replacement_comes_after_the_transfer_and_uses_energy():
    """50 asked, 30 sent, 15 replaced at 400 kWh/Ml; the rest of the source leaves the basin."""
    results = under(river({}), lever(replacement=MONEY))
    assert series(results, "delivered", "town") == exactly([45])
    wanting_less = under(river({}, town={"amount": 35}), lever(replacement=MONEY), days=2)
    assert series(wanting_less, "flow", "pipe") == exactly([30, 30])
    assert series(wanting_less, "flow", "town_replacement") == exactly([5, 5])
    energy = wanting_less.metrics.query("metric == 'works_energy' and group == 'town_replacement_works'")
    assert energy["value"].item() == pytest.approx(2 * 5 * 0.4)
    assert wanting_less.dataset.attrs["mass_balance_error"] < 1e-6


def test_only_below_a_storage():
    """600, less 10 released, 50 sent and 20 in: 560; below 58 % the pipe carries 30."""
    only = {"reservoirs": ["loch"], "storage": "58 %"}
    results = under(river({}), lever(only_below=only), days=3)
    assert series(results, "flow", "pipe") == exactly([50, 30, 30])


def test_a_pipe_that_carries_less_already_keeps_its_limit():
    basin = river({})
    basin["links"][2]["max_flow"] = 25
    assert series(under(basin, lever()), "flow", "pipe") == exactly([25])


def test_what_does_not_fit():
    assert misfits(river({}), lever(link="pip")) == [
        ("0.link", "there is no link 'pip'; did you mean 'pipe'?")
    ]
    assert misfits(river({}), lever(link="mouth")) == [("0.link", "leads to 'sea', which is no demand")]
    only = {"reservoirs": ["lock"], "storage": "58 %"}
    assert misfits(river({}), lever(only_below=only)) == [
        ("0.only_below.reservoirs.0", "there is no reservoir 'lock'; did you mean 'loch'?")
    ]
    twice = misfits(river({}), lever(), lever(replacement=MONEY))
    assert any("both 'reduced_export' and both act on 'pipe'" in message for _, message in twice)
