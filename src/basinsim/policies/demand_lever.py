"""Levers that act on users: which users those are, and what is said where there are none."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from basinsim.errors import name_hint
from basinsim.policies.beyond import beyond_amount
from basinsim.rules.words import listed
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand
from basinsim.schema.policy import Policy
from basinsim.schema.values import Found

SECTORS = ("public", "agriculture", "energy", "industry")

Names = tuple[str, ...] | None
"""Users by name, sector or community; None for all that a lever applies to."""


class DemandLever(Policy):
    """A lever that changes demands one by one.

    ``key`` is the field that names them. A name is that of a user, of a sector, or of a community,
    looked for in this order.
    """

    key: ClassVar[str] = "users"
    needs: ClassVar[str] = "anything to change"
    """What a user must have, as it stands after ``has no``."""

    def applies_to(self, name: str, demand: Demand, basin: Basin) -> bool:
        """Say whether there is anything to change about a user.

        Parameters
        ----------
        name : str
            Of the user.
        demand : Demand
            The user.
        basin : Basin
            Where it stands.

        Returns
        -------
        bool
            True where :meth:`changed` makes a difference of some kind.
        """
        raise NotImplementedError

    def changed(self, name: str, demand: Demand, basin: Basin) -> Demand:
        """Return the changed user; the given one stays as it is.

        Parameters
        ----------
        name : str
            Of the user.
        demand : Demand
            One to which the lever applies.
        basin : Basin
            Where it stands.

        Returns
        -------
        Demand
            A copy.
        """
        raise NotImplementedError

    @property
    def named(self) -> Names:
        """The names that the file gives."""
        names: Names = getattr(self, self.key)
        return names

    def chosen(self, basin: Basin) -> dict[str, Demand]:
        """Return the users it acts on.

        Parameters
        ----------
        basin : Basin
            The basin it would change.

        Returns
        -------
        dict of str to Demand
            Sorted by name.
        """
        applicable = self._applicable(basin)
        if self.named is None:
            return applicable
        wanted = {user for name in self.named for user in _meant(name, basin)}
        return {name: demand for name, demand in applicable.items() if name in wanted}

    def problems(self, basin: Basin) -> list[Found]:
        """Return names in vain, with the nearest that would do."""
        applicable = self._applicable(basin)
        if self.named is None:
            message = f"nothing to act on: no user of this basin has {self.needs}{self.hint(basin)}"
            return [] if applicable else [((), message)]
        return [((self.key, i), text) for i, text in self._in_vain(self.named, basin, applicable)]

    def misfits(self, basin: Basin, changed: Basin) -> list[Found]:
        """Return users who could not do with what they would ask for."""
        found: list[Found] = []
        before, after = basin.of_type(Demand), changed.of_type(Demand)
        for name in self.chosen(basin):
            numbers = beyond_amount(after[name])
            if numbers is not None and beyond_amount(before[name]) is None:
                essential, whole = numbers
                message = f"'{name}' would ask for {whole:.4g} Ml/d on some day, and cannot do without {essential:.4g} Ml/d"
                found.append(((), message))
        return found

    def hint(self, basin: Basin) -> str:
        """Return what to do where a user lacks what is needed; it follows the message, with its own semicolon."""
        return ""

    def acts_on(self, basin: Basin) -> frozenset[str]:
        """Return the users that it changes."""
        return frozenset(self.chosen(basin))

    def apply(self, basin: Basin) -> Basin:
        """Return the basin with these users changed."""
        return basin.model_copy(update={"nodes": {**basin.nodes, **self.changes(basin)}})

    def changes(self, basin: Basin) -> dict[str, Any]:
        """Return the changed users by name."""
        return {name: self.changed(name, demand, basin) for name, demand in self.chosen(basin).items()}

    @property
    def where(self) -> str:
        """Whom it concerns, as it stands in a sentence."""
        return "everywhere" if self.named is None else "in " + listed([f"'{name}'" for name in self.named])

    def _applicable(self, basin: Basin) -> dict[str, Demand]:
        users = basin.of_type(Demand)
        return {name: demand for name, demand in users.items() if self.applies_to(name, demand, basin)}

    def _in_vain(
        self, names: tuple[str, ...], basin: Basin, applicable: Mapping[str, Demand]
    ) -> Iterator[tuple[int, str]]:
        if not names:
            yield 0, "names nobody; leave the key out for all to whom it applies"
        groups = {name for d in applicable.values() for name in (d.sector, d.community) if name}
        would_do = tuple(sorted({*applicable, *groups}))
        for i, name in enumerate(names):
            users = _meant(name, basin)
            if set(users) & set(applicable):
                continue
            if users:
                hint = self.hint(basin) or (f"; what has: {', '.join(would_do)}" if would_do else "")
                yield i, f"'{name}' has no {self.needs}{hint}"
            else:
                known = would_do or tuple(sorted(basin.of_type(Demand)))
                yield i, f"there is no user, sector or community '{name}'; {name_hint(name, known)}"


def _meant(name: str, basin: Basin) -> tuple[str, ...]:
    users = basin.of_type(Demand)
    if name in users:
        return (name,)
    if name in SECTORS:
        return tuple(user for user, demand in users.items() if demand.sector == name)
    return tuple(user for user, demand in users.items() if demand.community == name)
