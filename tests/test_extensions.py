"""Parts of a basin that a scenario switches on."""

from pathlib import Path

import numpy as np
import pytest
from schema.mistakes.extension import MILL, WITH_MILL
from schema.two_lochs import SCENARIO, write_two_lochs

import basinsim as bs
from basinsim.errors import InputError
from basinsim.schema.values import SeriesFile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The two lochs with a mill that can be switched on, in a folder of its own."""
    write_two_lochs(tmp_path)
    (tmp_path / "parts").mkdir()
    named = WITH_MILL.replace("mill.yaml", "parts/mill.yaml, other: parts/other.yaml")
    (tmp_path / "basin.yaml").write_text(named, encoding="utf-8")
    (tmp_path / "parts" / "mill.yaml").write_text(MILL, encoding="utf-8")
    other = "communities: {hamlet: {population: 40}}\nlicences: {lade: {applies_to: [turbine], daily: 280}}\n"
    (tmp_path / "parts" / "other.yaml").write_text(other, encoding="utf-8")
    return tmp_path


def scenario(folder: Path, more: str) -> Path:
    path = folder / "more.yaml"
    path.write_text(SCENARIO + more, encoding="utf-8")
    return path


def test_without_being_switched_on_nothing_is_there(folder: Path) -> None:
    plain = bs.load_scenario(folder / "scenario.yaml").basin
    assert "mill" not in plain.nodes
    assert set(plain.extensions) == {"mill", "other"}


def test_what_is_switched_on_is_added_and_nothing_changed(folder: Path) -> None:
    plain = bs.load_basin(folder / "basin.yaml").basin
    more = bs.load_basin(folder / "basin.yaml", ["mill", "other"]).basin
    assert {name: more.nodes[name] for name in plain.nodes} == plain.nodes
    assert set(more.nodes) - set(plain.nodes) == {"mill", "mill_burn"}
    assert more.links[: len(plain.links)] == plain.links
    assert [link.label for link in more.links[len(plain.links) :]] == ["mill_burn->weir", "mill_lade"]
    assert set(more.communities) == {"town", "hamlet"}
    assert set(more.licences) == {*plain.licences, "lade"}


def test_a_scenario_runs_with_what_it_switches_on(folder: Path) -> None:
    results = bs.run(scenario(folder, "extensions: [mill]\n")).dataset
    assert np.allclose(results["delivered"].sel(demand="mill"), 3)
    assert np.allclose(results["flow"].sel(link="mill_burn->weir"), 9)
    assert "mill" not in bs.run(folder / "scenario.yaml").dataset["demand"]


def test_what_is_read_is_hashed(folder: Path) -> None:
    before = bs.run(scenario(folder, "extensions: [mill]\n")).dataset.attrs["inputs_sha256"]
    mill = folder / "parts" / "mill.yaml"
    mill.write_text(MILL.replace("max_flow: 4", "max_flow: 5"), encoding="utf-8")
    assert bs.run(folder / "more.yaml").dataset.attrs["inputs_sha256"] != before


def test_a_policy_may_name_what_is_switched_on(folder: Path) -> None:
    path = scenario(folder, "")
    text = path.read_text(encoding="utf-8").replace("{farms: 4}", "{mill: 2}")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"policies\[0\].set.mill"):
        bs.load_scenario(path)
    path.write_text(text + "extensions: [mill]\n", encoding="utf-8")
    assert bs.load_scenario(path).basin.nodes["mill"].priority == 2


def test_files_count_from_the_file_that_names_them(folder: Path) -> None:
    mill = folder / "parts" / "mill.yaml"
    named = MILL.replace("inflow: 12", "inflow: {file: burn.csv, column: burn}")
    mill.write_text(named, encoding="utf-8")
    (folder / "parts" / "burn.csv").write_text(
        (folder / "inflow.csv").read_text(encoding="utf-8").replace("upper", "burn"), encoding="utf-8"
    )
    loaded = bs.load_scenario(scenario(folder, "extensions: [mill]\n"))
    inflow = loaded.basin.nodes["mill_burn"].inflow
    assert isinstance(inflow, SeriesFile)
    assert inflow.path.samefile(folder / "parts" / "burn.csv")
    assert bs.run(loaded).dataset.attrs["mass_balance_error"] < 1e-6


def test_bare_numbers_are_in_the_units_of_the_basin(folder: Path) -> None:
    basin = folder / "basin.yaml"
    text = basin.read_text(encoding="utf-8").replace("flow: Ml/d", "flow: m3/s")
    basin.write_text(text, encoding="utf-8")
    mill = bs.load_basin(basin, ["mill"]).basin.nodes["mill"]
    assert mill.amount.number == pytest.approx(3 * 86.4)


def test_mistakes_of_all_files_are_told_together(folder: Path) -> None:
    basin, mill = folder / "basin.yaml", folder / "parts" / "mill.yaml"
    text = basin.read_text(encoding="utf-8").replace("spill: true", "spil: true")
    basin.write_text(text, encoding="utf-8")
    mill.write_text(MILL.replace("max_flow", "maxflow").replace("to: weir", "to: wier"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        bs.load_scenario(scenario(folder, "extensions: [mill, otter]\nmember: 2\n"))
    told = [(Path(problem.place.file).name, problem.key) for problem in caught.value.problems]
    assert sorted(told) == [
        ("basin.yaml", "links[3].spil"),
        ("mill.yaml", "links[0].to"),
        ("mill.yaml", "links[1].maxflow"),
        ("more.yaml", "extensions[1]"),
        ("more.yaml", "member"),
    ]


def test_a_basin_too_wrong_to_be_read_hides_no_mistake_of_an_extension(folder: Path) -> None:
    basin, mill = folder / "basin.yaml", folder / "parts" / "mill.yaml"
    basin.write_text(basin.read_text(encoding="utf-8").replace("name: Two lochs\n", ""), encoding="utf-8")
    mill.write_text(MILL.replace("max_flow", "maxflow"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        bs.load_basin(basin, ["mill"])
    assert [problem.message.split(";")[0] for problem in caught.value.problems] == [
        "the key 'name' is missing",
        "unknown key",
    ]


def test_two_extensions_may_not_bring_the_same_name(folder: Path) -> None:
    other = "nodes: {mill_burn: {type: junction}}\n"
    (folder / "parts" / "other.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        bs.load_basin(folder / "basin.yaml", ["mill", "other"])
    (problem,) = caught.value.problems
    assert (Path(problem.place.file).name, problem.key) == ("other.yaml", "nodes.mill_burn")
    assert problem.message.endswith("mill.yaml:2")


def test_warnings_point_into_the_extension(folder: Path) -> None:
    mill = folder / "parts" / "mill.yaml"
    dry = "  pool: {type: reservoir, capacity: 9}\n  mill_burn:"
    mill.write_text(MILL.replace("  mill_burn:", dry, 1) + "  - {from: pool, to: weir, max_flow: 1}\n")
    (warning,) = [
        problem
        for problem in bs.load_basin(folder / "basin.yaml", ["mill"]).warnings()
        if "pool" in problem.key
    ]
    assert (Path(warning.place.file).name, warning.place.line) == ("mill.yaml", 2)
