"""What every demand model is: its parameters under a name, written where an amount may stand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from basinsim.errors import name_hint
from basinsim.schema.base import StrictModel
from basinsim.schema.places import Location
from basinsim.schema.problems import problems_of
from basinsim.schema.quantity import Quantity
from basinsim.schema.reading import RefusedError, shown
from basinsim.schema.values import Found, Parsed, Value

DEMAND_MODELS: dict[str, type["DemandModel"]] = {}
"""Demand models by the word that stands at ``model``."""

ModelClass = TypeVar("ModelClass", bound=type["DemandModel"])


class DemandModel(StrictModel, Parsed):
    """Parameters of a model that says how much water is asked for.

    A model is frozen: a policy returns another one, with ``model_copy(update=...)`` inside
    :meth:`changed`.
    """

    model: str
    """Which model."""

    def changed(self, change: Callable[["DemandModel"], "DemandModel"]) -> "DemandModel":
        """Return what a change makes of the model, or of each of its parts where it has some.

        Parameters
        ----------
        change : callable
            Takes a model and returns it, or a changed copy of it.

        Returns
        -------
        DemandModel
            The given one stays as it is.
        """
        return change(self)

    def leaves(self) -> Iterator["DemandModel"]:
        """Yield the model, or the models it is made of where it has parts."""
        yield self

    def catchments(self) -> Iterator[tuple[Location, str]]:
        """Yield each catchment whose weather drives it, with the path of the key that names it."""
        yield from ()


def register(model: ModelClass) -> ModelClass:
    """Make a demand model known under the default of its field ``model``; a class decorator.

    Parameters
    ----------
    model : type
        A subclass of :class:`DemandModel`.

    Returns
    -------
    type
        The same class.
    """
    class_of_it: type[DemandModel] = model
    DEMAND_MODELS[str(class_of_it.model_fields["model"].default)] = model
    return model


@dataclass(frozen=True)
class DemandAmount(Quantity):
    """A flow in any form, or a demand model ``{model: NAME, ...}``."""

    def read(self, raw: Any, context: dict[str, Any]) -> Value | DemandModel:  # type: ignore[override]
        """Turn what the file says into a value in internal units, or into a model's parameters."""
        if not (isinstance(raw, dict) and "model" in raw):
            return super().read(raw, context)
        return read_model(raw, context)

    def json_schema(self) -> dict[str, Any]:
        """Describe all forms."""
        models = [_inlined(DEMAND_MODELS[name]) for name in sorted(DEMAND_MODELS)]
        return {"anyOf": [*super().json_schema()["anyOf"], *models]}


def read_model(raw: Any, context: dict[str, Any]) -> DemandModel:
    """Turn a mapping with ``model`` into that model's parameters.

    Parameters
    ----------
    raw : Any
        As written.
    context : dict
        Units of bare numbers, and the file's folder.

    Returns
    -------
    DemandModel
        Free of problems.

    Raises
    ------
    RefusedError
        With every problem found.
    """
    known = tuple(sorted(DEMAND_MODELS))
    if not isinstance(raw, dict) or "model" not in raw:
        raise RefusedError(((), f"a demand model is a mapping with a 'model' (allowed: {', '.join(known)})"))
    if raw["model"] not in known:
        message = f"unknown demand model {shown(raw['model'])}; {name_hint(str(raw['model']), known)}"
        raise RefusedError((("model",), message))
    model = DEMAND_MODELS[raw["model"]]
    try:
        return model.model_validate(raw, context=context)
    except ValidationError as error:
        found: list[Found] = problems_of(error, raw, model)
        raise RefusedError(*found) from None


def _inlined(model: type[DemandModel]) -> dict[str, Any]:
    """Return the JSON Schema of a model without references: it stands in the midst of a larger one."""
    schema = model.model_json_schema(by_alias=True)
    parts = schema.pop("$defs", {})

    def resolved(item: Any) -> Any:
        if isinstance(item, list):
            return [resolved(inner) for inner in item]
        if not isinstance(item, dict):
            return item
        if "$ref" in item:
            item = {
                **parts[item["$ref"].rsplit("/", 1)[-1]],
                **{k: v for k, v in item.items() if k != "$ref"},
            }
        return {key: resolved(inner) for key, inner in item.items()}

    schema["required"] = sorted({*schema.get("required", []), "model"})
    return dict(resolved(schema))
