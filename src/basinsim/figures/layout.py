"""Where things go in a drawing of a network: nodes, the bends of links, and labels.

Nodes keep their place on the map where they have one and are moved only as far as symbols and
labels need. Everything follows the sorted names, so that a drawing does not depend on the order
of the file.
"""

from collections.abc import Sequence
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from basinsim.network.graph import downstream, edges
from basinsim.schema.basin import Basin

Array = NDArray[np.float64]
Point = tuple[float, float]

_SWEEPS = 24
_ROUNDS = 600
BENDS = (0.0, 0.12, -0.12, 0.24, -0.24, 0.36, -0.36, 0.5, -0.5)
"""How far a link may bow, as a share of its length, straightest first."""

# ---------------------------------------------------------------- positions of nodes


def is_geographic(basin: Basin) -> bool:
    """Whether every node has a real position, so that north is up."""
    return all(node.position is not None for node in basin.nodes.values())


def node_positions(basin: Basin) -> dict[str, Point]:
    """Find a place for every node.

    Parameters
    ----------
    basin : Basin
        Need not be free of problems.

    Returns
    -------
    dict of (x, y)
        By sorted name. In degrees of latitude where nodes have positions (longitudes shortened
        by the cosine of the latitude); a node without one is put beside its neighbours the way
        water runs. Without any positions water runs from left to right, one unit a link.
    """
    known = {name: node.position for name, node in sorted(basin.nodes.items()) if node.position is not None}
    layered = {name: complex(x, y) for name, (x, y) in layers(basin).items()}
    if not known:
        return {name: (place.real, place.imag) for name, place in layered.items()}
    squeeze = cos(radians(float(np.mean([latitude for _, latitude in known.values()]))))
    places = {name: complex(longitude * squeeze, latitude) for name, (longitude, latitude) in known.items()}
    if len(known) < len(basin.nodes):
        places |= _fill_in(basin, places, layered)
    return {name: (places[name].real, places[name].imag) for name in sorted(places)}


def layers(basin: Basin) -> dict[str, Point]:
    """Lay a network out by its links alone.

    Parameters
    ----------
    basin : Basin
        Any basin.

    Returns
    -------
    dict of (x, y)
        By sorted name; `x` is the number of links from the sources, `y` keeps neighbours close
        and nodes of one `x` at least one apart.
    """
    rank = _ranks(basin)
    neighbours: dict[str, list[str]] = {name: [] for name in rank}
    for source, target, _ in edges(basin, returns=True):
        neighbours[source].append(target)
        neighbours[target].append(source)
    height = {name: float(k) for k, name in enumerate(_from_the_outlets_up(basin, rank))}
    for _ in range(_SWEEPS):
        for column in sorted(set(rank.values())):
            members = [name for name in rank if rank[name] == column]
            wanted = {n: float(np.mean([height[m] for m in neighbours[n]] or [height[n]])) for n in members}
            members.sort(key=lambda name: (wanted[name], height[name], name))
            height.update(zip(members, _one_apart([wanted[name] for name in members]), strict=True))
    return {name: (float(rank[name]), height[name]) for name in sorted(rank)}


def _ranks(basin: Basin) -> dict[str, int]:
    # Longest way from a source. A loop is opened at a reservoir, which is where water waits.
    following: dict[str, set[str]] = {name: set() for name in sorted(basin.nodes)}
    for source, target, _ in edges(basin, returns=False):
        following[source].add(target)
    above = {name: {a for a in following if name in following[a]} - {name} for name in following}
    loops = {name for name in following if any(name in downstream(basin, after) for after in following[name])}
    rank: dict[str, int] = {}
    waiting = set(above)
    while waiting:
        free = [name for name in sorted(waiting) if not above[name] & waiting]
        for name in free or [_opening(basin, waiting, loops, above)]:
            rank[name] = 1 + max((rank[a] for a in above[name] if a in rank), default=-1)
            waiting.discard(name)
    last = max(rank.values())
    for name in following:  # what has nothing above it stands just above what it feeds
        if not above[name]:
            at_the_end = last if basin.nodes[name].type == "outlet" else 0
            rank[name] = min((rank[after] - 1 for after in following[name]), default=at_the_end)
    return dict(sorted(rank.items()))


def _opening(basin: Basin, waiting: set[str], loops: set[str], above: dict[str, set[str]]) -> str:
    def unfit(name: str) -> tuple[bool, bool, bool, str]:
        is_store = basin.nodes[name].type == "reservoir"
        return name not in loops, not is_store, not above[name] - waiting, name

    return min(waiting, key=unfit)


