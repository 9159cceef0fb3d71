"""What every policy is: a pure change of the basin with a sentence that says it."""

from typing import Annotated, ClassVar, TypeVar

from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.registered import ReadsRegistered
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


AnyPolicy = Annotated[Policy, ReadsRegistered("policy", POLICY_TYPES)]
"""Any policy that has been registered, by its ``type``."""
