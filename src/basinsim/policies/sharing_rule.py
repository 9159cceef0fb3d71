"""The rule by which users of one priority share a shortage, as a policy."""

from typing import Annotated, ClassVar

from pydantic import Field

from basinsim.rules.words import listed
from basinsim.schema.base import Priority
from basinsim.schema.basin import Basin
from basinsim.schema.policy import Policy, register
from basinsim.schema.sharing import Sharing, SharingRule
from basinsim.schema.sourced import Sourced
from basinsim.schema.values import Found

_HOW = {
    "max_min_coverage": "everyone gets the same share of what is asked for",
    "proportional": "everyone gets the same share of what is asked for",
    "equal_awards": "everyone gets the same amount, but nobody more than is asked for",
    "equal_losses": "everyone goes short by the same amount, but nobody by more than is asked for",
    "talmud": (
        "everyone gets the same amount until half of what is asked for is met, and beyond that goes short by the same "
        "amount"
    ),
    "adjusted_proportional": "everyone first gets what nobody else could use, and the same share of what is then left open",
    "minimal_overlap": "each unit is shared equally by those whose claims lie on it, laid to overlap as little as can be",
    "random_arrival": "everyone gets the mean of what all orders of arrival would give, first come, first served",
}

_SECTORS = {
    "public": "public supply",
    "agriculture": "agriculture",
    "energy": "energy users",
    "industry": "industry",
}

_SOURCE = "Thomson (2003), Mathematical Social Sciences 45: 249-297; formulas in basinsim.claims"


def sharing_in_words(sharing: Sharing) -> str:
    """Say a sharing rule in a sentence.

    Parameters
    ----------
    sharing : Sharing
        Of a basin or a policy.

    Returns
    -------
    str
        Who shares, where, and how.
    """
    who = [_SECTORS.get(name, f"'{name}'") for name in sharing.users or ()]
    whose = f"Among {listed(who)}" if who else "Among all users"
    numbers = [str(priority) for priority in sharing.priorities or ()]
    at = f"at priority {listed(numbers)}" if numbers else "within each priority"
    name = sharing.rule.replace("_", " ")
    return f"{whose}, {at}, a shortage is shared by the rule '{name}': {_HOW[sharing.rule]}."


@register
class SharingRulePolicy(Policy):
    """Choose how users of one priority share a shortage, in place of equal coverage.

    Claims are what each asks for at that priority; an essential part is a claim of its own. Water that
    someone cannot use goes to the others, along the same rule. A group that is not all of a priority is
    covered as a whole as everybody else there is, and shares by the rule inside. The rule stands in place
    of the basin's own where both name a user. Works step by step; with foresight shortage is shared by coverage.
    """

    type_name: ClassVar[str] = "sharing_rule"
    option: ClassVar[str | None] = "Q2"
    example: ClassVar[str] = "{type: sharing_rule, rule: equal_losses, users: [agriculture]}"

    rule: Annotated[SharingRule, Sourced("", _SOURCE, "second-hand")]
    """Which rule: max_min_coverage and proportional (equal coverage), equal_awards, equal_losses, talmud,
    adjusted_proportional, minimal_overlap, or random_arrival (at most twelve users)."""
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1)] | None = None
    """Priorities at which it holds; all of them without it."""
    users: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """Who shares by it: users by name, sector or community; every demand without it."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return users, sectors and priorities that are not there, and too many for random arrival."""
        return list(self._sharing.problems(basin))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with this rule as the last word."""
        return basin.model_copy(update={"sharing": (*basin.sharing, self._sharing)})

    def sentence(self) -> str:
        """Say who shares, where, and how."""
        return sharing_in_words(self._sharing)

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the users it is about, each at a priority: at two of them two rules may hold."""
        scope = self._sharing.scope(basin)
        return frozenset(
            f"{user} at priority {priority}" for priority, users in scope.items() for user in users
        )

    @property
    def _sharing(self) -> Sharing:
        return Sharing(rule=self.rule, priorities=self.priorities, users=self.users)
