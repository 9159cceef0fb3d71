"""Whether the names in a rule are names of the basin."""

from collections.abc import Iterable, Iterator

from basinsim.errors import name_hint
from basinsim.network.connections import MAY_BE_LICENSED
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Demand, Gauge, Reservoir, Works
from basinsim.schema.values import Found

Path = tuple[str | int, ...]


def known_names(basin: Basin, kind: str) -> tuple[str, ...]:
    """Return the names of one kind of thing.

    Parameters
    ----------
    basin : Basin
        The basin.
    kind : str
        reservoir, gauge, demand, works, link, "link with a min_flow", "gauge with an
        environmental_flow", or "demand, works or link".

    Returns
    -------
    tuple of str
        Sorted.
    """
    links = {link.label: link for link in basin.links}
    takers = [name for name, node in basin.nodes.items() if node.type in MAY_BE_LICENSED]
    gauges = basin.of_type(Gauge)
    names: dict[str, Iterable[str]] = {
        "reservoir": basin.of_type(Reservoir),
        "gauge": gauges,
        "demand": basin.of_type(Demand),
        "works": basin.of_type(Works),
        "link": links,
        "link with a min_flow": [name for name, link in links.items() if link.min_flow is not None],
        "gauge with an environmental_flow": [
            name for name, gauge in gauges.items() if gauge.environmental_flow is not None
        ],
        "demand, works, hydropower or link": [*takers, *links],
    }
    return tuple(sorted(names[kind]))


def unknown(basin: Basin, kind: str, named: Iterable[tuple[Path, str]]) -> Iterator[Found]:
    """List the names that the basin does not know.

    Parameters
    ----------
    basin : Basin
        The basin.
    kind : str
        As for :func:`known_names`.
    named : iterable of (path, name)
        Where each name stands below the rule.

    Yields
    ------
    (path, message)
        With the nearest known name.
    """
    allowed = known_names(basin, kind)
    for path, name in named:
        if name in allowed:
            continue
        hint = ""
        if kind == "link with a min_flow" and name in known_names(basin, "link"):
            hint = "; give the link a 'min_flow' (0 will do) with the priority it is to have"
            yield path, f"the link '{name}' has no 'min_flow'{hint}"
        else:
            yield path, f"there is no {kind} '{name}'; {name_hint(name, allowed)}"
