"""What a plain YAML 1.2 scalar means (core schema): ``no`` is a word, ``010`` is ten."""

import re

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
# Longer runs of digits are no quantity, and Python refuses to turn very long ones into an int.
_MOST_DIGITS = 300


def scalar(text: str, *, plain: bool) -> str | int | float | bool | None:
    """Return the value of a YAML scalar under the YAML 1.2 core schema.

    Dates stay text: whoever asks for a date reads it.

    Parameters
    ----------
    text : str
        As written.
    plain : bool
        Whether it stood without quotes; quoted text is always text.

    Returns
    -------
    str, int, float, bool or None
        The value.
    """
    if not plain or len(text) > _MOST_DIGITS:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OCTAL.fullmatch(text):
        return int(text, 0)
    if _HEXADECIMAL.fullmatch(text):
        return int(text, 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text
