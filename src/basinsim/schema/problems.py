"""Turn pydantic's errors into problems in the modeller's words, each with its key."""

from typing import Any

from pydantic import BaseModel, ValidationError

from basinsim.errors import name_hint, nearest
from basinsim.schema.places import Location, keys_at, path_in, tags_at
from basinsim.schema.reading import VALUE_ERROR
from basinsim.schema.values import Found


def problems_of(error: ValidationError, raw: Any, model: type[BaseModel]) -> list[Found]:
    """List the problems of a validation.

    Parameters
    ----------
    error : ValidationError
        What pydantic says.
    raw : Any
        What was validated.
    model : type
        The model it was validated against.

    Returns
    -------
    list of (path, message)
        The path leads to the value in ``raw``, or to the mapping in which a key is missing.
    """
    found: list[Found] = []
    short: list[Location] = []
    misspelt = _misspelt(error, raw, model)
    for details in error.errors(include_url=False):
        location: Location = details["loc"]
        path = path_in(raw, location)
        context = details.get("ctx", {})
        if details["type"] == VALUE_ERROR:
            found += [((*path, *inner), message) for inner, message in context["problems"]]
        elif details["type"] != "missing" or (*path, location[-1]) not in misspelt:
            if details["type"] == "union_tag_invalid":
                path = (*path, "type")
            found.append((path, _message(dict(details), location, model)))
            if details["type"] == "too_short":
                short.append(path)
    # A list whose entries are wrong counts as empty; that says nothing more.
    idle = [path for path in short if any(len(at) > len(path) and at[: len(path)] == path for at, _ in found)]
    return [(path, message) for path, message in found if path not in idle]


def _misspelt(error: ValidationError, raw: Any, model: type[BaseModel]) -> set[Location]:
    """Return the keys that are there under another name: that they are missing says nothing more."""
    meant = set()
    for details in error.errors(include_url=False, include_input=False, include_context=False):
        location: Location = details["loc"]
        if details["type"] == "extra_forbidden":
            key = nearest(str(location[-1]), keys_at(model, location[:-1]))
            if key is not None:
                meant.add((*path_in(raw, location[:-1]), key))
    return meant


def _message(details: dict[str, Any], location: Location, model: type[BaseModel]) -> str:
    kind, context, found = details["type"], details.get("ctx", {}), _shown(details["input"])
    if kind == "missing":
        return f"the key '{location[-1]}' is missing"
    if kind == "extra_forbidden":
        return f"unknown key; {name_hint(str(location[-1]), keys_at(model, location[:-1]))}"
    if kind == "union_tag_not_found":
        return f"the key 'type' is missing (allowed: {', '.join(tags_at(model, location))})"
    if kind == "union_tag_invalid":
        return f"unknown type '{context['tag']}'; {name_hint(str(context['tag']), tags_at(model, location))}"
    if kind == "literal_error":
        options = tuple(part.strip(" '") for part in context["expected"].replace(" or ", ",").split(","))
        return f"found {found}; {name_hint(str(details['input']), options)}"
    if kind in _PLAIN:
        return f"{_PLAIN[kind]}, found {found}"
    if kind in ("too_short", "too_long"):
        return "must have at least one entry" if kind == "too_short" else "has too many entries"
    text = str(details["msg"])
    if text.startswith("Input should"):
        return f"{text.replace('Input should', 'must', 1)}, found {found}"
    return text


_PLAIN = {
    # kind of error in pydantic's words -> in ours
    "model_type": "must be a mapping of keys and values",
    "model_attributes_type": "must be a mapping of keys and values",
    "dict_type": "must be a mapping of keys and values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "string_type": "must be text",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
}


def _shown(raw: Any) -> str:
    text = "nothing" if raw is None else f"'{raw}'" if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "..."
