"""Turn pydantic's errors into problems in the modeller's words, each with its key."""

import types
from copy import deepcopy
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from basinsim.errors import name_hint, nearest
from basinsim.schema.reading import VALUE_ERROR
from basinsim.schema.values import Found

Location = tuple[str | int, ...]

_INSIDE_A_PART = 3  # nodes, its name, a key: what is less deep is a node or the whole


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
    for details in error.errors(include_url=False):
        location: Location = details["loc"]
        path = _path_in(raw, location)
        context = details.get("ctx", {})
        if details["type"] == VALUE_ERROR:
            found += [((*path, *inner), message) for inner, message in context["problems"]]
        else:
            if details["type"] == "union_tag_invalid":
                path = (*path, "type")
            found.append((path, _message(dict(details), location, model)))
            if details["type"] == "too_short":
                short.append(path)
    # A list whose entries are wrong counts as empty; that says nothing more.
    idle = [path for path in short if any(len(at) > len(path) and at[: len(path)] == path for at, _ in found)]
    return [(path, message) for path, message in found if path not in idle]


def without_mistakes(error: ValidationError, raw: Any, model: type[BaseModel]) -> Any:
    """Return a copy in which misspelt keys are mended and wrong values left out, for further checks.

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
    Any
        The copy; None where a node, a link or the whole would have to be left out.
    """
    mended = deepcopy(raw)
    for details in error.errors(include_url=False, include_input=False, include_context=False):
        path = _path_in(raw, details["loc"])
        whole_rule = len(path) == 2 and path[0] == "rules"
        if details["type"] == "missing" or (len(path) < _INSIDE_A_PART and not whole_rule):
            return None
        holder = mended
        for part in path[:-1]:
            holder = _items(holder).get(part)
        if not isinstance(holder, dict) or path[-1] not in holder:
            return None
        value = holder.pop(path[-1])
        if details["type"] == "extra_forbidden":
            meant = nearest(str(path[-1]), _keys_at(model, details["loc"][:-1]))
            if meant is not None:
                holder.setdefault(meant, value)
    return mended


def _path_in(raw: Any, location: Location) -> Location:
    # pydantic names the branch of a union too; what is not a key of the value is passed over.
    path: list[str | int] = []
    value = raw
    for part in location:
        below = _items(value)
        if part not in below:
            continue
        value = below[part]
        path.append(part)
    return tuple(path)


def _items(value: Any) -> dict[str | int, Any]:
    if isinstance(value, dict):
        return value
    return dict(enumerate(value)) if isinstance(value, list) else {}


def _message(details: dict[str, Any], location: Location, model: type[BaseModel]) -> str:
    kind, context, found = details["type"], details.get("ctx", {}), _shown(details["input"])
    if kind == "missing":
        return f"the key '{location[-1]}' is missing"
    if kind == "extra_forbidden":
        return f"unknown key; {name_hint(str(location[-1]), _keys_at(model, location[:-1]))}"
    if kind == "union_tag_not_found":
        return f"the key 'type' is missing (allowed: {', '.join(_tags_at(model, location))})"
    if kind == "union_tag_invalid":
        return f"unknown type '{context['tag']}'; {name_hint(str(context['tag']), _tags_at(model, location))}"
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


def _tags_at(model: type[BaseModel], location: Location) -> tuple[str, ...]:
    """Return the types that a node may have where none or a wrong one was found."""
    annotation: Any = model
    for part in location:
        annotation = _step(annotation, part)
    return tuple(str(tag) for found in _models(annotation) for tag in _tags(found))


def _keys_at(model: type[BaseModel], location: Location) -> tuple[str, ...]:
    """Return the keys allowed where an unknown one was found."""
    annotation: Any = model
    for part in location:
        annotation = _step(annotation, part)
    found = _models(annotation)
    return tuple(field.alias or name for name, field in found[0].model_fields.items()) if found else ()


def _step(annotation: Any, part: str | int) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _step(arguments[0], part)
    if origin is dict:
        return arguments[1]
    if origin in (list, tuple):
        return arguments[0]
    models = _models(annotation)
    tagged = [model for model in models if part in _tags(model)]
    if len(models) > 1 and tagged:
        return tagged[0]
    for model in models:
        for name, field in model.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    return annotation


def _models(annotation: Any) -> list[type[BaseModel]]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _models(arguments[0])
    if origin in (Union, types.UnionType):
        return [model for argument in arguments for model in _models(argument)]
    return [annotation] if isinstance(annotation, type) and issubclass(annotation, BaseModel) else []


def _tags(model: type[BaseModel]) -> tuple[Any, ...]:
    field = model.model_fields.get("type")
    if field is None or get_origin(field.annotation) is not Literal:
        return ()
    return get_args(field.annotation)
