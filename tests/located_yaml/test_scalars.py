"""Plain scalars mean what YAML 1.2's core schema says, and not what YAML 1.1 made of them."""

import math
from pathlib import Path
from typing import Any

import pytest

from basinsim.errors import InputError
from basinsim.located_yaml import read_document


def value_of(text: str, directory: Path) -> Any:
    path = directory / "file.yaml"
    path.write_text(f"key: {text}\n", encoding="utf-8")
    return read_document(path).value["key"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # words that YAML 1.1 took for true and false
        *((word, word) for word in ("no", "No", "NO", "yes", "on", "off", "y", "n", "tRUE")),
        *((word, True) for word in ("true", "True", "TRUE")),
        *((word, False) for word in ("false", "False", "FALSE")),
        *((word, None) for word in ("null", "Null", "NULL", "~", "")),
        # integers
        ("0", 0), ("7", 7), ("-7", -7), ("+7", 7), ("010", 10), ("0o17", 15), ("0x1F", 31), ("0xfe", 254),
        # not integers: octal, binary, sexagesimal and thousands of YAML 1.1
        ("0b11", "0b11"), ("1_000", "1_000"), ("12:30", "12:30"), ("190:20:30", "190:20:30"), ("0o8", "0o8"), ("0xg", "0xg"),
        # floats
        ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("1e3", 1000.0), ("1E3", 1000.0), ("1e+3", 1000.0),
        ("1.5e-3", 0.0015), ("+1.5", 1.5), ("007.5", 7.5),
        (".inf", math.inf), (".Inf", math.inf), (".INF", math.inf), ("+.inf", math.inf), ("-.inf", -math.inf),
        # not floats
        ("inf", "inf"), ("nan", "nan"), ("NaN", "NaN"), (".", "."), ("1.2.3", "1.2.3"), ("e3", "e3"), ("1e", "1e"),
        # dates and quantities stay text
        ("2001-01-31", "2001-01-31"), ("04-01", "04-01"), ("3.5 m3/s", "3.5 m3/s"), ("80 %", "80 %"), ("1,5", "1,5"),
        # quoted scalars are text, whatever they look like
        ("'5'", "5"), ('"5"', "5"), ('"true"', "true"), ("'null'", "null"), ("''", ""), ('"1e3"', "1e3"), ("'~'", "~"),
        # block scalars are text too
        ("|\n  5", "5\n"), (">-\n  5", "5"), ("|-\n  a\n  b", "a\nb"),
        # escapes and other writing
        ('"\\u00e5"', "å"), ("水", "水"), ("a # remark", "a"), ("a#b", "a#b"), ("'it''s'", "it's"),
    ],
)  # fmt: skip
def test_a_scalar(text: str, expected: Any, tmp_path: Path) -> None:
    found = value_of(text, tmp_path)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number(text: str, tmp_path: Path) -> None:
    assert math.isnan(value_of(text, tmp_path))


@pytest.mark.parametrize("digits", [301, 5000])
def test_a_very_long_run_of_digits_does_no_harm(digits: int, tmp_path: Path) -> None:
    assert value_of("9" * digits, tmp_path) == "9" * digits


@pytest.mark.parametrize("key", ["no", "010", "1.5", "null", "true", "2001-01-01", "'5'", '"no"'])
def test_a_key_is_text(key: str, tmp_path: Path) -> None:
    path = tmp_path / "file.yaml"
    path.write_text(f"{key}: 1\n", encoding="utf-8")
    assert read_document(path).value == {key.strip("'\""): 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("!!str 010", "010"), ("!!str 5", "5"), ('!!int "5"', 5), ('!!float "5"', 5.0), ("!!str", "")],
)
def test_a_standard_tag_is_obeyed_or_refused(text: str, expected: Any, tmp_path: Path) -> None:
    try:
        found = value_of(text, tmp_path)
    except InputError as error:
        found = error
    if isinstance(found, InputError):
        assert "tag" in str(found)
    else:
        assert (found, type(found)) == (expected, type(expected))
