"""Every mistake is told with its place, what was found, and the nearest correct name."""

import re
from pathlib import Path

import pytest
from schema.mistakes import MISTAKES
from schema.mistakes.case import Mistake, places_of_marks
from schema.two_lochs import FILES, write_two_lochs

import basinsim as bs
from basinsim.api import prepare
from basinsim.errors import InputError, Problem

BY_ID = {mistake.id: mistake for mistake in MISTAKES}

# Words of the libraries underneath, and "a" before a vowel: not how one speaks to a modeller.
NOT_PLAIN = re.compile(
    r"\b(dictionary|dict|tuple|str|int|float|NoneType|validation|Errno|Traceback|pydantic|tokenizing|C error)\b"
    r"|\ba (energy|outlet|inflow|area|amount)\b"
)

KEYS_AND_VALUES = (
    "wrong-basin-unit", "key-of-catchment", "volume-as-flow", "rising-value-curve", "key-of-gauge", "infinite",
    "negative-amount", "priority-zero", "key-of-essential", "eleven-months", "missing-links-from", "preference-text",
    "key-of-link", "loss-above-one", "key-of-community", "unit-in-another-case", "bad-year-start", "key-of-licence",
)  # fmt: skip
NETWORK = (
    "initial-above-capacity", "unknown-natural-catchment", "returns-to-a-demand", "unknown-community",
    "head-of-a-gauge", "link-called-like-a-node", "demand-as-a-source", "unknown-licence-subject",
    "essential-above-amount", "rain-without-surface", "dead-end-junction",
)  # fmt: skip
SERIES = ("missing-column", "too-few-values", "too-many-values", "licence-values")
YAML = ("quoted-duplicate-key", "tag-on-a-scalar", "merge-key", "duplicate-key-at-the-top")
SCENARIO = (
    "bad-date",
    "key-of-period",
    "bad-step",
    "objective-unknown",
    "no-members",
    "policy-unknown",
    "unknown-output",
)


def problems_of(scenario: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        prepare(bs.load_scenario(scenario))
    return caught.value.problems


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.id)
def test_a_mistake_is_told_once_with_its_place(mistake: Mistake, tmp_path: Path) -> None:
    place = mistake.write(tmp_path)
    problems = problems_of(tmp_path / "scenario.yaml")
    assert len(problems) == 1, "\n".join(map(str, problems))
    told = str(problems[0])
    assert str(problems[0].place) == place, told
    for part in mistake.message:
        assert part in told, f"'{part}' is not said in: {told}"
    assert f"{problems[0].key} {problems[0].message}".isprintable(), (
        f"a problem is one line without control characters: {told!r}"
    )
    assert not NOT_PLAIN.search(problems[0].message), told


def test_there_are_enough_mistakes_and_each_has_its_own_name() -> None:
    assert len(MISTAKES) == len(BY_ID) >= 50


def test_without_a_mistake_it_runs(tmp_path: Path) -> None:
    results = bs.run(write_two_lochs(tmp_path))
    assert results.dataset.sizes["time"] == 12
    assert results.dataset.attrs["mass_balance_error"] < 1e-6


@pytest.mark.parametrize(
    ("file", "chosen"),
    [
        pytest.param("basin.yaml", YAML, id="yaml"),
        pytest.param("basin.yaml", KEYS_AND_VALUES, id="keys and values"),
        pytest.param("basin.yaml", NETWORK, id="network"),
        pytest.param("basin.yaml", SERIES, id="numbers over time"),
        pytest.param("scenario.yaml", SCENARIO, id="scenario"),
        pytest.param("basin.yaml", ("key-of-gauge", "quoted-duplicate-key"), id="yaml and keys"),
        pytest.param("basin.yaml", ("key-of-gauge", "unknown-community"), id="keys and network"),
        pytest.param(
            "basin.yaml", ("unknown-community", "missing-column"), id="network and numbers over time"
        ),
    ],
)
def test_a_file_with_many_mistakes_reports_all_of_them_by_line(
    file: str, chosen: tuple[str, ...], tmp_path: Path
) -> None:
    write_two_lochs(tmp_path)
    text = FILES[file]
    for name in chosen:
        mistake = BY_ID[name]
        assert mistake.file == file
        assert text.count(mistake.old) == 1, name
        text = text.replace(mistake.old, str(mistake.new))
    expected, clean = places_of_marks(text)
    assert len(expected) == len(chosen)
    (tmp_path / file).write_text(clean, encoding="utf-8")
    problems = problems_of(tmp_path / "scenario.yaml")
    found = [(problem.place.line, problem.place.column) for problem in problems]
    assert found == expected, "\n".join(map(str, problems))
    assert {problem.place.file for problem in problems} == {str(tmp_path / file)}


def test_mistakes_of_the_scenario_and_of_its_basin_are_told_together(tmp_path: Path) -> None:
    write_two_lochs(tmp_path)
    BY_ID["key-of-link"].write(tmp_path)
    scenario = FILES["scenario.yaml"].replace("step: day", "stp: day")
    (tmp_path / "scenario.yaml").write_text(scenario, encoding="utf-8")
    told = [
        (Path(problem.place.file).name, problem.key) for problem in problems_of(tmp_path / "scenario.yaml")
    ]
    assert told == [("basin.yaml", "links[3].maxflow"), ("scenario.yaml", "stp")]
