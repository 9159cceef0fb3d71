"""Policies against futures: what each gives in each, coloured by how much better another would be there."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from basinsim.figures import style
from basinsim.figures.heat_map import REGRET
from basinsim.figures.study_marks import BASELINE
from basinsim.metrics.amounts import shown, shown_unit

if TYPE_CHECKING:
    from basinsim.tradeoff.robustness.analysis import Analysis

_MOST_ROWS = 24
_SMALL = 6.0  # letters [points]
_MOST_WRITTEN = 30  # columns; more are too narrow for numbers
_GAP = 0.02  # between objectives, as a share of all columns


def draw_robustness(analysis: "Analysis", axes: Axes | None = None) -> Axes:
    """Draw policies by futures, objective beside objective.

    Parameters
    ----------
    analysis : Analysis
        Of a study.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        Colour: regret, as a share of the largest of any policy in any future of that objective; white is
        the best policy of a future. Rows in the order of the share of cases in which every objective is
        good enough, which stands at the right; bold: the policies that have a card, and the baseline.
    """
    cases = analysis.cases
    futures, objectives = cases.futures, cases.telling
    rows = _rows(analysis)
    wide = len(futures) * len(objectives)
    gap = _GAP * wide
    with style.house_style():
        if axes is None:
            above = max(_room_above(analysis, name, wide) for name in objectives) / 72 + 0.1  # [in]
            height = above + 0.27 * len(rows) + 0.55
            place = (0.09, 0.55 / height, 0.83, 1 - (0.55 + above) / height)
            axes = style.new_figure((style.LANDSCAPE[0], height)).add_axes(place)
        left = 0.0
        for name in objectives:
            part = analysis.matrix[analysis.matrix["objective"] == name]
            regret, values = (
                part.pivot_table(index="point", columns="future", values=column, sort=False)
                .loc[list(rows.index), list(futures)]
                .to_numpy()
                for column in ("regret", "value")
            )
            largest = float(part["regret"].max())
            share = regret / largest if largest > 0 else np.zeros_like(regret)
            edges = (left - 0.5, left + len(futures) - 0.5, len(rows) - 0.5, -0.5)
            axes.imshow(share, cmap=REGRET, vmin=0, vmax=1, aspect="auto", extent=edges)
            if wide <= _MOST_WRITTEN:
                _write(axes, left, values, share, cases.objectives[name]["unit"])
            _head(axes, left, analysis, name, wide)
            left += len(futures) + gap
        _frame(axes, analysis, rows, left - gap - 0.5)
        axes.text(
            0,
            -0.15 / max(0.27 * len(rows), 0.3),
            style.in_lines(_explanation(analysis), 190),
            transform=axes.transAxes,
            va="top",
            size=7,
            color=style.PALE_INK,
        )
    return axes


def _rows(analysis: "Analysis") -> pd.Series:
    """Return the share of cases in which all is good enough, by policy, best first."""
    scores = analysis.scores[analysis.scores["objective"] == "all"].set_index("point")["good_enough"]
    front = set(analysis.cases.outcome.front["point"]) | {BASELINE, *analysis.chosen}
    ordered = scores[scores.index.isin(front)].sort_values(ascending=False, kind="stable")
    kept = [name for name in ordered.index if name in (BASELINE, *analysis.chosen)]
    kept += [name for name in ordered.index if name not in kept]
    return ordered[ordered.index.isin(kept[:_MOST_ROWS])]


def _write(axes: Axes, left: float, values: np.ndarray, share: np.ndarray, unit: str) -> None:
    for row, column in np.ndindex(*values.shape):
        ink = style.PAPER if share[row, column] > 0.75 else style.INK
        said = shown(float(values[row, column]), unit)
        axes.text(left + column, row, said, ha="center", va="center", size=6, color=ink)


def _label(analysis: "Analysis", name: str) -> str:
    one = analysis.cases.objectives[name]
    wish = "more is better" if one["direction"] == "max" else "less is better"
    return f"{style.in_lines(one['label'], 15)}\n[{shown_unit(one['unit'])}]\n{wish}"


def _names(analysis: "Analysis", wide: int) -> tuple[list[str], float]:
    """Return the futures as they stand above their columns, and how high they reach [points]."""
    futures = analysis.cases.futures if wide <= _MOST_WRITTEN else ()
    names = [style.in_lines(future.replace("_", " "), 12) for future in futures]
    sizes = [style.text_size(said, _SMALL)[0 if len(futures) > 2 else 1] for said in names]
    return names, max(sizes, default=0.0)


def _room_above(analysis: "Analysis", name: str, wide: int) -> float:
    """Return how high the head of an objective reaches [points]."""
    return 12 + _names(analysis, wide)[1] + 1.05 * style.text_size(_label(analysis, name), 7)[1]


def _head(axes: Axes, left: float, analysis: "Analysis", name: str, wide: int) -> None:
    names, reach = _names(analysis, wide)
    middle = left + (len(analysis.cases.futures) - 1) / 2
    look: dict[str, Any] = {"xycoords": "data", "textcoords": "offset points", "ha": "center", "va": "bottom"}
    axes.annotate(_label(analysis, name), (middle, -0.5), (0, 12 + reach), size=7, **look)
    turned = 90 if len(names) > 2 else 0
    for column, said in enumerate(names):
        axes.annotate(
            said, (left + column, -0.5), (0, 4), size=_SMALL, color=style.PALE_INK, rotation=turned, **look
        )


def _frame(axes: Axes, analysis: "Analysis", rows: pd.Series, right: float) -> None:
    axes.set_yticks(range(len(rows)), list(rows.index))
    for label, name in zip(axes.get_yticklabels(), rows.index, strict=True):
        label.set_fontweight("bold" if name in (BASELINE, *analysis.chosen) else "normal")
    beside = axes.get_yaxis_transform()  # across in shares of the axes, up in rows
    for row, share in enumerate(rows):
        axes.text(1.012, row, f"{shown(float(share), '1')} %", va="center", size=7, transform=beside)
    axes.text(1.012, -0.58, "all good\nenough", va="bottom", size=6.5, transform=beside)
    axes.set(xlim=(-0.5, right), ylim=(len(rows) - 0.5, -0.5), xticks=[])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _explanation(analysis: "Analysis") -> str:
    cases = analysis.cases
    several = len(cases.futures)
    written = several * len(cases.telling) <= _MOST_WRITTEN
    columns = (
        f"Numbers: the study's statistic over {cases.members} members."
        if written
        else f"Columns: {several} futures in the order of futures.csv, the study's statistic over {cases.members} members."
    )
    asked = any(cases.objectives[name].get("good_enough") is not None for name in cases.telling)
    least = f"no worse than the worst tenth of the baseline's members in '{cases.futures[0]}'"
    return (
        "Colour: regret, from none (white: the best of the policies listed in that future) to the largest of that objective (dark). "
        f"{columns} Bold: has a card. At the right: share of {several} x {cases.members} cases in which every objective is "
        f"{f'as good as the study asks, or {least}' if asked else least}."
    )
