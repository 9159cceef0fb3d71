"""Policies across futures: how far the climate moves a number, and how far a decision does."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from basinsim.figures import style
from basinsim.figures.study_marks import BASELINE
from basinsim.metrics.amounts import shown_unit

if TYPE_CHECKING:
    from basinsim.tradeoff.robustness.analysis import Analysis

MOST_FUTURES = 8
_COLUMNS = 3
_PANEL = 2.25  # height [in]


def draw_policies_by_future(analysis: "Analysis") -> Figure:
    """Draw each objective of every policy in every future, a panel for each objective.

    Parameters
    ----------
    analysis : Analysis
        Of a study of at most :data:`MOST_FUTURES` futures.

    Returns
    -------
    Figure
        Lines join a policy's numbers, the study's statistic over members. The baseline is black, the
        policies that have a card are coloured, the others grey. Where lines lie in a narrow bundle that
        climbs or falls, the future decides; where they lie far apart, the policy does.
    """
    cases = analysis.cases
    names, futures = cases.telling, cases.futures
    rows = -(-len(names) // _COLUMNS)
    with style.house_style():
        height = rows * _PANEL + 1.15
        figure = style.new_figure((style.LANDSCAPE[0], height))
        grid = figure.subplots(rows, _COLUMNS, squeeze=False)
        for name, axes in zip(names, grid.ravel(), strict=False):
            _panel(analysis, name, axes)
        for axes in grid.ravel()[len(names) :]:
            axes.set_axis_off()
        handles, labels = grid[0, 0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="lower center", ncols=min(len(handles), 8), fontsize=8)
        title = "What the future does to each policy, and what the policy does in each future"
        figure.text(0.015, 1 - 0.12 / height, title, size=11, weight="bold", va="top")
        below = (
            f"{cases.outcome.manifest['study']}: {len(cases.points) - 1} policies that satisfy all constraints, "
            f"{len(futures)} futures of {cases.members} members, without foresight"
        )
        figure.text(0.015, 1 - 0.34 / height, below, size=8, color=style.PALE_INK, va="top")
        figure.tight_layout(rect=(0, 0.35 / height, 1, 1 - 0.45 / height), h_pad=1.2, w_pad=1.5)
    return figure


def _panel(analysis: "Analysis", name: str, axes: Axes) -> None:
    cases, one = analysis.cases, analysis.cases.objectives[name]
    values = cases.matrix(name) * (100.0 if one["unit"] == "1" else 1.0)
    across = np.arange(len(cases.futures))
    others = [at for at, point in enumerate(cases.points) if point not in (BASELINE, *analysis.chosen)]
    for count, at in enumerate(others):
        axes.plot(
            across,
            values[at],
            color=style.DOMINATED,
            linewidth=0.8,
            label=None if count else "other policies",
        )
    for place, point in enumerate((BASELINE, *analysis.chosen)):
        look = style.policy_look(place)
        axes.plot(
            across,
            values[cases.points.index(point)],
            color=look["color"],
            linestyle=look["linestyle"],
            marker=look["marker"],
            markersize=4,
            linewidth=2.4 if point == BASELINE else 1.6,
            label=point,
        )
    wish = "more is better" if one["direction"] == "max" else "less is better"
    axes.set_title(f"{one['label']} [{shown_unit(one['unit'])}]", fontsize=9)
    axes.set_ylabel(wish, fontsize=7, color=style.PALE_INK)
    axes.set_xticks(
        across, [style.in_lines(future.replace("_", " "), 14) for future in cases.futures], fontsize=7
    )
    axes.margins(x=0.12)
    axes.grid(axis="y", linewidth=0.4, color="#E4E4E4")
    axes.ticklabel_format(axis="y", useOffset=False, style="plain")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
