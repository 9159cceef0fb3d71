"""Policies as lines over the numbers of the front page, every axis better upwards."""

import numpy as np
from matplotlib.axes import Axes

from basinsim.figures import style
from basinsim.metrics.amounts import shown, shown_unit
from basinsim.metrics.comparison import Comparison
from basinsim.metrics.front_page import Entry

_COLUMNS = 3  # of the legend
_MOST_NAMED = 12  # with more runs, the legend leaves out those that another run beats


def draw_parallel_axes(comparison: Comparison, axes: Axes | None = None) -> Axes:
    """Draw each policy as a line across one axis for each number of the front page.

    Parameters
    ----------
    comparison : Comparison
        Of two runs or more.
    axes : Axes, optional
        Where to draw; by default a new figure for an A4 page on its side.

    Returns
    -------
    Axes
        Every axis runs from the worst of the runs to the best; the baseline is bold, and policies
        that another one beats in everything are grey.
    """
    with style.house_style():
        if axes is None:
            height = 4.95 + 0.22 * -(-(len(_named(comparison)) + 1) // _COLUMNS)
            frame = (0.06, 1 - 4.25 / height, 0.9, 3.1 / height)
            axes = style.new_figure((style.LANDSCAPE[0], height)).add_axes(frame)
        entries = [entry for entry in comparison.entries if comparison.differs(entry)] or list(
            comparison.entries
        )
        scores = 1.0 - _regret(comparison, entries)
        places = np.arange(len(entries))
        for place, entry in enumerate(entries):
            axes.axvline(place, color="#DDDDDD", linewidth=1, zorder=1)
            values, unit = comparison.of(entry, "value"), comparison.unit(entry)
            upwards = comparison.better_upwards(entry)
            best, worst = (values.max(), values.min()) if upwards else (values.min(), values.max())
            label = f"{style.in_lines(entry.label, 13)}\n[{shown_unit(unit)}]"
            axes.text(place, 1.14, label, ha="center", va="bottom", size=7.5, weight="bold")
            axes.text(place, 1.04, shown(float(best), unit), ha="center", va="bottom", size=7.5)
            worst_text = (
                "all the same"
                if shown(float(best), unit) == shown(float(worst), unit)
                else shown(float(worst), unit)
            )
            axes.text(place, -0.04, worst_text, ha="center", va="top", size=7.5)
        named = _named(comparison)
        offsets = np.linspace(-0.008, 0.008, len(comparison.names))  # equal runs stay to be seen
        for run, name in enumerate(comparison.names):
            dominated = not comparison.efficient[run]
            look = style.policy_look(run, dominated=dominated)
            said = " (baseline)" if run == 0 else ""
            said += ", beaten by another run" if dominated else ""
            shown_name = name + said if run in named else None
            axes.plot(places, scores[run] + offsets[run], markersize=5, label=shown_name, **look)
        axes.set(xlim=(-0.35, len(entries) - 0.65), ylim=(-0.02, 1.02))
        axes.set_axis_off()
        axes.text(-0.33, 0.5, "better  →", rotation=90, ha="center", va="center", color=style.PALE_INK)
        same = [entry.label for entry in comparison.entries if entry not in entries]
        if same:
            text = style.in_lines(f"The same in all runs: {', '.join(same)}.", 150)
            axes.text(-0.33, -0.14, text, va="top", color=style.PALE_INK, size=7)
        if len(named) < len(comparison.names):
            rest = len(comparison.names) - len(named)
            grey = style.policy_look(1, dominated=True) | {"linestyle": "-", "marker": "none"}
            axes.plot([], [], label=f"{rest} others, beaten by another run", **grey)
        axes.legend(
            loc="upper center", bbox_to_anchor=(0.5, -0.18), ncols=_COLUMNS, fontsize=8, handlelength=3.6
        )
    return axes


def _named(comparison: Comparison) -> list[int]:
    """Return the runs that the legend names: with many, not those that another one beats."""
    runs = range(len(comparison.names))
    if len(runs) <= _MOST_NAMED:
        return list(runs)
    return [run for run in runs if run == 0 or comparison.efficient[run]]


def _regret(comparison: Comparison, entries: list[Entry]) -> np.ndarray:
    columns = [np.nan_to_num(comparison.of(entry, "regret"), nan=1.0) for entry in entries]
    return np.stack(columns, axis=1)
