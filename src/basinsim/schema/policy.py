"""What every policy is: a pure change of the basin with a sentence that says it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import TypeAdapter

from basinsim.schema.base import StrictModel
from basinsim.schema.basin import Basin
from basinsim.schema.registered import ReadsRegistered
from basinsim.schema.sourced import Figure, Parameter, Spending, implausible, parameters_of
from basinsim.schema.values import Found

POLICY_TYPES: dict[str, type["Policy"]] = {}
"""Policies by the word that stands at ``type``."""

PolicyClass = TypeVar("PolicyClass", bound=type["Policy"])


class Policy(StrictModel):
    """A lever: it changes a basin into another, and says what it does in a sentence.

    A field whose annotation holds a :class:`basinsim.schema.sourced.Sourced` is a parameter, with
    range, unit, source and status; the other fields say where the lever acts. Fields of the class:

    - ``type_name``: the word that stands at ``type`` in a file.
    - ``option``: its number among the options that the partners have named, such as ``D2``.
    - ``conflicts_with``: types that must not stand in one list with it where both act on the same
      things, and why not.
    - ``order_matters_with``: types whose place before or after it changes the result, and how.
    - ``costs``, ``carbon``: what sources give for it; empty where no figure with a source was found.
    - ``example``: how it may stand among the policies of a scenario of the shipped basin, in YAML: itself,
      or a list with what must stand before it.
    """

    type_name: ClassVar[str] = ""
    option: ClassVar[str | None] = None
    conflicts_with: ClassVar[Mapping[str, str]] = {}
    order_matters_with: ClassVar[Mapping[str, str]] = {}
    costs: ClassVar[tuple[Figure, ...]] = ()
    carbon: ClassVar[tuple[Figure, ...]] = ()
    example: ClassVar[str] = ""

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
            To be changed; it must fit.

        Returns
        -------
        Basin
            The basin under this policy.
        """
        raise NotImplementedError

    def misfits(self, basin: Basin, changed: Basin) -> list[Found]:
        """Return what would be wrong with the basin that it has made, with paths below the policy.

        Parameters
        ----------
        basin : Basin
            Before.
        changed : Basin
            What :meth:`apply` returned.

        Returns
        -------
        list of (path, message)
            Empty where the changed basin can be run.
        """
        return []

    def sentence(self) -> str:
        """Say in plain English what it does.

        Returns
        -------
        str
            One sentence.
        """
        raise NotImplementedError

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the nodes and links that it changes, or what of them, by which conflicts are found.

        Parameters
        ----------
        basin : Basin
            The basin it would change.

        Returns
        -------
        frozenset of str
            Empty where it is about the basin as a whole.
        """
        return frozenset()

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """Return its parameters with range, unit, source and status, in the order of its fields."""
        return parameters_of(cls)

    def remarks(self) -> list[Found]:
        """Return the numbers that are allowed, but outside their plausible range."""
        return list(implausible(self))

    def spending(self) -> tuple[Spending, ...]:
        """Return what it costs once, where a source gives a price and the lever says how much it buys.

        Returns
        -------
        tuple of Spending
            Empty where either is not known: that a lever costs nothing is never what this says.
        """
        return ()

    def in_short(self) -> str:
        """Say what it does where the rules that it sets are said beside it; the whole sentence, if it sets none."""
        return self.sentence()

    @classmethod
    def money_and_carbon(cls) -> str:
        """Say what it costs and what carbon it brings or saves, where a source gives a figure."""
        parts = [
            f"{what}: " + ("; ".join(figure.in_words() for figure in figures) or "no sourced figure")
            for what, figures in (("Cost", cls.costs), ("Carbon", cls.carbon))
        ]
        return ". ".join(parts) + "."


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


def read_policy(raw: Mapping[str, Any], directory: Path | None = None) -> Policy:
    """Make a policy from a plain mapping, as it would stand in a scenario file.

    Parameters
    ----------
    raw : mapping
        With ``type``; bare numbers are in internal units.
    directory : Path, optional
        From which files named in it count.

    Returns
    -------
    Policy
        Free of problems of its own; :meth:`Policy.problems` tells whether it fits a basin.

    Raises
    ------
    pydantic.ValidationError
        With everything that is wrong with the mapping.
    """
    context = {} if directory is None else {"directory": directory}
    policy: Policy = TypeAdapter(AnyPolicy).validate_python(dict(raw), context=context)
    return policy
