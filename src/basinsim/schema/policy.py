"""What every policy is: a pure change of the basin with a sentence that says it."""

from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import ValidationError
from pydantic_core import CoreSchema, core_schema

from basinsim.errors import name_hint
from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.problems import problems_of
from basinsim.schema.reading import value_error
from basinsim.schema.values import Found

POLICY_TYPES: dict[str, type["Policy"]] = {}
"""Policies by the word that stands at ``type``."""

PolicyClass = TypeVar("PolicyClass", bound=type["Policy"])


class Policy(StrictModel):
    """A lever: it changes a basin into another, and says what it does in a sentence."""

    type_name: ClassVar[str] = ""

    type: str
    """Which lever."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return what does not fit this basin, with paths below the policy.

        Parameters
        ----------
        basin : Basin
            The basin it would change.

        Returns
        -------
        list of (path, message)
            Empty where it fits.
        """
        raise NotImplementedError

    def apply(self, basin: Basin) -> Basin:
        """Return the changed basin; the given one stays as it is.

        Parameters
        ----------
        basin : Basin
            To be changed.

        Returns
        -------
        Basin
            The basin under this policy.
        """
        raise NotImplementedError

    def sentence(self) -> str:
        """Say in plain English what it does.

        Returns
        -------
        str
            One sentence.
        """
        raise NotImplementedError


def register(policy: PolicyClass) -> PolicyClass:
    """Make a policy known under its ``type_name``; a class decorator.

    Parameters
    ----------
    policy : type
        A subclass of :class:`Policy`.

    Returns
    -------
    type
        The same class.
    """
    POLICY_TYPES[policy.type_name] = policy
    return policy


class _ReadsPolicy:
    """Chooses the policy by its ``type`` when the file is read, so that users can add their own."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> CoreSchema:
        def validate(raw: Any, info: core_schema.ValidationInfo) -> Policy:
            if isinstance(raw, Policy):
                return raw
            known = tuple(sorted(POLICY_TYPES))
            if not isinstance(raw, dict) or not isinstance(raw.get("type"), str):
                raise value_error(
                    [((), f"a policy is a mapping with a 'type' (allowed: {', '.join(known)})")]
                )
            if raw["type"] not in POLICY_TYPES:
                message = f"unknown policy '{raw['type']}'; {name_hint(raw['type'], known)}"
                raise value_error([(("type",), message)])
            model = POLICY_TYPES[raw["type"]]
            try:
                return model.model_validate(raw, context=info.context)
            except ValidationError as error:
                raise value_error(problems_of(error, raw, model)) from None

        return core_schema.with_info_plain_validator_function(validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": sorted(POLICY_TYPES)}},
        }


AnyPolicy = Annotated[Policy, _ReadsPolicy()]
