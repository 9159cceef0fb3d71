"""Whose demand a yield is about: one user, several, a sector, a community, or all."""

from dataclasses import dataclass

from basinsim.errors import name_hint
from basinsim.network.graph import downstream
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand, Reservoir

EVERYONE = "all"


class GroupError(ValueError):
    """A name that is no user, sector or community of the basin."""


@dataclass(frozen=True)
class UserGroup:
    """Users whose demand is tried together.

    Attributes
    ----------
    name : str
        As it was asked for.
    users : tuple of str
        Names of demands, sorted.
    """

    name: str
    users: tuple[str, ...]


def find_group(basin: Basin, name: str) -> UserGroup:
    """Find the users that a name stands for.

    Parameters
    ----------
    basin : Basin
        Under the policies.
    name : str
        A demand, a community, a sector, ``all``, or several of them with commas between. Where a demand and
        a community have the same name the demand is meant; ``community:NAME`` and ``sector:NAME`` are plain.

    Returns
    -------
    UserGroup
        With at least one user.

    Raises
    ------
    GroupError
        Where a name stands for none, with the nearest that does.
    """
    found: set[str] = set()
    for part in name.split(","):
        found |= set(_users_of(basin, part.strip()))
    return UserGroup(name, tuple(sorted(found)))


def _users_of(basin: Basin, name: str) -> list[str]:
    demands = basin.of_type(Demand)
    communities: dict[str, list[str]] = {}
    sectors: dict[str, list[str]] = {}
    for user, demand in demands.items():
        sectors.setdefault(str(demand.sector), []).append(user)
        if demand.community is not None:
            communities.setdefault(demand.community, []).append(user)
    kind, colon, rest = name.partition(":")
    if colon and kind in ("community", "sector"):
        among, name = (communities if kind == "community" else sectors), rest.strip()
    else:
        among = {
            EVERYONE: sorted(demands),
            **sectors,
            **communities,
            **{user: [user] for user in demands},
        }
        kind = "user"
    if name not in among:
        message = f"there is no {kind} '{name}'; {name_hint(name, sorted(among))}"
        raise GroupError(message)
    return among[name]


def stores_above(basin: Basin, users: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reservoirs from which water can reach any of some users.

    Parameters
    ----------
    basin : Basin
        Any basin.
    users : tuple of str
        Names of demands.

    Returns
    -------
    tuple of str
        Sorted.
    """
    return tuple(sorted(name for name in basin.of_type(Reservoir) if downstream(basin, name) & set(users)))
