"""A scenario that builds on another: its own keys win, and file names count from where they stand."""

from pathlib import Path

import pytest
from schema.two_lochs import write_two_lochs

import basinsim as bs
from basinsim.errors import InputError


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Basin in ``data``, a base scenario in ``scenarios``, the others in ``scenarios/dry``."""
    (tmp_path / "data").mkdir()
    write_two_lochs(tmp_path / "data").unlink()
    (tmp_path / "scenarios" / "dry").mkdir(parents=True)
    base = "name: Base\nbasin: ../data/basin.yaml\nperiod: {start: 2001-01-01, end: 2001-01-14}\nstep: week\n"
    (tmp_path / "scenarios" / "base.yaml").write_text(base, encoding="utf-8")
    return tmp_path


def loaded(project: Path, text: str) -> bs.Scenario:
    path = project / "scenarios" / "dry" / "top.yaml"
    path.write_text("extends: ../base.yaml\n" + text, encoding="utf-8")
    return bs.load_scenario(path)


def test_what_is_not_said_comes_from_below(project: Path) -> None:
    scenario = loaded(project, "")
    assert scenario.name == "Base"
    assert scenario.settings.step == "week"
    assert scenario.basin.name == "Two lochs"
    assert len(scenario.calendar) == 2


def test_what_is_said_wins(project: Path) -> None:
    scenario = loaded(project, "name: Dry\nstep: day\nperiod: {end: 2001-01-03}\n")
    assert scenario.name == "Dry"
    assert str(scenario.calendar.start) == "2001-01-01"
    assert str(scenario.calendar.end) == "2001-01-03"
    assert len(scenario.calendar) == 3


def test_a_basin_is_named_from_the_file_it_stands_in(project: Path) -> None:
    with pytest.raises(InputError, match="no file"):
        loaded(project, "basin: ../data/basin.yaml\n")
    assert loaded(project, "basin: ../../data/basin.yaml\n").basin.name == "Two lochs"


def test_earlier_results_are_named_from_the_file_they_stand_in(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    earlier = bs.run(base).save(project / "results" / "base")
    assert earlier.is_dir()
    later = "initial: ../results/base\n"
    base.write_text(base.read_text(encoding="utf-8") + later, encoding="utf-8")
    assert bs.run(loaded(project, "members: 1\n")).dataset.sizes["time"] == 2
    with pytest.raises(InputError, match="no results"):
        bs.run(loaded(project, later))


def test_the_working_folder_does_not_matter(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded(project, "")
    (project / "elsewhere").mkdir()
    for folder, name in (
        ("scenarios/dry", "top.yaml"),
        ("scenarios", "dry/top.yaml"),
        ("elsewhere", "../scenarios/dry/top.yaml"),
    ):
        monkeypatch.chdir(project / folder)
        assert bs.load_scenario(name).basin.name == "Two lochs"


def test_three_storeys(project: Path) -> None:
    middle = project / "scenarios" / "middle.yaml"
    middle.write_text("extends: base.yaml\nname: Middle\nmembers: 2\nstep: 3 days\n", encoding="utf-8")
    path = project / "scenarios" / "dry" / "upper.yaml"
    path.write_text("extends: ../middle.yaml\nstep: day\n", encoding="utf-8")
    scenario = bs.load_scenario(path)
    assert (scenario.name, scenario.settings.members, scenario.settings.step) == ("Middle", 2, "day")
    assert {file.name for file in scenario.document.texts} == {"base.yaml", "middle.yaml", "upper.yaml"}


def test_a_scenario_without_a_name_of_its_own_is_called_like_its_file(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("name: Base\n", ""), encoding="utf-8")
    assert loaded(project, "").name == "top"


def test_a_question_belongs_to_the_file_that_asks_it(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8") + "question: Who goes short?\n", encoding="utf-8")
    assert bs.load_scenario(base).settings.question == "Who goes short?"
    assert loaded(project, "name: Another\n").settings.question is None
    assert loaded(project, "question: And now?\n").settings.question == "And now?"


def test_a_mistake_below_is_told_where_it_stands(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("step: week", "step: weak"), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        loaded(project, "")
    (problem,) = caught.value.problems
    assert Path(problem.place.file).resolve() == base.resolve()
    assert (problem.place.line, problem.key) == (4, "step")


def test_a_mistake_below_that_is_overruled_does_not_matter(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    base.write_text(base.read_text(encoding="utf-8").replace("step: week", "step: weak"), encoding="utf-8")
    assert loaded(project, "step: day\n").settings.step == "day"


def test_a_series_in_a_policy_is_named_from_the_file_it_stands_in(project: Path) -> None:
    base = project / "scenarios" / "base.yaml"
    rule = (
        "{type: hands_off_flow, gauge: weir, threshold: {file: weir.csv, column: low}, applies_to: [farms]}"
    )
    policies = f"policies: [{{type: operating_rules, set: {{low: {rule}}}}}]\n"
    base.write_text(base.read_text(encoding="utf-8") + policies, encoding="utf-8")
    (project / "scenarios" / "weir.csv").write_text(
        "date,low\n" + "".join(f"2001-01-{day:02d},20\n" for day in range(1, 15)), encoding="utf-8"
    )
    assert bs.run(loaded(project, "members: 1\n")).dataset.sizes["time"] == 2
