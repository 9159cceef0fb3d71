"""Results on disk: all of a run or nothing of it, and the same when opened again."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from support.runs import run_days

import basinsim as bs
from basinsim.errors import InputError, RunError
from basinsim.results.store import Results, write_together

BASIN: dict[str, Any] = {
    "name": "store",
    "nodes": {
        "spring": {"type": "catchment", "inflow": [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]},
        "loch": {"type": "reservoir", "capacity": 50, "initial": 20},
        "town": {"type": "demand", "sector": "public", "amount": 4},
        "nobody": {"type": "demand", "sector": "energy", "amount": 0},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "spring", "to": "loch"},
        *({"from": "loch", "to": to} for to in ("town", "nobody", "sea")),
    ],
}


@pytest.fixture(scope="module")
def results() -> Results:
    return run_days(BASIN, 5)


@pytest.fixture(scope="module")
def kept(results: Results, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save the results once, for all who only read them."""
    return results.save(tmp_path_factory.mktemp("kept") / "a")


@pytest.fixture
def copied(kept: Path, tmp_path: Path) -> Path:
    """Return a folder of results that may be changed."""
    return shutil.copytree(kept, tmp_path / "a")


def bytes_in(directory: Path) -> dict[str, bytes]:
    """Return all that lies in a folder, hidden or not."""
    return {
        str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()
    }


def test_opened_again_they_are_the_same(results: Results, tmp_path: Path) -> None:
    directory = results.save(tmp_path / "a")
    assert directory == tmp_path / "a"
    opened = bs.open_results(directory)
    xr.testing.assert_identical(opened.dataset, results.dataset)
    pd.testing.assert_frame_equal(opened.metrics, results.metrics, rtol=1e-9)
    assert opened.notes == results.notes
    xr.testing.assert_identical(bs.open_results(directory / "results.nc").dataset, results.dataset)


def test_two_files_and_nothing_else(results: Results, tmp_path: Path) -> None:
    results.save(tmp_path / "a")
    assert sorted(bytes_in(tmp_path)) == ["a/metrics.csv", "a/results.nc"]
    assert (tmp_path / "a").stat().st_mode & 0o055 == 0o055, "others may read it"


def test_the_names_of_the_metrics_file(results: Results, kept: Path) -> None:
    header, *rows = (kept / "metrics.csv").read_text(encoding="utf-8").splitlines()
    assert header == "scenario,member,metric,group,value,unit,direction"
    assert len(rows) == len(results.metrics) > 0
    assert {row.rsplit(",", 1)[1] for row in rows} <= {"max", "min"}


def test_xarray_opens_the_file_as_it_stands(kept: Path) -> None:
    with xr.open_dataset(kept / "results.nc") as dataset:
        assert dataset["storage"].dims == ("member", "time", "reservoir")
        assert dataset["storage"].attrs["units"] == "Ml"
        assert str(dataset["time"].to_numpy()[0])[:10] == "2001-01-01"
        assert dataset.attrs["Conventions"].startswith("CF-1")


def test_numbers_keep_all_their_digits(results: Results, tmp_path: Path) -> None:
    dataset = results.dataset.assign(storage=results.dataset["storage"] + np.pi)
    opened = bs.open_results(Results(dataset, results.metrics).save(tmp_path)).dataset
    assert (opened["storage"] == dataset["storage"]).all()


