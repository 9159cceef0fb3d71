"""Walks along links and returns: loops without storage, and what lies below what."""

from collections.abc import Iterator

from basinsim.network.connections import TAKES_WATER_OUT
from basinsim.network.shape import Shape
from basinsim.schema.basin import Basin
from basinsim.schema.nodes import Catchment, Gauge

Edge = tuple[str, str]  # from, to


def edges(basin: Shape, *, returns: bool) -> list[Edge]:
    """List the ways water can move between nodes.

    Parameters
    ----------
    basin : Basin
        Link ends that do not exist are passed over.
    returns : bool
        Whether what users give back counts.

    Returns
    -------
    list of (from, to)
        Sorted.
    """
    found = [(link.source, link.target) for link in basin.links]
    found += [
        (name, node.returns.to)
        for name, node in basin.nodes.items()
        if returns and node.type == "demand" and node.returns is not None
    ]
    return sorted((a, b) for a, b in found if a in basin.nodes and b in basin.nodes)


def loops_without_storage(basin: Basin) -> list[list[str]]:
    """Find loops of links on which no reservoir lies.

    Parameters
    ----------
    basin : Basin
        Any basin.

    Returns
    -------
    list of list of str
        The nodes of each loop found, in order.
    """
    stores = {name for name, node in basin.nodes.items() if node.type == "reservoir"}
    # A link to itself is a mistake of its own.
    graph = [edge for edge in edges(basin, returns=False) if not stores & set(edge) and edge[0] != edge[1]]
    return list(_loops(graph))


def loops_over_storage(basin: Basin) -> list[list[str]]:
    """Find loops of links on which a reservoir lies.

    Parameters
    ----------
    basin : Basin
        Any basin.

    Returns
    -------
    list of list of str
        The nodes of each loop found, in order.
    """
    stores = {name for name, node in basin.nodes.items() if node.type == "reservoir"}
    graph = [edge for edge in edges(basin, returns=False) if edge[0] != edge[1]]
    return [loop for loop in _loops(graph) if stores & set(loop)]


def downstream(basin: Basin, start: str) -> set[str]:
    """Return the nodes that water leaving a node can reach, by links and by what users give back.

    Parameters
    ----------
    basin : Basin
        Any basin.
    start : str
        Where to set out; part of the answer.

    Returns
    -------
    set of str
        Names of nodes.
    """
    following = _following(edges(basin, returns=True))
    reached, waiting = {start}, [start]
    while waiting:
        for node in following.get(waiting.pop(), ()):
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return reached


def upstream(basin: Basin, end: str) -> set[str]:
    """Return the nodes from which water can reach a node by links.

    Parameters
    ----------
    basin : Basin
        Any basin.
    end : str
        Where to arrive; not part of the answer.

    Returns
    -------
    set of str
        Names of nodes.
    """
    leading: dict[str, list[str]] = {}
    for source, target in edges(basin, returns=False):
        leading.setdefault(target, []).append(source)
    reached: set[str] = set()
    waiting = [end]
    while waiting:
        for node in leading.get(waiting.pop(), ()):
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return reached - {end}


def natural_catchments(basin: Basin, gauge: str) -> tuple[str, ...]:
    """Return the catchments whose water would pass a gauge if nobody took, held or led away any.

    Parameters
    ----------
    basin : Basin
        Any basin.
    gauge : str
        Name of a gauge.

    Returns
    -------
    tuple of str
        Those its environmental flow names as `natural`; without them, those from which the gauge
        is reached by the ways water goes of itself.

    Notes
    -----
    Water does not go of itself to works, users or pumps, and from a node with a link marked `spill`
    it goes there: the other links are releases and tunnels.
    """
    node = basin.nodes[gauge]
    if isinstance(node, Gauge) and node.environmental_flow is not None and node.environmental_flow.natural:
        return tuple(sorted(node.environmental_flow.natural))
    following = _following(_natural_edges(basin))
    found = []
    for name in basin.of_type(Catchment):
        reached, waiting = {name}, [name]
        while waiting:
            new = set(following.get(waiting.pop(), ())) - reached
            reached |= new
            waiting += sorted(new)
        if gauge in reached:
            found.append(name)
    return tuple(found)


def _natural_edges(basin: Basin) -> list[Edge]:
    ways: dict[str, list[tuple[bool, str]]] = {}
    for link in basin.links:
        kind = basin.nodes[link.target].type
        if link.energy is None and kind not in TAKES_WATER_OUT:
            ways.setdefault(link.source, []).append((link.spill, link.target))
    return sorted(
        (source, target)
        for source, targets in ways.items()
        for spill, target in targets
        if spill or not any(other for other, _ in targets)
    )


def _following(graph: list[Edge]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {}
    for source, target in graph:
        following.setdefault(source, []).append(target)
    return following


def _loops(graph: list[Edge]) -> Iterator[list[str]]:
    # Depth first without recursion; one loop for each edge that leads back onto the path.
    following, done = _following(graph), set[str]()
    for root in sorted(following):
        path: list[str] = []
        stack = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                path.pop()
                done.add(node)
            elif node in path:
                yield path[path.index(node) :]
            elif node not in done:
                path.append(node)
                stack.append((node, True))
                stack += [(after, False) for after in reversed(following.get(node, []))]
