"""Families whose members are chosen by ``type`` when a file is read, so that users can add their own."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import GetJsonSchemaHandler, ValidationError
from pydantic_core import CoreSchema, core_schema

from basinsim.errors import name_hint, nearest
from basinsim.schema.base import StrictModel
from basinsim.schema.mending import examine
from basinsim.schema.reading import value_error
from basinsim.schema.values import Found

Member = TypeVar("Member", bound=StrictModel)


@dataclass(frozen=True)
class ReadsRegistered(Generic[Member]):
    """Reads a mapping with the model that its ``type`` names.

    Attributes
    ----------
    family : str
        What the members are called: policy, rule.
    models : dict of str to type
        Members by the word that stands at ``type``; may grow.
    """

    family: str
    models: dict[str, type[Member]]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        def validate(raw: Any, info: core_schema.ValidationInfo) -> StrictModel:
            if isinstance(raw, StrictModel):
                return raw
            known = tuple(sorted(self.models))
            if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
                raise value_error(
                    [((), f"a {self.family} is a mapping with a 'type' (allowed: {', '.join(known)})")]
                )
            found: list[Found] = []
            kind = raw["type"]
            if kind not in self.models:
                found.append((("type",), f"unknown {self.family} '{kind}'; {name_hint(kind, known)}"))
                meant = nearest(kind, known)
                if meant is None:
                    raise value_error(found)
                raw, kind = {**raw, "type": meant}, meant
            else:
                try:
                    return self.models[kind].model_validate(raw, context=info.context)
                except ValidationError:
                    pass
            mended, more, mending = examine(raw, self.models[kind], info.context)
            raise value_error(found + more, mending if mended is not None else None)

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe every member, with its ``type`` as a constant."""
        members = []
        for name, model in sorted(self.models.items()):
            described = handler.resolve_ref_schema(handler(model.__pydantic_core_schema__))
            described["properties"]["type"] = {**described["properties"]["type"], "const": name}
            members.append(described)
        return {"oneOf": members} if members else {"type": "object"}
