"""A run that starts where another one ended."""

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from results.every_type import EVERY_TYPE
from simulation.small_runs import inputs_of, series
from support.runs import run_case, write_case

import basinsim as bs
from basinsim.errors import InputError
from basinsim.results.store import Results
from basinsim.simulation.initial import state_from_results

COMPARED = ("storage", "delivered", "gauge_flow", "return_underway", "licence_used", "energy")


def run_from(directory, earlier, basin=EVERY_TYPE, **settings):
    """Save an earlier run and start another from it."""
    earlier.save(directory / "earlier")
    return bs.run(write_case(directory, basin, initial="earlier", **settings))


def assert_continues(directory, basin, start, split, end, **settings):
    """Hold a run in two parts against the same run in one; ``split`` is the first day of the second part."""
    before = str(np.datetime64(split) - 1)
    whole = run_case(basin, period={"start": start, "end": end}, **settings)
    first = run_case(basin, period={"start": start, "end": before}, **settings)
    second = run_from(directory, first, basin, period={"start": split, "end": end}, **settings)
    rest = whole.dataset.sel(time=slice(split, None))
    for name in COMPARED:
        if name in whole.dataset:
            np.testing.assert_allclose(second.dataset[name], rest[name], atol=1e-6, err_msg=name)


def test_two_parts_equal_one_run(tmp_path):
    assert_continues(tmp_path, EVERY_TYPE, "2001-05-01", "2001-05-20", "2001-06-10")


def test_two_parts_equal_one_run_by_months(tmp_path):
    assert_continues(tmp_path, EVERY_TYPE, "2001-05-01", "2001-08-01", "2001-12-31", step="month")


TAKEN = """
name: taken
nodes:
  river: {type: catchment, inflow: 100}
  fork: {type: junction}
  town: {type: demand, sector: public, amount: 10}
  sea: {type: outlet}
links: [{from: river, to: fork}, {from: fork, to: town}, {from: fork, to: sea}]
licences: {supply: {applies_to: [town], annual: 95, year_start: 04-01}}
"""


def test_an_account_goes_on_in_the_same_year(tmp_path):
    """95 Ml a year at 10 Ml a day from 28 March: split in the new account year, on 5 April."""
    assert_continues(tmp_path, TAKEN, "2001-03-28", "2001-04-05", "2001-04-15")


def test_an_account_restarts_where_the_second_part_begins_with_the_account_year(tmp_path):
    assert_continues(tmp_path, TAKEN, "2001-03-20", "2001-04-01", "2001-04-15")


def test_one_member_starts_many(tmp_path):
    first = run_case(EVERY_TYPE, period={"start": "2001-05-01", "end": "2001-05-10"})
    results = run_from(tmp_path, first, members=3, period={"start": "2001-05-11", "end": "2001-05-12"})
    ended = first.dataset["storage"].isel(member=0, time=-1).to_numpy()
    assert results.dataset["start_storage"].to_numpy() == pytest.approx(np.array([ended] * 3))


def test_each_member_goes_on_where_it_ended():
    network, inputs = inputs_of(EVERY_TYPE, members=3)
    dataset = run_case(EVERY_TYPE, members=3).dataset
    dataset["storage"][:, -1, :] = [[1, 10], [2, 20], [3, 30]]
    state = state_from_results(dataset, network, inputs)
    assert state.storage.tolist() == [[1, 10], [2, 20], [3, 30]]
    assert state.licence_used.shape == (3, 1)
    assert state.returns_underway.shape == (3, 1)
    state.storage[0, 0] = 77
    assert dataset["storage"][0, -1, 0] == 1


def test_stores_are_matched_by_name():
    network, inputs = inputs_of(EVERY_TYPE)
    dataset = run_case(EVERY_TYPE).dataset
    turned = dataset.isel(reservoir=slice(None, None, -1))
    assert state_from_results(turned, network, inputs).storage == pytest.approx(
        state_from_results(dataset, network, inputs).storage
    )


def test_a_basin_with_less_than_there_was_takes_what_it_needs():
    """Only one of two reservoirs, no licence, no returns."""
    small = "{nodes: {pond: {type: reservoir, capacity: 30}}}"
    network, inputs = inputs_of(small, members=2)
    dataset = run_case(EVERY_TYPE).dataset
    state = state_from_results(dataset, network, inputs)
    assert state.storage == pytest.approx(
        dataset["storage"].sel(reservoir=["pond"]).isel(time=-1).to_numpy().repeat(2, 0)
    )
    assert state.licence_used.shape == state.returns_underway.shape == (2, 0)


def told(directory, dataset, **settings):
    """Return what is said about results that do not fit."""
    Results(dataset, pd.DataFrame(columns=["metric"])).save(directory / "earlier")
    with pytest.raises(InputError) as caught:
        bs.run(write_case(directory, EVERY_TYPE, initial="earlier", **settings))
    assert "scenario.yaml:1" in str(caught.value)
    return str(caught.value)


def test_a_missing_reservoir_is_named(tmp_path):
    assert "pond" in told(tmp_path, run_case(EVERY_TYPE).dataset.sel(reservoir=["loch"]))


def test_missing_licences_and_variables_are_named(tmp_path):
    dataset = run_case(EVERY_TYPE).dataset
    assert "storage" in told(tmp_path, dataset.drop_vars("storage"))


def test_missing_accounts_are_named(tmp_path):
    dataset = run_case(EVERY_TYPE).dataset
    assert "licence_used" in told(tmp_path, dataset.drop_vars("licence_used"))


def test_other_numbers_of_members_are_refused(tmp_path):
    said = told(tmp_path, run_case(EVERY_TYPE, members=2).dataset, members=3)
    assert "2 members" in said
    assert "3" in said


def test_no_results_at_all(tmp_path):
    with pytest.raises(InputError, match="results"):
        bs.run(write_case(tmp_path, EVERY_TYPE, initial="nowhere"))


def test_a_smaller_reservoir_overflows_at_once(tmp_path):
    """100 Ml stood in the loch; the raised sill was lowered, and 40 find room."""
    basin = {
        "name": "sill",
        "nodes": {"loch": {"type": "reservoir", "capacity": 100}, "sea": {"type": "outlet"}},
        "links": [{"from": "loch", "to": "sea", "max_flow": 25}],
    }
    first = run_case(basin)
    lower = basin | {"nodes": basin["nodes"] | {"loch": {"type": "reservoir", "capacity": 40}}}
    second = run_from(tmp_path, first, lower)
    assert series(second, "storage", "loch") == pytest.approx([40])
    assert series(second, "flow", "loch->sea") == pytest.approx([25])
    assert series(second, "overflow", "loch") == pytest.approx([35])


def test_the_start_is_kept_in_the_results(tmp_path):
    first = run_case(EVERY_TYPE, period={"start": "2001-05-01", "end": "2001-05-10"})
    second = run_from(tmp_path, first, period={"start": "2001-05-11", "end": "2001-05-12"})
    xr.testing.assert_allclose(
        second.dataset["start_storage"], first.dataset["storage"].isel(time=-1).drop_vars("time")
    )
