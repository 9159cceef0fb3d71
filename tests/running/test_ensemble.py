"""Many members: in blocks, by several processes, cut off and resumed, always with the same results."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from support.runs import write_case

import basinsim as bs
from basinsim.errors import RunError
from basinsim.running import blocks
from basinsim.running.ensemble import run_into
from basinsim.running.shards import Shards, unfinished_folder
from basinsim.running.workers import cluster, completed, local_processes

MEMBERS, DAYS = 7, 10
BASIN = """
name: many members
nodes:
  hill: {type: catchment, inflow: {file: inflow.nc, variable: hill}}
  loch: {type: reservoir, capacity: 100, initial: 50}
  town: {type: demand, sector: public, amount: 6, priority: 3, essential: {amount: 2, priority: 1}}
  farm: {type: demand, sector: agriculture, amount: 2, priority: 4}
  sea: {type: outlet}
links:
  - {from: hill, to: loch}
  - {from: loch, to: town}
  - {from: loch, to: farm}
  - {name: spill, from: loch, to: sea, spill: true}
"""


@pytest.fixture
def case(tmp_path):
    """Write a scenario whose members have random inflows, too little for most of them."""
    times = np.arange(np.datetime64("2001-01-01"), np.datetime64("2001-01-01") + DAYS)
    inflow = np.random.default_rng(3).gamma(0.6, 6.0, (MEMBERS, DAYS))
    xr.Dataset(
        {"hill": (("member", "time"), inflow)},
        coords={"member": np.arange(MEMBERS), "time": times.astype("datetime64[ns]")},
    ).to_netcdf(tmp_path / "inflow.nc", engine="h5netcdf")
    period = {"start": "2001-01-01", "end": str(times[-1])}
    return write_case(tmp_path, BASIN, period=period, members=MEMBERS)


@pytest.fixture
def small_blocks(monkeypatch):
    """Let two members fill a block."""
    monkeypatch.setattr(blocks, "_MOST_MEMBERS", 2)


@pytest.fixture
def small_parts(monkeypatch):
    """Let a block of four be put together one member at a time, and its steps go to disk by threes."""
    monkeypatch.setattr(blocks, "_MOST_MEMBERS", 4)
    monkeypatch.setattr(blocks, "_BYTES_OF_A_PART", 1)
    monkeypatch.setattr("basinsim.simulation.run.STEPS_A_STRETCH", 3)


def run_to(case: Path, directory: Path, **how) -> bs.Results:
    assert list(run_into([bs.load_scenario(case)], [directory], **how)) == [0]
    return bs.open_results(directory)


def same(one: xr.Dataset, other: xr.Dataset) -> None:
    xr.testing.assert_equal(one, other)
    # How a step was proved depends on what was solved before; what it gave does not.
    attributes = [
        {k: v for k, v in found.attrs.items() if k != "steps_proved_at_once"} for found in (one, other)
    ]
    assert attributes[0] == attributes[1]


def test_blocks_depend_on_the_size_of_the_scenario(case, monkeypatch):
    scenario = bs.load_scenario(case)
    assert blocks.blocks_of(scenario) == [range(MEMBERS)]
    assert blocks.parts_of(scenario, range(MEMBERS)) == [range(MEMBERS)]
    monkeypatch.setattr(blocks, "_MOST_MEMBERS", 3)
    assert blocks.blocks_of(scenario) == [range(2), range(2, 4), range(4, 7)]
    monkeypatch.setattr(blocks, "_BYTES_READ_BY_A_BLOCK", 1)
    assert blocks.blocks_of(scenario) == [range(i, i + 1) for i in range(MEMBERS)]
    monkeypatch.setattr(blocks, "_BYTES_OF_A_PART", 1)
    assert blocks.parts_of(scenario, range(4, 7)) == [range(4, 5), range(5, 6), range(6, 7)]


def test_with_foresight_a_block_is_one_part(case, monkeypatch):
    monkeypatch.setattr(blocks, "_BYTES_OF_A_PART", 1)
    scenario = bs.load_scenario(case)
    scenario = replace(scenario, settings=scenario.settings.model_copy(update={"foresight": "full"}))
    assert blocks.blocks_of(scenario) == [range(i, i + 1) for i in range(MEMBERS)]
    assert blocks.parts_of(scenario, range(2, 5)) == [range(2, 5)]


@pytest.mark.parametrize("how", ["small_blocks", pytest.param("small_parts", marks=pytest.mark.slow)])
def test_blocks_joined_in_memory_or_on_disk_are_one_run(case, tmp_path, request, how):
    whole = bs.run(case)
    whole.save(tmp_path / "whole")
    request.getfixturevalue(how)
    in_memory = bs.run(case)
    same(in_memory.dataset, whole.dataset)
    pd.testing.assert_frame_equal(in_memory.metrics, whole.metrics)
    on_disk = run_to(case, tmp_path / "blocks")
    same(on_disk.dataset, bs.open_results(tmp_path / "whole").dataset)
    metrics = [(tmp_path / name / "metrics.csv").read_bytes() for name in ("whole", "blocks")]
    assert metrics[0] == metrics[1]
    assert not unfinished_folder(tmp_path / "blocks").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("small_parts")
def test_a_block_of_which_a_part_is_missing_is_run_again(case, tmp_path, monkeypatch):
    whole = run_to(case, tmp_path / "whole")
    keep = Shards.keep
    monkeypatch.setattr(
        Shards, "keep", lambda self, number, _: keep(self, number, _) if number < 5 else stop()
    )

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run_into([bs.load_scenario(case)], [tmp_path / "again"]))
    assert len(list(unfinished_folder(tmp_path / "again").glob("*.nc"))) == 5
    monkeypatch.setattr(Shards, "keep", keep)
    done: list[int] = []
    again = run_to(case, tmp_path / "again", resume=True, progress=lambda _, steps, __: done.append(steps))
    assert min(done) == DAYS + 1  # the first of two blocks is not run again
    same(again.dataset, whole.dataset)


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_processes_give_what_one_gives(case, tmp_path):
    one = run_to(case, tmp_path / "one")
    several = run_to(case, tmp_path / "several", open_executor=lambda: local_processes(2))
    same(one.dataset, several.dataset)
    assert (tmp_path / "one" / "metrics.csv").read_bytes() == (
        tmp_path / "several" / "metrics.csv"
    ).read_bytes()


def cut_off(case: Path, directory: Path, after: int) -> None:
    """Run and stop as if killed after some blocks."""
    stopped = run_into(
        [bs.load_scenario(case)],
        [directory],
        progress=lambda _, done, __: (
            (_ for _ in ()).throw(KeyboardInterrupt) if done > after * DAYS else None
        ),
    )
    with pytest.raises(KeyboardInterrupt):
        list(stopped)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("after", [pytest.param(1, marks=pytest.mark.slow), 3])
def test_a_run_that_was_cut_off_is_resumed_where_it_stopped(case, tmp_path, after):
    whole = run_to(case, tmp_path / "whole")
    cut_off(case, tmp_path / "cut", after)
    kept = sorted(unfinished_folder(tmp_path / "cut").glob("*.nc"))
    assert len(kept) == after
    written = [path.stat().st_mtime_ns for path in kept]
    assert not (tmp_path / "cut" / "results.nc").exists()

    told = []
    resumed = run_to(case, tmp_path / "cut", resume=True, progress=lambda _, done, __: told.append(done))
    assert min(told) > after * DAYS  # what was done is not done again
    assert len(written) == after
    same(resumed.dataset, whole.dataset)
    assert not unfinished_folder(tmp_path / "cut").exists()


@pytest.mark.usefixtures("small_blocks")
def test_a_run_cut_off_before_its_first_block_leaves_nothing(case, tmp_path):
    cut_off(case, tmp_path / "cut", 0)
    assert sorted(path.name for path in tmp_path.glob("cut*")) == []


@pytest.mark.usefixtures("small_blocks")
def test_other_input_is_not_mixed_with_what_is_there(case, tmp_path):
    cut_off(case, tmp_path / "cut", 1)
    changed = (tmp_path / "basin.yaml").read_text().replace("amount: 6", "amount: 7")
    (tmp_path / "basin.yaml").write_text(changed)
    with pytest.raises(RunError, match="the input changed since"):
        list(run_into([bs.load_scenario(case)], [tmp_path / "cut"], resume=True))


@pytest.mark.usefixtures("small_blocks")
def test_there_may_be_nothing_to_resume(case, tmp_path):
    with pytest.raises(RunError, match="nothing to resume"):
        list(run_into([bs.load_scenario(case)], [tmp_path / "never"], resume=True))


def die_once(path: str) -> str:
    """Kill the process that does this, unless one was killed before."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def die_always(_: str) -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return "never"


@pytest.mark.slow
def test_the_work_of_a_lost_worker_is_done_again(tmp_path):
    tasks = [str(tmp_path / "killed")] * 3
    assert sorted(completed(die_once, tasks, lambda: local_processes(2))) == [
        (0, "done"),
        (1, "done"),
        (2, "done"),
    ]


@pytest.mark.slow
def test_workers_that_are_always_lost_are_told():
    with pytest.raises(RunError, match="enough memory"):
        list(completed(die_always, ["one"], lambda: local_processes(1)))


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_a_dask_cluster_gives_what_one_process_gives(case, tmp_path):
    distributed = pytest.importorskip("distributed")
    one = run_to(case, tmp_path / "one")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as local:
        there = run_to(case, tmp_path / "there", open_executor=lambda: cluster(local.scheduler_address))
    same(one.dataset, there.dataset)
    assert (tmp_path / "one" / "metrics.csv").read_bytes() == (
        tmp_path / "there" / "metrics.csv"
    ).read_bytes()


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_told():
    pytest.importorskip("distributed")
    with (
        pytest.raises(RunError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass
