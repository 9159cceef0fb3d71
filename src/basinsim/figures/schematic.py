"""A network as shapes with places, for pages that draw it themselves."""

from dataclasses import dataclass

import numpy as np
from matplotlib.path import Path

from basinsim.figures import style
from basinsim.figures.layout import Array
from basinsim.figures.network import Drawing, arrow, sector_of
from basinsim.network.shape import Shape

_SIZE = (880.0, 620.0)
_POINTS = 12  # of a shaft
_LETTERS = {Path.MOVETO: "M", Path.LINETO: "L", Path.CURVE3: "Q", Path.CURVE4: "C"}


@dataclass(frozen=True)
class PlacedNode:
    """A node's symbol and label; lengths in points, from the top left corner.

    Attributes
    ----------
    name, title, kind : str
        Of the basin; for people; type of the node.
    x, y : float
        Middle of its symbol.
    radius : float
        Half of the larger side of its symbol.
    symbol : str
        Outline as SVG path data, in place.
    face, edge : str
        Colours.
    edge_width : float
        Of the outline.
    label : tuple of str
        Lines of its label.
    label_x, label_y : float
        Middle of the label.
    bold : bool
        Whether it is a user.
    """

    name: str
    title: str
    kind: str
    x: float
    y: float
    radius: float
    symbol: str
    face: str
    edge: str
    edge_width: float
    label: tuple[str, ...]
    label_x: float
    label_y: float
    bold: bool


@dataclass(frozen=True)
class PlacedWay:
    """A link or a return: shaft and head as SVG path data, and its line.

    Attributes
    ----------
    name, kind, colour : str
        As of :class:`basinsim.figures.network.Way`.
    width : float
        Of the line [points].
    dashes : str
        Lengths of strokes and gaps [points]; empty for a whole line.
    shaft, head : str
        SVG path data.
    """

    name: str
    kind: str
    colour: str
    width: float
    dashes: str
    shaft: str
    head: str


@dataclass(frozen=True)
class Schematic:
    """A network with a place for everything.

    Attributes
    ----------
    title : str
        Name of the basin.
    width, height, font_size : float
        Of the page and of labels [points].
    nodes : tuple of PlacedNode
        By name.
    ways : tuple of PlacedWay
        Rivers first.
    """

    title: str
    width: float
    height: float
    font_size: float
    nodes: tuple[PlacedNode, ...]
    ways: tuple[PlacedWay, ...]


def place_network(shape: Shape, size: tuple[float, float] = _SIZE) -> Schematic:
    """Find a place for every node, link and label.

    Parameters
    ----------
    shape : Shape
        A basin, or what results remember of one.
    size : (float, float)
        Width and height of the page [points].

    Returns
    -------
    Schematic
        The same for the same network, whatever the order of its file.
    """
    axes = style.new_figure((size[0] / 72, size[1] / 72)).add_axes((0.0, 0.0, 1.0, 1.0))
    drawing = Drawing(shape, axes, {})
    drawing.lay_out(2.0, rounds=1)
    height = size[1]
    nodes = tuple(_node(shape, drawing, name, row, height) for name, row in drawing.row.items())
    ways = []
    for way, line in zip(drawing.ways, drawing.lines, strict=True):
        leaving, arriving = drawing.radii[drawing.row[way.source]], drawing.radii[drawing.row[way.target]]
        shaft, head = arrow(line, leaving * 0.8, arriving + 1.5, 6.0)
        stroke = style.STROKES[way.kind]
        kept = np.unique(np.linspace(0, len(shaft) - 1, _POINTS).astype(int))
        ways.append(
            PlacedWay(
                way.name,
                way.kind,
                way.colour,
                stroke.linewidth,
                _dashes(stroke),
                _lines(shaft[kept], height),
                _lines(head, height) + "Z",
            )
        )
    return Schematic(shape.name, *size, float(drawing.font_size), nodes, tuple(ways))


def _node(shape: Shape, drawing: Drawing, name: str, row: int, height: float) -> PlacedNode:
    node = shape.nodes[name]
    x, y = (float(number) for number in drawing.points[row])
    radius = float(drawing.radii[row].max())
    look = style.node_style(node.type, sector_of(node))
    label_x, label_y = (float(number) for number in drawing.label_boxes[row][:2])
    return PlacedNode(
        name=name,
        title=style.spelled_out(name),
        kind=node.type,
        x=round(x, 1),
        y=round(height - y, 1),
        radius=round(radius, 1),
        symbol=_symbol(style.SYMBOLS[node.type].path, x, height - y, radius),
        face=look["markerfacecolor"],
        edge=look["markeredgecolor"],
        edge_width=look["markeredgewidth"],
        label=tuple(drawing.labels[name].split("\n")),
        label_x=round(label_x, 1),
        label_y=round(height - label_y, 1),
        bold=node.type == "demand",
    )


def _symbol(path: Path, x: float, y: float, radius: float) -> str:
    """Return a marker's outline in place; matplotlib scales it so that its longer half side is the radius."""
    scale = radius / np.abs(path.get_extents().get_points()).max()
    parts = []
    for points, code in path.iter_segments(simplify=False, curves=True):
        if code == Path.CLOSEPOLY:
            parts.append("Z")
            continue
        pairs = np.asarray(points).reshape(-1, 2) * [scale, -scale] + [x, y]
        parts.append(_LETTERS[code] + " ".join(f"{a:.1f} {b:.1f}" for a, b in pairs))
    return "".join(parts)


def _lines(points: Array, height: float) -> str:
    return "M" + "L".join(f"{x:.1f} {height - y:.1f}" for x, y in points)


def _dashes(stroke: style.Stroke) -> str:
    return "" if stroke.linestyle == "-" else dash_array(stroke.linestyle, stroke.linewidth)


def dash_array(linestyle: object, width: float) -> str:
    """Return matplotlib's dashes, which grow with the width of a line, as SVG's.

    Parameters
    ----------
    linestyle : str or (float, sequence of float)
        As matplotlib has it; ``-`` is a whole line.
    width : float
        Of the line.

    Returns
    -------
    str
        Lengths in the unit of the width; empty for a whole line.
    """
    if not isinstance(linestyle, tuple):
        return ""
    return " ".join(f"{length * width:.1f}" for length in linestyle[1])