def _from_the_outlets_up(basin: Basin, rank: dict[str, int]) -> list[str]:
    # Depth first against the flow, so that what belongs to one tributary stays together.
    above: dict[str, list[str]] = {name: [] for name in rank}
    for source, target, _ in edges(basin, returns=False):
        above[target].append(source)
    order: dict[str, None] = {}
    stack = sorted(rank, key=lambda name: (rank[name], name))
    while stack:
        name = stack.pop()
        if name not in order:
            order[name] = None
            stack += sorted(above[name], reverse=True)
    return list(order)


def _one_apart(wanted: Sequence[float]) -> list[float]:
    # Nearest heights, in the same order, that keep a distance of one (pooling adjacent violators).
    blocks: list[list[float]] = []
    for k, value in enumerate(wanted):
        blocks.append([value - k])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    levels = [float(np.mean(block)) for block in blocks for _ in block]
    return [level + k for k, level in enumerate(levels)]


def _fill_in(basin: Basin, known: dict[str, complex], layered: dict[str, complex]) -> dict[str, complex]:
    # Least squares: each link to a node without a place looks like its layered self, turned and scaled
    # the way links between known places are. A weak pull to the middle settles what hangs on nothing.
    steps = [(a, b, layered[b] - layered[a]) for a, b, _ in edges(basin, returns=True)]
    both = [(step, known[b] - known[a]) for a, b, step in steps if a in known and b in known]
    size = sum(abs(step) ** 2 for step, _ in both)
    turn = sum((step.conjugate() * real for step, real in both), 0j) / size if size else 0j
    turn = turn or complex(float(np.ptp([place.real for place in known.values()])) / len(basin.nodes) or 1.0)
    offset = complex(np.mean([known[name] - turn * layered[name] for name in known]))
    missing = {name: k for k, name in enumerate(name for name in layered if name not in known)}
    rows, sides = [], []
    for name, k in missing.items():
        rows.append(0.05 * np.eye(len(missing))[k])
        sides.append(0.05 * (offset + turn * layered[name]))
    for a, b, step in steps:
        row, side = np.zeros(len(missing)), turn * step
        for name, sign in ((b, 1.0), (a, -1.0)):
            if name in known:
                side -= sign * known[name]
            else:
                row[missing[name]] += sign
        rows.append(row)
        sides.append(side)
    found = np.linalg.lstsq(np.array(rows, dtype=complex), np.array(sides), rcond=None)[0]
    return {name: complex(found[k]) for name, k in missing.items()}


# ---------------------------------------------------------------- fitting and moving apart


def fit(points: Array, page: Array, stretch: float) -> Array:
    """Scale points into a rectangle and centre them.

    Parameters
    ----------
    points : Array
        One row a point.
    page : Array
        Left, bottom, right, top.
    stretch : float
        How much more one direction may be scaled than the other.

    Returns
    -------
    Array
        In the units of the page.
    """
    low, extent, room = points.min(axis=0), np.ptp(points, axis=0), page[2:] - page[:2]
    scale = np.divide(room, extent, out=np.full(2, np.inf), where=extent > 0)
    scale = np.minimum(scale, scale.min() * stretch)
    scale[~np.isfinite(scale)] = 1.0
    return np.asarray((page[:2] + page[2:]) / 2 + (points - low - extent / 2) * scale)


def separate(points: Array, boxes: Array, page: Array) -> Array:
    """Move points apart, gently, until the boxes around them do not touch.

    Parameters
    ----------
    points : Array
        Where they would like to be.
    boxes : Array
        How far each reaches to the left, down, right and up.
    page : Array
        Left, bottom, right, top: all boxes end up inside, where there is room.

    Returns
    -------
    Array
        New points; the same input always gives the same.
    """
    half = (boxes[:, 2:] + boxes[:, :2]) / 2
    shift = (boxes[:, 2:] - boxes[:, :2]) / 2
    centre = wanted = points + shift
    need = half[:, None] + half[None]
    order = np.sign(np.subtract.outer(np.arange(len(points)), np.arange(len(points))))[..., None]
    for step in range(_ROUNDS):
        apart = centre[:, None] - centre[None]
        overlap = need - np.abs(apart)
        touching = (overlap > 0).all(axis=-1) & ~np.eye(len(points), dtype=bool)
        calm = step > _ROUNDS // 2
        if calm and not touching.any():
            break
        across = np.argmin(overlap, axis=-1)[..., None] == np.arange(2)
        push = np.where(touching[..., None] & across, overlap * np.where(apart == 0, order, np.sign(apart)), 0)
        pull = 0.0 if calm else 0.05 * (1 - 2 * step / _ROUNDS)
        centre = centre + 0.3 * push.sum(axis=1) + pull * (wanted - centre)
        centre = np.clip(centre, page[:2] + half, np.maximum(page[2:] - half, page[:2] + half))
    return np.asarray(centre - shift)


