"""What stands at a place of a raw value, and what a model allows there."""

import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Location = tuple[str | int, ...]
"""Keys and positions from the top; pydantic's also name the branch of a union."""


def path_in(raw: Any, location: Location) -> Location:
    """Return the part of a location that leads into a raw value.

    Parameters
    ----------
    raw : Any
        As it was read.
    location : tuple
        As pydantic gives it: the branch of a union is named too, and is passed over here.

    Returns
    -------
    tuple
        Keys and positions.
    """
    path: list[str | int] = []
    value = raw
    for part in location:
        inside = below(value)
        if part not in inside:
            continue
        value = inside[part]
        path.append(part)
    return tuple(path)


def below(value: Any) -> dict[str | int, Any]:
    """Return what stands in a mapping by key or in a list by position; nothing for other values."""
    if isinstance(value, dict):
        return value
    return dict(enumerate(value)) if isinstance(value, list) else {}


def tags_at(model: type[BaseModel], location: Location) -> tuple[str, ...]:
    """Return the types that a node may have where none or a wrong one was found."""
    annotation: Any = model
    for part in location:
        annotation = _step(annotation, part)
    return tuple(str(tag) for found in _models(annotation) for tag in _tags(found))


def keys_at(model: type[BaseModel], location: Location) -> tuple[str, ...]:
    """Return the keys allowed where an unknown one was found."""
    annotation: Any = model
    for part in location:
        annotation = _step(annotation, part)
    found = _models(annotation)
    return tuple(field.alias or name for name, field in found[0].model_fields.items()) if found else ()


def field_at(model: type[BaseModel], location: Location) -> FieldInfo | None:
    """Return the field that a location leads to; None for an entry of a list or a mapping."""
    annotation: Any = model
    for part in location[:-1]:
        annotation = _step(annotation, part)
    if get_origin(annotation) in (dict, list, tuple):
        return None
    models = _models(annotation)
    for found in models[:1]:
        for name, field in found.model_fields.items():
            if location[-1] in (name, field.alias):
                return field
    return None


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
