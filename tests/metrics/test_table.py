"""The table of metrics, in memory and in ``metrics.csv``."""

import numpy as np
import pandas as pd
import pytest
from metrics.small_datasets import days, with_demands, with_members
from support.runs import run_case

from basinsim.metrics.registry import METRICS
from basinsim.metrics.table import metric_table

COLUMNS = ["scenario", "member", "metric", "group", "value", "unit", "direction"]

BASIN = """
name: small
nodes:
  hill: {type: catchment, inflow: 30}
  loch: {type: reservoir, capacity: 100, initial: 50}
  turbine: {type: hydropower, head: 10 m, efficiency: 0.8, value: 60 GBP/MWh}
  weir: {type: gauge, environmental_flow: {amount: 40, priority: 1}, q95: 30}
  plant: {type: works, energy: 100 kWh/Ml, carbon: 0.34 kg/m3}
  town: {type: demand, sector: public, amount: 20, priority: 2, essential: 5, community: town}
  farm: {type: demand, sector: agriculture, amount: 3, priority: 3}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {name: release, from: loch, to: turbine, min_flow: 5}
  - {from: turbine, to: weir}
  - {from: weir, to: sea}
  - {name: pump, from: weir, to: plant, energy: 200 kWh/Ml}
  - {from: plant, to: town}
  - {from: weir, to: farm}
communities:
  town: {population: 1000, deprived_share: 0.2}
rules:
  drought:
    type: drought_stages
    reservoirs: [loch]
    stages: [{name: alert, enter: 50 %, leave: 60 %, savings: {public: 10 %}}]
"""


def test_columns_as_the_interface_has_them():
    table = metric_table(with_demands(days(2), {"town": 10}, {"town": 5}))
    assert table.columns.tolist() == COLUMNS
    assert len(table)


def test_an_empty_dataset_gives_an_empty_table_with_columns():
    table = metric_table(days(2))
    assert table.empty
    assert table.columns.tolist() == COLUMNS


def test_one_row_for_each_member_metric_and_group():
    table = metric_table(
        with_demands(with_members(days(3), 4), {"town": 10, "mill": 3}, {"town": 5, "mill": 3})
    )
    assert not table.duplicated(["member", "metric", "group"]).any()
    counts = table.groupby(["metric", "group"]).size()
    assert (counts == 4).all()


def test_no_zero_has_a_sign():
    table = metric_table(with_demands(days(2), {"town": 10}, {"town": -0.0}))
    zeros = table["value"][table["value"] == 0]
    assert len(zeros)
    assert not np.signbit(zeros).any()


def test_units_and_directions_come_from_the_registry():
    table = metric_table(with_demands(days(2), {"town": 10}, {"town": 5}))
    assert set(table["direction"]) <= {"max", "min"}
    for row in table.itertuples():
        assert (row.unit, row.direction) == (METRICS[row.metric].unit, METRICS[row.metric].direction)


def test_a_run_has_every_metric_and_writes_the_same_table(tmp_path):
    results = run_case(BASIN, period={"start": "2001-01-01", "end": "2001-12-31"})
    assert set(results.metrics["metric"]) == set(METRICS)
    assert set(results.metrics["scenario"]) == {"case"}
    assert results.metrics["value"].notna().all()
    results.save(tmp_path)
    text = (tmp_path / "metrics.csv").read_text(encoding="utf-8")
    assert text.splitlines()[0] == "scenario,member,metric,group,value,unit,direction"
    written = pd.read_csv(tmp_path / "metrics.csv", keep_default_na=False)
    assert written["value"].to_numpy() == pytest.approx(
        results.metrics["value"].to_numpy(), rel=1e-9, abs=1e-12
    )
    for column in ("scenario", "member", "metric", "group", "unit", "direction"):
        assert written[column].tolist() == results.metrics[column].tolist()


def test_a_basin_without_any_demand_has_a_table():
    basin = BASIN.replace(
        "  town: {type: demand, sector: public, amount: 20, priority: 2, essential: 5, community: town}\n"
        "  farm: {type: demand, sector: agriculture, amount: 3, priority: 3}\n",
        "",
    )
    basin = basin.replace("  plant: {type: works, energy: 100 kWh/Ml, carbon: 0.34 kg/m3}\n", "")
    basin = basin[: basin.index("  - {name: pump")]
    results = run_case(basin)
    assert "volumetric_reliability" not in set(results.metrics["metric"])
    assert {"worst_storage", "energy", "minimum_flow_days_missed"} <= set(results.metrics["metric"])
    assert results.metrics["value"].notna().all()
