"""A basin's network as a drawing for people who will never open its file."""

from collections.abc import Iterator
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

LINE_LENGTH = 15
"""Letters after which a label goes on in the next line."""
FONT_SIZE = 7.0
"""Of a label, where a node has `ROOM` points each way [points]."""
ROOM = 76.0
_SMALL_WORDS = frozenset("a above and at below by for from in near of on over the to under upon with".split())

NODE_NAMES = {
    "catchment": "Catchment",
    "reservoir": "Reservoir or loch",
    "junction": "Junction",
    "gauge": "River gauge",
    "works": "Treatment works",
    "hydropower": "Hydropower",
    "demand": "Water user",
    "outlet": "Water leaves",
}
"""Node types in the order of the legend, and what they are called there."""

WAY_NAMES = {
    "river": "River, tunnel or release",
    "spill": "Spill",
    "supply": "Taken or supplied",
    "return": "Given back after use",
}
"""Kinds of link in the order of the legend."""

WAY_STYLES: dict[str, dict[str, Any]] = {
    "river": {"linewidth": 1.9, "linestyle": "-"},
    "spill": {"linewidth": 1.1, "linestyle": (0, (4, 2))},
    "supply": {"linewidth": 1.2, "linestyle": "-"},
    "return": {"linewidth": 1.0, "linestyle": (0, (1, 1.8))},
}
"""How each kind of link is drawn."""


@dataclass(frozen=True)
class Way:
    """Something that carries water from one node to another: a link, or what a user gives back."""

    name: str
    source: str
    target: str
    kind: str
    colour: str


def spelled_out(name: str) -> str:
    """Write a node's name as a reader expects it: ``teith_at_deanston`` is ``Teith at Deanston``."""
    words = name.replace("_", " ").split()
    return " ".join(
        word if k and word in _SMALL_WORDS else word[:1].upper() + word[1:] for k, word in enumerate(words)
    )


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
            axes = style.new_figure().add_axes((0.01, 0.01, 0.98, 0.935))
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
    draw_network(basin, figure.add_axes((0.01, 0.01, 0.98, 0.935)), title=title)
    return style.save_figure(figure, path)


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
    nodes = basin.nodes
    found = [
        Way(name, link.source, link.target, kind := _kind(basin, link), _colour(basin, link, kind))
        for name, link in Network(basin).links.items()
        if link.source in nodes and link.target in nodes
    ]
    found += [
        Way(name, name, node.returns.to, "return", style.SECTOR_COLOURS[node.sector])
        for name, node in basin.of_type("demand").items()
        if node.returns is not None and node.returns.to in nodes
    ]
    order = list(WAY_STYLES)
    return sorted(found, key=lambda way: (order.index(way.kind), way.name))


def _kind(basin: Basin, link: Link) -> str:
    if link.spill:
        return "spill"
    taken = basin.nodes[link.target].type in TAKES_WATER_OUT or basin.nodes[link.source].type == "works"
    return "supply" if taken else "river"


def _colour(basin: Basin, link: Link, kind: str) -> str:
    # Water on its way to a works has the colour of those whom the works serves, if that is one sector.
    if kind != "supply":
        return style.RIVER
    served = [basin.nodes[name] for name in downstream(basin, link.target) if name in basin.nodes]
    sectors = {node.sector for node in served if node.type == "demand"}
    return style.SECTOR_COLOURS[sectors.pop()] if len(sectors) == 1 else style.NEUTRAL


def symbol_style(node: Any) -> dict[str, Any]:
    """Return the marker settings of a node, but for its size."""
    edge, face = style.INK, style.NEUTRAL
    if node.type in {"reservoir", "junction", "outlet", "catchment"}:
        face = style.PALE_RIVER if node.type == "catchment" else style.RIVER
    elif node.type == "demand":
        face = style.SECTOR_COLOURS[node.sector]
    elif node.type == "hydropower":
        face = style.SECTOR_COLOURS["energy"]
    elif node.type == "gauge":
        face = style.PAPER
        edge = style.NEUTRAL if node.environmental_flow is None else style.SECTOR_COLOURS["environment"]
    return {
        "marker": style.SYMBOLS[node.type],
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "markeredgewidth": 2.0 if node.type == "gauge" else 0.6,
        "linestyle": "none",
    }


