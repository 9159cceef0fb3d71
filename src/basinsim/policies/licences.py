"""Licences granted, changed, taken away or shared by a group, as policies."""

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from basinsim.errors import name_hint
from basinsim.network.connections import MAY_BE_LICENSED
from basinsim.rules.words import licence_in_words, quoted
from basinsim.schema.basin import Basin, Licence, RollingLimit, Season
from basinsim.schema.policy import Policy, register
from basinsim.schema.sourced import Figure
from basinsim.schema.values import Constant, Found, Monthly


@register
class Licences(Policy):
    """Licences are granted, put in the place of the basin's, or taken away."""

    type_name: ClassVar[str] = "licences"
    order_matters_with: ClassVar[dict[str, str]] = {
        "licence_pool": "a pool is made of the licences there are when its turn comes"
    }
    example: ClassVar[str] = """\
- type: licences
  set:
    carse_abstraction: {applies_to: [carse_farms], daily: 4 Ml/d}
"""

    set: dict[str, Licence] = {}
    """Licences by name; one of a name that the basin has takes its place."""
    remove: tuple[str, ...] = ()
    """Names of licences that fall away."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return users that there are not, and licences that cannot fall away."""
        found = unknown_licences(basin, "remove", self.remove)
        takers = [name for name, node in basin.nodes.items() if node.type in MAY_BE_LICENSED]
        allowed = (*sorted(takers), *sorted(link.label for link in basin.links))
        for name, licence in self.set.items():
            found += [
                (
                    ("set", name, "applies_to", i),
                    f"there is no works, demand, hydropower or link '{user}'; {name_hint(user, allowed)}",
                )
                for i, user in enumerate(licence.applies_to)
                if user not in allowed
            ]
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the licences."""
        return frozenset({*self.set, *self.remove})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the licences changed."""
        kept = {name: licence for name, licence in basin.licences.items() if name not in self.remove}
        return basin.model_copy(update={"licences": {**kept, **self.set}})

    def sentence(self) -> str:
        """Say each licence, and which fall away."""
        said = [f"Licence '{name}': {licence_in_words(one)}" for name, one in sorted(self.set.items())]
        said += [f"The licence '{name}' falls away." for name in self.remove]
        return " ".join(said) or "No licence changes."


@register
class LicencePool(Policy):
    """The holders of several licences share one: what each might take alone, they may take together.

    Who of them takes is then for their priorities and the sharing of the allocation. What passes
    from one to another costs nothing in the allocation, whatever an agreement may cost.
    """

    type_name: ClassVar[str] = "licence_pool"
    option: ClassVar[str | None] = "T1"
    costs: ClassVar[tuple[Figure, ...]] = (
        Figure(
            "agreeing on what passes from one to another (no Scottish market was found)",
            "volume",
            0.02,
            "GBP/m3",
            "assumption of this project",
            "assumption",
            low=0.0,
            high=0.1,
        ),
    )
    example: ClassVar[str] = """\
- type: licences
  set:
    glendevon_abstraction: {applies_to: [glendevon_intake], daily: 50 Ml/d}
    castlehill_abstraction: {applies_to: [castlehill_intake], daily: 20 Ml/d}
- type: licence_pool
  name: devon_abstraction
  licences: [glendevon_abstraction, castlehill_abstraction]
"""

    name: str
    """Name of the licence that they share."""
    licences: Annotated[tuple[str, ...], Field(min_length=2)]
    """Licences that become one; they have limits of the same kinds, whose amounts add up."""

    def problems(self, basin: Basin) -> list[Found]:
        """Return unknown licences, and licences that do not add up."""
        found = unknown_licences(basin, "licences", self.licences)
        if len(set(self.licences)) < len(self.licences):
            found.append((("licences",), "each licence counts once in a pool"))
        if self.name in basin.licences and self.name not in self.licences:
            found.append((("name",), f"the basin has a licence '{self.name}' already"))
        if not found:
            found = [(("licences",), message) for message in _unlike(self._pooled(basin), self.licences)]
        return found

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the licences."""
        return frozenset({self.name, *self.licences})

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with the one licence in place of the several."""
        kept = {name: licence for name, licence in basin.licences.items() if name not in self.licences}
        return basin.model_copy(update={"licences": {**kept, self.name: _sum(self._pooled(basin))}})

    def sentence(self) -> str:
        """Say whose licences become one."""
        return (
            f"The licences {quoted(self.licences)} become one, '{self.name}': what each allowed "
            "its holders is theirs together."
        )

    def _pooled(self, basin: Basin) -> list[Licence]:
        return [basin.licences[name] for name in self.licences]


def unknown_licences(basin: Basin, key: str, names: Sequence[str]) -> list[Found]:
    """List licences that the basin does not have.

    Parameters
    ----------
    basin : Basin
        The basin.
    key : str
        Where the names stand in the lever.
    names : sequence of str
        Of licences.

    Returns
    -------
    list of (path, message)
        With the nearest known name.
    """
    known = tuple(sorted(basin.licences))
    return [
        (
            (key, i),
            f"the basin has no licence '{name}'; {name_hint(name, known) if known else 'it has none'}",
        )
        for i, name in enumerate(names)
        if name not in known
    ]


_LIMITS = ("daily", "annual", "seasonal", "rolling")


def _unlike(pooled: Sequence[Licence], names: Sequence[str]) -> list[str]:
    """Say why licences cannot be one."""
    found = []
    for limit in _LIMITS:
        given = [getattr(licence, limit) for licence in pooled]
        have = [name for name, value in zip(names, given, strict=True) if value is not None]
        if have and len(have) < len(names):
            lack = [name for name in names if name not in have]
            found.append(
                f"{quoted(have)} has a {limit} limit and {quoted(lack)} has none: they do not add up"
            )
        elif have and not all(isinstance(_amount(value), Constant | Monthly) for value in given):
            found.append(f"a {limit} limit that is a series does not add up with another")
        elif limit == "seasonal" and len({frozenset(value.months) for value in given if value}) > 1:
            found.append(f"the seasons of {quoted(names)} are not the same")
        elif limit == "rolling" and len({value.days for value in given if value}) > 1:
            found.append(f"the rolling limits of {quoted(names)} run over unlike numbers of days")
        elif limit == "annual" and have and len({licence.year_start for licence in pooled}) > 1:
            found.append(f"the years of {quoted(names)} begin on unlike days")
    return found


def _sum(pooled: Sequence[Licence]) -> Licence:
    first = pooled[0]
    users = tuple(dict.fromkeys(user for licence in pooled for user in licence.applies_to))
    update: dict[str, Any] = {"applies_to": users}
    for limit in _LIMITS:
        amounts = [_amount(getattr(licence, limit)) for licence in pooled]
        if amounts[0] is None:
            continue
        total = _added(amounts)
        own = getattr(first, limit)
        update[limit] = own.model_copy(update={"amount": total}) if _has_amount(own) else total
    return first.model_copy(update=update)


def _has_amount(limit: Any) -> bool:
    return isinstance(limit, Season | RollingLimit)


def _amount(limit: Any) -> Any:
    return limit.amount if _has_amount(limit) else limit


def _added(amounts: Sequence[Constant | Monthly]) -> Constant | Monthly:
    numbers = [one.number for one in amounts if isinstance(one, Constant)]
    if len(numbers) == len(amounts):
        return Constant(sum(numbers))
    months = [one.numbers if isinstance(one, Monthly) else (one.number,) * 12 for one in amounts]
    return Monthly(tuple(sum(of_month) for of_month in zip(*months, strict=True)))
