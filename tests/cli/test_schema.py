"""``basinsim schema``: JSON Schemas that accept what the program accepts."""

import json
from pathlib import Path
from typing import Any

import pytest
from cli.program import basinsim
from jsonschema import Draft202012Validator
from schema.mistakes import MISTAKES
from schema.mistakes.case import Mistake
from schema.mistakes.extension import MILL, WITH_MILL
from schema.two_lochs import BASIN, SCENARIO

from basinsim.located_yaml import read_document
from basinsim.shipped import shipped_folder


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As the command prints them, in a process that has loaded nothing else."""
    folder = tmp_path_factory.mktemp("schemas")
    printed = {kind: basinsim("schema", kind, cwd=folder) for kind in ("basin", "extension", "scenario")}
    assert all((done.returncode, done.stderr) == (0, "") for done in printed.values())
    return {kind: json.loads(done.stdout) for kind, done in printed.items()}


def misfits(schema: Any, text: str, directory: Path) -> list[str]:
    path = directory / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return misfits_of(schema, path)


def misfits_of(schema: Any, path: Path) -> list[str]:
    errors = Draft202012Validator(schema).iter_errors(read_document(path).value)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


@pytest.mark.parametrize("kind", ["basin", "extension", "scenario"])
def test_the_command_prints_a_valid_schema(kind: str, schemas: dict[str, Any]) -> None:
    assert schemas[kind]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schemas[kind])


@pytest.mark.parametrize(
    "file", sorted(shipped_folder().glob("data/*/basin.yaml")), ids=lambda path: path.parent.name
)
def test_shipped_basins_fit(file: Path, schemas: dict[str, Any]) -> None:
    assert misfits_of(schemas["basin"], file) == []


@pytest.mark.parametrize(
    "file", sorted(shipped_folder().glob("scenarios/*.yaml")), ids=lambda path: path.stem
)
def test_shipped_scenarios_fit(file: Path, schemas: dict[str, Any]) -> None:
    assert misfits_of(schemas["scenario"], file) == []


# Wishes written out in full; their short forms are tried below, one at a time.
FULL = BASIN.replace("min_flow: 2", "min_flow: {amount: 2}").replace("final: 50 %", "final: {amount: 50 %}")
RUN = SCENARIO.replace("policies:\n  - {type: priorities, set: {farms: 4}}\n", "")


def test_two_lochs_fit(tmp_path: Path, schemas: dict[str, Any]) -> None:
    assert misfits(schemas["basin"], FULL, tmp_path) == []
    assert misfits(schemas["scenario"], RUN, tmp_path) == []


def test_an_extension_fits(tmp_path: Path, schemas: dict[str, Any]) -> None:
    assert misfits(schemas["extension"], MILL, tmp_path) == []
    assert misfits(schemas["extension"], MILL.replace("links:", "link:"), tmp_path)
    assert (
        misfits(
            schemas["basin"],
            WITH_MILL.replace("min_flow: 2", "min_flow: {amount: 2}").replace("final: 50 %", ""),
            tmp_path,
        )
        == []
    )
    assert misfits(schemas["scenario"], RUN + "extensions: [mill]\n", tmp_path) == []
    assert misfits(schemas["scenario"], RUN + "extensions: mill\n", tmp_path)


def test_a_policy_fits(tmp_path: Path, schemas: dict[str, Any]) -> None:
    assert misfits(schemas["scenario"], SCENARIO, tmp_path) == []


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("basin", "{amount: 40, priority: 2, natural: [upper_catchment]}", "40"),
        (
            "basin",
            "{amount: 40, priority: 2, natural: [upper_catchment]}",
            "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]",
        ),
        ("basin", "essential: {amount: 9, priority: 1}", "essential: 9 Ml/d"),
        (
            "basin",
            "target_flow: {amount: 120, priority: 6}",
            "target_flow: {file: inflow.csv, column: upper}",
        ),
        (
            "basin",
            "essential: {amount: 9, priority: 1}",
            "essential: {model: essential_needs, population: 9000}",
        ),
        (
            "basin",
            "essential: {amount: 9, priority: 1}",
            "essential: {amount: {model: essential_needs, population: 9000, per_head: 20 l/head/d}}",
        ),
        ("basin", "amount: 45\n", "amount: {model: hydrogen, capacity: 100 MW, load_factor: 60 %}\n"),
        (
            "basin",
            "amount: 45\n",
            "amount: {model: sum, parts: [{model: transfer, flow: 3}, {model: industry, full_use: 2}]}\n",
        ),
        (
            "basin",
            "amount: 45\n",
            "amount: {model: public_supply, population: 9000, household_use: 165, dry_weather: {weather: upper_catchment}}\n",
        ),
        (
            "basin",
            "amount: 45\n",
            "amount: {model: irrigation, weather: upper_catchment, turn: null, crops: {potatoes: 9 ha, leeks: {area: 3, stages: [20, 30, 40, 20]}}}\n",
        ),
        (
            "basin",
            "amount: 45\n",
            "amount: {model: livestock, herds: {ewe: 900, yak: {count: 3, water: 20}}}\n",
        ),
        ("basin", "min_flow: {amount: 2}", "min_flow: 2"),
        ("basin", "min_flow: {amount: 2}", "min_flow: {values: [2, 3]}"),
        ("basin", "final: {amount: 50 %}", "final: 50 %"),
        ("basin", "surface: [[0 m, 0 ha, 0], [5 m, 80 ha, 3000], [10 m, 150 ha, 9000]]", "surface: 2 km2"),
        ("basin", "value: [[20, 950 GBP/Ml], [25, 300 GBP/Ml]]", "value: 950 GBP/Ml"),
        ("basin", "column: upper}", "column: upper, unit: m3/s, scale: 2}"),
        ("scenario", "step: day", "step: 10 days"),
        ("scenario", "step: day", "step: 10"),
        ("scenario", "basin: basin.yaml", "extends: base.yaml"),
        ("scenario", "question: Does the town stay whole when the farms come first?\n", ""),
        ("scenario", "foresight: none", "foresight: full"),
        ("scenario", "foresight: none", "foresight: {window: 52, advance: 4}"),
        ("scenario", "objective: priorities", "objective: economic"),
    ],
)
def test_every_form_the_program_accepts_fits(
    kind: str, old: str, new: str, tmp_path: Path, schemas: dict[str, Any]
) -> None:
    text = {"basin": FULL, "scenario": RUN}[kind]
    assert text.count(old) == 1
    assert misfits(schemas[kind], text.replace(old, new), tmp_path) == []


# What a schema can see: keys and types, not units, ends of links, or numbers over time.
SEEN = [mistake for mistake in MISTAKES if mistake.id.startswith("key-of-") and mistake.id != "key-of-policy"]
SEEN += [
    mistake
    for mistake in MISTAKES
    if mistake.id
    in (
        "unknown-type",
        "missing-amount",
        "unknown-sector",
        "eleven-months",
        "no-members",
        "model-unknown-key",
    )
]


@pytest.mark.parametrize("mistake", SEEN, ids=lambda mistake: mistake.id)
def test_an_editor_sees_wrong_keys_too(mistake: Mistake, tmp_path: Path, schemas: dict[str, Any]) -> None:
    mistake.write(tmp_path)
    path = tmp_path / mistake.file
    text = (
        path.read_text(encoding="utf-8")
        .replace("min_flow: 2}", "min_flow: {amount: 2}}")
        .replace("final: 50 %", "")
    )
    assert misfits(schemas[mistake.file.removesuffix(".yaml")], text, tmp_path)


def test_every_key_is_described(schemas: dict[str, Any]) -> None:
    for kind, schema in schemas.items():
        for name, part in [(kind, schema), *schema["$defs"].items()]:
            for key, field in part.get("properties", {}).items():
                assert key == "type" or "description" in field, f"{name}.{key}"
