"""Two numbers of a comparison against each other, with the policies nobody beats in both."""

from itertools import combinations
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from basinsim.figures import style
from basinsim.metrics.amounts import shown_unit
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.dominance import non_dominated
from basinsim.metrics.front_page import Entry

MOST_PAIRS = 6
MOST_NAMED = 12
"""With more runs than that, a legend leaves out those that are grey everywhere."""


def draw_trade_off(comparison: Comparison, across: Entry, up: Entry, axes: Axes | None = None) -> Axes:
    """Draw runs by two numbers, the better corner at the top right.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.
    across, up : Entry
        Numbers of its front page.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Bars are 5 to 95 % of the members; the line joins the runs that no other beats in both.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 4.6)).add_axes((0.13, 0.13, 0.82, 0.8))
        x, y = (_scaled(comparison, entry, "value") for entry in (across, up))
        efficient = _unbeaten(comparison, across, up)
        order = np.flatnonzero(efficient)[np.argsort(x[efficient], kind="stable")]
        axes.plot(x[order], y[order], color="#9A9A9A", linewidth=1, zorder=1)
        for run, name in enumerate(comparison.names):
            look = _mark(run, dominated=not efficient[run])
            if comparison.members > 1:
                bars = {"color": look["color"], "linewidth": 0.6, "alpha": 0.55, "zorder": 1.5}
                axes.hlines(
                    y[run],
                    *(_scaled(comparison, across, end)[run] for end in ("value_p5", "value_p95")),
                    **bars,
                )
                axes.vlines(
                    x[run], *(_scaled(comparison, up, end)[run] for end in ("value_p5", "value_p95")), **bars
                )
            axes.plot(x[run], y[run], label=name, **look)
        for entry, set_label, axis in (
            (across, axes.set_xlabel, axes.xaxis),
            (up, axes.set_ylabel, axes.yaxis),
        ):
            set_label(f"{entry.label} [{shown_unit(comparison.unit(entry))}]")
            axis.set_major_formatter(_tick)
            axis.set_major_locator(MaxNLocator(6))
            if not comparison.better_upwards(entry):
                axis.set_inverted(True)
        axes.text(1, 1.015, "better ↗", transform=axes.transAxes, ha="right", color=style.PALE_INK)
        axes.margins(0.12)
    return axes


def draw_trade_offs(comparison: Comparison) -> Figure:
    """Draw the pairs of numbers that pull policies apart most.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.

    Returns
    -------
    Figure
        Up to six pairs, of those numbers of the front page in which the runs differ, in a grid.
    """
    pairs = conflicting_pairs(comparison)
    columns = 2 if len(pairs) in (2, 4) else min(len(pairs), 3)
    rows = -(-len(pairs) // max(columns, 1))
    with style.house_style():
        figure = style.new_figure((style.LANDSCAPE[0], 1.1 + 3.1 * max(rows, 1)))
        if not pairs:
            figure.text(0.5, 0.5, "The runs differ in fewer than two numbers of the front page.", ha="center")
            return figure
        grid = figure.subplots(rows, columns, squeeze=False)
        for axes, (across, up) in zip(grid.ravel(), pairs, strict=False):
            draw_trade_off(comparison, across, up, axes)
        for axes in grid.ravel()[len(pairs) :]:
            axes.set_axis_off()
        runs = _worth_naming(comparison, pairs)
        ever = np.any([_unbeaten(comparison, *pair) for pair in pairs], axis=0)
        handles = [Line2D([], [], **_mark(run, dominated=run > 0 and not ever[run])) for run in runs]
        labels = [comparison.names[run] + (" (baseline)" if run == 0 else "") for run in runs]
        figure.legend(handles, labels, loc="lower center", ncols=4, fontsize=8)
        said = (
            "Line: runs that no other beats. Grey: another run is better in one of the two and no worse in the other."
            + (f" Bars: 5 to 95 % of {comparison.members} members." if comparison.members > 1 else "")
        )
        figure.suptitle(said, x=0.02, ha="left", size=8, color=style.PALE_INK)
        foot = 0.15 + 0.2 * -(-len(labels) // 4)  # of the legend [in]
        figure.tight_layout(rect=(0, foot / figure.get_figheight(), 1, 1), h_pad=1.5, w_pad=1.5)
    return figure


def conflicting_pairs(comparison: Comparison) -> list[tuple[Entry, Entry]]:
    """Return the pairs of numbers that disagree most on the order of the runs.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.

    Returns
    -------
    list of (Entry, Entry)
        At most ``MOST_PAIRS``, most at odds first; numbers in which all runs agree are left out.
    """
    regret = {entry: comparison.of(entry, "regret") for entry in comparison.entries}
    telling = [entry for entry in comparison.entries if comparison.differs(entry)]

    def at_odds(pair: tuple[Entry, Entry]) -> float:
        # How much regret is left in the run that has the least of both together: 0 where one run is best in both.
        return float(np.nanmin(np.maximum(regret[pair[0]], regret[pair[1]])))

    chosen: list[tuple[Entry, Entry]] = []
    for pair in sorted(combinations(telling, 2), key=at_odds, reverse=True):
        # Every number has its turn: no more than half of the pairs are about the same one.
        seen = [entry for other in chosen for entry in other]
        if len(chosen) < MOST_PAIRS and all(seen.count(entry) < MOST_PAIRS // 2 for entry in pair):
            chosen.append(pair)
    return chosen


def _unbeaten(comparison: Comparison, across: Entry, up: Entry) -> np.ndarray:
    """Say of each run whether no other is as good in both numbers and better in one."""
    turned = [
        (1.0 if comparison.better_upwards(entry) else -1.0) * comparison.of(entry, "value")
        for entry in (across, up)
    ]
    return non_dominated(np.stack(turned, axis=1))


def _worth_naming(comparison: Comparison, pairs: list[tuple[Entry, Entry]]) -> list[int]:
    """Return the runs that the legend names: with many, those that stand on a line somewhere."""
    runs = range(len(comparison.names))
    if len(runs) <= MOST_NAMED:
        return list(runs)
    somewhere = np.any([_unbeaten(comparison, *pair) for pair in pairs], axis=0)
    return [run for run in runs if run == 0 or somewhere[run]]


def _mark(run: int, *, dominated: bool = False) -> dict[str, Any]:
    look = style.policy_look(run, dominated=dominated) | {"linestyle": "none", "markersize": 6.5}
    if run == 0:  # a ring, so that what lies on the baseline stays to be seen
        look |= {"markersize": 10, "markerfacecolor": "none", "markeredgewidth": 2}
    return look


def _tick(value: float, _: float) -> str:
    return f"{value / 1e6:,.10g} M" if abs(value) >= 1e6 else f"{value:,.10g}"


def _scaled(comparison: Comparison, entry: Entry, column: str) -> np.ndarray:
    return comparison.of(entry, column) * (100.0 if comparison.unit(entry) == "1" else 1.0)
