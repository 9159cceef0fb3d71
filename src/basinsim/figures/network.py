"""A basin's network as a drawing for people who will never open its file."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke
from matplotlib.textpath import text_to_path

from basinsim.figures import layout, style
from basinsim.figures.layout import Array
from basinsim.network.connections import TAKES_WATER_OUT
from basinsim.network.graph import downstream
from basinsim.network.network import Network
from basinsim.schema.basin import Basin, Link

_FRAME = (0.01, 0.01, 0.98, 0.935)
_LINE_LENGTH = 15  # letters after which a label goes on in the next line
_FONT_SIZE = 7.0  # of a label [points], where each node has _ROOM points both ways
_ROOM = 76.0
_SMALL_WORDS = frozenset("a above and at below by for from in near of on over the to under upon with".split())


@dataclass(frozen=True)
class Way:
    """Something that carries water from one node to another: a link, or what a user gives back.

    Attributes
    ----------
    name : str
        Of the link; of the user, for a return.
    source, target : str
        Nodes.
    kind : str
        A key of :data:`basinsim.figures.style.WAY_STYLES`.
    colour : str
        Of the line.
    """

    name: str
    source: str
    target: str
    kind: str
    colour: str


def draw_network(basin: Basin, axes: Axes | None = None, *, title: str | None = None) -> Axes:
    """Draw a basin's nodes and links, with water flowing along the arrows.

    Parameters
    ----------
    basin : Basin
        What to draw; it need not be free of problems.
    axes : Axes, optional
        Where to draw, at the size it has now; by default a new figure for an A4 page on its side.
    title : str, optional
        By default the name of the basin.

    Returns
    -------
    Axes
        Measured in points. Each node is an artist with the gid ``node:<name>``, its label
        ``label:<name>``, each link ``link:<name>``, each return ``return:<name of the user>``.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure().add_axes(_FRAME)
        axes.set_title(basin.name if title is None else title)
        _Drawing(basin, axes).draw()
    return axes


def save_network(basin: Basin, path: Path | str, title: str | None = None) -> Path:
    """Draw a basin's network into a file.

    Parameters
    ----------
    basin : Basin
        What to draw.
    path : Path or str
        Ends in ``.png``, ``.pdf`` or ``.svg``.
    title : str, optional
        By default the name of the basin.

    Returns
    -------
    Path
        Where it was written.
    """
    figure = style.new_figure()
    draw_network(basin, figure.add_axes(_FRAME), title=title)
    return style.save_figure(figure, path)


def spelled_out(name: str) -> str:
    """Write a node's name as a reader expects it: ``teith_at_deanston`` is ``Teith at Deanston``."""
    words = name.replace("_", " ").split()
    written = [word if k and word in _SMALL_WORDS else word[0].upper() + word[1:] for k, word in enumerate(words)]
    return " ".join(written)


def ways(basin: Basin) -> list[Way]:
    """List what is drawn as an arrow, rivers first.

    Parameters
    ----------
    basin : Basin
        Links that start or end nowhere are left out.

    Returns
    -------
    list of Way
        The same whatever the order of the file.
    """
    nodes, found = basin.nodes, []
    for name, link in Network(basin).links.items():
        if link.source in nodes and link.target in nodes:
            kind = _kind(basin, link)
            colour = _takers_colour(basin, link) if kind == "supply" else style.RIVER
            found.append(Way(name, link.source, link.target, kind, colour))
    for name, node in basin.of_type("demand").items():
        if node.returns is not None and node.returns.to in nodes:
            found.append(Way(name, name, node.returns.to, "return", style.SECTOR_COLOURS[node.sector]))
    order = list(style.WAY_STYLES)
    return sorted(found, key=lambda way: (order.index(way.kind), way.name))


def _kind(basin: Basin, link: Link) -> str:
    if link.spill:
        return "spill"
    taken = basin.nodes[link.target].type in TAKES_WATER_OUT or basin.nodes[link.source].type == "works"
    return "supply" if taken else "river"


def _takers_colour(basin: Basin, link: Link) -> str:
    # Water on its way to a works has the colour of those whom the works serves, if that is one sector.
    served = [basin.nodes[name] for name in downstream(basin, link.target)]
    sectors = {node.sector for node in served if node.type == "demand"}
    return style.SECTOR_COLOURS[sectors.pop()] if len(sectors) == 1 else style.NEUTRAL


