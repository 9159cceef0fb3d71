"""Where things go in a drawing of a network: nodes, the bends of links, and labels.

Nodes keep their place on the map where they have one, and move only as far as symbols and labels
need. Everything follows sorted names: a drawing does not depend on the order of the file.
"""

from collections.abc import Mapping, Sequence
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

from basinsim.network.connections import TAKES_WATER_OUT
from basinsim.network.graph import edges
from basinsim.network.shape import Shape

Array = NDArray[np.float64]
Point = tuple[float, float]
# How far a link may bow, as a share of its length, and where a label may stand: best first.
BENDS = (0.0, 0.1, -0.1, 0.2, -0.2, 0.32, -0.32, 0.45, -0.45)
_ALONG = (0, 0.5, -0.5, 0.25, -0.25, 0.75, -0.75)
SIDES = np.array([(x, y) for x in _ALONG for y in (-1, 1)] + [(x, y) for y in _ALONG for x in (1, -1)])
_SWEEPS, _ROUNDS = 24, 800


def node_positions(basin: Shape) -> dict[str, Point]:
    """Find a place for every node.

    Parameters
    ----------
    basin : Shape
        Need not be free of problems.

    Returns
    -------
    dict of (x, y)
        By sorted name. In degrees of latitude where nodes have positions (longitudes shortened
        by the cosine of the latitude); a node without one is put beside its neighbours, the way
        water runs. Without any positions water runs from left to right, one unit a link.
    """
    real = {name: node.position for name, node in sorted(basin.nodes.items()) if node.position is not None}
    layered = layers(basin)
    if not real:
        return layered
    squeeze = cos(radians(float(np.mean([latitude for _, latitude in real.values()]))))
    places = {name: np.array([longitude * squeeze, latitude]) for name, (longitude, latitude) in real.items()}
    _fill_in(basin, places, {name: np.array([*place, 1.0]) for name, place in layered.items()})
    return {name: (float(places[name][0]), float(places[name][1])) for name in layered}


def _fill_in(basin: Shape, places: dict[str, Array], layered: dict[str, Array]) -> None:
    # A link to a node without a place looks like its layered self, mapped as the known nodes are.
    sides = np.array([layered[name] for name in places]), np.array(list(places.values()))
    mapping, pairs = np.linalg.lstsq(*sides, rcond=None)[0], edges(basin, returns=True)
    while missing := [name for name in layered if name not in places]:
        found: dict[str, Array] = {}
        for name in missing:
            beside = [b for a, b in pairs if a == name] + [a for a, b in pairs if b == name]
            guesses = [places[n] + (layered[name] - layered[n]) @ mapping for n in beside if n in places]
            found |= {name: np.mean(guesses, axis=0)} if guesses else {}
        places |= found or {missing[0]: layered[missing[0]] @ mapping}


def layers(basin: Shape) -> dict[str, Point]:
    """Lay a network out by its links alone.

    Parameters
    ----------
    basin : Shape
        Any basin.

    Returns
    -------
    dict of (x, y)
        By sorted name; `x` grows along every link that closes no loop, `y` keeps neighbours
        close and nodes of one `x` apart.
    """
    rank = _ranks(basin)
    beside: dict[str, list[str]] = {name: [] for name in rank}
    for source, target in edges(basin, returns=True):
        beside[source].append(target)
        beside[target].append(source)
    height = {name: float(k) for k, name in enumerate(_against_the_flow(basin, rank))}
    for _ in range(_SWEEPS):
        for column in sorted(set(rank.values())):
            members = [name for name in rank if rank[name] == column]
            wanted = {n: float(np.mean([height[m] for m in beside[n]] or [height[n]])) for n in members}
            members.sort(key=lambda name: (wanted[name], height[name], name))
            height.update(zip(members, _one_apart([wanted[name] for name in members]), strict=True))
    levels = np.unique(list(height.values()))
    rows = np.append(0.0, np.cumsum(np.minimum(np.diff(levels), 1.0)))  # no row is left empty
    return {name: (float(rank[name]), float(rows[levels == height[name]][0])) for name in rank}


def reached(basin: Shape, start: str) -> set[str]:
    """Return the nodes below one, by links alone; itself only if it lies on a loop."""
    found: set[str] = set()
    while further := {b for a, b in edges(basin, returns=False) if a in found | {start}} - found:
        found |= further
    return found


