"""Every policy against every number of the front page: how much changes, and who would regret it."""

from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from basinsim.figures import style
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry

REGRET = LinearSegmentedColormap.from_list("regret", ["#FBFAF7", "#F6D5C4", "#E39A77", "#B4532A"])
"""From no regret to the worst of those compared; one hue, so that it reads in grey too."""

_CAPTION_WIDTH = 160  # characters under the map


def draw_heat_map(comparison: Comparison, axes: Axes | None = None) -> Axes:
    """Draw policies by metrics: the change against the baseline in each cell, regret as its colour.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        Rows are ordered by the worst regret, least first; the baseline's row has its values.
    """
    with style.house_style():
        if axes is None:
            height = 2.0 + 0.5 * len(comparison.names)
            place = (0.17, 0.75 / height, 0.82, 1 - 2.0 / height)
            axes = style.new_figure((style.LANDSCAPE[0], height)).add_axes(place)
        entries = comparison.entries
        regret = np.stack([comparison.of(entry, "regret") for entry in entries], axis=1)
        order = np.lexsort((np.nanmean(regret, axis=1), np.nanmax(regret, axis=1)))
        axes.imshow(regret[order], cmap=REGRET, vmin=0, vmax=1, aspect="auto")
        for row, run in enumerate(order):
            for column in range(len(entries)):
                _write_cell(comparison, axes, (row, column), int(run), regret[run, column])
        names = [comparison.names[run] + (" (baseline)" if run == 0 else "") for run in order]
        axes.set_yticks(range(len(order)), [style.in_lines(name, 22) for name in names])
        for label, run in zip(axes.get_yticklabels(), order, strict=True):
            label.set_fontweight("bold" if run == 0 else "normal")
        axes.set_xticks(range(len(entries)), [_heading(comparison, entry) for entry in entries], size=7)
        axes.tick_params(top=True, labeltop=True, bottom=False, labelbottom=False, length=0)
        axes.set_xticks(np.arange(len(entries) - 1) + 0.5, minor=True)
        axes.set_yticks(np.arange(len(order) - 1) + 0.5, minor=True)
        axes.grid(which="minor", color="#D8D8D8", linewidth=0.8)
        axes.spines[:].set(visible=True, color="#D8D8D8")
        axes.tick_params(which="minor", length=0)
        axes.annotate(
            _explanation(comparison),
            (-0.2, 0.0),
            xycoords="axes fraction",
            xytext=(0, -8),  # below the last row, however many there are
            textcoords="offset points",
            va="top",
            color=style.PALE_INK,
            size=7,
        )
    return axes


def _heading(comparison: Comparison, entry: Entry) -> str:
    wish = "more is better" if comparison.better_upwards(entry) else "less is better"
    return f"{style.in_lines(entry.label, 13)}\n[{shown_unit(comparison.unit(entry))}]\n{wish}"


def _write_cell(comparison: Comparison, axes: Axes, at: tuple[int, int], run: int, regret: float) -> None:
    entry = comparison.entries[at[1]]
    unit = comparison.unit(entry)
    ink = style.PAPER if regret > 0.75 else style.INK
    if run == 0:
        axes.text(
            at[1],
            at[0],
            shown(comparison.of(entry, "value")[0], unit),
            ha="center",
            va="center",
            color=ink,
            weight="bold",
        )
        return
    change = comparison.change_in_words(entry, run)
    axes.text(at[1], at[0], change, ha="center", va="center", color=ink)
    if comparison.members > 1 and change != "same":
        low, high = (
            shown(comparison.of(entry, f"change_{end}")[run], unit, signed=True) for end in ("p5", "p95")
        )
        axes.text(at[1], at[0] + 0.3, f"{low} to {high}", ha="center", va="center", color=ink, size=5.5)


def _explanation(comparison: Comparison) -> str:
    lines = [
        "Bold: the baseline's values. Other rows: change against the baseline (same: less than 0.1 points of a share,"
        " or half a per cent of anything else)."
    ]
    if comparison.members > 1:
        lines[0] += (
            f" Means over {comparison.members} members; small: 5 to 95 % of members, each against itself in the baseline."
        )
    lines.append(
        "Colour: pale is the best of the runs listed, dark the worst. Rows are in the order of their worst regret, then of their mean regret."
    )
    return "\n".join(fill(line, _CAPTION_WIDTH) for line in lines)
