"""Tables of the keys that a part of a file may have, from the fields of its model."""

import inspect
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from basinsim.schema.policy import Policy
from basinsim.schema.rule import Rule
from basinsim.schema.values import Constant, Parsed, Share

_DASH = "–"


def key_rows(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """Return key, meaning and default of every field of a model.

    Parameters
    ----------
    model : type
        Of pydantic; its field docstrings are the meanings.

    Returns
    -------
    list of (str, str, str)
        In the order of the fields; without ``type`` and ``description``.
    """
    return [
        (f"`{field.alias or name}`", field.description or "", default_in_words(field))
        for name, field in model.model_fields.items()
        if name not in ("type", "description")
    ]


def default_in_words(field: FieldInfo) -> str:
    """Say what holds where a key is left out.

    Parameters
    ----------
    field : FieldInfo
        Of a pydantic model.

    Returns
    -------
    str
        ``required``, a value, or a dash where it is nothing.
    """
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if value is None or isinstance(value, BaseModel) or value in ((), {}, ""):
        return _DASH
    if isinstance(value, Constant):
        return f"{value.number:g}"
    if isinstance(value, Share):
        return f"{100 * value.fraction:g} %"
    if isinstance(value, bool) or not isinstance(value, tuple):
        return str(value).lower() if isinstance(value, bool) else f"{value}"
    return ", ".join(map(str, value))


def inner_tables(model: type[BaseModel]) -> Iterator[str]:
    """Describe the mappings that stand inside a rule or lever.

    Parameters
    ----------
    model : type
        Of pydantic.

    Yields
    ------
    str
        Lines of Markdown.
    """
    for name, field in model.model_fields.items():
        for inner in dict.fromkeys(models_in(field.annotation)):
            yield f"In `{name}`, {first_sentence(inner)}\n"
            yield from table(("key", "meaning", "default"), key_rows(inner))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Find the mappings that may stand at a key.

    Parameters
    ----------
    annotation : type
        Of a field.

    Yields
    ------
    type
        Models of pydantic, values that are read from text, rules and levers left out.
    """
    if inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        if not issubclass(annotation, Parsed | Rule | Policy):
            yield annotation
        return
    for inner in get_args(annotation):
        yield from models_in(inner)


def first_sentence(model: type[BaseModel]) -> str:
    """Return the first paragraph of what a model says of itself, to go on with a colon.

    Parameters
    ----------
    model : type
        Of pydantic.

    Returns
    -------
    str
        Beginning in lower case.
    """
    text = (inspect.getdoc(model) or "").split("\n\n")[0].replace("\n", " ")
    return f"{text[:1].lower()}{text[1:]}".rstrip(".") + ":"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Write a table.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        Cells; they may hold bars and line breaks.

    Yields
    ------
    str
        Lines of Markdown, an empty one last.
    """
    yield f"| {' | '.join(head)} |"
    yield "|" + "---|" * len(head)
    for row in rows:
        cells = [cell.replace("|", "\\|").replace("\n", " ") for cell in row]
        yield f"| {' | '.join(cells)} |"
    yield ""