def _ranks(basin: Shape) -> dict[str, int]:
    # Rivers stand just above what they feed, and users and outlets just below what feeds them.
    pairs = edges(basin, returns=False)
    kinds = {name: basin.nodes[name].type for name in sorted(basin.nodes)}
    ends = [n for n in kinds if {kinds[m] for m in {n} | reached(basin, n)} <= TAKES_WATER_OUT | {"outlet"}]
    first = _first_ranks(basin, kinds)
    rank = dict(first)
    for name in sorted(first.keys() - ends, key=lambda name: -first[name]):
        below = [after for before, after in pairs if before == name and first[after] > first[name]]
        below = [after for after in below if after not in ends] or below
        rank[name] = min((rank[after] - 1 for after in below), default=first[name])
    for name in sorted(ends, key=lambda name: first[name]):
        above = [before for before, after in pairs if after == name and first[before] < first[name]]
        lowest = max(first.values()) if kinds[name] == "outlet" else first[name]
        rank[name] = max((rank[before] + 1 for before in above), default=lowest)
    return rank


def _first_ranks(basin: Shape, kinds: Mapping[str, str]) -> dict[str, int]:
    # Longest way from a source. A loop is opened at a reservoir, which is where water waits.
    above: dict[str, set[str]] = {name: set() for name in kinds}
    for source, target in edges(basin, returns=False):
        above[target].add(source)
    stores = {name for name in kinds if kinds[name] == "reservoir" and name in reached(basin, name)}
    rank: dict[str, int] = {}
    while waiting := [name for name in kinds if name not in rank]:
        free = [name for name in waiting if above[name] <= rank.keys()]
        entered = [name for name in waiting if name in stores and above[name] & rank.keys()]
        for name in free or (entered or [name for name in waiting if name in stores] or waiting)[:1]:
            rank[name] = 1 + max((rank[a] for a in above[name] if a in rank), default=-1)
    return {name: rank[name] for name in kinds}


def _against_the_flow(basin: Shape, rank: dict[str, int]) -> list[str]:
    # Depth first from the outlets up, so that what belongs to one tributary stays together.
    order: dict[str, None] = {}
    stack = sorted(rank, key=lambda name: (rank[name], name))
    while stack:
        name = stack.pop()
        if name not in order:
            order[name] = None
            stack += [source for source, target in edges(basin, returns=False) if target == name]
    return list(order)


def _one_apart(wanted: Sequence[float]) -> list[float]:
    # The nearest heights, in the same order, that keep a distance of one (pooling what collides).
    blocks: list[list[float]] = []
    for k, value in enumerate(wanted):
        blocks.append([value - k])
        while len(blocks) > 1 and np.mean(blocks[-2]) > np.mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    levels = [float(np.mean(block)) for block in blocks for _ in block]
    return [level + k for k, level in enumerate(levels)]


def fit(points: Array, page: Array, stretch: float, largest: float = np.inf) -> Array:
    """Scale points into a rectangle and centre them.

    Parameters
    ----------
    points : Array
        One row a point.
    page : Array
        Left, bottom, right, top.
    stretch, largest : float
        How much more one direction may be scaled than the other, and the most that either may be.

    Returns
    -------
    Array
        In the units of the page.
    """
    extent, room = np.ptp(points, axis=0), np.maximum(page[2:] - page[:2], 1.0)
    scale = np.divide(room, extent, out=np.full(2, np.inf), where=extent > 0)
    scale = np.minimum(scale, min(scale.min() * stretch, largest))
    scale[~np.isfinite(scale)] = 1.0
    return np.asarray((page[:2] + page[2:]) / 2 + (points - points.min(axis=0) - extent / 2) * scale)


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
    half, shift = (boxes[:, 2:] + boxes[:, :2]) / 2, (boxes[:, 2:] - boxes[:, :2]) / 2
    centre = wanted = points + shift
    rows = np.arange(len(points))
    order = np.sign(np.subtract.outer(rows, rows))[..., None]
    for step in range(_ROUNDS):
        apart = centre[:, None] - centre[None]
        overlap = half[:, None] + half[None] - np.abs(apart)
        touching = (overlap > 0).all(axis=-1) & (rows[:, None] != rows)
        calm = max(1 - 2 * step / _ROUNDS, 0.0)  # falls to nought halfway
        if not calm and not touching.any():
            break
        across = np.argmin(overlap, axis=-1)[..., None] == np.arange(2)
        push = np.where(
            touching[..., None] & across, overlap * np.where(apart == 0, order, np.sign(apart)), 0
        )
        centre = centre + 0.3 * push.sum(axis=1) + 0.05 * calm * (wanted - centre)
        centre = np.clip(centre, page[:2] + half, np.maximum(page[2:] - half, page[:2] + half))
    return np.asarray(centre - shift)