def test_an_earlier_run_is_replaced_and_other_files_stay(results: Results, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    results.save(tmp_path)
    later = run_days(BASIN, 3)
    later.save(tmp_path)
    assert bs.open_results(tmp_path).dataset.sizes["time"] == 3
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


def test_results_may_be_saved_over_the_ones_they_were_opened_from(results: Results, tmp_path: Path) -> None:
    opened = bs.open_results(results.save(tmp_path))
    opened.save(tmp_path)
    xr.testing.assert_identical(bs.open_results(tmp_path).dataset, results.dataset)


def no_space(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize(
    "writer", [(xr.Dataset, "to_netcdf"), (pd.DataFrame, "to_csv")], ids=["dataset", "metrics"]
)
def test_a_full_disk_leaves_the_earlier_results(
    writer: tuple[type, str],
    results: Results,
    copied: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = bytes_in(tmp_path)
    monkeypatch.setattr(*writer, no_space)
    with pytest.raises(RunError, match=r"No space left.*earlier ones are as they were"):
        results.save(copied)
    assert bytes_in(tmp_path) == before
    assert [path.name for path in tmp_path.rglob(".*")] == []


@pytest.mark.parametrize(
    "writer", [(xr.Dataset, "to_netcdf"), (pd.DataFrame, "to_csv")], ids=["dataset", "metrics"]
)
@pytest.mark.parametrize(
    "failure", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), ValueError("broken")], ids=repr
)
def test_a_first_run_that_fails_leaves_no_folder(
    failure: BaseException,
    writer: tuple[type, str],
    results: Results,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(*writer, fails)
    with pytest.raises((RunError, type(failure))):
        results.save(tmp_path / "new" / "deeper" / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_was_there_stays(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setattr(pd.DataFrame, "to_csv", no_space)
    with pytest.raises(RunError):
        results.save(tmp_path / "empty")
    assert (tmp_path / "empty").is_dir()


def test_a_file_where_the_folder_should_be(results: Results, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="cannot be written"):
        results.save(tmp_path / "a")
    with pytest.raises(RunError, match="cannot be written"):
        results.save(tmp_path / "a" / "b")
    assert bytes_in(tmp_path) == {"a": b"mine"}


def test_a_folder_where_a_file_should_be(copied: Path) -> None:
    (copied / "metrics.csv").unlink()
    (copied / "metrics.csv").mkdir()
    before = bytes_in(copied)
    with pytest.raises(RunError, match="cannot be written"):
        run_days(BASIN, 3).save(copied)
    assert bytes_in(copied) == before, "the dataset of one run beside the metrics of another"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(results: Results, tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(RunError, match="cannot be written"):
        results.save(tmp_path / "a")


INTERRUPTED_BETWEEN_THE_MOVES = """
import os, signal, sys, time
from pathlib import Path
import numpy as np
from basinsim.results.store import write_together

np.ones((300, 300)) @ np.ones((300, 300))  # numpy's own threads are there, as in any run
real, moved = os.replace, []

def replace(*names):
    real(*names)
    moved.append(names)
    if len(moved) == 1:
        os.kill(os.getpid(), getattr(signal, sys.argv[2]))
        time.sleep(0.2)

def interrupt(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGTERM, interrupt)
os.replace = replace
text = lambda path: path.write_text("new")
try:
    write_together(Path(sys.argv[1]), {"a": text, "b": text})
except KeyboardInterrupt:
    print("interrupted")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="signals of Unix")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interruption_between_the_moves_waits(name: str, tmp_path: Path) -> None:
    for file in ("a", "b"):
        (tmp_path / file).write_text("old", encoding="utf-8")
    command = [sys.executable, "-c", INTERRUPTED_BETWEEN_THE_MOVES, str(tmp_path), name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "interrupted\n", done.stderr
    assert bytes_in(tmp_path) == {"a": b"new", "b": b"new"}


def test_files_appear_together(tmp_path: Path) -> None:
    def look(path: Path) -> None:
        assert not (tmp_path / "a").exists()
        path.write_text("b", encoding="utf-8")

    write_together(tmp_path, {"a": lambda path: path.write_text("a", encoding="utf-8") and None, "b": look})
    assert bytes_in(tmp_path) == {"a": b"a", "b": b"b"}


@pytest.mark.parametrize(
    "content",
    [None, b"", b"not a dataset", b"\x89HDF\r\n\x1a\n" + b"\0" * 100],
    ids=["none", "empty", "text", "hdf"],
)
def test_what_are_no_results(content: bytes | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "results.nc").write_bytes(content)
    with pytest.raises(InputError, match=r"results"):
        bs.open_results(tmp_path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_results_cut_short(share: float, copied: Path) -> None:
    path = copied / "results.nc"
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(InputError, match="cannot be read as results"):
        bs.open_results(copied)


def test_a_dataset_of_another_kind_is_no_results(tmp_path: Path) -> None:
    xr.Dataset({"a": ("x", [1.0])}).to_netcdf(tmp_path / "results.nc", engine="h5netcdf")
    with pytest.raises(InputError, match="results"):
        bs.open_results(tmp_path)


def test_no_folder_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no results here"):
        bs.open_results(tmp_path / "nowhere")


def test_without_metrics_the_dataset_still_opens(results: Results, copied: Path) -> None:
    (copied / "metrics.csv").unlink()
    opened = bs.open_results(copied)
    assert opened.metrics.empty
    assert opened.dataset.sizes == results.dataset.sizes


def test_a_broken_metrics_file_is_told(copied: Path) -> None:
    (copied / "metrics.csv").write_bytes(b"")
    with pytest.raises(InputError, match="metrics"):
        bs.open_results(copied)
