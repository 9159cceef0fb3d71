"""A basin's network as a drawing for people who will never open its file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.patheffects import withStroke
from matplotlib.text import Text

from basinsim.figures import layout, style
from basinsim.figures.layout import Array
from basinsim.network.connections import TAKES_WATER_OUT
from basinsim.network.shape import Shape

_FRAME = (0.01, 0.01, 0.98, 0.935)
_FONT_SIZE = 7.0  # of a label [points], where each node has _ROOM points both ways
_ROOM = 76.0
_FILL, _LAYERED_FILL = 0.38, 0.6  # share of the page that symbols and labels may spread over
_LARGEST = 130.0  # most that a link of a layered drawing is long along the page [points]
_WIDEST = 8.0  # line of the largest flow [points]
_HEAD = 7.0  # length of an arrow's head [points]


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
        A key of :data:`basinsim.figures.style.STROKES`.
    colour : str
        Of the line.
    """

    name: str
    source: str
    target: str
    kind: str
    colour: str


def draw_network(
    basin: Shape,
    axes: Axes | None = None,
    *,
    title: str | None = None,
    flows: Mapping[str, float] | None = None,
) -> Axes:
    """Draw a basin's nodes and links, with water flowing along the arrows.

    Parameters
    ----------
    basin : Basin or other Shape
        What to draw; it need not be free of problems.
    axes : Axes, optional
        Where to draw, at the size it has now; by default a new figure for an A4 page on its side.
    title : str, optional
        By default the name of the basin.
    flows : mapping of str to float, optional
        Mean flow of links, and of returns by the name of their user [Ml/d]; arrows are then as
        wide as the square root of their flow.

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
        Drawing(basin, axes, flows or {}).draw()
    return axes


def save_network(basin: Shape, path: Path | str, title: str | None = None) -> Path:
    """Draw a basin's network into a file.

    Parameters
    ----------
    basin : Basin or other Shape
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


def ways(basin: Shape) -> list[Way]:
    """List what is drawn as an arrow, rivers first.

    Parameters
    ----------
    basin : Basin or other Shape
        Links that start or end nowhere are left out.

    Returns
    -------
    list of Way
        The same whatever the order of the file.
    """
    nodes, found = basin.nodes, []
    for link in sorted(basin.links, key=lambda link: link.label):
        if link.source in nodes and link.target in nodes:
            kind = _kind(basin, link)
            colour = _takers_colour(basin, link) if kind == "supply" else style.RIVER
            found.append(Way(link.label, link.source, link.target, kind, colour))
    for name, node in nodes.items():
        if node.type == "demand" and node.returns is not None and node.returns.to in nodes:
            found.append(Way(name, name, node.returns.to, "return", style.SECTOR_COLOURS[node.sector]))
    order = list(style.STROKES)
    return sorted(found, key=lambda way: (order.index(way.kind), way.name))


def _kind(basin: Shape, link: Any) -> str:
    taken = basin.nodes[link.target].type in TAKES_WATER_OUT or basin.nodes[link.source].type == "works"
    return "spill" if link.spill else "supply" if taken else "river"


def _takers_colour(basin: Shape, link: Any) -> str:
    # Water on its way to a works has the colour of those whom the works serves, if that is one sector.
    served = [basin.nodes[name] for name in {link.target} | layout.reached(basin, link.target)]
    sectors = {node.sector for node in served if node.type == "demand"}
    return style.SECTOR_COLOURS[sectors.pop()] if len(sectors) == 1 else style.NEUTRAL


def sector_of(node: Any) -> str | None:
    """Return whose water a node stands for: a user's sector, or `environment` for a gauge with an environmental flow."""
    if node.type == "gauge":
        return None if node.environmental_flow is None else "environment"
    return getattr(node, "sector", None)


