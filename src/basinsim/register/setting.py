"""Give a number of a basin another value, by the key it has in the register."""

from dataclasses import replace
from typing import Any

from basinsim.register.rows import Row
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.values import Constant, Monthly, SeriesFile, Share, StepValues
from basinsim.units import UNIT_WORDS, factor

_MAY_STAND_ALONE = {"amount", "area", "count"}
"""Keys of wishes, crops and herds whose value may be written in place of the whole."""


class UnsettableError(ValueError):
    """A key that leads to nothing in a basin, or to what has no single number."""


def with_value(basin: Basin, row: Row, number: float) -> Basin:
    """Return a basin in which one number has another value.

    Parameters
    ----------
    basin : Basin
        With the extension switched on to which the number belongs.
    row : Row
        Of its register; says which number it is, and in which unit.
    number : float
        New value [unit of the row]; a list (of months, of steps) or a series is scaled so that its
        mean goes from the row's value to this.

    Returns
    -------
    Basin
        Otherwise the same.

    Raises
    ------
    UnsettableError
        Where the key leads nowhere in this basin, or the number cannot be set.
    """
    changed: Basin = _changed(basin, _path(basin, row.key), row, number)
    return changed


def _path(basin: Basin, key: str) -> list[str | int]:
    section, _, rest = key.partition(".")
    if section == "links":
        names = {link.label: i for i, link in enumerate(basin.links)}
    elif section in ("nodes", "communities", "licences"):
        names = {name: name for name in getattr(basin, section)}
    else:
        raise UnsettableError(f"'{key}' is no number of a node, link, community or licence")
    # A name may hold a dot itself.
    fitting = [name for name in names if rest.startswith(f"{name}.")]
    if not fitting:
        raise UnsettableError(f"this basin has nothing of that name: '{key}'")
    name = max(fitting, key=len)
    words = rest[len(name) + 1 :].replace("[", ".").replace("]", "").split(".")
    return [section, names[name], *(int(word) if word.isdigit() else word for word in words)]


def _changed(thing: Any, path: list[str | int], row: Row, number: float) -> Any:
    if not path:
        return _leaf(thing, row, number)
    part, rest = path[0], path[1:]
    if isinstance(thing, StrictModel):
        names = {field.alias or name: name for name, field in type(thing).model_fields.items()}
        if part not in names:
            raise UnsettableError(f"there is no '{part}' in '{row.key}'")
        name = names[str(part)]
        return thing.model_copy(update={name: _changed(getattr(thing, name), rest, row, number)})
    if isinstance(thing, dict) and part in thing:
        return {**thing, part: _changed(thing[part], rest, row, number)}
    if isinstance(thing, tuple) and isinstance(part, int):
        return (*thing[:part], _changed(thing[part], rest, row, number), *thing[part + 1 :])
    raise UnsettableError(f"'{row.key}' leads to nothing in this basin")


def _leaf(value: Any, row: Row, number: float) -> Any:
    if isinstance(value, StrictModel):
        for name in _MAY_STAND_ALONE & set(type(value).model_fields):
            return value.model_copy(update={name: _leaf(getattr(value, name), row, number)})
    if isinstance(value, Constant):
        return Constant(number * _factor(row.unit))
    if isinstance(value, Share):
        return Share(number * _factor(row.unit))
    if isinstance(value, Monthly | StepValues | SeriesFile):
        if not row.values[0]:
            raise UnsettableError(f"'{row.key}' has a mean of zero, which cannot be scaled")
        ratio = number / row.values[0]
        if isinstance(value, SeriesFile):
            return replace(value, factor=value.factor * ratio)
        return replace(value, numbers=tuple(one * ratio for one in value.numbers))
    if isinstance(value, int | float) and not isinstance(value, bool):
        # One word may be a unit of several kinds (ha, mm): the ratio needs no unit.
        scaled = value * (number / row.values[0]) if row.values[0] else number * _factor(row.unit)
        return round(scaled) if isinstance(value, int) else scaled
    raise UnsettableError(f"'{row.key}' has no single number")


def _factor(unit: str) -> float:
    """Return what turns a number of the register into the internal unit."""
    if unit == "%":
        return 0.01
    kinds = [kind for kind, words in UNIT_WORDS.items() if unit in words]
    return factor(unit, kinds[0]) if kinds else 1.0