class _Drawing:
    """One drawing in the making: sizes first, then places, then ink."""

    def __init__(self, basin: Basin, axes: Axes) -> None:
        self.basin, self.axes = basin, axes
        self.names = sorted(basin.nodes)
        self.ways = ways(basin)
        self.labels = [_wrapped(spelled_out(name)) for name in self.names]
        self.width, self.height = np.array(axes.bbox.size) * 72 / axes.figure.dpi
        self.foot = 0.0

    def draw(self) -> None:
        """Draw everything."""
        axes = self.axes
        axes.set(xlim=(0, self.width), ylim=(0, self.height), aspect="equal")
        axes.set_axis_off()
        self._draw_legend()
        page = np.array([2.0, self.foot + 2, self.width - 2, self.height - 2])
        room = np.sqrt((page[2] - page[0]) * max(page[3] - page[1], 1.0) / len(self.names))
        self.scale = float(np.clip(room / ROOM, 0.75, 1.3))
        self._place(page)
        self._draw_ways()
        self._draw_nodes()
        if layout.is_geographic(self.basin):
            self._draw_north()

    def _place(self, page: Array) -> None:
        self.sizes = np.array([style.SYMBOL_SIZES[self.basin.nodes[name].type] for name in self.names]) * self.scale
        radii = np.repeat(self.sizes[:, None] / 2, 2, axis=1)
        self.font_size = FONT_SIZE * self.scale
        text = np.array([_text_size(label, self.font_size) for label in self.labels])
        reach = np.maximum(radii[:, :1], text[:, :1] / 2) + 3
        boxes = np.hstack([reach, radii[:, 1:] + text[:, 1:] + 5, reach, radii[:, 1:] + 4])
        real = layout.is_geographic(self.basin)
        inner = page + np.array([1, 1.2, -1, -1]) * np.array([boxes[:, k].max() for k in range(4)])
        raw = np.array([layout.node_positions(self.basin)[name] for name in self.names])
        self.points = layout.separate(layout.fit(raw, inner, 1.3 if real else 4.0), boxes, page)
        rows = {name: k for k, name in enumerate(self.names)}
        ends = [(rows[way.source], rows[way.target]) for way in self.ways]
        self.bends = layout.choose_bends(self.points, radii[:, 0], ends)
        lines = [
            layout.curve(self.points[a], self.points[b], bend, 60)
            for (a, b), bend in zip(ends, self.bends, strict=True)
        ]
        along = np.vstack(lines) if lines else np.empty((0, 2))
        self.label_points = layout.place_labels(self.points, radii, text, along, page)

    def _draw_ways(self) -> None:
        at = dict(zip(self.names, zip(map(tuple, self.points), self.sizes / 2, strict=True), strict=True))
        for way, bend in zip(self.ways, self.bends, strict=True):
            arrow = FancyArrowPatch(
                at[way.source][0],
                at[way.target][0],
                connectionstyle=f"arc3,rad={bend}",
                arrowstyle="-|>,head_length=0.5,head_width=0.25",
                mutation_scale=9 * self.scale,
                shrinkA=at[way.source][1] * 0.8,
                shrinkB=at[way.target][1] + 1,
                color=way.colour,
                zorder=2 if way.kind == "river" else 1.5,
                gid=f"{'return' if way.kind == 'return' else 'link'}:{way.name}",
                **WAY_STYLES[way.kind],
            )
            arrow.set_capstyle("butt")
            self.axes.add_patch(arrow)

    def _draw_nodes(self) -> None:
        halo = [withStroke(linewidth=2.2, foreground=style.PAPER, alpha=0.85)]
        for k, name in enumerate(self.names):
            node = self.basin.nodes[name]
            x, y = self.points[k]
            self.axes.add_line(
                Line2D([x], [y], markersize=self.sizes[k], zorder=3, gid=f"node:{name}", **symbol_style(node))
            )
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
                path_effects=halo,
                zorder=4,
                gid=f"label:{name}",
            )

    def _draw_legend(self) -> None:
        left = 0.0
        for heading, handles, columns in self._legend_groups():
            if not handles:
                continue
            legend = self.axes.legend(
                handles=handles,
                title=heading,
                ncols=columns,
                loc="lower left",
                bbox_to_anchor=(left / self.width, 0.0),
                borderaxespad=0.0,
                alignment="left",
                title_fontproperties={"weight": "bold", "size": 7},
                handlelength=2.6,
            )
            self.axes.add_artist(legend)
            left += 190
        self.foot = 62

    def _legend_groups(self) -> Iterator[tuple[str, list[Line2D], int]]:
        nodes = self.basin.nodes
        yield "", [], 1
