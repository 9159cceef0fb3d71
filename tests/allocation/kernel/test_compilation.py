"""Compiled once: kept in the user's cache, the same for every basin, told before it happens."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.quick_runs import prepare

import basinsim
from basinsim.allocation.kernel import compilation
from basinsim.simulation.allocators import AllocatorOptions
from basinsim.simulation.initial import first_state
from basinsim.simulation.run import simulate


def user(*, store: bool = False):
    """river -> town and sea; with a store between them."""
    source = "store" if store else "river"
    nodes = {
        "river": {"type": "catchment", "inflow": 5},
        "town": {"type": "demand", "sector": "public", "amount": 9},
        "sea": {"type": "outlet"},
    }
    links = [{"from": source, "to": "town"}, {"from": source, "to": "sea"}]
    if store:
        nodes["store"] = {"type": "reservoir", "capacity": 10}
        links.append({"from": "river", "to": "store"})
    return {"name": "user", "nodes": nodes, "links": links}


def run(basin, members=1):
    network, inputs = prepare(basin, 2, members=members)
    return simulate(network, inputs, first_state(network, inputs), options=AllocatorOptions("batch", 1))


def test_one_compilation_serves_every_basin_and_number_of_members():
    run(user())
    block = compilation.compiled_span()
    run(user(store=True), members=7)
    assert len(block.signatures) == 1


def test_the_cache_is_the_users(monkeypatch, tmp_path):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(compilation, "user_cache_dir", lambda name: str(tmp_path / name))
    assert compilation.cache_directory().parent == tmp_path / "basinsim"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_cache_that_cannot_be_written_is_replaced_for_this_process(monkeypatch, tmp_path):
    tmp_path.chmod(0o500)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    directory = compilation.cache_directory()
    assert tmp_path not in directory.parents
    assert directory.is_dir()


def test_a_file_in_place_of_the_cache_is_no_hindrance(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    assert compilation.cache_directory().is_dir()


def test_an_empty_cache_is_told_of_and_a_full_one_is_not(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    told: list[str] = []
    compilation.compiled_span(told.append)
    assert told == ["compiling the batch kernel, once, about 30 s"]
    (compilation.cache_directory() / "kernel").mkdir()
    (compilation.cache_directory() / "kernel" / "span_steps.nbi").write_text("")
    compilation.compiled_span(told.append)
    assert len(told) == 1


def test_the_command_line_does_not_load_the_compiler():
    source = Path(basinsim.__file__).parents[1]
    code = "import sys, basinsim.cli.main, basinsim.api; print('numba' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(source)},
    )
    assert told.stdout.strip() == "False"


def test_what_is_on_disk_is_loaded_without_preparing_to_compile():
    """Numba's own functions for arrays, some hundred, are imported only by what compiles."""
    run(user())  # so that it is on disk
    code = (
        "import sys; sys.path[:0] = sys.argv[1:];"
        "from allocation.kernel.test_compilation import run, user; run(user());"
        "print('numba.np.arraymath' in sys.modules)"
    )
    tests = Path(__file__).parents[2]
    told = subprocess.run(
        [sys.executable, "-c", code, str(tests), str(Path(basinsim.__file__).parents[1])],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"
