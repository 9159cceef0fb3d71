"""Valid files made odd: lines moved, scalars replaced, characters dropped, types swapped."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import yaml
from hypothesis import strategies as st

ODD_TEXTS = (
    "null", "~", "-1", "0", "1e309", "-1e-320", ".nan", "-.inf", '"x"', "x", "[]", "{}", "[[]]", "[1, 2]", "{a: 1}",
    "true", "no", "80 %", "-5 %", "3 m3/s", "3 parsecs", "2001-02-30", "2000-02-29", "12:30", "0o17", "04-01", "''",
    "'", '"', "*a", "&a x", "!!int x", "!x y", "|", ">-", "- ", "? ", "---", "%YAML 1.1", "\t", "#", "@", "`", "\x07",
    '"\\0"', '"\\n"', '"\\ud800"', "\u2028", "\ufeff", "水 Ångström ﷽", "\U0001f4a7", "9" * 400, "x" * 5000, "[" * 70,
    "{file: inflow.csv}", "{file: inflow.csv, column: upper}", "{file: ., column: upper}", "{values: []}", "town", "upper_loch",
)  # fmt: skip

ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 3, 10**30, -0.5, 1e-300, 1e300, float("nan"), float("inf"), "", " ", "x", "80 %", "3 m3/s",
    "1971-01-31", "2001-02-30", "04-01", "水", "a\0b", "a\nb", "x" * 5000, [], [[]], [0] * 12, [None] * 12, ["x"] * 12,
    {}, {"": ""}, {"type": "gauge"}, {"type": []}, {"amount": 3}, {"values": [1]}, {"values": None}, {"file": ""},
    {"file": "inflow.csv", "column": "upper", "scale": 1e300}, {"file": "inflow.csv", "variable": "upper"},
    {"reservoir": "upper_loch"}, {"to": "town"}, "town", "upper_loch", [[0, 1], [1, 0]], [[0, "1 m"], [5, "2 m"]],
)  # fmt: skip


@st.composite
def odd_texts(draw: st.DrawFn, valid: str) -> str:
    """A valid text with one to three changes to its lines and characters."""
    lines = valid.split("\n")
    for _ in range(draw(st.integers(1, 3))):
        change = draw(st.sampled_from(LINE_CHANGES))
        change(draw, lines)
    return "\n".join(lines)


def _line(draw: st.DrawFn, lines: list[str]) -> int:
    return draw(st.integers(0, len(lines) - 1))


def _delete_line(draw: st.DrawFn, lines: list[str]) -> None:
    if len(lines) > 1:
        del lines[_line(draw, lines)]


def _double_line(draw: st.DrawFn, lines: list[str]) -> None:
    lines.insert(_line(draw, lines), lines[_line(draw, lines)])


def _swap_lines(draw: st.DrawFn, lines: list[str]) -> None:
    i, j = _line(draw, lines), _line(draw, lines)
    lines[i], lines[j] = lines[j], lines[i]


def _indent(draw: st.DrawFn, lines: list[str]) -> None:
    i = _line(draw, lines)
    lines[i] = draw(st.sampled_from(("", " ", "    ", "\t", "- "))) + lines[i].lstrip()


def _drop_characters(draw: st.DrawFn, lines: list[str]) -> None:
    i = _line(draw, lines)
    start = draw(st.integers(0, len(lines[i])))
    lines[i] = lines[i][:start] + lines[i][start + draw(st.integers(1, 4)) :]


def _insert_text(draw: st.DrawFn, lines: list[str]) -> None:
    i = _line(draw, lines)
    at = draw(st.integers(0, len(lines[i])))
    text = draw(st.sampled_from(ODD_TEXTS) | st.text(max_size=3))
    lines[i] = lines[i][:at] + text + lines[i][at:]


def _replace_scalar(draw: st.DrawFn, lines: list[str]) -> None:
    i = _line(draw, lines)
    words = lines[i].split(" ")
    words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(ODD_TEXTS))
    lines[i] = " ".join(words)


LINE_CHANGES: tuple[Callable[[st.DrawFn, list[str]], None], ...] = (
    _delete_line, _double_line, _swap_lines, _indent, _drop_characters, _insert_text, _replace_scalar, _replace_scalar,
)  # fmt: skip


@st.composite
def odd_trees(draw: st.DrawFn, valid: Any) -> str:
    """A valid tree with one or two values replaced, moved, removed or renamed, as YAML."""
    tree = copy.deepcopy(valid)
    for _ in range(draw(st.integers(1, 2))):
        paths = list(_paths(tree, ()))
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        parent, key = _at(tree, path[:-1]), path[-1]
        change = draw(st.sampled_from(("replace", "replace", "copy", "remove", "rename", "wrap")))
        if change == "replace":
            parent[key] = copy.deepcopy(draw(st.sampled_from(ODD_VALUES)))
        elif change == "copy":
            parent[key] = copy.deepcopy(_at(tree, draw(st.sampled_from(paths))))
        elif change == "remove":
            del parent[key]
        elif change == "wrap":
            parent[key] = draw(st.sampled_from((list, dict)))([(str(key), parent[key])])
        elif isinstance(parent, dict):
            parent[draw(st.sampled_from((f"{key}s", "type", "", "水", "x" * 300)))] = parent.pop(key)
    return yaml.dump(tree, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=200)


class _PlainDumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_tuple(self, data: tuple[Any, ...]) -> yaml.Node:
        return self.represent_list(list(data))


_PlainDumper.add_representer(tuple, _PlainDumper.represent_tuple)


def _paths(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (*path, key)
        yield from _paths(inner, (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        value = value[part]
    return value