def curve(start: Array, end: Array, bend: float, count: int = 80) -> Array:
    """Return points along a link that bows to one side by half of `bend` times its length."""
    along = end - start
    control = (start + end) / 2 + bend * np.array([along[1], -along[0]])
    t = np.linspace(0.0, 1.0, count)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def choose_bends(symbols: Array, labels: Array, ends: Sequence[tuple[int, int]]) -> list[float]:
    """Bend links round the symbols and labels in their way, and away from links already drawn.

    Parameters
    ----------
    symbols, labels : Array
        Middle, and half width and height, of each: four columns.
    ends : sequence of (int, int)
        Rows of the source and target of each link, the most important link first.

    Returns
    -------
    list of float
        One of `BENDS` for each link.
    """
    chosen: list[float] = []
    drawn = np.empty((0, 2))
    for source, target in ends:
        others = np.delete(symbols, [source, target], axis=0)
        costs = []
        inner = [curve(symbols[source, :2], symbols[target, :2], bend, 30)[3:-3] for bend in BENDS]
        for bend, way in zip(BENDS, inner, strict=True):
            hits = overlap(way[:, None], 4.0, others[:, :2], others[:, 2:]).max(axis=0, initial=0).sum()
            words = overlap(way[:, None], 0.0, labels[:, :2], labels[:, 2:]).max(axis=0, initial=0).sum()
            right, up = (way[:, None, axis] - drawn[:, axis] for axis in (0, 1))
            near = np.sqrt((right**2 + up**2).min(axis=1, initial=np.inf))
            costs.append(8 * hits + 2 * words + np.clip(1 - near / 6, 0, None).sum() + 6 * abs(bend))
        best = int(np.argmin(costs))
        chosen.append(BENDS[best])
        drawn = np.vstack([drawn, inner[best]])
    return chosen


def place_labels(symbols: Array, halves: Array, ways: Array, page: Array) -> Array:
    """Put each label beside its symbol, clear of symbols and other labels and, if it can be, of links.

    Parameters
    ----------
    symbols : Array
        Middle, and half width and height, of each: four columns.
    halves : Array
        Half width and height of each label.
    ways : Array
        Points along the links.
    page : Array
        Left, bottom, right, top.

    Returns
    -------
    Array
        Middle, and half width and height, of each label.
    """
    middle = symbols[:, None, :2] + SIDES * (symbols[:, 2:] + halves + 2)[:, None]  # label, side, (x, y)
    half = np.repeat(halves[:, None], len(SIDES), axis=1)
    hits = [
        ((np.abs(ways[:, 0] - at[:, :1]) < wide) & (np.abs(ways[:, 1] - at[:, 1:]) < high)).sum(axis=1)
        for at, (wide, high) in zip(middle, halves, strict=True)
    ]
    cost = 0.4 * np.arange(len(SIDES)) + np.array(hits)
    outside = np.clip(page[:2] - middle + half, 0, None) + np.clip(middle + half - page[2:], 0, None)
    on_symbols = overlap(middle[:, :, None], half[:, :, None], symbols[:, :2], symbols[:, 2:])
    cost += 50 * (on_symbols.sum(axis=-1) + outside.sum(axis=-1))
    rows, chosen = np.arange(len(symbols)), np.zeros(len(symbols), dtype=int)
    for _ in range(_SWEEPS):
        for k in rows:
            rest = rows[rows != k], chosen[rows != k]
            clash = overlap(middle[k][:, None], half[k][:, None], middle[rest], half[rest]).sum(axis=-1)
            chosen[k] = int(np.argmin(cost[k] + 50 * clash))
    return np.hstack([middle[rows, chosen], halves])


def overlap(middle: Array, half: Array | float, other: Array, other_half: Array) -> Array:
    """How far rectangles reach into each other, in the direction in which that is least."""
    into = half + other_half - np.abs(middle - other)
    return np.asarray(np.maximum(np.minimum(into[..., 0], into[..., 1]), 0.0))