class _Drawing:
    """One drawing in the making: first how much room there is, then places, then ink."""

    def __init__(self, basin: Basin, axes: Axes) -> None:
        self.basin, self.axes = basin, axes
        self.real = layout.is_geographic(basin)
        self.places = layout.node_positions(basin)
        self.names = list(self.places)
        self.ways = ways(basin)
        self.labels = [_wrapped(spelled_out(name)) for name in self.names]
        self.width, self.height = np.array(axes.bbox.size) * 72 / axes.figure.dpi

    def draw(self) -> None:
        """Draw everything."""
        self.axes.set(xlim=(0, self.width), ylim=(0, self.height), aspect="equal")
        self.axes.set_axis_off()
        foot = self._draw_legends()
        page = np.array([2.0, foot + 4.0, self.width - 2.0, self.height - 2.0])
        room = np.sqrt((page[2] - page[0]) * max(page[3] - page[1], 1.0) / len(self.names))
        self.scale = float(np.clip(room / _ROOM, 0.75, 1.3))
        self._place(page)
        self._draw_ways()
        self._draw_nodes()
        if self.real:
            self._draw_north()

    def _place(self, page: Array) -> None:
        sizes = [style.SYMBOL_SIZES[self.basin.nodes[name].type] for name in self.names]
        self.radii = np.array(sizes) * self.scale / 2
        self.font_size = _FONT_SIZE * self.scale
        text = np.array([_text_size(label, self.font_size) for label in self.labels])
        aside = np.maximum(self.radii, text[:, 0] / 2) + 3
        boxes = np.column_stack([aside, self.radii + text[:, 1] + 5, aside, self.radii + 4])
        margin = boxes.max(axis=0) * np.array([1, 1, -1, -1])
        wanted = layout.fit(np.array(list(self.places.values())), page + margin, 1.3 if self.real else 4.0)
        self.points = layout.separate(wanted, boxes, page)
        ends = [(self.names.index(way.source), self.names.index(way.target)) for way in self.ways]
        self.bends = layout.choose_bends(self.points, self.radii, ends)
        lines = [
            layout.curve(self.points[a], self.points[b], bend, 60)
            for (a, b), bend in zip(ends, self.bends, strict=True)
        ]
        along = np.vstack([np.empty((0, 2)), *lines])
        square = np.repeat(self.radii[:, None], 2, axis=1)
        self.label_points = layout.place_labels(self.points, square, text, along, page)

    def _draw_ways(self) -> None:
        at = {name: (tuple(self.points[k]), self.radii[k]) for k, name in enumerate(self.names)}
        for way, bend in zip(self.ways, self.bends, strict=True):
            (start, leaving), (end, arriving) = at[way.source], at[way.target]
            arrow = FancyArrowPatch(
                start,
                end,
                connectionstyle=f"arc3,rad={bend}",
                arrowstyle="-|>,head_length=0.5,head_width=0.25",
                mutation_scale=9 * self.scale,
                shrinkA=0.8 * leaving,
                shrinkB=arriving + 1,
                color=way.colour,
                capstyle="butt",
                zorder=2 if way.kind == "river" else 1.5,
                gid=f"{'return' if way.kind == 'return' else 'link'}:{way.name}",
                **style.WAY_STYLES[way.kind],
            )
            self.axes.add_patch(arrow)

    def _draw_nodes(self) -> None:
        for k, name in enumerate(self.names):
            node, (x, y) = self.basin.nodes[name], self.points[k]
            look = style.node_style(node.type, _sector(node))
            symbol = Line2D([x], [y], markersize=2 * self.radii[k], zorder=3, gid=f"node:{name}", **look)
            self.axes.add_line(symbol)
            self.axes.text(
                *self.label_points[k],
                self.labels[k],
                size=self.font_size,
                color=style.PALE_INK if node.type in {"catchment", "junction"} else style.INK,
                weight="bold" if node.type == "demand" else "normal",
                ha="center",
                va="center",
                linespacing=1.05,
                parse_math=False,
                path_effects=[withStroke(linewidth=2.2, foreground=style.PAPER, alpha=0.85)],
                zorder=4,
                gid=f"label:{name}",
            )

    def _draw_legends(self) -> float:
        left = top = 0.0
        for heading, handles, columns in _legends(self.basin, self.ways):
            legend = self.axes.legend(
                handles=handles,
                title=heading,
                ncols=columns,
                loc="lower left",
                bbox_to_anchor=(left / self.width, 0.0),
                borderaxespad=0.0,
                handlelength=2.6,
                alignment="left",
                title_fontproperties={"weight": "bold", "size": _FONT_SIZE},
            )
            self.axes.add_artist(legend)
            extent = legend.get_window_extent()
            left += extent.width * 72 / self.axes.figure.dpi + 12
            top = max(top, extent.height * 72 / self.axes.figure.dpi)
        return top

    def _draw_north(self) -> None:
        x, y = self.width - 16, self.height - 34
        arrow = FancyArrowPatch((x, y), (x, y + 24), arrowstyle="-|>", mutation_scale=9, color=style.PALE_INK)
        self.axes.add_patch(arrow)
        self.axes.text(x, y - 1, "N", ha="center", va="top", color=style.PALE_INK, gid="north")


def _sector(node: Any) -> str | None:
    if node.type == "gauge":
        return "environment" if node.environmental_flow is not None else None
    return getattr(node, "sector", None)


def _legends(basin: Basin, arrows: list[Way]) -> list[tuple[str, list[Line2D], int]]:
    kinds = {node.type for node in basin.nodes.values()}
    sectors = {_sector(node) for node in basin.nodes.values()}
    places = [
        Line2D([], [], label=label, markersize=0.7 * style.SYMBOL_SIZES[kind], **style.node_style(kind))
        for kind, label in style.NODE_NAMES.items()
        if kind in kinds
    ]
    users = [
        Line2D([], [], label=label, color=style.SECTOR_COLOURS[sector], linewidth=5, solid_capstyle="butt")
        for sector, label in style.SECTOR_NAMES.items()
        if sector in sectors
    ]
    drawn = {way.kind for way in arrows}
    lines = [
        Line2D([], [], label=label, color=style.NEUTRAL if kind in {"supply", "return"} else style.RIVER, **look)
        for kind, label, look in ((kind, label, style.WAY_STYLES[kind]) for kind, label in style.WAY_NAMES.items())
        if kind in drawn
    ]
    groups = [("Places", places, 2), ("Whose water", users, 1), ("Ways of water", lines, 1)]
    return [group for group in groups if group[1]]


def _wrapped(text: str) -> str:
    lines = ceil(len(text) / _LINE_LENGTH)
    for width in range(max(_LINE_LENGTH - 5, len(text) // lines), len(text)):
        if len(found := wrap(text, width, break_long_words=False)) <= lines:
            return "\n".join(found)
    return text


def _text_size(label: str, size: float) -> tuple[float, float]:
    font = FontProperties(family=style.SETTINGS["font.family"], weight="bold", size=size)
    lines = label.split("\n")
    width = max(text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines)
    return width, 1.2 * size * len(lines)
