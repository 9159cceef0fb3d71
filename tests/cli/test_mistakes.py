"""A sample of the mistakes of tests/schema, through the real command line."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli.program import basinsim, refused
from schema.mistakes import MISTAKES

BY_ID = {mistake.id: mistake for mistake in MISTAKES}

BY_CHECK = (
    "duplicate-key",
    "key-of-demand",
    "wrong-kind-of-unit",
    "missing-brace",
    "loop-without-storage",
    "not-utf-8",
)
BY_RUN = ("key-of-scenario", "non-numeric-cell", "basin-missing-file", "initial-without-results")


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *(("check", name) for name in BY_CHECK),
        ("run", BY_RUN[0]),
        *(pytest.param("run", name, marks=pytest.mark.slow) for name in BY_RUN[1:]),
    ],
)
def test_a_mistake_is_status_2_and_one_line(command: str, name: str, tmp_path: Path) -> None:
    # Called from the folder, so that files are named as the user named them.
    place = BY_ID[name].write(tmp_path).removeprefix(f"{tmp_path}/")
    done = basinsim(command, "scenario.yaml", cwd=tmp_path)
    refused(done, *BY_ID[name].message)
    first, *others = [line for line in done.stderr.splitlines() if not line.startswith("warning: ")]
    assert first.startswith(f"{place}: ")
    assert others == ["1 problem in 1 file"]
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("command", "name"), [("check", "nowhere.yaml"), ("check", "."), ("run", "nowhere.yaml"), ("show", ".")]
)
def test_a_file_that_is_none(command: str, name: str, tmp_path: Path) -> None:
    done = basinsim(command, name, cwd=tmp_path)
    refused(done, name, "folder" if name == "." else "no such file")
    assert list(tmp_path.iterdir()) == []


def test_a_run_of_no_file_waits_for_nothing_heavy(tmp_path: Path) -> None:
    """A mistyped name is told before solver, arrays and readers are loaded."""
    program = (
        "import sys; from basinsim.cli.main import main\n"
        "try: main(['run', 'nowhere.yaml'])\n"
        "except SystemExit as end: print(end.code, sorted({'numpy', 'pyomo', 'highspy', 'xarray'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "no such file" in done.stderr
    assert done.stdout.split() == ["2", "[]"]


def test_a_folder_with_a_yaml_name(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").mkdir()
    refused(basinsim("check", "scenario.yaml", cwd=tmp_path), "scenario.yaml: is a folder")