# ---------------------------------------------------------------- bends of links


def curve(start: Array, end: Array, bend: float, count: int = 24) -> Array:
    """Return points along a link as matplotlib's ``arc3`` draws it."""
    along = end - start
    control = (start + end) / 2 + bend * np.array([along[1], -along[0]])
    t = np.linspace(0.0, 1.0, count)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def choose_bends(points: Array, radii: Array, ends: Sequence[tuple[int, int]]) -> list[float]:
    """Bend links round the symbols in their way, and away from links already drawn.

    Parameters
    ----------
    points, radii : Array
        Centre and size of each symbol.
    ends : sequence of (int, int)
        Rows of the source and target of each link, the most important link first.

    Returns
    -------
    list of float
        One of :data:`BENDS` for each link.
    """
    chosen: list[float] = []
    drawn = np.empty((0, 2))
    for source, target in ends:
        others = np.ones(len(points), dtype=bool)
        others[[source, target]] = False
        costs, ways = [], []
        for bend in BENDS:
            way = curve(points[source], points[target], bend)
            distance = np.linalg.norm(way[:, None] - points[others], axis=-1).min(axis=0, initial=np.inf)
            hits = np.clip(1 - distance / (radii[others] + 4), 0, None).sum()
            inner = way[4:-4]
            near = np.linalg.norm(inner[:, None] - drawn, axis=-1).min(axis=1, initial=np.inf)
            costs.append(20 * hits + np.clip(1 - near / 6, 0, None).sum() + 6 * abs(bend))
            ways.append(inner)
        best = int(np.argmin(costs))
        chosen.append(BENDS[best])
        drawn = np.vstack([drawn, ways[best]])
    return chosen


# ---------------------------------------------------------------- labels


def place_labels(points: Array, radii: Array, sizes: Array, ways: Array, page: Array) -> Array:
    """Put each label beside its symbol, clear of symbols, of other labels and, if it can be, of links.

    Parameters
    ----------
    points, radii : Array
        Centre and half width and height of each symbol.
    sizes : Array
        Width and height of each label.
    ways : Array
        Points along the links.
    page : Array
        Left, bottom, right, top.

    Returns
    -------
    Array
        Centre of each label.
    """
    sides = np.array([(0, -1), (0, 1), (1, 0), (-1, 0), (0.7, -1), (-0.7, -1), (0.7, 1), (-0.7, 1)])
    reach = radii + sizes / 2 + 1.5
    middle = points[:, None] + sides[None] * reach[:, None]  # label, side, (x, y)
    half = np.broadcast_to(sizes[:, None] / 2, middle.shape)
    cost = np.broadcast_to(0.4 * np.arange(len(sides)), middle.shape[:2]).copy()
    cost += (np.abs(ways - middle[:, :, None]) < half[:, :, None] + 1).all(axis=-1).sum(axis=-1)
    symbols = _overlap(middle[:, :, None], half[:, :, None], points, radii).sum(axis=-1)
    outside = np.clip(page[:2] - middle + half, 0, None) + np.clip(middle + half - page[2:], 0, None)
    cost += 2 * symbols + 20 * outside.sum(axis=-1)
    chosen = np.zeros(len(points), dtype=int)
    rows = np.arange(len(points))
    for _ in range(_SWEEPS):
        before = chosen.copy()
        for k in rows:
            others = rows != k
            at, size = middle[rows, chosen][others], half[rows, chosen][others]
            clash = _overlap(middle[k, :, None], half[k, :, None], at, size).sum(axis=-1)
            chosen[k] = int(np.argmin(cost[k] + 2 * clash))
        if (chosen == before).all():
            break
    return np.asarray(middle[rows, chosen])


def _overlap(middle: Array, half: Array, other: Array, other_half: Array) -> Array:
    common = np.clip(half + other_half + 1 - np.abs(middle - other), 0, None)
    return np.asarray(np.minimum(common[..., 0], common[..., 1]))
