"""What each case is like: facts of the register, and how wet it is."""

import pytest
from support.studies import BASIN, uncertain_basin, write_study

from basinsim.tradeoff.reading import load_study
from basinsim.tradeoff.robustness.conditions import conditions_table

KEY = "nodes.farm.amount"
HEAD = "key,value,unit,low,high,status,source,note\n"


@pytest.fixture
def study(tmp_path):
    """A farm of 8 Ml/d that may be one of 4 to 9, in three futures of two members."""
    basin = uncertain_basin(tmp_path, members=2) | {"name": BASIN["name"]}
    (tmp_path / "register.csv").write_text(
        HEAD + f"{KEY},8,Ml/d,4,9,assumption,assumption of this test,\n", encoding="utf-8"
    )
    futures = {"members": 2, "facts": {KEY: {"range": "register"}}, "sample": {"count": 2}}
    return load_study(write_study(tmp_path, basin=basin, futures=futures))


def test_a_fact_that_a_future_does_not_name_is_that_of_the_basin(study):
    table = conditions_table(study).set_index(["future", "member"])
    column = table[f"fact.{KEY} [Ml/d]"]
    assert column["reference"].tolist() == [8, 8]
    for future in study.futures[1:]:
        assert column[future.name].tolist() == [future.facts[KEY]] * 2


def test_wetness_is_a_share_of_the_mean_of_the_reference(study):
    table = conditions_table(study).set_index(["future", "member"])
    for name in ("winter_inflow", "summer_inflow", "lowest_inflow"):
        assert table.loc["reference", name].mean() == pytest.approx(1, abs=1e-5)
    assert not any(name.endswith("rain") for name in table)  # this basin knows only its inflow
