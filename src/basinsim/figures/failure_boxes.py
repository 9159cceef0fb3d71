"""When policies fail: the box that holds the failures, and how its coverage was traded for density."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from basinsim.figures import style

if TYPE_CHECKING:
    from basinsim.tradeoff.robustness.analysis import Analysis
    from basinsim.tradeoff.robustness.discovery import Failing, Feature

MOST_BOXES = 4
"""That a figure has."""
_HOLDS, _FAILS = "#9AA0A6", style.POLICY_COLOURS[1]
_SPREAD = 0.16  # of the marks of one word


def draw_failures(failing: "Failing", axes: Axes | None = None) -> Axes:
    """Draw the cases of a policy over the two features that its box limits most.

    Parameters
    ----------
    failing : Failing
        With a box.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Crosses fail, dots hold; the box is outlined. Cases that lie outside in a third feature are pale.
    """
    assert failing.box is not None
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 4.4)).add_axes((0.14, 0.14, 0.8, 0.78))
        by_name = {one.name: one for one in failing.features}
        shown = [by_name[name] for name in _axes_of(failing)]
        places = [_places(failing.table[one.name], at) for at, one in enumerate(shown)]
        if len(places) == 1:
            places.append(np.random.default_rng(1).uniform(-1, 1, len(places[0])))
        others = [name for name in failing.box.limits if name not in [one.name for one in shown]]
        near = np.ones(len(failing.table), dtype=bool)
        for name in others:
            near &= failing.box.limits[name].holds(failing.table[name])
        for fails, colour, mark, size in ((False, _HOLDS, "o", 12), (True, _FAILS, "x", 22)):
            for clear in (True, False):
                held = (failing.fails == fails) & (near == clear)
                axes.scatter(
                    places[0][held], places[1][held], s=size, c=colour, marker=mark, alpha=0.9 if clear else 0.22,
                    linewidths=1.1 if fails else 0,
                )  # fmt: skip
        _outline(axes, failing, shown)
        axes.set_xlabel(_label(shown[0]))
        if len(shown) > 1:
            axes.set_ylabel(_label(shown[1]))
        else:
            axes.set(yticks=[], ylabel="(spread out to be seen)")
        for one, axis in zip(shown, (axes.xaxis, axes.yaxis), strict=False):
            if failing.table[one.name].dtype.kind not in "fi":
                words = sorted(set(failing.table[one.name]))
                axis.set_ticks(range(len(words)), [word.replace("_", " ") for word in words])
    return axes


def draw_peeling(failing: "Failing", axes: Axes | None = None) -> Axes:
    """Draw how density rose and coverage fell as slices were peeled off, and the box that was chosen.

    Parameters
    ----------
    failing : Failing
        With a box.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Both in per cent; the upper right corner would be a box of all failures and nothing else.
    """
    assert failing.box is not None
    with style.house_style():
        if axes is None:
            axes = style.new_figure((4.0, 4.0)).add_axes((0.16, 0.14, 0.78, 0.78))
        way = np.array([(one.coverage, one.density) for one in failing.peeled]) * 100
        axes.plot(*way.T, "o-", color=style.NEUTRAL, markersize=3, linewidth=0.8)
        chosen = (100 * failing.box.coverage, 100 * failing.box.density)
        axes.plot(
            *chosen, "o", markersize=11, markerfacecolor="none", markeredgecolor=_FAILS, markeredgewidth=2
        )
        axes.set(
            xlim=(-4, 104), ylim=(-4, 104), xlabel="failures in the box [%]", ylabel="failing in the box [%]"
        )
    return axes


def draw_boxes(analysis: "Analysis") -> Figure:
    """Draw the boxes that tell best when policies fail, each beside how it was found.

    Parameters
    ----------
    analysis : Analysis
        Of a study, with a box at least.

    Returns
    -------
    Figure
        At most four boxes.
    """
    found = analysis.boxes[:MOST_BOXES]
    objectives = analysis.cases.objectives
    with style.house_style():
        size = (style.LANDSCAPE[0], 0.6 + 3.3 * len(found))
        figure = style.new_figure(size)
        grid = figure.subplots(len(found), 2, squeeze=False, width_ratios=(2.4, 1))
        for (left, right), one in zip(grid, found, strict=True):
            draw_failures(one, left)
            draw_peeling(one, right)
            title = f"{one.point}: {objectives[one.objective]['label']}"
            words = style.in_lines(one.words, 118)
            left.set_title(title, size=9, pad=8 + style.text_size(words, 7)[1])
            left.text(0, 1.02, words, transform=left.transAxes, size=7, color=style.PALE_INK)
        said = "Crosses: cases in which the policy is not good enough. Pale: outside the box in a feature that is not drawn."
        figure.text(0.015, 0.08 / size[1], said, size=7, color=style.PALE_INK)
        figure.tight_layout(rect=(0, 0.22 / size[1], 1, 1), h_pad=1.6, w_pad=1.6)
    return figure


def _axes_of(failing: "Failing") -> list[str]:
    assert failing.box is not None
    chance = failing.box.quasi_p
    limited = sorted(failing.box.limits, key=lambda name: chance[name])
    numbers = [name for name in limited if failing.table[name].dtype.kind in "fi"]
    limited = numbers + [name for name in limited if name not in numbers]
    if len(limited) < 2:  # a second axis for the eye: another feature that is a number
        limited += [
            name
            for name in failing.table.columns
            if name not in limited and failing.table[name].dtype.kind in "fi"
        ][:1]
    return limited[:2]


def _places(values: pd.Series, at: int) -> np.ndarray:
    if values.dtype.kind in "fi":
        return np.asarray(values, dtype=float)
    words = sorted(set(values))
    spread = np.random.default_rng(at).uniform(-_SPREAD, _SPREAD, len(values))
    return np.asarray([words.index(word) for word in values]) + spread


def _outline(axes: Axes, failing: "Failing", shown: "Sequence[Feature]") -> None:
    """Draw the box, to the edge of the axes where it has no end."""
    assert failing.box is not None
    axes.margins(0.06)
    axes.autoscale_view()
    spans = [axes.get_xlim(), axes.get_ylim()]
    ends = []
    for at, (low, high) in enumerate(spans):
        limit = failing.box.limits.get(shown[at].name) if at < len(shown) else None
        if limit is not None and limit.among is not None:
            words = sorted(set(failing.table[shown[at].name]))
            inside = [words.index(word) for word in limit.among]
            low, high = min(inside) - 0.4, max(inside) + 0.4
        elif limit is not None:
            low, high = max(low, limit.low), min(high, limit.high)
        ends.append((low, high))
    (left, right), (bottom, top) = ends
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, facecolor=_FAILS, alpha=0.08, edgecolor="none")
    )
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, edgecolor=_FAILS, linewidth=1.4)
    )
    axes.set(xlim=spans[0], ylim=spans[1])


def _label(feature: "Feature") -> str:
    unit = {"1": "share of usual" if feature.kind == "weather" else "share", "": ""}.get(
        feature.unit, feature.unit
    )
    return f"{feature.words} [{unit}]" if unit else feature.words
