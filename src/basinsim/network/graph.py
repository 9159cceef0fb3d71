"""Walks along links and returns: loops without storage, and what lies downstream of what."""

from collections.abc import Iterator

from basinsim.schema.basin import Basin

Edge = tuple[str, str, float]  # from, to, share that arrives


def edges(basin: Basin, *, returns: bool) -> list[Edge]:
    """List the ways water can move between nodes.

    Parameters
    ----------
    basin : Basin
        Link ends that do not exist are passed over.
    returns : bool
        Whether what users give back counts.

    Returns
    -------
    list of (from, to, share that arrives)
        Sorted.
    """
    known = basin.nodes
    found = [(link.source, link.target, 1 - link.loss) for link in basin.links]
    found += [
        (name, node.returns.to, node.returns.fraction)
        for name, node in basin.nodes.items()
        if returns and node.type == "demand" and node.returns is not None
    ]
    works = {name: 1 - node.loss for name, node in known.items() if node.type == "works"}
    return sorted((a, b, share * works.get(a, 1.0)) for a, b, share in found if a in known and b in known)


def loops_without_storage(basin: Basin) -> list[list[str]]:
    """Find loops of links on which no reservoir lies, and loops through returns that lose nothing.

    A return may feed its own intake as long as something is lost on the way round; else water
    could go round that was never there.

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
    by_links = [edge for edge in edges(basin, returns=False) if not stores & set(edge[:2])]
    lossless = [edge for edge in edges(basin, returns=True) if not stores & set(edge[:2]) and edge[2] >= 1.0]
    loops: list[list[str]] = []
    for graph in (by_links, lossless):
        for loop in _loops(graph):
            if set(loop) not in [set(found) for found in loops]:
                loops.append(loop)
    return loops


def downstream(basin: Basin, start: str) -> set[str]:
    """Return the nodes that water leaving a node can reach, by links alone.

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
    following = _following(edges(basin, returns=False))
    reached, waiting = {start}, [start]
    while waiting:
        for node in following.get(waiting.pop(), ()):
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return reached


def _following(graph: list[Edge]) -> dict[str, list[str]]:
    following: dict[str, list[str]] = {}
    for source, target, _ in graph:
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
