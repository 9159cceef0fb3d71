"""The look of every figure, in one place: colours, symbols, sizes, and how a figure is made and saved.

Figures are made without pyplot, so that importing this package neither picks a backend nor
changes a setting of anybody else's plots.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import ceil
from pathlib import Path as FilePath
from textwrap import wrap
from typing import Any, NamedTuple
from uuid import uuid4

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from basinsim.errors import RunError, file_error

# ---------------------------------------------------------------- colours
# Okabe and Ito (2008), "Color universal design": people with any common form of colour blindness
# can tell these apart. Water is blue, what the river keeps is green, and most users are warm.

SECTOR_COLOURS = {
    "public": "#D55E00",
    "agriculture": "#E69F00",
    "energy": "#CC79A7",
    "industry": "#000000",
    "environment": "#009E73",
}
"""Colour of each sector; `environment` is the water a river is meant to keep."""

SECTOR_NAMES = {
    "public": "Public supply",
    "agriculture": "Agriculture",
    "energy": "Energy",
    "industry": "Industry",
    "environment": "Environmental flow",
}
"""What each sector is called in a legend."""

STAKEHOLDER_COLOURS = SECTOR_COLOURS | {"people": "#7A3300", "stores": "#0072B2", "other": "#6B6B6B"}
"""Colour of whoever a number of a comparison belongs to."""

STAKEHOLDER_NAMES = SECTOR_NAMES | {
    "energy": "Energy",
    "environment": "The river",
    "people": "People and communities",
    "stores": "Lochs and reservoirs",
    "other": "Other",
}
"""What each of them is called."""

POLICY_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8A6D00", "#5B3FA0")
"""Colours of policies in the order of a comparison, without its baseline, which is black."""
POLICY_DASHES = ("-", (0, (5, 1.5)), (0, (1.5, 1.2)), (0, (5, 1.5, 1.2, 1.5)))
"""Lines of policies, so that no two of the same colour look alike."""
POLICY_MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
"""Marks of policies."""
DOMINATED = "#BDBDBD"
"""What another policy is better than in everything."""

RIVER = "#0072B2"
"""A river, and water that stands."""
PALE_RIVER = "#56B4E9"
"""Water on its way to a river."""
NEUTRAL = "#6B6B6B"
"""What belongs to no sector, or to several."""
INK = "#1A1A1A"
"""Text and outlines."""
PALE_INK = "#5A5A5A"
"""Text of the second rank."""
PAPER = "#FFFFFF"

# ---------------------------------------------------------------- sizes [inches, points]

PORTRAIT_WIDTH = 6.3
"""Width of the text on an upright A4 page [in]."""
LANDSCAPE = (10.2, 7.0)
"""Width and height that fill an A4 page on its side [in]."""
PRINT_DPI, SCREEN_DPI = 200, 110
"""Resolution of a saved bitmap, and of a figure shown in a notebook."""

SETTINGS: Any = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: a figure looks the same everywhere
    "font.size": 8.0,
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "legend.fontsize": 7.0,
    "legend.frameon": False,
    "pdf.fonttype": 42,  # letters stay letters: text can be searched and edited
    "svg.hashsalt": "basinsim",  # the same drawing is the same file
}
"""Matplotlib settings of every figure."""


@contextmanager
def house_style() -> Iterator[None]:
    """Use the settings of this package for what is drawn inside the ``with`` block only."""
    with mpl.rc_context(SETTINGS):
        yield


# ---------------------------------------------------------------- nodes and links


def _polygon(*points: tuple[float, float]) -> Path:
    return Path([*points, points[0]], closed=True)


def _drop() -> Path:
    right = [(0.12, 0.55), (0.68, 0.1), (0.68, -0.34), (0.68, -0.72), (0.38, -1.0), (0.0, -1.0)]
    left = [(-0.38, -1.0), (-0.68, -0.72), (-0.68, -0.34), (-0.68, 0.1), (-0.12, 0.55), (0.0, 1.0)]
    return Path([(0.0, 1.0), *right, *left], [Path.MOVETO, *[Path.CURVE4] * 12])


def _ring_with_bar() -> Path:
    ring = Path.circle((0.0, 0.0), 0.72)
    return Path.make_compound_path(ring, Path([(-1.0, 0.0), (1.0, 0.0)]))


def _waves() -> Path:
    x = np.linspace(-1.0, 1.0, 41)
    y = 0.2 * np.sin(2 * np.pi * x)
    bands = []
    for middle in (0.42, -0.42):
        top, bottom = np.c_[x, y + middle + 0.22], np.c_[x, y + middle - 0.22][::-1]
        bands.append(Path(np.vstack([top, bottom, top[:1]]), closed=True))
    return Path.make_compound_path(*bands)


_BOWL = ((-1.0, 0.5), (1.0, 0.5), (0.55, -0.5), (-0.55, -0.5))
_BOLT = ((0.22, 1.0), (-0.62, -0.16), (-0.06, -0.16), (-0.22, -1.0), (0.62, 0.2), (0.06, 0.2))
_HOUSE = ((0.0, 1.0), (1.0, 0.15), (0.72, 0.15), (0.72, -0.85), (-0.72, -0.85), (-0.72, 0.15), (-1.0, 0.15))


class Symbol(NamedTuple):
    """What a type of node is called in a legend, how large its symbol is [points], and its outline."""

    label: str
    size: float
    path: Path


SYMBOLS = {
    "catchment": Symbol("Catchment", 13.0, _drop()),
    "reservoir": Symbol("Reservoir or loch", 20.0, _polygon(*_BOWL)),
    "junction": Symbol("Rivers meet or part", 6.5, Path.unit_circle()),
    "gauge": Symbol("River gauge", 13.0, _ring_with_bar()),
    "hydropower": Symbol("Hydropower", 16.0, _polygon(*_BOLT)),
    "works": Symbol("Treatment works", 13.0, Path.unit_regular_polygon(6)),
    "demand": Symbol("Water user", 13.5, _polygon(*_HOUSE)),
    "outlet": Symbol("End of the river", 17.0, _waves()),
}
"""Symbol of each type of node, in the order of the legend."""

_FACES = {"catchment": PALE_RIVER, "gauge": PAPER, "hydropower": SECTOR_COLOURS["energy"], "works": NEUTRAL}


def node_style(kind: str, sector: str | None = None) -> dict[str, Any]:
    """Return the settings of a node's marker, but for its size.

    Parameters
    ----------
    kind : str
        A node type.
    sector : str, optional
        Sector of a user; `environment` for a gauge with an environmental flow.

    Returns
    -------
    dict
        For :class:`matplotlib.lines.Line2D`.
    """
    colour = SECTOR_COLOURS.get(sector or "", NEUTRAL)
    face = colour if kind == "demand" else _FACES.get(kind, RIVER)
    edge, width = (colour, 1.8) if kind == "gauge" else (INK, 0.6)
    outline = {"markeredgecolor": edge, "markeredgewidth": width, "linestyle": "none"}
    return {"marker": SYMBOLS[kind].path, "markerfacecolor": face} | outline


class Stroke(NamedTuple):
    """What a kind of link is called in a legend, and its line: width [points], dashes, colour there."""

    label: str
    linewidth: float
    linestyle: Any = "-"
    color: str = RIVER


STROKES = {
    "river": Stroke("River, tunnel or release", 1.9),
    "spill": Stroke("Spill of a full store", 1.1, (0, (4, 2))),
    "supply": Stroke("Taken or supplied (user's colour)", 1.2, "-", NEUTRAL),
    "return": Stroke("Given back after use", 1.2, (0, (1, 1.4)), NEUTRAL),
}
"""Line of each kind of link, in the order of the legend."""


def symbol_radii(kind: str) -> tuple[float, float]:
    """Return half the width and half the height of a node's symbol [points]."""
    reach = np.abs(SYMBOLS[kind].path.get_extents().get_points()).max(axis=0)
    width, height = SYMBOLS[kind].size / 2 * reach / reach.max()
    return float(width), float(height)


