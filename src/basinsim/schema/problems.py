"""Turn pydantic's errors into problems in the modeller's words, each with its key."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from basinsim.errors import name_hint
from basinsim.schema.reading import VALUE_ERROR
from basinsim.schema.values import Found

Location = tuple[str | int, ...]


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
    for details in error.errors(include_url=False):
        location: Location = details["loc"]
        path = _path_in(raw, location)
        context = details.get("ctx", {})
        if details["type"] == VALUE_ERROR:
            found += [((*path, *inner), message) for inner, message in context["problems"]]
        else:
            found.append((path, _message(dict(details), location, model)))
    return found


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
    kind, context = details["type"], details.get("ctx", {})
    if kind == "missing":
        return f"the key '{location[-1]}' is missing"
    if kind == "extra_forbidden":
        written = str(location[-1])
        return f"unknown key; {name_hint(written, _keys_at(model, location[:-1]))}"
    if kind == "union_tag_not_found":
        return f"the key 'type' is missing (allowed: {_listed(context.get('expected_tags', '')) or 'a node type'})"
    if kind == "union_tag_invalid":
        tags = tuple(tag.strip("' ") for tag in context["expected_tags"].split(","))
        return f"unknown type '{context['tag']}'; {name_hint(str(context['tag']), tags)}"
    if kind == "literal_error":
        options = tuple(part.strip(" '") for part in context["expected"].replace(" or ", ",").split(","))
        return f"found {_shown(details['input'])}; {name_hint(str(details['input']), options)}"
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"must be a mapping of keys and values, found {_shown(details['input'])}"
    if kind in ("tuple_type", "list_type"):
        return f"must be a list, found {_shown(details['input'])}"
    text = str(details["msg"])
    if kind in ("int_type", "int_from_float", "int_parsing"):
        return f"must be a whole number, found {_shown(details['input'])}"
    if kind == "string_type":
        return f"must be text, found {_shown(details['input'])}"
    if kind in ("bool_type", "bool_parsing"):
        return f"must be true or false, found {_shown(details['input'])}"
    if text.startswith("Input should"):
        return f"{text.replace('Input should', 'must', 1)}, found {_shown(details['input'])}"
    return text[:1].lower() + text[1:] if text.startswith(("Field", "Value", "Tuple", "Dict")) else text


def _shown(raw: Any) -> str:
    text = "nothing" if raw is None else f"'{raw}'" if isinstance(raw, str) else str(raw)
    return text if len(text) <= 60 else text[:57] + "..."


def _listed(tags: str) -> str:
    return tags.replace("'", "")


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
