"""The front of a study: two objectives against each other, with the range over members and futures."""

from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from scipy.stats import spearmanr

from basinsim.errors import counted
from basinsim.figures import style
from basinsim.figures.study_marks import (
    BASELINE,
    OTHERS,
    better_upwards,
    label_of,
    looks_of,
    scaled,
)

if TYPE_CHECKING:
    import pandas as pd

    from basinsim.tradeoff.outcome import StudyOutcome

MOST_PAIRS = 6
_TRIED = "#D4D4D4"


def draw_front(outcome: "StudyOutcome", across: str, up: str, axes: Axes | None = None) -> Axes:
    """Draw the policies of a study by two objectives, the better corner at the top right.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.
    across, up : str
        Names of objectives.
    axes : Axes, optional
        Where to draw; by default a new figure.

    Returns
    -------
    Axes
        Coloured: policies that nobody beats in all objectives, the same colour in every figure; bars
        are 5 to 95 % of all members of all futures. Grey: beaten. A ring: the baseline.
    """
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.PORTRAIT_WIDTH, 4.6)).add_axes((0.13, 0.13, 0.82, 0.8))
        last = list(outcome.manifest["stages"])[-1]
        tried = outcome.points[(outcome.points["stage"] == last) & (outcome.points["point"] != BASELINE)]
        beaten = tried[~tried["on_front"].astype(bool)]
        places = [
            scaled(outcome, name, beaten[f"objective.{name}"].to_numpy(dtype=float)) for name in (across, up)
        ]
        axes.plot(*places, "o", color=_TRIED, markersize=4, zorder=1, linestyle="none")
        looks = looks_of(outcome)
        for _, row in outcome.front.iterrows():
            point = str(row["point"])
            (x, *wide), (y, *high) = (_placed(outcome, row, name) for name in (across, up))
            bars: dict[str, Any] = {
                "color": looks.get(point, OTHERS)["color"],
                "linewidth": 0.7,
                "alpha": 0.3,
                "zorder": 2,
            }
            axes.hlines(y, wide[0], wide[1], **bars)
            axes.vlines(x, high[0], high[1], **bars)
            if point != BASELINE:
                axes.plot(x, y, markersize=6.5 if point in looks else 4, **_mark(looks.get(point, OTHERS)))
        rows = outcome.points[(outcome.points["stage"] == last) & (outcome.points["point"] == BASELINE)]
        places = [
            scaled(outcome, name, rows[f"objective.{name}"].to_numpy(dtype=float)) for name in (across, up)
        ]
        axes.plot(*places, **_RING)
        for name, set_label, axis in (
            (across, axes.set_xlabel, axes.xaxis),
            (up, axes.set_ylabel, axes.yaxis),
        ):
            set_label(label_of(outcome, name))
            axis.set_major_locator(MaxNLocator(5))
            if outcome.manifest["objectives"][name]["direction"] == "min":
                axis.set_inverted(True)
        axes.text(1, 1.015, "better ↗", transform=axes.transAxes, ha="right", color=style.PALE_INK)
        axes.margins(0.08)
    return axes


def _placed(outcome: "StudyOutcome", row: "pd.Series[Any]", name: str) -> list[float]:
    """Return an objective of a policy, and the ends of its range."""
    values = np.array([row[f"{kind}.{name}"] for kind in ("objective", "low", "high")], dtype=float)
    return [float(value) for value in scaled(outcome, name, values)]


_RING: dict[str, Any] = {
    "color": style.INK,
    "marker": "o",
    "linestyle": "none",
    "markersize": 10,
    "markerfacecolor": "none",
    "markeredgewidth": 2,
    "zorder": 4,
}


def draw_fronts(outcome: "StudyOutcome") -> Figure:
    """Draw the pairs of objectives that are most at odds on the front.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.

    Returns
    -------
    Figure
        Up to six pairs in a grid.
    """
    pairs = pairs_at_odds(outcome)
    columns = 2 if len(pairs) in (2, 4) else min(max(len(pairs), 1), 3)
    rows = -(-len(pairs) // columns)
    with style.house_style():
        figure = style.new_figure(
            (style.LANDSCAPE[0] if columns > 1 else style.PORTRAIT_WIDTH, 1.2 + 3.1 * max(rows, 1))
        )
        if not pairs:
            said = "The policies that nobody beats differ in fewer than two objectives."
            figure.text(0.5, 0.5, said, ha="center", va="center")
            return figure
        grid = figure.subplots(rows, columns, squeeze=False)
        for axes, (across, up) in zip(grid.ravel(), pairs, strict=False):
            draw_front(outcome, across, up, axes)
        for axes in grid.ravel()[len(pairs) :]:
            axes.set_axis_off()
        handles, labels = _legend(outcome)
        figure.legend(handles, labels, loc="lower center", ncols=2 if columns == 1 else 3, fontsize=7.5)
        members = next(reversed(outcome.manifest["stages"].values()))["members"]
        several = members * len(outcome.futures) > 1
        said = (
            f"{len(outcome.front)} policies that nobody beats in all objectives, simulated without foresight."
            + (
                f" Bars: 5 to 95 % of {members} members in {counted(len(outcome.futures), 'future')}; the weather is "
                "the same for all, so that differences between policies are surer than the bars."
                if several
                else ""
            )
        )
        figure.suptitle(
            style.in_lines(said, 55 + 45 * columns), x=0.02, ha="left", size=8, color=style.PALE_INK
        )
        foot = 0.2 + 0.2 * sum(label.count("\n") + 1 for label in labels) / (2 if columns == 1 else 3) + 0.2
        figure.tight_layout(rect=(0, foot / figure.get_figheight(), 1, 1), h_pad=1.5, w_pad=1.5)
    return figure


def pairs_at_odds(outcome: "StudyOutcome") -> list[tuple[str, str]]:
    """Return the pairs of objectives that disagree most on the order of the front's policies.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study.

    Returns
    -------
    list of (str, str)
        At most ``MOST_PAIRS``, lowest rank correlation first; objectives in which all are alike are left out.
    """
    scores = {name: better_upwards(outcome, name) for name in outcome.manifest["objectives"]}
    telling = [name for name, values in scores.items() if np.ptp(values) > 0]

    def agreement(pair: tuple[str, str]) -> float:
        return float(spearmanr(scores[pair[0]], scores[pair[1]]).statistic)

    return sorted(combinations(telling, 2), key=agreement)[:MOST_PAIRS]


def _mark(look: dict[str, Any]) -> dict[str, Any]:
    return {key: look[key] for key in ("color", "marker", "zorder")} | {"linestyle": "none"}


def _legend(outcome: "StudyOutcome") -> tuple[list[Line2D], list[str]]:
    handles, labels = [Line2D([], [], **_RING)], ["baseline: no lever"]
    for point, look in looks_of(outcome).items():
        if point != BASELINE:
            handles.append(Line2D([], [], markersize=6.5, **_mark(look)))
            labels.append(look["label"])
    handles.append(Line2D([], [], markersize=4, **_mark(OTHERS)))
    labels.append("nobody beats it in all objectives")
    handles.append(Line2D([], [], marker="o", linestyle="none", color=_TRIED, markersize=4))
    labels.append("beaten by another policy")
    return handles, labels
