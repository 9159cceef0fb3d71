"""What is said where no cause can be named, and of whom and when it is asked."""

from datetime import date

import pytest
from support.runs import write_case
from why.days import asked_why, demand, river

import basinsim as bs
from basinsim.errors import InputError
from basinsim.why import words

BASIN = river(
    {"values": [60, 30, 28, 60]},
    {"town": demand(25, value=900), "farm": demand(10, 2, value=40)},
    [{"from": "weir", "to": "town"}, {"from": "weir", "to": "farm"}],
)
PERIOD = {"start": "2001-01-01", "end": "2001-01-04"}


@pytest.mark.parametrize(
    ("settings", "remark"),
    [
        ({"foresight": "full"}, "knew what was to come (foresight: full)"),
        (
            {"foresight": {"window": 2, "advance": 1}},
            "knew what was to come (foresight: window 2, advance 1)",
        ),
        ({"objective": "economic"}, "by value less cost, and not by priority (objective: economic)"),
    ],
    ids=["full", "window", "economic"],
)
def test_no_cause_is_named_that_cannot_be_known(tmp_path, settings, remark):
    found = asked_why(tmp_path, BASIN, "farm", period=PERIOD, **settings)
    assert remark in found.remark
    assert found.missing == pytest.approx(7)
    assert not found.effects
    assert not found.changes


def test_the_worst_shortage_is_asked_about_and_all_are_counted(tmp_path):
    found = asked_why(tmp_path, BASIN, "farm", period=PERIOD)
    assert (found.first, found.last) == (date(2001, 1, 3), date(2001, 1, 3))
    assert found.missing == pytest.approx(7)
    (episode,) = found.shortages.episodes
    assert (episode.first, episode.last, episode.steps) == (date(2001, 1, 2), date(2001, 1, 3), 2)
    assert episode.missing == pytest.approx(12)


def test_a_user_who_was_never_short(tmp_path):
    found = asked_why(tmp_path, BASIN, "town", period=PERIOD)
    assert found.first is None
    assert words.headline(found) == [
        "'town' got all it asked for in every step of this run: there is nothing to explain."
    ]


def test_a_day_within_a_longer_step(tmp_path):
    found = asked_why(
        tmp_path,
        river(30, {"town": demand(50)}, [{"from": "weir", "to": "town"}]),
        "town",
        "2001-01-10",
        period={"start": "2001-01-01", "end": "2001-01-20"},
        step="week",
    )
    assert (found.first, found.last, found.days) == (date(2001, 1, 8), date(2001, 1, 14), 7)
    assert found.missing == pytest.approx(140)
    assert found.changes[0].text == "with 20 Ml/d more water from 'hill'"


def test_the_scenario_is_found_from_the_folder_of_results(tmp_path, monkeypatch):
    """It lies in a folder beside that of the results; its name alone is in them."""
    (tmp_path / "scenarios").mkdir()
    path = write_case(tmp_path / "scenarios", BASIN, period=PERIOD)
    folder = bs.run(path).save(tmp_path / "results" / "scenario")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert bs.explain(folder, "farm").missing == pytest.approx(7)
    path.rename(path.with_name("other.yaml"))
    with pytest.raises(InputError, match="name its file with --scenario"):
        bs.explain(folder, "farm")


def test_of_results_at_hand_the_scenario_is_found_from_the_working_folder(tmp_path, monkeypatch):
    path = write_case(tmp_path, BASIN, period=PERIOD)
    results = bs.run(path)
    monkeypatch.chdir(tmp_path)
    assert bs.explain(results, "farm").missing == pytest.approx(7)


def test_a_member_of_an_ensemble(tmp_path):
    """The second member is the drier one: it has the worst shortage."""
    import numpy as np
    import xarray as xr

    inflow = xr.DataArray(
        np.array([[60.0, 30.0, 60.0, 60.0], [60.0, 27.0, 60.0, 60.0]]),
        {"time": np.arange("2001-01-01", "2001-01-05", dtype="datetime64[D]").astype("datetime64[ns]")},
        ("member", "time"),
        "hill",
        {"units": "Ml/d"},
    )
    inflow.to_dataset().to_netcdf(tmp_path / "inflow.nc", engine="h5netcdf")
    basin = river({"file": "inflow.nc", "variable": "hill"}, BASIN["nodes"], BASIN["links"][2:])
    basin["nodes"]["hill"] = {"type": "catchment", "inflow": {"file": "inflow.nc", "variable": "hill"}}
    found = asked_why(tmp_path, basin, "farm", period=PERIOD, members=2)
    assert (found.shortages.member, found.missing) == (1, pytest.approx(8))
    path = tmp_path / "scenario.yaml"
    folder = bs.run(path).save(tmp_path / "out")
    first = bs.explain(folder, "farm", "2001-01-02", member=0, scenario=path)
    assert first.missing == pytest.approx(5)
