"""The supply-demand balance, and what is said and written."""

from pathlib import Path

import pandas as pd
import pytest
from yields.two_yields import yields

from basinsim.yields.balance import balance_of_yields
from basinsim.yields.files import save_yields
from basinsim.yields.words import in_words


def test_outage_is_of_output_and_headroom_of_demand(tmp_path: Path) -> None:
    """12 Ml/d less 5 % outage are 11.4; 10 Ml/d and 8 % headroom are 10.8: 0.6 are left."""
    row = balance_of_yields(yields(tmp_path), outage=0.05, headroom=0.08).iloc[0]
    output = row["deployable_output"]
    assert output == pytest.approx(12, abs=0.02)
    assert row["water_available"] == pytest.approx(0.95 * output)
    assert row["target_headroom"] == pytest.approx(0.8)
    assert row["balance"] == pytest.approx(0.6, abs=0.02)


def test_the_words_say_what_the_tables_hold(tmp_path: Path) -> None:
    town, mill = yields(tmp_path)
    said = " ".join(in_words(town))
    assert f"{town.output.met:.4g} Ml/d is the largest demand of town met without ever failing" in said
    assert "with no emergency storage" in said
    assert f"{town.output.unmet:.4g} Ml/d was not" in said
    assert "Band" not in said
    assert "mill +" in said  # what the town's yield takes from the mill
    assert "without ever failing" in " ".join(in_words(mill))


def test_files(tmp_path: Path) -> None:
    found = yields(tmp_path)
    save_yields(found, balance_of_yields(found), tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "yield.csv",
        "yield_trials.csv",
        "supply_demand_balance.csv",
        "yield_town.png",
        "yield_mill.png",
    }
    table = pd.read_csv(tmp_path / "out" / "yield.csv").set_index("group")
    assert table.loc["town", "deployable_output"] == pytest.approx(found[0].output.met)
    assert table.loc["town", "firm_yield"] == pytest.approx(found[0].firm.met)
    trials = pd.read_csv(tmp_path / "out" / "yield_trials.csv")
    assert set(trials["group"]) == {"town", "mill"}
    assert (trials["multiple"] == 1.0).sum() == 2
