"""How users of one priority share a shortage, where it is not by equal coverage."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from basinsim.errors import name_hint
from basinsim.schema.base import Priority, StrictModel
from basinsim.schema.nodes import Demand
from basinsim.schema.values import Found

if TYPE_CHECKING:
    from basinsim.schema.basin import Basin

MOST_ARRIVALS = 12
"""Users of one priority that can share by random arrival: every coalition of them is looked at."""


SharingRule = Literal[
    "max_min_coverage",
    "proportional",
    "equal_awards",
    "equal_losses",
    "talmud",
    "adjusted_proportional",
    "minimal_overlap",
    "random_arrival",
]
"""Claims rules; the first two are both equal coverage."""


class Sharing(StrictModel):
    """A rule by which users share what there is for one priority."""

    rule: SharingRule
    """max_min_coverage or proportional: equal shares of what each asks for; equal_awards: equal amounts, nobody more
    than he asks for; equal_losses: equal amounts are missing, from nobody more than he asks for; talmud: equal awards
    up to half of what each asks for, equal losses beyond; adjusted_proportional: first what nobody else could use, the
    rest in proportion; minimal_overlap: each unit among those who claim it; random_arrival: the mean over all orders of
    arrival, for at most twelve users."""
    priorities: Annotated[tuple[Priority, ...], Field(min_length=1)] | None = None
    """Priorities at which it holds; all of them without it."""
    users: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    """Who shares by it: users by name, sector or community; every demand without it."""

    @property
    def by_coverage(self) -> bool:
        """Whether it is equal coverage."""
        return self.rule in ("max_min_coverage", "proportional")

    def scope(self, basin: "Basin") -> dict[int, list[str]]:
        """Return whose wishes it is about.

        Parameters
        ----------
        basin : Basin
            The basin it stands in.

        Returns
        -------
        dict of int to list of str
            By priority, the demands with a wish there; sorted.
        """
        found: dict[int, list[str]] = {}
        for name, node in self._theirs(basin).items():
            for priority in priorities_of(node):
                if self.priorities is None or priority in self.priorities:
                    found.setdefault(priority, []).append(name)
        return dict(sorted(found.items()))

    def problems(self, basin: "Basin") -> Iterator[Found]:
        """List what does not fit a basin, with paths below it.

        Parameters
        ----------
        basin : Basin
            The basin it stands in.

        Yields
        ------
        (path, message)
            Nothing where it fits.
        """
        demands = basin.of_type(Demand)
        groups = {name for demand in demands.values() for name in (demand.sector, demand.community) if name}
        known = tuple(sorted({*demands, *groups}))
        for i, name in enumerate(self.users or ()):
            if name not in known:
                yield (
                    ("users", i),
                    f"there is no user, sector or community '{name}'; {name_hint(name, known)}",
                )
        theirs = self._theirs(basin).values()
        asked = sorted({priority for demand in theirs for priority in priorities_of(demand)})
        for i, priority in enumerate(self.priorities or ()):
            if asked and priority not in asked:
                there = ", ".join(map(str, asked))
                yield (
                    ("priorities", i),
                    f"none of these users asks at priority {priority} (they ask at: {there})",
                )
        yield from crowds(self, self.scope(basin))

    def _theirs(self, basin: "Basin") -> dict[str, Demand]:
        """Return the users it names; a name is first that of a user, then of a sector, then of a community."""
        demands = basin.of_type(Demand)
        if self.users is None:
            return demands
        return {
            user: demand
            for user, demand in demands.items()
            if user in self.users
            or any(name in (demand.sector, demand.community) for name in self.users if name not in demands)
        }


def sharing_in_force(basin: "Basin") -> list[tuple[Sharing, dict[int, list[str]]]]:
    """Return the sharing rules of a basin with those who share by them.

    Parameters
    ----------
    basin : Basin
        Under its policies; what they say comes after what the basin says, and holds.

    Returns
    -------
    list of (Sharing, dict of int to list of str)
        With the users of each priority; each user at a priority stands in one of them at most.
    """
    scopes = [sharing.scope(basin) for sharing in basin.sharing]
    holds = {
        (priority, user): number
        for number, scope in enumerate(scopes)
        for priority, users in scope.items()
        for user in users
    }
    return [
        (
            sharing,
            {
                priority: [user for user in users if holds[priority, user] == number]
                for priority, users in scopes[number].items()
            },
        )
        for number, sharing in enumerate(basin.sharing)
    ]


def crowds(sharing: Sharing, scope: Mapping[int, Sequence[str]]) -> Iterator[Found]:
    """List the priorities at which too many would share by random arrival.

    Parameters
    ----------
    sharing : Sharing
        One of a basin's, or to be added to them.
    scope : dict of int to list of str
        The users of each priority who share by it.

    Yields
    ------
    (path, message)
        Nothing where it can be worked out.
    """
    for priority, users in scope.items():
        if sharing.rule == "random_arrival" and len(users) > MOST_ARRIVALS:
            message = (
                f"random arrival is worked out for at most {MOST_ARRIVALS} users, and at priority {priority} there are "
                f"{len(users)}; name fewer of them under 'users', or take another rule"
            )
            yield ("rule",), message


def priorities_of(demand: Demand) -> tuple[int, ...]:
    """Return the priorities at which a demand has a wish: of the rest, and of an essential part ahead of it."""
    own = demand.essential.priority if demand.essential else None
    return (demand.priority,) if own is None or own >= demand.priority else (own, demand.priority)
