"""A run's dataset is the same whenever and wherever it is made, and says what to know."""

from datetime import date

import xarray as xr
from results.every_type import EVERY_TYPE
from support.runs import run_case, write_case

import basinsim as bs

PERIOD = {"start": "2004-01-01", "end": "2004-01-20"}


def test_two_runs_give_equal_datasets_and_metrics():
    one, other = (run_case(EVERY_TYPE, period=PERIOD) for _ in range(2))
    xr.testing.assert_identical(one.dataset, other.dataset)
    assert one.metrics.equals(other.metrics)
    assert one.notes == other.notes


def test_two_folders_give_equal_datasets(tmp_path):
    datasets = []
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
        datasets.append(bs.run(write_case(tmp_path / name, EVERY_TYPE, period=PERIOD)).dataset)
    xr.testing.assert_identical(*datasets)


def test_no_attribute_tells_the_time_or_the_place(tmp_path):
    results = bs.run(write_case(tmp_path, EVERY_TYPE, period=PERIOD))
    attributes = dict(results.dataset.attrs)
    for variable in results.dataset.variables.values():
        attributes |= {f"{variable.dims}{key}": value for key, value in variable.attrs.items()}
    for key, value in attributes.items():
        assert str(date.today()) not in str(value), key
        assert str(tmp_path) not in str(value), key
    assert not {"history", "date_created", "created"} & set(results.dataset.attrs)


def test_the_scenario_is_kept_as_it_was_written(tmp_path):
    path = write_case(tmp_path, EVERY_TYPE, period=PERIOD)
    assert bs.run(path).dataset.attrs["scenario_text"] == path.read_text(encoding="utf-8")


def test_notes_are_told_and_kept_in_the_file(tmp_path):
    basin = {
        "name": "notes",
        "nodes": {
            "hill": {"type": "catchment", "inflow": 10},
            "loch": {"type": "reservoir", "capacity": 5, "final": 4},
            "sea": {"type": "outlet"},
        },
        "links": [{"from": "hill", "to": "loch"}, {"from": "loch", "to": "sea", "max_flow": 3}],
    }
    results = run_case(basin)
    assert any("final" in note and "loch" in note for note in results.notes)
    assert any("verflow" in note and "loch" in note for note in results.notes)
    assert bs.open_results(results.save(tmp_path)).notes == results.notes


def test_steps_are_counted():
    results = run_case(EVERY_TYPE, period=PERIOD | {"warm_up": "5 days"})
    assert results.dataset.sizes["time"] == 15
    assert results.dataset.attrs["steps_allocated"] == 20
    assert 0 <= results.dataset.attrs["steps_proved_at_once"] <= 20
