"""What a notebook calls, and what importing it costs."""

import subprocess
import sys

import pandas as pd
import pytest
import xarray as xr
from support.runs import write_case

import basinsim as bs
from basinsim.shipped import shipped_folder

HEAVY = ("numpy", "scipy", "pandas", "xarray", "pyomo", "highspy", "matplotlib")
BASIN = """
name: small
nodes:
  hill: {type: catchment, inflow: 10}
  town: {type: demand, sector: public, amount: 12}
links: [{from: hill, to: town}]
"""


@pytest.fixture
def path(tmp_path):
    return write_case(tmp_path, BASIN, period={"start": "2001-01-01", "end": "2001-01-03"})


def test_load_run_and_open(path, tmp_path):
    scenario = bs.load_scenario(path)
    results = bs.run(scenario)
    assert isinstance(results.dataset, xr.Dataset)
    assert isinstance(results.metrics, pd.DataFrame)
    results.save(tmp_path / "results" / "scenario")
    opened = bs.open_results(tmp_path / "results" / "scenario")
    assert opened.dataset["delivered"].to_numpy() == pytest.approx(results.dataset["delivered"].to_numpy())
    assert opened.metrics["value"].to_numpy() == pytest.approx(results.metrics["value"].to_numpy())


@pytest.mark.parametrize(
    "as_what", [str, lambda path: path, bs.load_scenario], ids=["text", "path", "loaded"]
)
def test_a_scenario_runs_from_its_path_or_loaded(path, as_what):
    results = bs.run(as_what(path))
    assert results.dataset["delivered"].to_numpy().ravel() == pytest.approx([10, 10, 10])


def test_a_basin_is_loaded(path):
    loaded = bs.load_basin(path.parent / "basin.yaml")
    assert isinstance(loaded.basin, bs.Basin)
    assert set(loaded.basin.nodes) == {"hill", "town"}


def test_the_shipped_basin_and_scenario_load():
    scenario = bs.load_scenario(shipped_folder() / "scenarios" / "baseline.yaml")
    assert scenario.name == "Baseline"
    assert bs.load_basin(shipped_folder() / "data" / "forth_valley" / "basin.yaml").basin == scenario.basin


def test_progress_is_told_after_each_step(path):
    told = []
    bs.run(path, progress=lambda done, steps: told.append((done, steps)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_levels_of_a_horizon_are_told_as_parts_of_its_steps(tmp_path):
    basin = {
        "name": "levels",
        "nodes": {
            "hill": {"type": "catchment", "inflow": 5},
            "town": {"type": "demand", "sector": "public", "amount": 9, "priority": 3},
        },
        "links": [{"from": "hill", "to": "town"}],
    }
    period = {"start": "2001-01-01", "end": "2001-02-19"}
    told = []
    bs.run(
        write_case(tmp_path, basin, foresight="full", period=period),
        progress=lambda done, steps: told.append((done, steps)),
    )
    done, steps = zip(*told, strict=True)
    assert set(steps) == {50}
    assert list(done) == sorted(done)
    assert done[-1] == 50
    assert len(set(done)) > 4


def test_every_public_name_is_there():
    for name in bs.__all__:
        assert getattr(bs, name) is not None
    assert {"load_scenario", "load_basin", "run", "open_results", "InputError", "RunError"} <= set(bs.__all__)
    assert set(bs.__all__) <= set(dir(bs))


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="run_scenario"):
        bs.run_scenario  # noqa: B018 - asking for it is the test


def test_wrong_input_and_failed_runs_are_errors_of_basinsim(path):
    assert issubclass(bs.InputError, bs.BasinsimError)
    assert issubclass(bs.RunError, bs.BasinsimError)
    with pytest.raises(bs.InputError):
        bs.load_scenario(path.with_name("nowhere.yaml"))


def loaded_by(code: str) -> set[str]:
    """Return the heavy libraries that are loaded after some code, in an interpreter of its own."""
    ask = f"{code}\nimport sys\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    return set(told.stdout.split()) & set(HEAVY)


def test_importing_basinsim_loads_no_heavy_library():
    assert loaded_by("import basinsim") == set()


def test_loading_a_basin_loads_no_solver_and_no_figures(path):
    basin = str(path.parent / "basin.yaml")
    loaded = loaded_by(f"import basinsim.loading as loading; loading.load_basin({basin!r})")
    assert not loaded & {"pyomo", "highspy", "matplotlib"}


def test_running_loads_no_figures(path):
    assert "matplotlib" not in loaded_by(f"import basinsim; basinsim.run({str(path)!r})")
