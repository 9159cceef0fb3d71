"""An ideal front beside what its points bring without foresight."""

from itertools import combinations
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from basinsim.figures import style

_IDEAL: dict[str, Any] = {"color": style.RIVER, "marker": "o", "markersize": 5.5, "zorder": 4}
_SIMULATED: dict[str, Any] = {
    "color": style.SECTOR_COLOURS["public"],
    "marker": "D",
    "markersize": 5,
    "zorder": 3,
}


def draw_ideal_front(table: pd.DataFrame, *, line: bool = True) -> Figure:
    """Draw a front with the period known and its points without foresight, each joined to its own.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns point, objective, ideal, simulated, unit, direction.
    line : bool
        Whether the front is a straight line between neighbouring points; with two objectives it is then
        drawn.

    Returns
    -------
    Figure
        One panel for each pair of objectives, the better corner at the top right.
    """
    names = list(dict.fromkeys(table["objective"]))
    pairs = list(combinations(names, 2))
    with style.house_style():
        width = style.PORTRAIT_WIDTH if len(pairs) == 1 else style.LANDSCAPE[0]
        figure = style.new_figure((width, 4.4))
        grid = figure.subplots(1, len(pairs), squeeze=False)
        for axes, (across, up) in zip(grid.ravel(), pairs, strict=True):
            draw_pair(table, across, up, axes, line=line and len(pairs) == 1)
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower center", ncols=3)
        figure.suptitle("With the future known, and without", x=0.02, ha="left", size=10, weight="bold")
        figure.tight_layout(rect=(0, 0.07, 1, 1), w_pad=2)
    return figure


def draw_pair(
    table: pd.DataFrame, across: str, up: str, axes: Axes | None = None, *, line: bool = True
) -> Axes:
    """Draw two objectives of a front against each other.

    Parameters
    ----------
    table : pandas.DataFrame
        As for :func:`draw_ideal_front`.
    across, up : str
        Names of objectives.
    axes : Axes, optional
        Where to draw; by default a new figure.
    line : bool
        Whether neighbouring ideal points are joined.

    Returns
    -------
    Axes
        The better corner at the top right.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 4.4)).add_axes((0.13, 0.13, 0.82, 0.8))
        x, y = (table[table["objective"] == name].sort_values("point") for name in (across, up))
        ends = [(x[kind].to_numpy(), y[kind].to_numpy()) for kind in ("ideal", "simulated")]
        for (x0, y0), (x1, y1) in zip(*(zip(*end, strict=True) for end in ends), strict=True):
            axes.plot([x0, x1], [y0, y1], color=style.NEUTRAL, linewidth=0.7, alpha=0.7, zorder=1)
        order = ends[0][0].argsort(kind="stable")
        axes.plot(
            ends[0][0][order],
            ends[0][1][order],
            linestyle="-" if line else "none",
            linewidth=1.3,
            label="ideal: the whole period known",
            **_IDEAL,
        )
        axes.plot(*ends[1], linestyle="none", label="the same prices, step by step", **_SIMULATED)
        for rows, name, set_label, axis in (
            (x, across, axes.set_xlabel, axes.xaxis),
            (y, up, axes.set_ylabel, axes.yaxis),
        ):
            words = name.replace(":", " of").replace("_", " ")
            set_label(f"{words[:1].upper()}{words[1:]} [{rows['unit'].iloc[0]}]")
            axis.set_major_locator(MaxNLocator(6))
            if rows["direction"].iloc[0] == "min":
                axis.set_inverted(True)
        axes.text(1, 1.015, "better ↗", transform=axes.transAxes, ha="right", color=style.PALE_INK)
        axes.margins(0.1)
    return axes