class Drawing:
    """One drawing in the making: first how much room there is, then places, then ink.

    Parameters
    ----------
    basin : Basin or other Shape
        What to draw.
    axes : Axes
        Where, at the size it has now.
    flows : mapping of str to float
        Mean flow of links, empty for lines of one width.
    """

    def __init__(self, basin: Shape, axes: Axes, flows: Mapping[str, float]) -> None:
        self.nodes, self.axes, self.flows = basin.nodes, axes, flows
        self.real = all(node.position is not None for node in basin.nodes.values())  # then north is up
        self.places = layout.node_positions(basin)
        self.row = {name: k for k, name in enumerate(self.places)}
        self.ways = ways(basin)
        self.labels = {name: style.in_lines(style.spelled_out(name)) for name in self.places}
        self.points_in_pixel = 72 / axes.figure.dpi
        self.width, self.height = np.array(axes.bbox.size) * self.points_in_pixel

    def draw(self) -> None:
        """Draw everything."""
        self.axes.set(xlim=(0, self.width), ylim=(0, self.height), aspect="equal")
        self.axes.set_axis_off()
        self.lay_out(self._draw_legends() + 4.0)
        self._draw_ways()
        self._draw_nodes()
        if self.real:
            self._draw_north()

    def lay_out(self, foot: float, rounds: int = 2) -> None:
        """Find places for everything.

        Parameters
        ----------
        foot : float
            Height that is left free at the bottom [points].
        rounds : int
            How often labels make way for links, and links for labels.
        """
        page = np.array([2.0, foot, self.width - 2.0, max(self.height - 2.0, foot + 1.0)])
        room = np.sqrt((page[2:] - page[:2]).prod() / len(self.row))
        self.scale = float(np.clip(room / _ROOM, 0.75, 1.3))
        self._place_nodes(page)
        self._place_links_and_labels(page, rounds)

    def _place_nodes(self, page: Array) -> None:
        self.radii = self.scale * np.array([style.symbol_radii(self.nodes[name].type) for name in self.row])
        self.font_size = _FONT_SIZE * self.scale
        texts = [
            style.text_size(text, self.font_size, self._weight(name)) for name, text in self.labels.items()
        ]
        self.halves = np.array(texts) / 2
        aside, up = np.maximum(self.radii, self.halves)[:, 0] + 3, self.radii[:, 1] + 4
        boxes = np.column_stack([aside, up + 2 * self.halves[:, 1], aside, up])
        used = (boxes[:, 2:] + boxes[:, :2]).prod(axis=1).sum() / (page[2:] - page[:2]).prod()
        boxes *= np.clip(np.sqrt((_FILL if self.real else _LAYERED_FILL) / used), 1.0, 1.5)
        margin = boxes.max(axis=0) * np.array([1, 1, -1, -1])
        limits = (1.3, np.inf) if self.real else (4.0, _LARGEST)
        wanted = layout.fit(np.array(list(self.places.values())), page + margin, *limits)
        self.points = layout.separate(wanted, boxes, page)

    def _place_links_and_labels(self, page: Array, rounds: int) -> None:
        ends = [(self.row[way.source], self.row[way.target]) for way in self.ways]
        symbols, self.label_boxes = np.hstack([self.points, self.radii]), np.empty((0, 4))
        for _ in range(rounds):  # labels make way for links, then links for labels, and so on
            bends = layout.choose_bends(symbols, self.label_boxes, ends)
            pairs = zip(ends, bends, strict=True)
            self.lines = [layout.curve(self.points[a], self.points[b], bend) for (a, b), bend in pairs]
            along = np.vstack([np.empty((0, 2)), *self.lines])
            self.label_boxes = layout.place_labels(symbols, self.halves, along, page)

    def _weight(self, name: str) -> str:
        return "bold" if self.nodes[name].type == "demand" else "normal"

    def _draw_ways(self) -> None:
        for way, line in zip(self.ways, self.lines, strict=True):
            leaving, arriving = self.radii[self.row[way.source]], self.radii[self.row[way.target]]
            stroke, kind = style.STROKES[way.kind], "return" if way.kind == "return" else "link"
            width = self._width(way.name, stroke.linewidth)
            head_length = _HEAD * self.scale if not self.flows else max(4.0, 2.2 * width)
            shaft, head = arrow(line, leaving * 0.8, arriving + 1.5, head_length)
            look: dict[str, Any] = {"color": way.colour, "zorder": 2.0 if way.kind == "river" else 1.5}
            dashes: dict[str, Any] = {"linewidth": width, "linestyle": stroke.linestyle}
            self.axes.add_line(Line2D(shaft[:, 0], shaft[:, 1], gid=f"{kind}:{way.name}", **look, **dashes))
            self.axes.add_patch(Polygon(head, linewidth=0, **look))

    def _width(self, name: str, usual: float) -> float:
        if not self.flows:
            return usual
        return float(max(_WIDEST * np.sqrt(self.flows.get(name, 0.0) / max(self.flows.values())), 0.35))

    def _draw_nodes(self) -> None:
        for name, k in self.row.items():
            node, (x, y), size = self.nodes[name], self.points[k], 2 * self.radii[k].max()
            look = style.node_style(node.type, sector_of(node))
            self.axes.add_line(Line2D([x], [y], markersize=size, zorder=3, gid=f"node:{name}", **look))
            ink = style.PALE_INK if node.type in {"catchment", "junction"} else style.INK
            halo = self._write(name, style.PAPER, "halo", 3.5)
            halo.set_path_effects([withStroke(linewidth=2.2, foreground=style.PAPER, alpha=0.85)])
            self._write(name, ink, "label", 4)

    def _write(self, name: str, colour: str, kind: str, order: float) -> Text:
        row = self.row[name]
        x, y, half_width, _ = (float(number) for number in self.label_boxes[row])
        aside = x - self.points[row][0]
        beside = abs(aside) > self.radii[row][0] + half_width
        return self.axes.text(
            x,
            y,
            self.labels[name],
            size=self.font_size,
            color=colour,
            weight=self._weight(name),
            ha="center",
            va="center",
            ma=("left" if aside > 0 else "right") if beside else "center",
            linespacing=1.05,
            parse_math=False,
            zorder=order,
            gid=f"{kind}:{name}",
        )

    def _draw_legends(self) -> float:
        left = top = 0.0
        for heading, handles in self._legend_entries():
            legend = Legend(
                self.axes,
                handles,
                [str(handle.get_label()) for handle in handles],
                title=heading,
                ncols=2 if len(handles) > 5 else 1,
                loc="lower left",
                bbox_to_anchor=(left / self.width, 0.0),
                borderaxespad=0.0,
                columnspacing=1.2,
                handlelength=2.2,
                alignment="left",
                title_fontproperties={"weight": "bold", "size": _FONT_SIZE},
            )
            self.axes.add_artist(legend)
            extent = legend.get_window_extent()
            left += extent.width * self.points_in_pixel + 6
            top = max(top, extent.height * self.points_in_pixel)
        return top

    def _legend_entries(self) -> list[tuple[str, list[Line2D]]]:
        kinds = {node.type for node in self.nodes.values()}
        sectors = {sector_of(node) for node in self.nodes.values()}
        used = {way.kind for way in self.ways}
        places = [
            Line2D([], [], label=symbol.label, markersize=0.75 * symbol.size, **style.node_style(kind))
            for kind, symbol in style.SYMBOLS.items()
            if kind in kinds
        ]
        users = [
            Line2D([], [], label=label, color=style.SECTOR_COLOURS[sector], linewidth=5)
            for sector, label in style.SECTOR_NAMES.items()
            if sector in sectors
        ]
        lines = [Line2D([], [], **stroke._asdict()) for kind, stroke in style.STROKES.items() if kind in used]
        groups = [("Places", places), ("Whose water", users), ("How water moves", lines)]
        if self.flows and max(self.flows.values()) > 0:
            groups.append(("Mean flow", [self._sample(share) for share in (1.0, 0.25, 0.02)]))
        return [(heading, entries) for heading, entries in groups if entries]

    def _sample(self, share: float) -> Line2D:
        flow = float(f"{share * max(self.flows.values()):.1g}")
        width = float(_WIDEST * np.sqrt(flow / max(self.flows.values())))
        return Line2D([], [], color=style.RIVER, linewidth=width, label=f"{flow:,.0f} Ml/d")

    def _draw_north(self) -> None:
        tip, foot = (self.width - 12, 46), (self.width - 12, 14)
        arrow = {"arrowstyle": "-|>", "color": style.PALE_INK}
        self.axes.annotate("N", tip, foot, ha="center", color=style.PALE_INK, arrowprops=arrow, gid="north")


def arrow(line: Array, leaving: Array, arriving: Array, length: float) -> tuple[Array, Array]:
    """Return the part of a line between two symbols, and the head at its end.

    Parameters
    ----------
    line : Array
        Points from the middle of one symbol to the middle of the other.
    leaving, arriving : Array
        Half width and half height of the symbols.
    length : float
        Of the head.

    Returns
    -------
    (Array, Array)
        Points of the shaft, and the three corners of the head.
    """
    outside = np.linalg.norm((line - line[0]) / leaving, axis=1) >= 1
    outside &= np.linalg.norm((line - line[-1]) / arriving, axis=1) >= 1
    seen = line[outside] if outside.any() else line
    gone = np.linalg.norm(seen - seen[-1], axis=1)
    base = seen[np.flatnonzero(gone >= min(length, gone.max()))[-1]]
    forward = (seen[-1] - base) / max(float(np.linalg.norm(seen[-1] - base)), 1e-9)
    side = 0.32 * length * np.array([-forward[1], forward[0]])
    start = seen[-1] - forward * length
    return np.vstack([seen[gone > length], start]), np.array([seen[-1], start + side, start - side])
