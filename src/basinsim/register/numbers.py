"""Find every number of a basin file, and compare them with a register."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from basinsim.register.rows import Register

_NUMBER_AND_UNIT = re.compile(r"([-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?:\s*(%)|\s+(\S.*))?")
_WORDS = ("name", "description", "extensions", "hydrology", "units", "station")
_ROUNDING = 0.006  # of a mean that is written with two decimals


@dataclass(frozen=True)
class Number:
    """A number as a basin file has it.

    Attributes
    ----------
    values : tuple of float
        Two of them for a position; of any other list, the mean.
    unit : str or None
        As written; None for a bare number, which is in the basin's unit.
    is_mean : bool
        Whether it stands for a list.
    """

    values: tuple[float, ...]
    unit: str | None
    is_mean: bool = False


def numbers_in(value: Mapping[str, Any]) -> dict[str, Number]:
    """Find the numbers of a basin or an extension.

    Parameters
    ----------
    value : mapping
        The plain contents of its file, such as ``LoadedBasin.document.value``.

    Returns
    -------
    dict of str to Number
        By their keys: dotted paths, links by their name (``from->to`` without one).
    """
    found: dict[str, Number] = {}
    for section, inner in value.items():
        if section in _WORDS:
            continue
        if section == "links":
            inner = {link.get("name", f"{link.get('from')}->{link.get('to')}"): link for link in inner}
        found.update(_below(inner, section))
    return found


def _below(value: Any, path: str) -> Iterator[tuple[str, Number]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _WORDS:
                yield from _below(inner, f"{path}.{key}")
    elif isinstance(value, list) and value and all(_is_number(item) for item in value):
        if path.endswith(".position"):
            yield path, Number(tuple(map(float, value)), None)
        else:
            yield path, Number((sum(value) / len(value),), None, is_mean=True)
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _below(inner, f"{path}[{i}]")
    elif _is_number(value):
        yield path, Number((float(value),), None)
    elif isinstance(value, str) and (match := _NUMBER_AND_UNIT.fullmatch(value)):
        yield path, Number((float(match[1].replace("_", "")),), match[2] or match[3])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def disagreements(numbers: Mapping[str, Number], register: Register) -> list[str]:
    """Say where a register and the numbers it is about differ.

    Parameters
    ----------
    numbers : mapping
        As :func:`numbers_in` returns them, of a basin and all its extensions together.
    register : Register
        Of that basin.

    Returns
    -------
    list of str
        A sentence for each number without a row, row without a number, and value or unit that differs.
    """
    rows = register.by_key
    said = [f"{key}: the register has no row for it" for key in numbers if key not in rows]
    said += [f"{key}: the register has a row, the basin no number" for key in rows if key not in numbers]
    for key in (key for key in rows if key in numbers):
        row, number = rows[key], numbers[key]
        allowed = _ROUNDING if number.is_mean else 1e-9
        alike = len(row.values) == len(number.values) and all(
            abs(one - other) <= allowed for one, other in zip(row.values, number.values, strict=True)
        )
        if not alike:
            said.append(f"{key}: the register says {_shown(row.values)}, the basin {_shown(number.values)}")
        if number.unit is not None and number.unit != row.unit:
            said.append(f"{key}: the register's unit is {row.unit}, the basin's {number.unit}")
    return said


def _shown(values: tuple[float, ...]) -> str:
    return " ".join(f"{value:g}" for value in values)
