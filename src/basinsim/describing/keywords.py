"""The reference of keywords as a page: every key that a file may have, from the models that read it."""

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel

import basinsim.demand_models  # noqa: F401 - registers the models of demand that the page lists
from basinsim.describing.key_tables import first_sentence, key_rows, models_in, table
from basinsim.schema.basin import Basin
from basinsim.schema.demand_model import DEMAND_MODELS
from basinsim.schema.extension import Extension
from basinsim.schema.scenario import ScenarioFile
from basinsim.schema.study import StudyFile
from basinsim.units import UNIT_WORDS

_HEAD = """# Keywords

Every key that a file may have. A key that is not listed is an error that names the nearest one. `basinsim schema basin` (or
`extension`, `scenario`, `study`) prints the same as a JSON Schema, with which an editor completes keys while you type.

- [Values and units](#values-and-units)
- [Basin file](#basin-file)
- [Extension file](#extension-file)
- [Scenario file](#scenario-file)
- [Study file](#study-file)
- [Demand models](#demand-models)

Operating rules and policies have [a page of their own](../../rules_and_levers.md).

## Values and units

Where a quantity is asked for, all of these are understood:

| form | such as |
|---|---|
| a number, in the basin's unit | `45` |
| a number with its unit | `3.5 m3/s`, `64 Mm3` |
| a share, where one makes sense | `80 %` |
| twelve monthly values | `[0, 0, 0, 2, 5, 9, 10, 8, 3, 0, 0, 0]` |
| one value for each step | `{values: [4.2, 4.1, 3.9]}` |
| a column of a CSV file, its first column the date | `{file: inflow.csv, column: upper, unit: m3/s, scale: 1.1}` |
| a variable of a NetCDF file, with `time` or with `member` and `time` | `{file: inflow.nc, variable: upper}` |

Files are found relative to the file that names them. The unit of each kind of quantity that is meant without one stands first:

"""
_FILES: tuple[tuple[str, type[BaseModel]], ...] = (
    ("Basin file", Basin),
    ("Extension file", Extension),
    ("Scenario file", ScenarioFile),
    ("Study file", StudyFile),
)


def keywords_page() -> str:
    """Return the reference of all keys of all files as Markdown.

    Returns
    -------
    str
        A section for each file, a table for each mapping in it.
    """
    units = [
        (kind.replace("_", " "), ", ".join(f"`{word}`" for word in words))
        for kind, words in UNIT_WORDS.items()
    ]
    lines = [_HEAD + "\n".join(table(("quantity", "units"), units))]
    stands_at = _keys_by_model()
    shown: set[type[BaseModel]] = set()
    for title, model in _FILES:
        lines += [f"## {title}\n", *_of_model(model), *_within(model, shown, stands_at)]
    lines.append(
        "## Demand models\n\nWhere an amount of a demand may stand, a model may: `amount: {model: NAME, ...}`.\n"
    )
    for name, model in sorted(DEMAND_MODELS.items()):
        shown.add(model)
        lines += [f"### `model: {name}`\n", *_of_model(model), *_within(model, shown, stands_at)]
    return "\n".join(lines)


def _of_model(model: type[BaseModel]) -> Iterator[str]:
    said = first_sentence(model).rstrip(":")
    yield f"{said[:1].upper()}{said[1:]}.\n"
    rows = [row for row in key_rows(model) if row[0] != "`model`"]
    yield from table(("key", "meaning", "default"), rows)


def _keys_by_model() -> dict[type[BaseModel], list[str]]:
    """Return the keys at which each inner mapping may stand: several keys may hold the same."""
    found: dict[type[BaseModel], list[str]] = {}
    seen: set[type[BaseModel]] = set()
    waiting = [model for _, model in _FILES] + list(DEMAND_MODELS.values())
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        for name, field in model.model_fields.items():
            for inner in dict.fromkeys(models_in(field.annotation)):
                keys = found.setdefault(inner, [])
                keys += [key for key in [field.alias or name] if key not in keys]
                waiting.append(inner)
    return found


def _within(
    model: type[BaseModel], shown: set[type[BaseModel]], stands_at: dict[type[BaseModel], list[str]]
) -> Iterator[str]:
    """Describe the mappings that stand inside a model, each where it is first met."""
    for field in model.model_fields.values():
        for inner in dict.fromkeys(models_in(field.annotation)):
            if inner in shown:
                continue
            shown.add(inner)
            type_field = inner.model_fields.get("type")
            words = get_args(type_field.annotation) if type_field is not None else ()
            keys = " and ".join(f"`{key}`" for key in stands_at[inner])
            yield f"### `type: {words[0]}`\n" if words else f"### In {keys}\n"
            yield from _of_model(inner)
            yield from _within(inner, shown, stands_at)
