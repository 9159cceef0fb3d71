"""What is interrupted or fails leaves the earlier results as they were, and nothing half-written."""

import contextlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli.program import PROGRAM, Done, basinsim, refused

import basinsim as bs

if sys.platform == "win32":
    pytest.skip("signals, terminals and limits of Unix", allow_module_level=True)

import pty
import resource

BASIN = {
    "name": "long",
    "nodes": {
        "spring": {"type": "catchment", "inflow": 5},
        "loch": {"type": "reservoir", "capacity": 50, "initial": 20},
        "town": {"type": "demand", "sector": "public", "amount": 4},
        "sea": {"type": "outlet"},
    },
    "links": [
        {"from": "spring", "to": "loch"},
        {"from": "loch", "to": "town"},
        {"from": "loch", "to": "sea"},
    ],
}


def write(folder: Path, end: str) -> Path:
    (folder / "basin.yaml").write_text(json.dumps(BASIN), encoding="utf-8")
    scenario = {"name": "long", "basin": "basin.yaml", "period": {"start": "1901-01-01", "end": end}}
    (folder / "long.yaml").write_text(json.dumps(scenario), encoding="utf-8")
    return folder / "long.yaml"


def everything_in(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder, hidden or not, and all empty folders."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in folder.rglob("*")
    }


def run_until_it_steps(folder: Path, number: signal.Signals) -> tuple[int, str]:
    """Run as in a terminal, send a signal once the progress bar counts steps; return status and what it said."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [PROGRAM, "run", "--allocator", "highs", "long.yaml"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    said, sent, until = "", False, time.monotonic() + 120
    try:
        while process.poll() is None and time.monotonic() < until:
            said += _read(ours)
            if not sent and re.search(r"[1-9]\d*/\d{4}", said):
                process.send_signal(number)
                sent = True
        assert sent, said
        return process.wait(timeout=10), said + _read(ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read(terminal: int) -> str:
    if not select.select([terminal], [], [], 0.1)[0]:
        return ""
    try:
        return os.read(terminal, 65536).decode(errors="replace")
    except OSError:  # the other end is closed
        return ""


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_an_interrupted_run_leaves_the_earlier_results(number: signal.Signals, tmp_path: Path) -> None:
    bs.run(write(tmp_path, "1901-01-03")).save(tmp_path / "results" / "long")
    write(tmp_path, "2000-12-31")
    before = everything_in(tmp_path)
    status, said = run_until_it_steps(tmp_path, number)
    assert status == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    assert everything_in(tmp_path) == before


@pytest.mark.slow
def test_an_interrupted_first_run_leaves_no_folder(tmp_path: Path) -> None:
    write(tmp_path, "2000-12-31")
    status, _ = run_until_it_steps(tmp_path, signal.SIGINT)
    assert status == 130
    assert sorted(everything_in(tmp_path)) == ["basin.yaml", "long.yaml"]


@pytest.mark.slow
@pytest.mark.parametrize("whom", ["the program", "the terminal's programs"])
def test_interrupted_workers_stop_at_once_and_leave_nothing(whom: str, tmp_path: Path) -> None:
    scenario = write(tmp_path, "2000-12-31")
    (tmp_path / "other.yaml").write_text(scenario.read_text(encoding="utf-8"), encoding="utf-8")
    before = everything_in(tmp_path)
    command = [PROGRAM, "run", "--workers", "2", "long.yaml", "other.yaml"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        # The workers are starting or running by then; the end is the same.
        time.sleep(4)
        if whom == "the program":
            process.send_signal(signal.SIGTERM)
        else:
            os.killpg(process.pid, signal.SIGINT)
        said = "".join(process.communicate(timeout=10))
        assert process.returncode == 130
        assert "interrupted" in said
        assert "Traceback" not in said
        assert everything_in(tmp_path) == before
        assert gone_within(10, process.pid)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def gone_within(seconds: float, group: int) -> bool:
    """Say whether no process of a group is left; those that Python keeps for itself end a little after it."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def run_with_files_up_to(limit: int, folder: Path) -> Done:
    """Run where no file may grow beyond a limit: the nearest thing to a full disk."""
    return subprocess.run(
        [PROGRAM, "run", "long.yaml"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )


# The dataset is refused somewhere inside, and when it is closed; the metrics are smaller than either.
@pytest.mark.parametrize("limit", [pytest.param(10_000, marks=pytest.mark.slow), 30_000])
def test_a_full_disk_leaves_the_earlier_results(limit: int, tmp_path: Path) -> None:
    bs.run(write(tmp_path, "1901-01-03")).save(tmp_path / "results" / "long")
    assert (tmp_path / "results" / "long" / "results.nc").stat().st_size > 30_000
    write(tmp_path, "1901-01-05")
    before = everything_in(tmp_path)
    refused(
        run_with_files_up_to(limit, tmp_path), "results/long", "cannot be written", "as they were", status=1
    )
    assert everything_in(tmp_path) == before


@pytest.mark.slow
def test_a_full_disk_at_a_first_run_leaves_no_folder(tmp_path: Path) -> None:
    write(tmp_path, "1901-01-05")
    done = run_with_files_up_to(10_000, tmp_path)
    refused(done, "cannot be written", status=1)
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert sorted(everything_in(tmp_path)) == ["basin.yaml", "long.yaml"]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    write(tmp_path, "1901-01-05")
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    done = basinsim("run", "long.yaml", "-o", "taken", cwd=tmp_path)
    refused(done, "taken", "cannot be written", status=1)
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