def policy_look(index: int, *, dominated: bool = False) -> dict[str, Any]:
    """Return the line settings of a policy by its place in a comparison; 0 is the baseline, bold and black."""
    if index == 0:
        return {"color": INK, "linestyle": "-", "linewidth": 2.6, "marker": "o", "zorder": 5}
    k = index - 1
    look: dict[str, Any] = {
        "color": DOMINATED if dominated else POLICY_COLOURS[k % len(POLICY_COLOURS)],
        "linestyle": POLICY_DASHES[(k // len(POLICY_COLOURS) + k) % len(POLICY_DASHES)],
        "marker": POLICY_MARKS[(k + 3 * (k // len(POLICY_COLOURS))) % len(POLICY_MARKS)],
    }
    return look | {"linewidth": 1.2 if dominated else 1.6, "zorder": 2 if dominated else 3}


# ---------------------------------------------------------------- names

_SMALL_WORDS = {
    "above",
    "and",
    "at",
    "below",
    "by",
    "for",
    "in",
    "near",
    "of",
    "on",
    "the",
    "to",
    "upon",
    "with",
}


def spelled_out(name: str) -> str:
    """Write a node's name as a reader expects it: ``teith_at_deanston`` is ``Teith at Deanston``."""
    words = name.replace("_", " ").split()
    return " ".join(w if k and w in _SMALL_WORDS else w[0].upper() + w[1:] for k, w in enumerate(words))


def in_lines(text: str, length: int = 15) -> str:
    """Break a text into lines of about the same length."""
    count = max(ceil(len(text) / length), 1)
    for width in range(max(len(text) // count, 1), len(text)):
        if len(lines := wrap(text, width, break_long_words=False)) <= count:
            return "\n".join(lines)
    return text


def text_size(text: str, size: float, weight: str = "normal") -> tuple[float, float]:
    """Return the width and height of a text at a font size [points]."""
    font = FontProperties(family=SETTINGS["font.family"], weight=weight, size=size)
    lines = text.split("\n")
    width = max(text_to_path.get_text_width_height_descent(line, font, False)[0] for line in lines)
    return width, 1.2 * size * len(lines)


# ---------------------------------------------------------------- making and saving


class PrintedFigure(Figure):
    """A figure that needs no backend, and that a notebook shows when it is the last line of a cell."""

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        with house_style():
            self.savefig(buffer, format="png", dpi=SCREEN_DPI)
        return buffer.getvalue()


def new_figure(size: tuple[float, float] = LANDSCAPE) -> Figure:
    """Make an empty figure of a width and height [in], known to no pyplot."""
    figure = PrintedFigure(figsize=size, facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


_NO_DATE: dict[str, dict[str, Any]] = {".png": {}, ".pdf": {"CreationDate": None}, ".svg": {"Date": None}}


def save_figure(figure: Figure, path: FilePath | str) -> FilePath:
    """Write a figure to a file, or leave no trace of having tried.

    Parameters
    ----------
    figure : Figure
        What to write.
    path : Path or str
        Ends in ``.png`` (200 dots an inch), ``.pdf`` or ``.svg``.

    Returns
    -------
    Path
        Where it was written.

    Raises
    ------
    InputError
        Where the name ends in anything else.
    RunError
        Where the file cannot be written.
    """
    path = FilePath(path)
    suffix = path.suffix.lower()
    if suffix not in _NO_DATE:
        raise file_error(path, f"a drawing is a {', '.join(_NO_DATE)} file, not '{path.suffix or path.name}'")
    aside = path.with_name(f".{path.stem}-{uuid4().hex}{suffix}")
    try:
        with house_style():
            figure.savefig(aside, format=suffix[1:], dpi=PRINT_DPI, metadata=_NO_DATE[suffix])
        aside.replace(path)
    except OSError as error:
        raise RunError(f"{path} could not be written: {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)
    return path
