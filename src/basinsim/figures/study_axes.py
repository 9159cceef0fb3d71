"""The policies of a front as lines over their levers and what comes of them."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from basinsim.figures import style
from basinsim.figures.study_marks import OTHERS, better_upwards, looks_of
from basinsim.metrics.amounts import shown, shown_unit

if TYPE_CHECKING:
    from basinsim.tradeoff.outcome import StudyOutcome

_GAP = 0.4  # between the last lever and the first objective, in distances of axes


def draw_levers_and_objectives(outcome: "StudyOutcome", axes: Axes | None = None) -> Axes:
    """Draw each policy of the front as a line over its levers, and on over the objectives.

    Parameters
    ----------
    outcome : StudyOutcome
        What came of a study, with a policy on its front.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        Levers run from their lowest value or first choice to the last; objectives from the worst of
        the front to the best, better upwards. The baseline, bold, has no levers.
    """
    manifest, front = outcome.manifest, outcome.front
    levers, objectives = list(manifest["levers"]), list(manifest["objectives"])
    with style.house_style():
        if axes is None:
            axes = style.new_figure((style.LANDSCAPE[0], 5.6)).add_axes((0.06, 0.26, 0.9, 0.54))
        at_levers = np.arange(len(levers), dtype=float)
        at_objectives = len(levers) - 1 + 1 + _GAP + np.arange(len(objectives), dtype=float)
        heights = {
            f"lever.{name}": _lever_axis(outcome, axes, at, name)
            for at, name in zip(at_levers, levers, strict=True)
        }
        heights |= {
            f"objective.{name}": _objective_axis(outcome, axes, at, name)
            for at, name in zip(at_objectives, objectives, strict=True)
        }
        looks = looks_of(outcome)
        everything = np.concatenate([at_levers, at_objectives])
        for row, point in enumerate(front["point"]):
            line = np.array([heights[key][row] for key in heights])
            axes.plot(everything, line, markersize=4, **looks.get(point, OTHERS))
        middle = (at_levers[-1] + at_objectives[0]) / 2
        axes.axvline(middle, color=style.PALE_INK, linewidth=0.8, linestyle=(0, (2, 3)), ymin=0.02, ymax=0.98)
        for where, said in (
            (at_levers, "what is decided"),
            (at_objectives, "what comes of it, better upwards"),
        ):
            axes.text(where.mean(), -0.12, said, ha="center", va="top", color=style.PALE_INK, style="italic")
        axes.set(xlim=(-0.4, everything[-1] + 0.4), ylim=(-0.02, 1.02))
        axes.set_axis_off()
        said = "Thin: other policies that nobody beats in all objectives."
        axes.text(-0.38, -0.22, said, va="top", color=style.PALE_INK, size=7)
        if axes.get_legend_handles_labels()[1]:
            axes.legend(
                loc="upper center", bbox_to_anchor=(0.5, -0.24), ncols=3, fontsize=7.5, handlelength=3.6
            )
    return axes


def _lever_axis(outcome: "StudyOutcome", axes: Axes, at: float, name: str) -> np.ndarray:
    facts = outcome.manifest["levers"][name]
    column = outcome.front[f"lever.{name}"]
    values = facts["values"]
    if facts["is_number"]:
        numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=float)
        tried = pd.to_numeric(outcome.points[f"lever.{name}"], errors="coerce").to_numpy(dtype=float)
        low, high = (min(values), max(values)) if values else (np.nanmin(tried), np.nanmax(tried))
        places: np.ndarray = (numbers - low) / (float(high - low) or 1.0)
        ends = [f"{low:g}", f"{high:g}"]
    else:
        order = {value: place / (len(values) - 1) for place, value in enumerate(values)}
        places = np.array([order.get(value, np.nan) for value in column], dtype=float)
        ends = [style.in_lines(str(values[0]), 12), style.in_lines(str(values[-1]), 12)]
        for value in values[1:-1]:
            axes.text(at + 0.05, order[value], str(value), size=6.5, va="center", color=style.PALE_INK)
    unit = f"\n[{facts['unit']}]" if facts["unit"] else ""
    _axis(axes, at, f"{style.in_lines(facts['label'], 12)}{unit}", ends[1], ends[0])
    return np.asarray(places)


def _objective_axis(outcome: "StudyOutcome", axes: Axes, at: float, name: str) -> np.ndarray:
    facts = outcome.manifest["objectives"][name]
    scores = better_upwards(outcome, name)
    lowest, span = float(scores.min()), float(np.ptp(scores))
    values = -scores if facts["direction"] == "min" else scores
    best, worst = (float(values[int(np.argmax(scores))]), float(values[int(np.argmin(scores))]))
    unit = facts["unit"]
    low = shown(worst, unit) if span > 0 else "all the same"
    _axis(axes, at, f"{style.in_lines(facts['label'], 12)}\n[{shown_unit(unit)}]", shown(best, unit), low)
    return np.asarray((scores - lowest) / span if span > 0 else np.full(len(scores), 0.5))


def _axis(axes: Axes, at: float, label: str, top: str, bottom: str) -> None:
    axes.plot([at, at], [0, 1], color="#CFCFCF", linewidth=1.2, zorder=1)
    axes.text(at, 1.14, label, ha="center", va="bottom", size=7.5, weight="bold")
    axes.text(at, 1.04, top, ha="center", va="bottom", size=7.5)
    axes.text(at, -0.04, bottom, ha="center", va="top", size=7.5)
