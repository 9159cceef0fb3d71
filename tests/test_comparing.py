"""Comparing from Python: tables of every run, files all or none."""

import pandas as pd
import pytest
from figures.two_years import two_years

import basinsim as bs
from basinsim.errors import InputError, RunError


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    root = tmp_path_factory.mktemp("runs")
    return [
        run.save(root / run.dataset.attrs["scenario"]) for run in (two_years(), two_years("river first", 1))
    ]


def test_folders_and_results_give_the_same(folders):
    from_files, from_memory = bs.compare(*folders), bs.compare(two_years(), two_years("river first", 1))
    for name in ("return_periods", "passports"):
        pd.testing.assert_frame_equal(
            getattr(from_files, name), getattr(from_memory, name), check_exact=False
        )
    pd.testing.assert_frame_equal(
        from_files.comparison.table, from_memory.comparison.table, check_exact=False, rtol=1e-6
    )


def test_what_is_written(folders, tmp_path):
    bs.compare(*folders).save(tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "comparison.csv",
        "return_periods.csv",
        "fairness_passports.csv",
        "price_of_fairness.csv",
        "heat_map.png",
        "parallel_axes.png",
        "trade_offs.png",
        "winners_and_losers.png",
        "report.html",
    }
    table = pd.read_csv(tmp_path / "out" / "comparison.csv")
    assert set(table["policy"]) == {"as it is", "river first"}
    passports = pd.read_csv(tmp_path / "out" / "fairness_passports.csv")
    assert set(passports["group"]) == {"town", "farm", "public", "agriculture"}
    periods = pd.read_csv(tmp_path / "out" / "return_periods.csv")
    assert (periods["years"] == 2).all()


def test_scarcity_without_a_published_threshold_is_counted_against_the_baselines_nature():
    def without_q95(run):
        dataset = run.dataset.assign(q95=run.dataset["q95"] * float("nan"))
        return bs.Results(dataset, run.metrics)

    found = bs.compare(without_q95(two_years()), without_q95(two_years("river first", 1)))
    assert "no Q95 for weir" in found.comparison.notes[0]
    table = found.comparison.table
    assert "days_below_q95" in set(table["metric"])


def test_what_cannot_be_compared(tmp_path):
    with pytest.raises(InputError, match="no results here"):
        bs.compare(tmp_path)
    with pytest.raises(RunError, match="no runs"):
        bs.compare()
