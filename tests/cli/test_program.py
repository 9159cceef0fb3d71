"""The program as a whole: help, version, wrong commands, debug."""

import importlib.util
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from cli.program import LOADED, PROGRAM, basinsim, refused
from rules.rule_runs import every_rule
from schema.mistakes import MISTAKES
from support.runs import write_case

HEAVY = {
    "numpy",
    "pandas",
    "xarray",
    "pyomo",
    "highspy",
    "matplotlib",
    "pydantic",
    "scipy",
    "pint",
    "yaml",
    "rich",
    "h5py",
}


@pytest.mark.parametrize("name", LOADED)
def test_what_the_tests_of_commands_load_beforehand_is_there(name: str) -> None:
    """A process that starts others passes over what it cannot load: the tests would only become slow."""
    assert importlib.util.find_spec(name) is not None


def imports(words: list[str], folder: Path) -> tuple[set[str], str]:
    """Return the packages that a call loads, and what it prints."""
    program = f"import sys; from basinsim.cli.main import main; main({words})"
    command = [sys.executable, "-X", "importtime", "-c", program]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    found = {
        line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines() if "|" in line
    }
    assert "basinsim" in found
    return found, done.stdout


def test_help_names_the_commands_and_imports_nothing_heavy(tmp_path: Path) -> None:
    found, said = imports(["--help"], tmp_path)
    assert not found & HEAVY
    for name in ("run", "check", "show", "schema", "new"):
        assert re.search(rf"^  {name} +\w", said, re.MULTILINE), name


def test_check_loads_neither_what_runs_nor_what_reads_results(tmp_path: Path) -> None:
    write_case(tmp_path, every_rule([20.0] * 31), period={"start": "2001-01-01", "end": "2001-01-31"})
    found, said = imports(["check", "basin.yaml", "scenario.yaml"], tmp_path)
    assert said == "basin.yaml: ok\nscenario.yaml: ok\n"
    assert not found & (HEAVY - {"numpy", "pydantic", "yaml", "pint"})


@pytest.mark.parametrize(
    "words", [["-h"], ["--help"], ["run", "--help"], ["check", "-h"], ["schema", "-h"], ["new", "-h"]]
)
def test_help_of_commands(words: list[str], tmp_path: Path) -> None:
    done = basinsim(*words, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: basinsim")
    assert done.stderr == ""
    assert max(map(len, done.stdout.splitlines())) <= 100


def test_version(tmp_path: Path) -> None:
    done = subprocess.run([PROGRAM, "--version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"basinsim {version('basinsim')}\n", "")


@pytest.mark.parametrize(
    ("written", "meant"), [("chek", "check"), ("Run", "run"), ("shcema", "schema"), ("scenario", None)]
)
def test_an_unknown_command(written: str, meant: str | None, tmp_path: Path) -> None:
    done = basinsim(written, cwd=tmp_path)
    refused(done, f"'{written}'", f"did you mean '{meant}'?" if meant else "run, check")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run"], "SCENARIO"),
        (["check"], "FILE"),
        (["new"], "DIR"),
        (["schema"], "basin"),
        (["schema", "basins"], "basin"),
        (["run", "--outptu", "x", "a.yaml"], "--output"),
        (["run", "a.yaml", "-o"], "-o"),
        (["--verbose"], "--verbose"),
    ],
)
def test_a_wrong_command_line(words: list[str], said: str, tmp_path: Path) -> None:
    refused(basinsim(*words, cwd=tmp_path), said)
    assert list(tmp_path.iterdir()) == []


def test_without_a_command_it_shows_its_help(tmp_path: Path) -> None:
    done = basinsim(cwd=tmp_path)
    assert "Usage: basinsim" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["--debug", "check", "scenario.yaml"], ["check", "scenario.yaml", "--debug"]]
)
def test_debug_shows_where_wherever_it_stands(words: list[str], tmp_path: Path) -> None:
    mistake = next(mistake for mistake in MISTAKES if mistake.id == "key-of-scenario")
    mistake.write(tmp_path)
    done = basinsim(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" in done.stderr
    assert "did you mean 'step'?" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes of Unix")
def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"'{PROGRAM}' schema basin | true"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
