"""What every operating rule is in a file: settings that are checked, and a sentence that says them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar

from basinsim.schema.base import StrictModel
from basinsim.schema.registered import ReadsRegistered
from basinsim.schema.values import Found

if TYPE_CHECKING:
    from basinsim.schema.basin import Basin

RULE_TYPES: dict[str, type["Rule"]] = {}
"""Operating rules by the word that stands at ``type``."""

RuleClass = TypeVar("RuleClass", bound=type["Rule"])


class Rule(StrictModel):
    """A rule of operation: it acts before each step on what is known by then.

    Fields of the class: ``type_name``, the word that stands at ``type`` in a file; ``example``, how it may stand
    under ``rules`` of the shipped basin, in YAML; ``source``, whose rule it is.
    """

    type_name: ClassVar[str] = ""
    example: ClassVar[str] = ""
    source: ClassVar[str] = ""

    type: str
    """Which rule."""
    description: str | None = None
    """A sentence for readers of the file: whose rule it is, and where it comes from."""

    def in_basin(self, basin: "Basin") -> "Rule":
        """Return the rule with those numbers filled in that it leaves to the basin, so that they can be said."""
        return self

    def problems(self, basin: "Basin") -> list[Found]:
        """Return what does not fit this basin.

        Parameters
        ----------
        basin : Basin
            The basin it stands in.

        Returns
        -------
        list of (path, message)
            Paths below the rule; empty where it fits.
        """
        raise NotImplementedError

    def sets(self) -> dict[tuple[str, str], tuple[str | int, ...]]:
        """Return the numbers that it puts in place of the basin's; no other rule may set them.

        Returns
        -------
        dict of (what, name) to path
            Such as ``("min_flow", "release")``, and where below the rule it is said.
        """
        return {}

    def limited_takes(self, name: str, basin: "Basin") -> dict[str, tuple[str, ...]]:
        """Return the links whose flows together it limits, by a label for each such limit.

        Parameters
        ----------
        name : str
            Its own name.
        basin : Basin
            The basin it stands in.

        Returns
        -------
        dict of str to tuple of str
            Labels are unique over all rules.
        """
        return {}

    def sentence(self) -> str:
        """Say in plain English what it does, with its numbers.

        Returns
        -------
        str
            One sentence or a few.
        """
        raise NotImplementedError

    def set_up(self, name: str, site: Any) -> Any:
        """Return the rule at work on the arrays of a run.

        Parameters
        ----------
        name : str
            Its own name.
        site : basinsim.rules.site.Site
            The basin, its calendar and its numbers.

        Returns
        -------
        basinsim.rules.acting.ActingRule
            Ready to act.
        """
        raise NotImplementedError


def register(rule: RuleClass) -> RuleClass:
    """Make a rule known under its ``type_name``; a class decorator.

    Parameters
    ----------
    rule : type
        A subclass of :class:`Rule`.

    Returns
    -------
    type
        The same class.
    """
    RULE_TYPES[rule.type_name] = rule
    return rule


def conflicts(rules: Mapping[str, Rule]) -> list[Found]:
    """List the numbers that two rules set.

    Parameters
    ----------
    rules : dict of str to Rule
        By name.

    Returns
    -------
    list of (path, message)
        Paths begin with the name of the later rule; the message names both.
    """
    found: list[Found] = []
    setters: dict[tuple[str, str], str] = {}
    for name, rule in sorted(rules.items()):
        for (what, thing), path in rule.sets().items():
            other = setters.setdefault((what, thing), name)
            if other != name:
                message = f"the rules '{other}' and '{name}' both set the {what} of '{thing}'; leave it to one of them"
                found.append(((name, *path), message))
    return found


AnyRule = Annotated[Rule, ReadsRegistered("rule", RULE_TYPES)]
"""Any rule that has been registered, by its ``type``."""
