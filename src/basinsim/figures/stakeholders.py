"""Who wins and who loses: one panel for each number of the front page, in the colour of whose it is."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from basinsim.figures import style
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry


def draw_gains(comparison: Comparison, entry: Entry, axes: Axes | None = None, *, names: bool = True) -> Axes:
    """Draw what each policy changes for one stakeholder, gains to the right and losses to the left.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.
    entry : Entry
        A number of its front page.
    axes : Axes, optional
        Where to draw; by default a new figure.
    names : bool
        Whether policies are named at the left.

    Returns
    -------
    Axes
        Bars are means over members, lines 5 to 95 % of them; losses are hatched.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 2.6)).add_axes((0.3, 0.15, 0.66, 0.65))
        unit, colour = comparison.unit(entry), style.STAKEHOLDER_COLOURS[entry.stakeholder]
        turned = (1.0 if comparison.better_upwards(entry) else -1.0) * (100.0 if unit == "1" else 1.0)
        gains = turned * comparison.of(entry, "change")[1:]
        rows = np.arange(len(gains))
        ends = np.sort(
            turned * np.stack([comparison.of(entry, f"change_{end}")[1:] for end in ("p5", "p95")]), axis=0
        )
        for row, gain in zip(rows, gains, strict=True):
            look: dict[str, Any] = (
                {"color": colour}
                if gain >= 0
                else {"facecolor": style.PAPER, "edgecolor": colour, "hatch": "/////"}
            )
            axes.barh(row, gain, height=0.62, linewidth=0.8, **look)
        if comparison.members > 1:
            axes.hlines(rows, ends[0], ends[1], color=style.INK, linewidth=1)
        axes.axvline(0, color=style.INK, linewidth=0.8)
        reach = float(np.abs(np.concatenate([ends.ravel(), gains])).max(initial=0.0)) or 1.0
        scale = abs(turned) * np.abs(comparison.of(entry, "value")).max()
        reach = max(
            reach, (0.002 if unit == "1" else 0.02) * float(scale)
        )  # what hardly changes shall look so
        axes.set(xlim=(-1.75 * reach, 1.75 * reach), ylim=(len(gains) - 0.45, -0.55))
        for row, gain, low, high in zip(rows, gains, *ends, strict=True):
            text = comparison.change_in_words(entry, int(row) + 1)
            if text == "same":
                beyond = max(float(high), float(gain), 0.0) + 0.04 * reach
                axes.text(beyond, row, "same", va="center", size=7, color=style.PALE_INK)
                continue
            at, side = (max(high, gain, 0.0), "left") if gain > 0 else (min(low, gain, 0.0), "right")
            axes.text(at + (0.06 if gain > 0 else -0.06) * reach, row, text, ha=side, va="center", size=7)
        labels = [style.in_lines(name, 20 if len(gains) < 6 else 40) for name in comparison.names[1:]]
        axes.set_yticks(rows, labels if names else [""] * len(rows))
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[["left", "bottom"]].set_visible(False)
        wish = "more is better" if comparison.better_upwards(entry) else "less is better"
        base = shown(float(comparison.of(entry, "baseline")[0]), unit)
        axes.set_title(f"{style.in_lines(entry.label, 30)}", size=8.5, pad=14)
        axes.text(
            0,
            1.015,
            f"baseline {base} {shown_unit(unit)}, {wish}",
            transform=axes.transAxes,
            size=7,
            color=style.PALE_INK,
        )
    return axes


def draw_winners_and_losers(comparison: Comparison) -> Figure:
    """Draw gains and losses of every stakeholder as small multiples.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.

    Returns
    -------
    Figure
        One panel for each number of the front page, in the order of the page.
    """
    entries, policies = comparison.entries, len(comparison.names) - 1
    columns = 3 if len(entries) > 4 else 2
    rows = max(-(-len(entries) // columns), 1)
    with style.house_style():
        figure = style.new_figure((style.LANDSCAPE[0], 1.0 + rows * (0.75 + 0.24 * max(policies, 2))))
        grid = figure.subplots(rows, columns, squeeze=False)
        for k, axes in enumerate(grid.ravel()):
            if k < len(entries):
                draw_gains(comparison, entries[k], axes, names=k % columns == 0)
            else:
                axes.set_axis_off()
        used = dict.fromkeys(entry.stakeholder for entry in entries)
        handles = [_swatch(name) for name in used]
        figure.legend(handles=handles, loc="lower center", ncols=len(handles), fontsize=8)
        said = f"Change against '{comparison.names[0]}': bars to the right are gains, hatched bars to the left are losses"
        said += f"; lines: 5 to 95 % of {comparison.members} members." if comparison.members > 1 else "."
        figure.suptitle(said, x=0.02, ha="left", size=8, color=style.PALE_INK)
        height = figure.get_figheight()
        figure.tight_layout(rect=(0, 0.35 / height, 1, 1 - 0.1 / height), h_pad=1.2, w_pad=1.0)
    return figure


def _swatch(stakeholder: str) -> Patch:
    return Patch(color=style.STAKEHOLDER_COLOURS[stakeholder], label=style.STAKEHOLDER_NAMES[stakeholder])
