"""A horizon that is too large is refused with its size and a hint, unless it is forced."""

import re
from pathlib import Path
from typing import Any

import pytest
from foresight.command_line import call, days_of
from support.runs import write_case

import basinsim as bs
import basinsim.simulation.size
from basinsim.api import prepare
from basinsim.cli.main import main
from basinsim.errors import RunError
from basinsim.simulation.size import LARGEST, horizon_columns

BASIN = """
name: small
nodes:
  burn: {type: catchment, inflow: 5}
  loch: {type: reservoir, capacity: 40}
  town: {type: demand, sector: public, amount: 6}
  sea: {type: outlet}
links:
  - {from: burn, to: loch}
  - {from: loch, to: town}
  - {from: loch, to: sea}
"""
CENTURIES = {"start": "1801-01-01", "end": "2100-12-31"}


def status(*arguments: str | Path) -> int:
    """Run the program in this process; return its exit status."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return int(ended.value.code or 0)


def size_in(text: str) -> tuple[int, int]:
    """Return the steps and the columns that a text speaks of."""
    found = re.search(r"([\d,]+) steps together,? (?:make )?about ([\d,]+) columns", text)
    assert found, text
    steps, columns = (int(group.replace(",", "")) for group in found.groups())
    return steps, columns


@pytest.mark.parametrize(
    ("foresight", "steps"),
    [("full", 365), ({"window": 30, "advance": 7}, 30), ({"window": 999, "advance": 7}, 365)],
)
def test_check_prints_the_size(
    foresight: Any, steps: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status("check", write_case(tmp_path, BASIN, period=days_of(365), foresight=foresight)) == 0
    printed = capsys.readouterr().out
    assert "ok" in printed
    found, columns = size_in(printed)
    assert found == steps
    # A storage, three flows, an inflow, what is asked for and ten pieces of it are in every step at least; and
    # no more than as many again for what storages and overflow are divided into.
    assert 16 * steps < columns < 32 * steps


def test_check_prints_no_size_without_foresight(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("check", write_case(tmp_path, BASIN, period=days_of(365))) == 0
    assert "columns" not in capsys.readouterr().out


def test_too_large_a_horizon_is_refused_with_a_hint(tmp_path: Path) -> None:
    scenario = write_case(tmp_path, BASIN, period=CENTURIES, foresight="full")
    finished = call("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results")
    assert finished.returncode == 1
    steps, columns = size_in(finished.stderr)
    assert steps == 109_573  # days of 300 years
    assert columns > 1_000_000
    for word in ("week", "month", "window", "--force"):
        assert word in finished.stderr
    assert "Traceback" not in finished.stderr
    assert not (tmp_path / "results" / "scenario").exists()


def test_the_window_of_the_hint_is_small_enough(tmp_path: Path) -> None:
    refused = write_case(tmp_path, BASIN, period=CENTURIES, foresight="full")
    with pytest.raises(RunError) as caught:
        bs.run(refused)
    hint = re.search(r"window of at most ([\d,]+) steps", str(caught.value))
    assert hint
    window = int(hint[1].replace(",", ""))
    network, _, _ = prepare(bs.load_scenario(refused))
    assert horizon_columns(network, window) <= LARGEST < horizon_columns(network, window + 2)


@pytest.mark.parametrize("foresight", ["full", {"window": 10, "advance": 5}])
def test_force_tries_all_the_same(
    foresight: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(basinsim.simulation.size, "LARGEST", 100)
    scenario = write_case(tmp_path, BASIN, period=days_of(20), foresight=foresight)
    assert status("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results") == 1
    assert "more than 100" in capsys.readouterr().err
    assert status("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results", "--force") == 0
    assert bs.open_results(tmp_path / "results" / scenario.stem).dataset.sizes["time"] == 20
    assert status("check", scenario) == 0


def test_short_windows_of_a_long_period_are_not_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(basinsim.simulation.size, "LARGEST", 400)
    settings = {"period": days_of(60)}
    assert bs.run(write_case(tmp_path, BASIN, foresight={"window": 5, "advance": 5}, **settings))
    assert bs.run(write_case(tmp_path, BASIN, foresight="none", **settings))
    with pytest.raises(RunError, match="columns"):
        bs.run(write_case(tmp_path, BASIN, foresight="full", **settings))


def test_force_is_accepted_where_nothing_is_too_large(tmp_path: Path) -> None:
    scenario = write_case(tmp_path, BASIN, period=days_of(3))
    assert (
        status("run", scenario, "--no-figures", "--no-report", "-o", tmp_path / "results", "--force", "-q")
        == 0
    )
